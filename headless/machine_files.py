"""seo/: what crawlers and programs are told of a site, as data: sitemap, robots.txt, llms.txt."""

import binascii
from base64 import b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from wagtail.models import Site

from ninja import Query, Router, Schema
from pydantic import Field

from cms import machine_files
from cms.models import LlmsSetting
from cms.sitemaps import files
from delivery import tags
from delivery.made_of import note
from headless.api import Locale, SiteName
from headless.problems import invalid
from headless.requests import language_asked_for, site_asked_for
from seo.languages import bcp47
from seo.llms import OPTIONAL
from seo.robots_txt import RobotsTxt
from seo.sitemaps import SitemapUrl

router = Router(tags=["seo"])

Cursor = Annotated[str, Query(max_length=4000, description="`next_cursor` of the answer before")]


class SitemapSection(Schema):
    """A kind of address in a language (null for news): ask for it by `section` and `locale`. `files` are its XML."""

    section: str
    locale: str | None
    lastmod: datetime | None
    files: list[str]


class SitemapIndex(Schema):
    count: int
    url: str
    items: list[SitemapSection]


class HrefLang(Schema):
    hreflang: str
    href: str


class Video(Schema):
    thumbnail: str
    title: str
    description: str
    content: str
    player: str
    seconds: int | None


class News(Schema):
    publication: str
    language: str
    published: datetime
    title: str


class SitemapEntry(Schema):
    """An address search engines may list, as its line in the XML says it."""

    loc: str
    lastmod: datetime | None
    alternates: list[HrefLang]
    images: list[str]
    videos: list[Video]
    news: News | None


class SitemapWindow(Schema):
    section: str
    locale: str | None
    items: list[SitemapEntry]
    next_cursor: str | None


class RobotsRule(Schema):
    allow: bool
    path: str


class RobotsGroup(Schema):
    user_agents: list[str]
    rules: list[RobotsRule]


class Robots(Schema):
    """`text` is the file as the site serves it; `rules` what it means, group by group."""

    text: str
    rules: list[RobotsGroup]
    sitemaps: list[str]
    is_indexable: bool


class LlmsLink(Schema):
    title: str
    url: str
    note: str


class LlmsSection(Schema):
    """`is_optional`: may be left out by whoever has little room."""

    title: str
    is_optional: bool
    links: list[LlmsLink]


class Llms(Schema):
    """`text` is the file as the site serves it; `rules` the pages it names, section by section."""

    locale: str
    text: str
    rules: list[LlmsSection]


@router.get("/sitemap/", response=SitemapIndex, summary="Sections of the sitemap", operation_id="sitemap")
def sitemap(request: HttpRequest, site: SiteName = None) -> dict[str, Any]:
    """The sections the XML has, each with its files; what is in them stands at `seo/sitemap/{section}/`."""
    found = site_asked_for(request, site)
    note(tags.PAGES, tags.SETTINGS, tags.site(found.pk))
    return _sections(found)


@router.get(
    "/sitemap/{section}/",
    response=SitemapWindow,
    summary="Addresses of a section",
    operation_id="sitemap_section",
)
def sitemap_section(
    request: HttpRequest,
    section: Annotated[str, Field(pattern=r"^[a-z]+$", max_length=100)],
    site: SiteName = None,
    locale: Locale = None,
    cursor: Cursor = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> dict[str, Any]:
    """What the XML says of each address, a window at a time in the order of ids: new pages come last."""
    found = site_asked_for(request, site)
    note(tags.PAGES, tags.SETTINGS, tags.PHRASES, tags.site(found.pk))
    return _window(found, section, language_asked_for(found, locale), cursor, limit)


@router.get("/robots/", response=Robots, summary="robots.txt", operation_id="robots")
def robots(request: HttpRequest, site: SiteName = None) -> dict[str, Any]:
    """The text for a front end to serve, and what it means. Outside production nothing is closed."""
    found = site_asked_for(request, site)
    note(tags.SETTINGS, tags.site(found.pk))
    text = machine_files.robots_txt(found, indexable=settings.INDEXABLE)
    return {
        "text": text,
        "rules": [
            {
                "user_agents": group.tokens,
                "rules": [{"allow": rule.allows, "path": rule.path} for rule in group.rules],
            }
            for group in RobotsTxt.parse(text).groups
        ],
        "sitemaps": [
            line.partition(":")[2].strip()
            for line in text.splitlines()
            if line.lower().startswith("sitemap:")
        ],
        "is_indexable": settings.INDEXABLE,
    }


@router.get("/llms/", response=Llms, summary="llms.txt", operation_id="llms")
def llms(request: HttpRequest, site: SiteName = None, locale: Locale = None) -> dict[str, Any]:
    """The text for a front end to serve in a language, and the pages it names. 404 where the site serves none."""
    found = site_asked_for(request, site)
    language = language_asked_for(found, locale)
    note(tags.PAGES, tags.SETTINGS, tags.PHRASES, tags.site(found.pk))
    setting = LlmsSetting.of(found)
    if not setting.is_served:
        raise Http404(_("This site has no llms.txt."))
    try:
        file = setting.get_text(language)
    except LookupError as error:
        raise Http404(str(error)) from error
    return {
        "locale": bcp47(language),
        "text": file.as_text(),
        "rules": [
            {"title": section.title, "is_optional": section.title == OPTIONAL, "links": section.links}
            for section in file.named_sections
        ],
    }


def _sections(site: Site) -> dict[str, Any]:
    sections: dict[tuple[str, str], list[files.File]] = {}
    for file in files.files(site):
        sections.setdefault((file.section, file.language), []).append(file)
    items = [
        {
            "section": section,
            "locale": bcp47(language) if language else None,
            "lastmod": max((file.changed_at for file in found if file.changed_at), default=None),
            "files": [site.root_url + file.path for file in found],
        }
        for (section, language), found in sections.items()
    ]
    return {"count": len(items), "url": f"{site.root_url}/sitemap.xml", "items": items}


def _window(site: Site, section: str, language: str, cursor: str, limit: int) -> dict[str, Any]:
    try:
        urls, place = files.window(site, section, language, _unpacked(cursor), limit)
        items = [_entry(url) for url in urls]
    except LookupError as error:
        raise Http404(str(error)) from error
    except ValueError as error:
        raise invalid("cursor", "This is no cursor of this section.") from error
    return {
        "section": section,
        "locale": None if section == files.NEWS else bcp47(language),
        "items": items,
        "next_cursor": _packed(place) if place else None,
    }


def _entry(url: SitemapUrl) -> dict[str, Any]:
    return {
        "loc": url.loc,
        "lastmod": url.lastmod,
        "alternates": url.alternates,
        "images": url.images,
        "videos": url.videos,
        "news": url.news,
    }


def _packed(place: str) -> str:
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _unpacked(cursor: str) -> str:
    """Raises ValueError for what `_packed` never gave."""
    try:
        return b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, UnicodeEncodeError) as error:
        raise ValueError(cursor) from error
