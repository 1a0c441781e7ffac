"""Answers of the catalogue that are not pages."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import merchant
from cms import locales
from cms.views import XML, find_site
from seo.languages import bcp47

MEDIA_TYPES = {"xml": XML, "tsv": "text/tab-separated-values; charset=utf-8"}


@require_safe
def google_feed(
    request: HttpRequest, language: str, ending: str, currency: str | None = None
) -> StreamingHttpResponse:
    """The product feed for Google Merchant Center; without a currency, in the shop's own.

    Raises Http404 for a language the site does not have and a currency in which it sells nothing.
    """
    site = find_site(request)
    if language not in locales.roots(site.pk):
        raise Http404(_("This site has no pages in “%(language)s”.") % {"language": language[:20]})
    if currency is not None and currency not in merchant.currencies(site):
        raise Http404(_("Nothing is sold here in %(currency)s.") % {"currency": currency})
    # Not a page to be found, but read by Google all the same.
    return StreamingHttpResponse(
        merchant.google_feed(site, language, currency or merchant.main_currency(site), ending),
        content_type=MEDIA_TYPES[ending],
        headers={"X-Robots-Tag": "noindex", "Content-Language": bcp47(language)},
    )
