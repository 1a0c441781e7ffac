"""The one form in which pages have their addresses."""

from django.http import HttpRequest
from django.utils.encoding import uri_to_iri

from wagtail.models import Site

from cms.models import Page


def normal_path(path: str) -> str:
    """The path as pages have theirs: one slash between parts, one at the end, in small letters."""
    parts = [part for part in uri_to_iri(path).split("/") if part]
    return "/".join(["", *parts, ""]).lower()


def normal_address(site: Site, request: HttpRequest) -> str:
    """Where a page stands whose address was asked for in another form, with the query; empty if there is none.

    One hop, whatever is wrong with the form: slashes, capitals, or both.
    """
    path = normal_path(request.path)
    if path == request.path or len(path) > 2000:
        return ""
    page = (
        Page.objects.of_site(site)
        .readable()
        .filter(url_path=site.root_page.url_path.rstrip("/") + path)
        .first()
    )
    if page is None:
        return ""
    query = request.META.get("QUERY_STRING", "")
    return page.get_url_parts(request)[2] + (f"?{query}" if query else "")
