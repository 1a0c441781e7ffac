"""Rows meet the catalogue: categories, attributes, pictures and variants they name are found, a query for each kind."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Q

from wagtail.models import Site
from wagtail.permissions import policy_registry

from catalog.bulk.rows import Error, Fact, ProductFacts, VariantRow, error
from catalog.importing import values
from catalog.importing.pictures import StoredPicture
from catalog.importing.problems import BadValue
from catalog.models import Attribute, CategoryPage, Variant
from cms import locales
from cms.addresses import normal_path
from cms.models import Picture, Rendition, User

FACT_MAX = 250


class Shelves:
    """Categories by the ids that stand for them in drafts. None is ever made."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.by_name: dict[int | str, CategoryPage] = {}
        self.by_id: dict[str, CategoryPage] = {}

    def find(self, names: Iterable[int | str]) -> None:
        """Find what is named by id, by path or by external id; in one query."""
        names = {name for name in names if isinstance(name, int) or name.isprintable()}
        places = {
            name: place
            for name in names
            if isinstance(name, str) and name.startswith("/") and (place := self._place(name))
        }
        numbers = [name for name in names if isinstance(name, int) and 0 < name < 2**63]
        words = [name for name in names if isinstance(name, str) and name not in places and name]
        wanted = Q(pk__in=numbers) | Q(url_path__in=places.values()) | Q(external_id__in=words)
        found = list(CategoryPage.objects.filter(wanted, alias_of=None).order_by("-path")) if names else []
        self.by_id = {str(page.pk): page for page in found}
        by_place = {page.url_path: page for page in found}
        by_external = {page.external_id: page for page in found if page.external_id}
        self.by_name = {page.pk: page for page in found if page.pk in names}
        self.by_name |= {name: by_place[place] for name, place in places.items() if place in by_place}
        self.by_name |= {name: by_external[name] for name in words if name in by_external}

    def get(self, path: tuple[str, ...]) -> CategoryPage:
        """The category a draft names by its id."""
        return self.by_id[path[0]]

    def _place(self, path: str) -> str | None:
        return locales.url_path(self.site, normal_path(unquote(path.partition("?")[0])))


class Meeting:
    """What the rows of one chunk name, found. `user` must be allowed to choose the pictures."""

    def __init__(self, site: Site, user: User) -> None:
        self.user = user
        self.shelves = Shelves(site)
        self.attributes: dict[str, Attribute] = {}
        self.pictures: dict[str, StoredPicture] = {}
        self.variants: dict[str, Variant] = {}

    def find(self, rows: Sequence[ProductFacts]) -> None:
        self.shelves.find(
            name for row in rows for name in [row.category, *(row.more_categories or ())] if name
        )
        codes = {code for row in rows for code in row.attributes or () if code.isprintable()}
        self.attributes = Attribute.objects.in_bulk(codes, field_name="code") if codes else {}
        variants = [one for row in rows for one in row.variants or ()]
        skus = [one.sku for one in variants]
        found = (
            Variant.objects.filter(sku__in=skus).only("pk", "sku", "external_id", "product") if skus else ()
        )
        self.variants = {one.sku: one for one in found}
        named = [name for row in rows for name in row.pictures or ()]
        self._find_pictures([*named, *(one.picture for one in variants if one.picture)])

    def problems(self, row: ProductFacts) -> list[Error]:
        """What a row names that is not here, or is not of the kind it should be."""
        found = [
            error("category", f"There is no category “{str(name)[:100]}”.", "not_found")
            for name in [row.category, *(row.more_categories or ())]
            if name and name not in self.shelves.by_name
        ]
        for code, value in (row.attributes or {}).items():
            if code not in self.attributes:
                found.append(error(["attributes", code[:50]], "There is no such attribute.", "not_found"))
            elif value is not None:
                try:
                    self.fact(code, value)
                except BadValue as bad:
                    found.append(error(["attributes", code], f"The value {bad.rule}."))
        pictures = [(["pictures", place], name) for place, name in enumerate(row.pictures or ())]
        pictures += [
            (["variants", place, "picture"], one.picture)
            for place, one in enumerate(row.variants or ())
            if one.picture
        ]
        return found + [
            error(loc, "There is no such picture here.", "not_found")
            for loc, name in pictures
            if str(name) not in self.pictures
        ]

    def fact(self, code: str, value: Fact) -> Any:
        """A value in the type of its attribute. Raises BadValue."""
        match self.attributes[code].type:
            case Attribute.Type.NUMBER:
                if isinstance(value, bool):
                    raise BadValue("is not a number", value)
                return values.as_number(value)
            case Attribute.Type.BOOLEAN:
                return values.as_boolean(value)
            case _:
                return values.required(values.as_text(value), FACT_MAX)

    def home_of(self, row: ProductFacts) -> CategoryPage | None:
        return self.shelves.by_name.get(row.category) if row.category else None

    def external_id(self, one: VariantRow, source: str, page_id: int | None) -> str:
        """The id a variant has: the one it is given, the one it had on this page, else its SKU."""
        if one.id:
            return f"{source}:{one.id}"
        known = self.variants.get(one.sku)
        is_here = known is not None and known.product_id == page_id
        return known.external_id if is_here and known.external_id else f"{source}:{one.sku}"

    def _find_pictures(self, names: Sequence[int | str]) -> None:
        """By id, or by an address of our own media: the file itself or a rendition of it. Nothing is loaded."""
        if not names:
            return
        files = {name: file for name in names if isinstance(name, str) and (file := _file(name))}
        numbers = {name: number for name in names if (number := _number(name)) is not None}
        renditions = dict(Rendition.objects.filter(file__in=files.values()).values_list("file", "image"))
        allowed = policy_registry.get_by_type(Picture).instances_user_has_permission_for(self.user, "choose")
        wanted = Q(pk__in={*numbers.values(), *renditions.values()}) | Q(file__in=files.values())
        found = list(allowed.filter(wanted).distinct())
        by_id = {picture.pk: picture for picture in found}
        by_file = {picture.file.name: picture for picture in found}
        for name in names:
            file = files.get(name, "")
            picture = by_id.get(numbers.get(name, renditions.get(file))) or by_file.get(file)
            if isinstance(picture, Picture):
                self.pictures[str(name)] = StoredPicture(picture)


def _file(name: str) -> str:
    """The name in our storage of an address below our media; nothing for any other address."""
    try:
        parts = urlsplit(name)
    except ValueError:
        return ""  # no address at all
    media = urlsplit(settings.MEDIA_URL)
    own = {media.netloc, urlsplit(settings.PUBLIC_URL).netloc, ""}
    if parts.netloc not in own or not parts.path.startswith(media.path) or not name.isprintable():
        return ""
    return unquote(parts.path.removeprefix(media.path))


def _number(name: int | str) -> int | None:
    written = str(name)
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None
