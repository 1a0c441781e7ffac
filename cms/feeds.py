"""The feed of a page, read from the database in as many queries for one entry as for all."""

import mimetypes
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join

from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

import nh3

from cms.models import Page
from cms.models.picture import PRESETS, Picture, absolute, with_renditions
from delivery import tags
from delivery.made_of import note
from seo.feeds import Feed, FeedAuthor, FeedEntry, FeedPicture
from seo.text import plain

MOST_ENTRIES = 20
PRESET = PRESETS["article"]
_BETWEEN = "<!--entry-->"
_PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
_LINK_ID = re.compile(r'\bid="(\d+)"')
_TAGS = {
    *("p", "h2", "h3", "ul", "ol", "li", "a", "b", "strong", "i", "em", "sup", "sub", "br", "hr", "code"),
    *("blockquote", "cite", "figure", "figcaption", "img", "table", "caption", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}}


def feed_of(page: Any) -> Feed:
    """The feed of a page that has one (`HasFeed`), in the page's own language."""
    with translation.override(page.language_code):
        place = page.get_place()
        entries = list(page.get_feed_entries()[:MOST_ENTRIES])
        written = tuple(_entries(entries, place.root.rstrip("/"), place.organization.name))
        name = page.get_heading()
        updated = max([entry.updated for entry in written] or [page.modified_at or timezone.now()])
        types = {tags.type_(entry._meta.label_lower) for entry in entries}
        note(*map(tags.page, [page.pk, *(entry.pk for entry in entries)]), *sorted(types), changed_at=updated)
        return Feed(
            id=permanent_id(page.translation_key, page.language_code, "feed"),
            title=place.organization.name if page.is_home else place.organization.title_for(name),
            description=plain(page.summary) or plain(place.organization.description),
            link=place.url,
            language=place.language,
            publisher=place.organization.name,
            updated=updated,
            entries=written,
        )


def permanent_id(translation_key: UUID, language: str, what: str = "entry") -> str:
    """A name that stays when a page gets another slug, parent or host: made of what its translations share and
    of its language (RFC 4122, name-based)."""
    return uuid5(translation_key, f"{what} {language}").urn


def _entries(pages: Sequence[Page], root: str, publisher: str) -> Iterator[FeedEntry]:
    for page_type, group in groupby(sorted(pages, key=lambda page: type(page).__name__), key=type):
        page_type.prepare_entries(list(group))
    parts = [list(page.get_entry_parts()) for page in pages]
    wanted = {page.cover_id for page in pages if page.cover_id}
    for part in (part for entry in parts for part in entry if isinstance(part, StreamValue)):
        wanted |= set(_picture_ids(part))
    pictures = with_renditions(PRESET.name).in_bulk(wanted) if wanted else {}
    stored = [_stored_html(page, entry, pictures) for page, entry in zip(pages, parts, strict=True)]
    # Links in rich text are ids; all entries are read as one text, so that their pages are asked for once.
    expanded = expand_db_html(_with_page_links(_BETWEEN.join(stored))).split(_BETWEEN) if stored else []
    for page, html in zip(pages, expanded, strict=True):
        url = root + page.get_url_parts()[2]
        cover = pictures.get(page.cover_id) if page.cover_id else None
        yield FeedEntry(
            id=permanent_id(page.translation_key, page.language_code),
            url=url,
            title=plain(page.title),
            summary=plain(page.summary),
            html=fit_for_feed(html, root, url),
            published=page.issued_at.replace(microsecond=0),
            updated=max(page.issued_at, page.modified_at or page.issued_at).replace(microsecond=0),
            authors=tuple(
                FeedAuthor(plain(author.title), root + author.get_url_parts()[2])
                for author in page.entry_authors
            )
            or (FeedAuthor(publisher),),
            picture=_enclosure(cover, root) if cover else None,
        )


def _with_page_links(html: str) -> str:
    """Links to pages with their addresses; words that led to a page not everybody may read lead nowhere.

    Wagtail's own asks for the active language once for every page it finds.
    """
    links = {tag: int(found[1]) for tag in _PAGE_LINK.findall(html) if (found := _LINK_ID.search(tag))}
    pages = Page.objects.readable().in_bulk(set(links.values())) if links else {}

    def written(link: re.Match[str]) -> str:
        page = pages.get(links.get(link[0], 0))
        return format_html('<a href="{}">', page.get_full_url()) if page else "<a>"

    return _PAGE_LINK.sub(written, html)


def fit_for_feed(html: str, root: str, url: str) -> str:
    """HTML as strangers may embed it: a few plain tags, every address absolute, no controls."""

    def filtered(_tag: str, attribute: str, value: str) -> str:
        if attribute not in {"href", "src"}:
            return value
        return (
            url + value
            if value.startswith("#")
            else absolute(value, root)
            if value.startswith("/")
            else value
        )

    return plain(
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=filtered,
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel=None,
        )
    )


def _enclosure(picture: Picture, root: str) -> FeedPicture:
    media_type, _encoding = mimetypes.guess_type(picture.file.name)
    return FeedPicture(
        absolute(picture.file.url, root), media_type or "application/octet-stream", picture.file_size or 0
    )


# Bodies ------------------------------------------------------------------------------------------------------
# Read as they are stored: their values would ask for pictures and pages body by body. What leads elsewhere
# (cards, calls to action) and what is not to be quoted stays out of feeds.


def _picture_ids(story: StreamValue) -> Iterator[int]:
    for block in story.raw_data:
        for value in _figures(block["type"], block["value"]):
            yield value["picture"]


def _figures(kind: str, value: Any) -> Iterable[dict[str, Any]]:
    """The pictures of a block with their captions; lists are stored with or without ids of their items."""
    if kind == "picture":
        return [value]
    return _items(value["pictures"]) if kind == "gallery" else []


def _items(values: Iterable[Any]) -> list[Any]:
    return [value["value"] if value.keys() >= {"type", "value"} else value for value in values]


def _stored_html(page: Page, parts: Iterable[Any], pictures: Mapping[int, Picture]) -> str:
    cover = pictures.get(page.cover_id) if page.cover_id else None
    said = [_figure(cover, "")] if cover else []
    for part in parts:
        if isinstance(part, StreamValue):
            said += [_block(block["type"], block["value"], pictures) for block in part.raw_data]
        else:
            said.append(str(part))
    return "\n".join(said)


def _block(kind: str, value: Any, pictures: Mapping[int, Picture]) -> str:
    match kind:
        case "text":
            return value
        case "heading":
            return format_html("<h{0}>{1}</h{0}>", value["level"], value["text"])
        case "picture" | "gallery":
            figures = _figures(kind, value)
            return "\n".join(
                _figure(pictures[figure["picture"]], figure.get("caption", ""))
                for figure in figures
                if figure["picture"] in pictures
            )
        case "quote":
            source = format_html("<p><cite>{}</cite></p>", value["source"]) if value.get("source") else ""
            return format_html("<blockquote><p>{}</p>{}</blockquote>", value["text"], source)
        case "table":
            return _table(value)
        case "video":
            return format_html('<p><a href="{0}">{0}</a></p>', value)
        case "faq":
            return "\n".join(
                format_html("<h3>{}</h3>", item["question"]) + item["answer"]
                for item in _items(value["questions"])
            )
    return ""


def _figure(picture: Picture, caption: str) -> str:
    shown = picture.responsive(PRESET.name)
    words = ". ".join(filter(None, [re.sub(r"\.$", "", caption or ""), shown.credit]))
    under = format_html("<figcaption>{}</figcaption>", words) if words else ""
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}">{}</figure>',
        shown.src,
        shown.alt,
        shown.width,
        shown.height,
        under,
    )


def _table(value: Mapping[str, Any]) -> str:
    rows = [[cell or "" for cell in row] for row in value.get("data") or []]
    head = bool(value.get("first_row_is_table_header"))
    caption = value.get("table_caption") or ""
    lines = [
        format_html_join(
            "", "<th>{}</th>" if head and not number else "<td>{}</td>", ((cell,) for cell in row)
        )
        for number, row in enumerate(rows)
    ]
    body = format_html_join("", "<tr>{}</tr>", ((line,) for line in lines))
    return format_html(
        "<table>{}{}</table>", format_html("<caption>{}</caption>", caption) if caption else "", body
    )


def newest(pages: Any) -> Any:
    """Those of a queryset that search engines may list, by their first publication."""
    return pages.indexable().listed().order_by("-first_published_at", "-pk")
