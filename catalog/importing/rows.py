"""One row becomes a draft: every rule that needs no database is asked here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from catalog.importing import values
from catalog.importing.drafts import ProductDraft, VariantDraft
from catalog.importing.fields import Field, is_empty, pick
from catalog.importing.mapping import CategorySpec, Filter, Map
from catalog.importing.problems import BadValue, RowRefused
from catalog.importing.sources import Record
from catalog.models.variant import OPTION_FIELDS
from seo.commerce import Availability, Condition

TITLE_MAX, SUMMARY_MAX, ID_MAX, BRAND_MAX, OPTION_MAX, MPN_MAX, FACT_MAX = 255, 200, 150, 70, 60, 70, 250
MAX_DEPTH = 8
MAX_DESCRIPTION = 200_000
Note = Callable[[str, BadValue], None]


@dataclass(frozen=True, slots=True)
class Judge:
    """The rules of one map. Refusals are raised as RowRefused; a lost field is told to `note`."""

    map: Map

    def filtered(self, record: Record) -> str:
        """Why this row is left out on purpose, or nothing."""
        return next((one.reason for one in self.map.filters if _matches(one, record)), "")

    def identity(self, record: Record) -> str:
        """The id by which the source knows this row, without the source's name."""
        spec = self.map.product.get("id") or self.map.variant["sku"]
        return self._need("id", _required, spec.read(record.values), ID_MAX)

    def external(self, identity: str) -> str:
        return f"{self.map.source.name}:{identity}"

    def product(self, record: Record, identity: str, note: Note) -> ProductDraft:
        """The page a row describes, without variants."""
        row, fields = record.values, self.map.product
        title = self._need("title", _required, self._raw("title", row), TITLE_MAX)
        slug = values.as_text(self._raw("slug", row))
        texts: dict[str, str] = {}
        if "summary" in fields:
            texts["summary"] = (
                self._try("summary", note, values.as_summary, self._raw("summary", row), SUMMARY_MAX) or ""
            )
        if "description" in fields:
            description = self._try("description", note, self._description, row)
            if description is not None:
                texts["description"] = description
        return ProductDraft(
            row=record.number,
            line=record.line,
            external_id=self.external(identity),
            title=title,
            slug=values.as_slug(slug or title, identity),
            values=texts,
            brand=self._try("brand", note, _fitting, self._raw("brand", row), BRAND_MAX)
            if "brand" in fields
            else None,
            categories=self._need("category", _paths, self.map.category, record)
            if self.map.category
            else None,
            attributes=dict(self._facts(record, note)),
            pictures=tuple(self._pictures(record)) if self.map.pictures else None,
        )

    def variant(self, record: Record, note: Note) -> VariantDraft:
        """What a row sells. Raises RowRefused when it cannot be sold as the row says."""
        row, fields = record.values, self.map.variant
        sku = self._need("sku", values.as_sku, fields["sku"].read(row))
        identity = self._need("id", _required, fields["id"].read(row), ID_MAX) if "id" in fields else ""
        currency = self._need("currency", values.as_currency, fields["currency"].read(row))
        price = self._need("price", values.as_price, fields["price"].read(row), self.map.decimal, currency)
        found: dict[str, Any] = {"currency": currency, "price": price}
        for name in OPTION_FIELDS:
            if name in fields:
                found[name] = self._need(name, _fitting, fields[name].read(row), OPTION_MAX)
        for name, rule, empty in (
            ("stock", values.as_count, None),
            ("gtin", values.as_gtin, ""),
            ("mpn", _mpn, ""),
        ):
            if name in fields:
                raw = fields[name].read(row)
                kept = None if is_empty(raw) else self._try(name, note, rule, raw)
                found[name] = empty if kept is None else kept
        for name, words in (("availability", Availability), ("condition", Condition)):
            if name in fields and (said := self._need(name, _one_of, words, fields[name], row)):
                found[name] = said
        found |= self._dates(row, note, price, currency)
        if found.get("availability") == Availability.PRE_ORDER and not found.get("available_from"):
            raise RowRefused("available_from", "a pre-order needs the date from which it is delivered")
        picture = values.as_text(fields["picture"].read(row)) if "picture" in fields else ""
        external_id = self.external(identity or self.identity(record))
        return VariantDraft(record.number, record.line, external_id, sku, found, picture)

    # Parts ---------------------------------------------------------------------------------------------

    def _raw(self, name: str, row: Any) -> Any:
        return self.map.product[name].read(row) if name in self.map.product else None

    def _need(self, name: str, rule: Callable[..., Any], *args: Any) -> Any:
        try:
            return rule(*args)
        except BadValue as bad:
            raise RowRefused(name, bad.rule, bad.value) from bad

    def _try(self, name: str, note: Note, rule: Callable[..., Any], *args: Any) -> Any:
        try:
            return rule(*args)
        except BadValue as bad:
            note(name, bad)
            return None

    def _description(self, row: Any) -> str:
        raw = self._raw("description", row)
        text = values.as_html(raw) if self.map.html else values.as_paragraphs(raw)
        return values.fitting(text, MAX_DESCRIPTION)

    def _dates(self, row: Any, note: Note, price: Any, currency: str) -> dict[str, Any]:
        """Former price and dates. A former price whose dates cannot be read is not shown at all."""
        fields, found = self.map.variant, {}
        for name in ("compare_at_from", "compare_at_until", "available_from"):
            if name in fields:
                raw = fields[name].read(row)
                found[name] = None if is_empty(raw) else self._try(name, note, values.as_moment, raw)
                if found[name] is None and not is_empty(raw) and name != "available_from":
                    found["compare_at"] = None
        if "compare_at" in fields and "compare_at" not in found:
            raw = fields["compare_at"].read(row)
            former = None
            if not is_empty(raw):
                former = self._try("compare_at", note, values.as_price, raw, self.map.decimal, currency)
            if former is not None and former < price:
                note("compare_at", BadValue("is below the price", former))
            found["compare_at"] = former if former is not None and former > price else None
        begin, end = found.get("compare_at_from"), found.get("compare_at_until")
        if begin and end and begin >= end:
            note("compare_at_until", BadValue("is not after the beginning of the reduction", end))
            found |= {"compare_at": None, "compare_at_from": None, "compare_at_until": None}
        return found

    def _facts(self, record: Record, note: Note) -> Iterator[tuple[str, Any]]:
        rules = {"number": values.as_number, "boolean": values.as_boolean}
        for spec in self.map.attributes:
            raw = self._try(spec.code, note, spec.field.read, record.values)
            if is_empty(raw):
                continue
            value = self._try(spec.code, note, rules.get(spec.type, _fact), raw)
            if value not in (None, ""):
                yield spec.code, value

    def _pictures(self, record: Record) -> Iterator[str]:
        """Picture names in order, each once."""
        seen = set()
        for column in self.map.pictures.columns:
            value = pick(record.values, column)
            parts = value if isinstance(value, list) else [value]
            if isinstance(value, str) and self.map.picture_list:
                parts = value.split(self.map.picture_list)
            for part in parts:
                name = part.strip() if isinstance(part, str) else ""
                if name and name not in seen:
                    seen.add(name)
                    yield name


def _required(raw: Any, limit: int) -> str:
    return values.required(values.as_text(raw), limit)


def _fitting(raw: Any, limit: int) -> str:
    return values.fitting(values.as_text(raw), limit)


def _mpn(raw: Any) -> str:
    return _fitting(raw, MPN_MAX)


def _fact(raw: Any) -> str:
    return _fitting(raw, FACT_MAX)


def _matches(rule: Filter, record: Record) -> bool:
    value = pick(record.values, rule.column)
    word = "" if value is None else str(value).strip()
    if rule.is_ is not None and word in rule.is_:
        return True
    if rule.is_not is not None and word not in rule.is_not:
        return True
    if rule.at_most is not None and word:
        try:
            return values.as_number(value) <= rule.at_most
        except BadValue:
            # Not a number: no reason to leave the row out here; the rule of its field will say so.
            return False
    return False


def _one_of(words: type[Availability] | type[Condition], field: Field, row: Any) -> str:
    """The enumeration's value, or nothing where the row says nothing."""
    word = values.as_text(field.read(row))
    if not word:
        return ""
    known = {one.value.casefold(): one.value for one in words}
    try:
        return known[word.rpartition("/")[2].casefold()]
    except KeyError as error:
        raise BadValue(f"must be one of {', '.join(words)}, or a word the map translates", word) from error


def _paths(spec: CategorySpec, record: Record) -> tuple[tuple[str, ...], ...]:
    """The category paths of a row, the primary one first; the map's default when it names none."""
    if spec.levels:
        lines = [[pick(record.values, level) for level in spec.levels]]
    else:
        raw = spec.field.read(record.values)
        texts = raw if isinstance(raw, list) else [raw]
        if spec.list:
            texts = [part for text in texts for part in str(text or "").split(spec.list)]
        lines = [str(text or "").split(spec.path) if spec.path else [text] for text in texts]
    paths: list[tuple[str, ...]] = []
    for line in lines:
        parts = [text for part in line if (text := values.as_text(part))]
        parts = [_from_slug(part) if spec.slugs else part for part in parts]
        step = spec.every or len(parts) or 1
        for start in range(0, len(parts), step):
            path = tuple(parts[start : start + step])
            paths.append(path[1:] if path[0] in spec.drop else path)
    found = tuple(dict.fromkeys(path for path in paths if path)) or ((spec.default,) if spec.default else ())
    for path in found:
        if len(path) > MAX_DEPTH:
            raise BadValue(f"is more than {MAX_DEPTH} levels deep", " / ".join(path))
        for name in path:
            values.fitting(name, TITLE_MAX)
    return found


def _from_slug(slug: str) -> str:
    """mens-shirts as a heading: Mens shirts."""
    words = slug.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
