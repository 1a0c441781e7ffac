"""The admin's own Content Security Policy.

The site runs under settings.SECURE_CSP, which allows no inline script. Wagtail's editor still ships some
(wagtail/wagtail issue 1288), and shows previews of uploads from memory, so the admin gets a policy that
allows just that. A page previewed inside the admin keeps the site's policy: it sets its header first.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.csp import CSP

ADMIN_CSP = {
    **settings.SECURE_CSP,
    "img-src": [CSP.SELF, "data:", "blob:"],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "connect-src": [CSP.SELF],
}


class AdminPolicyMiddleware:
    """Answers below /admin/ carry ADMIN_CSP; they are never cached nor framed by others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(reverse("wagtailadmin_home")):
            response._csp_config = ADMIN_CSP  # type: ignore[attr-defined]
        return response
