"""The locator as a file for maps."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wagtail.models import Site

from cms import locales
from delivery import tags
from delivery.made_of import note
from seo.kml import MEDIA_TYPE, kml
from seo.text import plain
from stores.models import StoreIndexPage, StorePage


@require_safe
def stores_kml(request: HttpRequest, path: str) -> HttpResponse:
    """Every readable store below the store index at `path`, in whatever language. Raises Http404 where no index stands
    there."""
    site = Site.find_for_request(request)
    place = locales.url_path(site, f"/{path}") if site else None
    index = StoreIndexPage.objects.readable().filter(url_path=place).first() if place else None
    if index is None:
        raise Http404(_("No list of stores stands at this address."))
    note(tags.page(index.pk), tags.type_("stores.storepage"), tags.SETTINGS)
    stores = list(index.get_entries())
    StorePage.load_places(stores)
    locations = (store.get_location(request) for store in stores)
    return HttpResponse(
        "".join(kml(plain(index.title), locations)),
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": 'attachment; filename="stores.kml"'},
    )
