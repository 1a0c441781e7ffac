"""The feed below a page's address, in three formats; who moved, moved with it."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.feeds import feed_of
from cms.fog import fog
from cms.models import HasFeed
from cms.views import find_site
from headless.requests import Address
from headless.verdicts import Gone, PageFound, Redirected, resolve
from seo.feeds import FORMATS, feed_address


@require_safe
def page_feed(request: HttpRequest, path: str, ending: str) -> HttpResponse:
    """What is new on a page. The page's own verdict decides: a feed moves with its page and ends with it.

    Raises Http404 where no page that everybody may read stands, or one without a feed.
    """
    verdict = resolve(find_site(request), Address(f"/{path}"))
    if isinstance(verdict, Redirected) and verdict.location.endswith("/"):
        moved = HttpResponsePermanentRedirect if verdict.permanent else HttpResponseRedirect
        return moved(feed_address(verdict.location, ending))
    if isinstance(verdict, Gone):
        return fog(
            request, verdict.status, _("Gone for good"), reason=verdict.reason, suggestion=verdict.suggestion
        )
    if not isinstance(verdict, PageFound) or not isinstance(verdict.page, HasFeed):
        raise Http404(_("No feed stands at this address."))
    feed = feed_of(verdict.page)
    return HttpResponse(
        feed.written(ending),
        content_type=f"{FORMATS[ending].media_type}; charset=utf-8",
        headers={
            "Content-Language": feed.language,
            # Read by programs people chose, and by crawlers on their way to pages; nothing to find in itself.
            "X-Robots-Tag": "noindex",
        },
    )
