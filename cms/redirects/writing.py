"""One rule, written: its form, its target found out, its chain cut short, its loop refused."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail.models import Site

from cms.redirects import addresses
from cms.redirects.addresses import LONGEST, MOST_WILDCARDS, Asked
from cms.redirects.lookup import candidates

if TYPE_CHECKING:
    from cms.models import Page
    from cms.models.redirect_rule import RedirectRule

_MOST_LINKS = 20


def own_site(address: str) -> Site | None:
    """The site of ours an absolute address stands on, with or without www."""
    hostname = (urlsplit(address).hostname or "").removeprefix("www.")
    sites = (
        Site.objects.filter(hostname__in=[hostname, f"www.{hostname}"]) if hostname else Site.objects.none()
    )
    return sites.order_by("-is_default_site", "pk").first()


def page_at(site: Site | None, path: str) -> "Page | None":
    """The page that stands at a path of a site, of the default one where none is named; live or not."""
    site = site or Site.objects.filter(is_default_site=True).first()
    pages = apps.get_model("cms", "Page").objects
    return pages.at_address(site, addresses.decoded(path)) if site else None


def tidy(rule: "RedirectRule") -> None:
    """See `RedirectRule.tidy`."""
    try:
        rule.path = tidy_path(rule)
    except ValueError as error:
        raise ValidationError({"path": _("This is no address: %(why)s.") % {"why": error}}) from error
    _tidy_target(rule)
    if rule.sends_on and not rule.page_id and not rule.target:
        raise ValidationError({"page": _("Choose a page or give an address.")})
    if rule.page_id and rule.target:
        raise ValidationError({"target": _("Choose a page or give an address, not both.")})


def tidy_path(rule: "RedirectRule") -> str:
    """The old address as a rule keeps it. Raises ValidationError, and ValueError for what is no address at all."""
    written = rule.path.strip()
    if "://" in written[:10]:
        site = own_site(written)
        if site is not None and rule.site_id is None:
            rule.site = site
        parts = urlsplit(written)
        written = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not written.startswith("/"):
        raise ValidationError({"path": _("A path begins with a slash.")})
    if rule.is_pattern:
        return _tidy_pattern(written)
    asked = Asked.parse(written)
    query = addresses.canonical_query(asked.query)
    path = addresses.spelled(asked.path) + (f"?{query}" if query else "")
    _refuse_strange("path", path)
    return path


def _tidy_pattern(written: str) -> str:
    if "?" in written or "#" in written:
        raise ValidationError({"path": _("A pattern has no query.")})
    slash = "/" if written.endswith("/") and not written.endswith("*/") else ""
    pattern = addresses.spelled(addresses.decoded(written)) + slash.rstrip("/")
    if not 1 <= pattern.count("*") <= MOST_WILDCARDS or "**" in pattern:
        raise ValidationError(
            {"path": _("A pattern has one to %(most)d separate *.") % {"most": MOST_WILDCARDS}}
        )
    if not pattern.replace("*", "").replace("/", ""):
        raise ValidationError({"path": _("This pattern would answer for every address.")})
    _refuse_strange("path", pattern)
    return pattern


def _refuse_places_beyond(target: str, wildcards: int) -> None:
    """A $3 for which the pattern has no third * would be sent to readers as it stands."""
    beyond = [number for number in re.findall(r"\$(\d+)", target) if not 1 <= int(number) <= wildcards]
    if beyond:
        raise ValidationError(
            {
                "target": _("$%(number)s has no * in the pattern; it has %(count)d.")
                % {"number": beyond[0], "count": wildcards}
            }
        )


def tidy_target_form(rule: "RedirectRule") -> None:
    """Refuse a target that is neither a path nor an address of the web. Asks nothing of the database."""
    target = rule.target = rule.target.strip()
    if not target:
        return
    _refuse_strange("target", target)
    if rule.is_pattern:
        _refuse_places_beyond(target, rule.path.count("*"))
    if target.startswith("/") and not target.startswith(("//", "/\\")):
        return
    try:
        parts = urlsplit(target)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address:
        raise ValidationError({"target": _("Give a path that begins with / or an address with https://.")})
    if "$" in parts.netloc:
        raise ValidationError({"target": _("What a * stands for cannot be part of the host.")})


def _tidy_target(rule: "RedirectRule") -> None:
    """An address of ours becomes its page, or a path where none stands; one elsewhere stays as it is."""
    tidy_target_form(rule)
    target, site = rule.target, rule.site
    if not target:
        return
    if not target.startswith("/"):
        parts = urlsplit(target)
        site = own_site(target)
        if site is None:
            return
        if site.pk != rule.site_id and (rule.site_id or _many_sites()):
            if page := _page_of(rule, site, parts.path):
                rule.page, rule.suffix, rule.target = page, suffix(target), ""
            return
        rest = target.partition(parts.netloc)[2]
        target = rule.target = rest if rest.startswith("/") else f"/{rest}"
    if page := _page_of(rule, site, target.partition("?")[0].partition("#")[0]):
        rule.page, rule.suffix, rule.target = page, suffix(target), ""


def _page_of(rule: "RedirectRule", site: Site | None, path: str) -> "Page | None":
    page = None if rule.is_pattern and "$" in rule.target else page_at(site, path)
    return page if page is not None and page.live else None


def suffix(target: str) -> str:
    """The query and the fragment of an address, with their signs."""
    parts = urlsplit(target)
    return (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")


def _many_sites() -> bool:
    return len({root.site_id for root in Site.get_site_root_paths()}) > 1


def _refuse_strange(field: str, text: str) -> None:
    if len(text) > LONGEST:
        raise ValidationError({field: _("An address has at most %(most)d characters.") % {"most": LONGEST}})
    if any(
        ord(character) < 32 or 127 <= ord(character) < 160 or 0xD800 <= ord(character) < 0xE000
        for character in text
    ):
        raise ValidationError({field: _("An address has no control characters.")})


# Chains and loops ----------------------------------------------------------------------------------------


def flatten(rule: "RedirectRule") -> None:
    """See `RedirectRule.flatten`. One query for each link of a chain; there is at most one where all are written so."""
    if rule.is_pattern:
        _refuse_pattern_into_itself(rule)
        return
    refuse_own_page(rule)
    trail = [rule.path]
    while rule.target_key:
        asked = Asked.parse(rule.target)
        trail.append(addresses.spelled(asked.path))
        if rule.key in asked.keys:
            refuse_loop([*trail[:-1], rule.path])
        found = next((pair for pair in candidates(rule.site, asked) if pair[0].pk != rule.pk), None)
        if found is None:
            return
        if len(trail) > _MOST_LINKS:
            refuse_loop(trail)
        rule.lead_to(*found)
        rule.set_keys()
        if rule.page_id:
            refuse_own_page(rule, trail)


def _refuse_pattern_into_itself(rule: "RedirectRule") -> None:
    target = addresses.decoded(rule.target.partition("?")[0].partition("#")[0])
    if target.startswith("/") and addresses.match(rule.path, target) is not None:
        refuse_loop([rule.path, target, rule.path])


def refuse_own_page(rule: "RedirectRule", trail: list[str] | None = None) -> None:
    """Raise ValidationError where a live page stands at the rule's own address: the rule would never answer."""
    if "?" in rule.path:
        return
    page = page_at(rule.site, rule.path)
    if page is None or not page.live:
        return
    if rule.page_id == page.pk and rule.sends_on:
        refuse_loop([*(trail or [rule.path]), rule.path])
    raise ValidationError(
        {"path": _("The page “%(page)s” stands at this address and answers first.") % {"page": page.title}},
        code="page",
    )


def refuse_loop(trail: list[str]) -> None:
    raise ValidationError(
        {"target": _("This leads in a circle: %(path)s.") % {"path": " → ".join(trail)}}, code="loop"
    )
