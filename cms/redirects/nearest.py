"""Which page somebody meant who asked for an address where nothing stands."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q

from wagtail.models import Site

from rapidfuzz import fuzz

from cms import locales

if TYPE_CHECKING:
    from cms.models import Page

LIKE = 62  # of 100: below, a suggestion is a guess
_MOST_ASKED = 30
_MOST_LIKE = 100
_ENDING = re.compile(r"\.[a-z]{2,5}$")
_NO_WORD = re.compile(r"[\W_\d]+")


def near(site: Site, path: str, most: int = 3) -> "Sequence[Page]":
    """Pages anybody may read that are called as parts of the path are. One indexed query, for the reader of a 404."""
    slugs = _slugs(path)
    if not slugs:
        return []
    pages = (
        apps.get_model("cms", "Page").objects.of_site(site).readable().in_language(locales.language_of(path))
    )
    found = list(pages.filter(slug__in=slugs).order_by("-depth")[:_MOST_ASKED])
    return sorted(found, key=lambda page: (slugs.index(page.slug), -likeness(path, page)))[:most]


def best(site: Site, path: str) -> "Page | None":
    """The page most like a path, for an editor's report; None where nothing is. Asks the search index, and for slugs
    that begin alike."""
    every = apps.get_model("cms", "Page").objects
    pages = every.of_site(site).listed().in_language(locales.language_of(path))
    wanted = Q(slug__in=_slugs(path))
    for slug in _slugs(path)[:2]:
        wanted |= Q(slug__startswith=slug[:4])
    found = list(pages.filter(wanted)[:_MOST_LIKE])
    if words := _words(path)[-6:]:
        hits = every.live().search(" ".join(words), operator="or")[:_MOST_LIKE]
        found.extend(pages.filter(pk__in=[page.pk for page in hits]))
    ranked = sorted(found, key=lambda page: likeness(path, page), reverse=True)
    return ranked[0] if ranked and likeness(path, ranked[0]) >= LIKE else None


def likeness(path: str, page: "Page") -> float:
    """How much the words of a path are those of a page's address or title, from 0 to 100."""
    asked, last = " ".join(_words(path)), " ".join(_words(path.rstrip("/").rpartition("/")[2]))
    own, slug = " ".join(_words(page.url_path.split("/", 2)[-1])), " ".join(_words(page.slug))
    return max(
        fuzz.token_sort_ratio(asked, own),
        fuzz.token_sort_ratio(last, slug) * 0.95,
        fuzz.token_sort_ratio(last, page.title.lower()) * 0.9,
    )


def _slugs(path: str) -> list[str]:
    """The parts of a path as slugs, the last first: /en/Red_Lamp.html asks for red_lamp and red-lamp."""
    parts = [_ENDING.sub("", part) for part in path.lower().split("/") if part]
    slugs = []
    for part in reversed(parts[-4:]):
        slugs += [part, part.replace("_", "-").replace(" ", "-")]
    return [slug for slug in dict.fromkeys(slugs) if 0 < len(slug) <= 255]


def _words(path: str) -> list[str]:
    return [word for word in _NO_WORD.split(_ENDING.sub("", path.lower())) if len(word) > 1]
