"""The files of a site's sitemap: one section for each page type and language, each in ranges of ids."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Max,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Length
from django.urls import reverse

from wagtail.models import ReferenceIndex, Site, get_page_models

from cms import locales
from cms.models import Page, Picture
from cms.querysets import modified_at
from cms.sitemaps.blocks import LAST_ID, STEP, Step, blocks, is_block, step_of
from cms.sitemaps.entries import PageEntries
from seo.sitemaps import SitemapUrl

NEWS = "news"
# Bytes around an address in an entry, in a link to another language, in an image entry; see `seo.sitemaps`.
_AROUND_LOC, _AROUND_LINK, _AROUND_IMAGE = 72, 62, 60
_OF_A_PICTURE = 90  # a picture's own path, on the long side


@dataclass(frozen=True, slots=True)
class File:
    """One file: the ids from `first` to `last` of a section in a language, and the last change of what stands in it."""

    section: str
    language: str
    first: int
    last: int
    changed_at: datetime | None

    @property
    def path(self) -> str:
        if self.section == NEWS:
            return reverse("sitemap_news")
        return reverse("sitemap_file", args=[self.section, self.language, self.first, self.last])


def files(site: Site) -> list[File]:
    """Every file of the sitemap, the index left out: pages in two queries, whatever their number, then what types list
    besides, then the news of the day."""
    sections = _page_steps(site)
    for model in _types_with_more():
        by_language: dict[str, list[SitemapUrl]] = defaultdict(list)
        for language, url in model.get_further_urls(site):
            by_language[language].append(url)
        for language, urls in by_language.items():
            sections[model.further_section, language] = _steps_of(urls)
    found = [
        File(section, language, block.first, block.last, block.changed_at)
        for (section, language), steps in sections.items()
        for block in blocks(steps)
    ]
    if articles := news(site):
        found.append(File(NEWS, "", 1, LAST_ID, max(url.news.published for url in articles)))
    return found


def entries(site: Site, section: str, language: str, first: int, last: int) -> Iterator[SitemapUrl]:
    """The addresses of a file. Raises LookupError for a section there is not or a range that is no file's."""
    if section == NEWS:
        return iter(news(site))
    if not is_block(first, last):
        raise LookupError(f"{first} to {last} is no range of a sitemap.")
    for model in get_page_models():
        if model.further_section == section:
            urls = (url for code, url in model.get_further_urls(site) if code == language)
            return iter(sorted((url for url in urls if first <= _key(url) <= last), key=lambda url: url.loc))
        if model._meta.model_name == section:
            return PageEntries(site, model, language).between(first, last)
    raise LookupError(f"The sitemap has no section {section}.")


def window(
    site: Site, section: str, language: str, after: str, limit: int
) -> tuple[Iterator[SitemapUrl], str | None]:
    """The next entries of a section behind a place, which is empty at its beginning, and the place behind them; None
    at the end. Raises LookupError for a section there is not, ValueError for what is no place of it."""
    if section == NEWS:
        return iter(news(site)), None
    for model in get_page_models():
        if model.further_section == section:
            urls = sorted(
                (url for code, url in model.get_further_urls(site) if code == language),
                key=lambda url: url.loc,
            )
            behind = [url for url in urls if url.loc > after]
            shown = behind[:limit]
            return iter(shown), shown[-1].loc if len(behind) > limit else None
        if model._meta.model_name == section and model is not Page:
            pages = PageEntries(site, model, language)
            start = int(after or 0)
            if not 0 <= start < 2**63:
                raise ValueError(f"{after} is no id.")
            ids = pages.ids_after(start, limit + 1)
            if not ids:
                return iter(()), None
            last = ids[:limit][-1]
            return pages.between(start + 1, last), str(last) if len(ids) > limit else None
    raise LookupError(f"The sitemap has no section {section}.")


def news(site: Site) -> Sequence[SitemapUrl]:
    """The articles of the last two days, whatever their type, newest first."""
    found = [url for model in get_page_models() for url in model.get_news(site)]
    return sorted(found, key=lambda url: url.news.published, reverse=True)


def _types_with_more() -> Iterator[type[Page]]:
    return (model for model in get_page_models() if model.further_section)


# Pages ---------------------------------------------------------------------------------------------------


class _Octets(Func):
    """The number of bytes of a text in UTF-8."""

    function = "octet_length"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="length(CAST(%(expressions)s AS BLOB))", **context)


def _page_steps(site: Site) -> dict[tuple[str, str], list[Step]]:
    """The steps of every section, in order."""
    roots = locales.roots(site.pk)
    languages = [When(url_path__startswith=root, then=Value(code)) for code, root in roots.items()]
    if not languages:
        return {}
    rows = list(
        Page.objects.of_site(site)
        .indexable()
        .annotate(
            step=ExpressionWrapper((F("pk") - 1) / STEP, output_field=BigIntegerField()),
            language=Case(*languages, default=Value("")),
        )
        .values("content_type_id", "language", "step")
        .annotate(
            count=Count("pk"),
            changed_at=Max(modified_at()),
            # Percent-encoded, a character of n bytes takes three times as many; ASCII stays as it is.
            path=Sum(5 * _Octets("url_path") - 4 * Length("url_path")),
        )
        .order_by("content_type_id", "language", "step")
        .values_list("content_type_id", "language", "step", "count", "changed_at", "path")
    )
    links = _bytes_of_links(site, rows)
    pictures = _pictures_by_step()
    pages: dict[tuple[int, int], int] = defaultdict(int)
    for content_type, _language, step, count, _changed_at, _path in rows:
        pages[content_type, step] += count
    steps: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for content_type, language, step, count, changed_at, path in rows:
        shown = pictures.get((content_type, step), 0) * count / pages[content_type, step]
        size = (
            path
            + count * (_AROUND_LOC + len(site.root_url) + links[content_type])
            + shown * (_AROUND_IMAGE + len(site.root_url) + _OF_A_PICTURE)
        )
        section = ContentType.objects.get_for_id(content_type).model
        steps[section, language].append(Step(step, count, 1.1 * size, changed_at))
    return steps


def _bytes_of_links(site: Site, rows: Sequence[Any]) -> dict[int, float]:
    """What the links of an entry to all its languages take, by type: by the average address in each language."""
    counts: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for content_type, language, _step, count, _changed_at, path in rows:
        total = counts[content_type][language]
        total[0] += count
        total[1] += path
    found = {}
    for content_type, by_language in counts.items():
        links = [_AROUND_LINK + len(site.root_url) + path / count for count, path in by_language.values()]
        found[content_type] = sum(links) + max(links) if len(links) > 1 else 0  # x-default repeats one
    return found


def _pictures_by_step() -> dict[tuple[int, int], int]:
    """How many pictures the pages of a type and step name, languages together."""
    page = ExpressionWrapper(
        (Cast("object_id", BigIntegerField()) - 1) / STEP, output_field=BigIntegerField()
    )
    rows = (
        ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            to_content_type=ContentType.objects.get_for_model(Picture),
        )
        .annotate(step=page)
        .values("content_type_id", "step")
        .annotate(count=Count("pk"))
        .values_list("content_type_id", "step", "count")
    )
    return {(content_type, step): count for content_type, step, count in rows}


# Addresses that are no pages of their own -------------------------------------------------------------------


def _key(url: SitemapUrl) -> int:
    """The id of an address that has none: the same for as long as it is the same address."""
    return int.from_bytes(blake2b(url.loc.encode(), digest_size=8).digest()) % LAST_ID + 1


def _steps_of(urls: Iterable[SitemapUrl]) -> list[Step]:
    by_step: dict[int, list[SitemapUrl]] = defaultdict(list)
    for url in urls:
        by_step[step_of(_key(url))].append(url)
    return [
        Step(
            number,
            len(within),
            sum(
                len(url.loc) + _AROUND_LOC + sum(len(link.href) + _AROUND_LINK for link in url.alternates)
                for url in within
            ),
            max((url.lastmod for url in within if url.lastmod), default=None),
        )
        for number, within in sorted(by_step.items())
    ]
