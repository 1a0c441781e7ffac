"""Redirects: one hop to a page (41), old addresses (42), other spellings (43)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.answer import Answer
from seo.audit.finding import Fault, Level, Scope, of_site
from seo.audit.page import same_address
from seo.audit.probe import Purpose
from seo.audit.site import SiteSeen

NODE = "Location"


@of_site(41, Scope.HTTP, Level.ERROR, gettext_lazy("A redirect is one hop to a page that is there"))
def one_hop(site: SiteSeen) -> Iterator[Fault]:
    for url, answer in site.answers.items():
        if not answer.is_redirect or not site.is_ours(answer.location):
            continue
        target = site.answer(answer.location)
        if same_address(answer.location) == same_address(url):
            problem = _("The redirect leads to itself.")
        elif target is None or target.status == 200:
            continue
        elif target.is_redirect:
            problem = (
                _("The redirect leads in a circle, over %(url)s.")
                if _is_loop(answer, site)
                else _("The redirect leads to another one, %(url)s: point it at the end.")
            )
        else:
            problem = _("The redirect leads to %(url)s, which answers %(status)d.")
        yield Fault(problem % {"url": answer.location, "status": target.status if target else 0}, NODE, url)


def _is_loop(answer: Answer, site: SiteSeen) -> bool:
    seen: set[str] = set()
    while answer.is_redirect and answer.url not in seen:
        seen.add(answer.url)
        following = site.answer(answer.location)
        if following is None:
            return False
        answer = following
    return answer.is_redirect


@of_site(
    42,
    Scope.HTTP,
    Level.ERROR,
    gettext_lazy("Old addresses lead to the new one in one hop"),
    measured=lambda site: site.has_probed(Purpose.MOVED),
)
def old_addresses(site: SiteSeen) -> Iterator[Fault]:
    for probe, answer in site.probes_for(Purpose.MOVED):
        if answer.is_redirect and answer.location == same_address(probe.about):
            if not answer.is_permanent:
                yield Fault(
                    _("The old address redirects for a while only (%(status)d); the page moved for good.")
                    % {"status": answer.status},
                    NODE,
                    probe.url,
                )
            continue
        if answer.is_redirect:
            problem = _("The old address leads to %(location)s and not straight to %(url)s.")
        elif answer.status == 200:
            problem = _("The old address still answers 200 beside %(url)s.")
        else:
            problem = _("The old address answers %(status)d and does not lead to %(url)s.")
        yield Fault(
            problem % {"location": answer.location, "url": probe.about, "status": answer.status},
            NODE,
            probe.url,
        )


@of_site(
    43,
    Scope.HTTP,
    Level.ERROR,
    gettext_lazy("Every spelling of an address leads to it in one hop"),
    measured=lambda site: site.has_probed(Purpose.VARIANT),
)
def spellings(site: SiteSeen) -> Iterator[Fault]:
    for probe, answer in site.probes_for(Purpose.VARIANT):
        facts = {"url": probe.about, "location": answer.location, "status": answer.status}
        if answer.is_redirect and answer.location != same_address(probe.about):
            yield Fault(
                _("This spelling leads to %(location)s and not straight to %(url)s.") % facts, NODE, probe.url
            )
        elif answer.is_redirect and not answer.is_permanent:
            yield Fault(
                _("This spelling redirects to %(url)s for a while only (%(status)d).") % facts,
                NODE,
                probe.url,
            )
        elif answer.status == 200 and not _is_same_request(probe.url, probe.about):
            yield Fault(_("This spelling answers 200 beside %(url)s.") % facts, NODE, probe.url)
        elif not answer.is_redirect and answer.status != 200:
            yield Fault(
                _("This spelling answers %(status)d and does not lead to %(url)s.") % facts, NODE, probe.url
            )


def _is_same_request(one: str, other: str) -> bool:
    """Whether a server cannot tell them apart: the port a scheme has anyway is not sent on."""
    return one.replace(":443/", "/").replace(":80/", "/") == other
