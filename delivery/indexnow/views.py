"""The file that proves to engines that a site agrees."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wagtail.models import Site

from delivery import tags
from delivery.indexnow.models import IndexNow
from delivery.made_of import note


@require_safe
def key_file(request: HttpRequest, key: str) -> HttpResponse:
    """The key and nothing else, under its own name only. Raises Http404 for every other name."""
    site = Site.find_for_request(request)
    setting = IndexNow.objects.filter(site=site).first() if site else None
    if setting is None or not setting.serves(key):
        raise Http404(_("There is no such file."))
    note(tags.SETTINGS)
    return HttpResponse(key, content_type="text/plain; charset=utf-8")
