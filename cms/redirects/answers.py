"""The rules as HTTP: redirects, and the bodies of what is gone, withheld or was never there."""

from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.translation import gettext as _

from wagtail.models import Site
from wagtail.wagtail_hooks import check_view_restrictions

from cms import doors
from cms.fog import fog
from cms.redirects import lookup
from cms.redirects.lookup import Answer
from cms.redirects.nearest import near
from cms.redirects.tally import TALLY


def respond(site: Site, request: HttpRequest) -> HttpResponse | None:
    """What the rules answer for an address no page answers; None where they say nothing."""
    answer = lookup.find(site, request.path, request.META.get("QUERY_STRING", ""))
    if answer is None:
        return None
    closed = doors.closed_places()
    door = lookup.door_before(site, request.path, answer, closed)
    answer = lookup.discreet(site, answer, closed)
    if door is None:
        return _said(site, request, answer)

    def opened(*_served: Any) -> HttpResponse:
        return _said(site, request, answer)

    # The question stands at the old address, and its answer comes back to it.
    return check_view_restrictions(opened)(door.specific, request, (), {})


def _said(site: Site, request: HttpRequest, answer: Answer) -> HttpResponse:
    if answer.sends_on:
        return _counted(redirect(answer, answer.path_on(site.root_url) or answer.location), answer)
    title = _("Withheld") if answer.status == 451 else _("Gone for good")
    response = fog(
        request,
        answer.status,
        title,
        reason=answer.reason,
        suggestion=answer.page,
        way_on=answer.location,
        archive=answer.archive,
    )
    return _counted(response, answer)


def respond_at_home(site: Site, root_url: str, request: HttpRequest) -> HttpResponse | None:
    """The one hop from a host that is not the site's own to where a rule leads; None where no rule sends on."""
    answer = lookup.find(site, request.path, request.META.get("QUERY_STRING", ""))
    if answer is None or not answer.sends_on:
        return None
    if lookup.door_before(site, request.path, answer, doors.closed_places()) is not None:
        return None  # asked on the site's own host
    path = answer.path_on(site.root_url)
    return _counted(redirect(answer, root_url + path if path else answer.location), answer)


def missing(site: Site, request: HttpRequest) -> HttpResponse:
    """404 with the pages that may have been meant; noted for editors."""
    response = fog(request, 404, _("Lost in fog"), near=near(site, request.path))
    if request.method in {"GET", "HEAD"}:
        TALLY.count_miss(response, site.pk, request)
    return response


def redirect(answer: Answer, location: str) -> HttpResponse:
    kind = HttpResponsePermanentRedirect if answer.status in {301, 308} else HttpResponseRedirect
    return kind(location, preserve_request=answer.status in {307, 308})


def _counted[Response: HttpResponseBase](response: Response, answer: Answer) -> Response:
    """The response; its rule will have one hit more."""
    TALLY.count_hit(response, answer.rule_id)
    return response
