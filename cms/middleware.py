"""Headers every answer carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class RobotsHeaderMiddleware:
    """Everything outside an indexable production site is noindex by header, whatever its pages say."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not settings.INDEXABLE:
            response.headers["X-Robots-Tag"] = "noindex"
        return response
