"""Pages that have ended: what stands at their address instead, the same for HTML and API."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _

from cms.fog import fog

if TYPE_CHECKING:
    from cms.models import Page


@dataclass(frozen=True, slots=True)
class Ended:
    """The answer of a page that is live and yet no longer read.

    301: its readers belong on `page`. 410: it is gone for good, `reason` says why and `page` is a way on.
    404: as if it had never been there.
    """

    status: int
    page: "Page | None" = None
    reason: str = ""

    def respond(self, request: HttpRequest) -> HttpResponse:
        """Raises Http404 where nothing is said."""
        if self.status == 301 and self.page is not None:
            return HttpResponsePermanentRedirect(self.page.get_url(request))
        if self.status == 410:
            return fog(request, 410, _("Gone for good"), reason=self.reason, suggestion=self.page)
        raise Http404
