"""A page in the language that was asked for, else in another, and no secret made of it.

What is served in place of a missing translation keeps its own head, so its canonical names the page that was served
and search engines see no second copy (Google: "Managing multi-regional and multilingual sites").
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from django.conf import settings

from wagtail.models import Site

from cms import locales
from cms.models import Page
from headless import verdicts
from headless.requests import Address
from headless.verdicts import Missing, PageFound, Tree, Verdict

Fallback = Literal["none", "default", "chain"]


def languages_after(site: Site, language: str, fallback: Fallback) -> list[str]:
    """The languages to look in when there is nothing in `language`: none; the default one; or first those that share
    its primary subtag, the more general before the more special, then the default one (RFC 4647, 3.4)."""
    if fallback == "none":
        return []
    known = locales.roots(site.pk)
    primary = language.partition("-")[0]
    kin = sorted(
        (code for code in known if code.partition("-")[0] == primary), key=lambda code: code.count("-")
    )
    wanted = [*(kin if fallback == "chain" else []), settings.LANGUAGE_CODE]
    return [code for code in dict.fromkeys(wanted) if code in known and code != language]


def resolve(site: Site, address: Address, language: str | None, fallback: Fallback) -> Verdict:
    """The verdict on an address, with its page in `language` (that of the address itself when None)."""
    own = locales.language_of(address.normal)
    asked = language or own
    codes = languages_after(site, asked, fallback)
    # Where the page stands in other languages if the steps above it are called the same there.
    likely = [] if asked != own else [_in_place(address, own, code) for code in codes]
    wanted = codes if asked == own else [asked, *codes]
    tree = Tree.load(site, [address, *likely], wanted)
    verdict = verdicts.resolve(site, address, tree)
    if isinstance(verdict, PageFound) and verdict.page.language_code != asked:
        return _translated(site, address, verdict, asked, fallback, tree)
    if isinstance(verdict, Missing) and asked == own:
        return next(_elsewhere(site, address, verdict.nearest, codes, tree), verdict)
    return verdict


def _in_place(address: Address, own: str, code: str) -> Address:
    """The address in another language, by the same slugs."""
    return Address(locales.prefix(code) + address.normal.removeprefix(locales.prefix(own)), address.query)


def _translated(
    site: Site, address: Address, found: PageFound, asked: str, fallback: Fallback, tree: Tree
) -> Verdict:
    """The page found, in the first of the wanted languages it may be read in."""
    paths = {translation.language: translation.path for translation in found.page.translations_to_read}
    for code in (asked, *languages_after(site, asked, fallback)):
        if code == found.page.language_code:
            return replace(found, requested=asked)
        if code in paths:
            translated = Address(paths[code], address.query)
            verdict = verdicts.resolve(site, translated, tree.seen_from(translated))
            if isinstance(verdict, PageFound):
                return replace(verdict, requested=asked)
    return Missing(found.page)


def _elsewhere(
    site: Site, address: Address, nearest: Page | None, codes: list[str], tree: Tree
) -> Iterator[PageFound]:
    """The pages that stand in other languages where this address would: below the translation of the nearest page
    above it, by the same slugs."""
    asked = locales.language_of(address.normal)
    above, beginnings = locales.prefix(asked), {code: locales.prefix(code) for code in codes}
    if nearest is not None and codes:
        above = locales.public_path(locales.roots(site.pk), asked, nearest.url_path)
        nearest.remember_translations(tree.translations)
        beginnings |= {one.language: one.path for one in nearest.translations_to_read}
    for code in codes:
        there = Address(beginnings[code] + address.normal.removeprefix(above), address.query)
        verdict = verdicts.resolve(site, there, tree.seen_from(there))
        if isinstance(verdict, PageFound):
            yield replace(verdict, requested=asked)
