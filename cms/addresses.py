"""The one form in which pages have their addresses, and the one hop that leads there from any other."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.encoding import uri_to_iri

from wagtail.models import Site

from cms import locales
from cms.models import Page
from cms.querysets import PageQuerySet
from cms.redirects import answers
from seo.markdown import twin_address

LONGEST_PATH = 2000
# What servers of old wrote at the end of a folder's address.
INDEX_FILES = {"index.html", "index.htm", "index.php", "default.htm", "default.asp", "default.aspx"}
# How others write the twin of a page: /lamps.md, /lamps/index.html.md (the proposal for llms.txt).
MARKDOWN = ".md"
# Names under which a machine reaches itself: for tools and local work, unknown to search engines.
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


def normal_path(path: str) -> str:
    """The path as pages have theirs: one slash between parts, one at the end, in small letters, no index file."""
    parts = [part for part in uri_to_iri(path).lower().split("/") if part]
    if parts and parts[-1] in INDEX_FILES:
        parts.pop()
    return "/".join(["", *parts, ""]) if parts else "/"


def normal_address(site: Site, request: HttpRequest) -> str:
    """Where a page, or another view, stands whose address was asked for in another form, with the query; empty if
    there is none. One hop, whatever is wrong with the form: slashes, capitals, the order of filters, or all of it.
    Other forms of a Markdown twin lead to the one it has."""
    if request.path.lower().endswith(MARKDOWN):
        path = request.path.lower()[: -len(MARKDOWN)].removesuffix("/index")
        page = _address_of_page(site, request, path, Page.objects.with_twin())
        return page and twin_address(page)
    if normal_path(request.path) == request.path:
        return ""
    return _address_of_page(site, request, request.path, Page.objects.readable()) or _address_of_view(request)


def answer_at_home(request: HttpRequest) -> HttpResponse | None:
    """The one hop for a page or an old address asked for on another host than its site's, or without https; or None.

    The path takes its form in the same hop. What is no page answers on every host: a front end asks the API where
    it can reach it. Asks the database only for a request that is not at home.
    """
    view = _view(request.path_info)
    if view not in {"", "search"}:
        return None
    host = request.get_host().lower()
    netlocs = {urlsplit(root.root_url).netloc for root in Site.get_site_root_paths()}
    is_secure = request.is_secure() or not settings.SECURE_SSL_REDIRECT
    if is_secure and any(_bare(host) == _bare(netloc) for netloc in netlocs):
        return None
    hostname = split_domain_port(host)[0]
    site = None if hostname in LOOPBACK else _site_of(hostname)
    if site is None:
        return None
    root_url = site.root_url
    if settings.SECURE_SSL_REDIRECT:
        root_url = f"https://{urlsplit(root_url).netloc}"
    if address := _address_of_page(site, request, request.path, Page.objects.readable()):
        return HttpResponsePermanentRedirect(root_url + address)
    old = None if view else answers.respond_at_home(site, root_url, request)
    return old or HttpResponsePermanentRedirect(root_url + locales.quoted(request.path) + _query(request))


def _bare(netloc: str) -> str:
    """A host without a port that need not be said."""
    return netloc.removesuffix(":80").removesuffix(":443")


def _site_of(hostname: str) -> Site | None:
    """The site of a host, of the same host with or without www, else the default site."""
    names = [hostname.rstrip("."), hostname.removeprefix("www.").rstrip("."), f"www.{hostname.rstrip('.')}"]
    sites = {
        site.hostname: site for site in Site.objects.select_related("root_page").order_by("is_default_site")
    }
    default = next((site for site in sites.values() if site.is_default_site), None)
    return next((sites[name] for name in names if name in sites), default)


def _address_of_page(site: Site, request: HttpRequest, path: str, pages: PageQuerySet) -> str:
    """The page at a path, in its own form, with the query as the page writes it; empty where there is none."""
    path = normal_path(path)
    tree_path = locales.url_path(site, path) if len(path) <= LONGEST_PATH else None
    page = tree_path and pages.of_site(site).filter(url_path=tree_path).first()
    if not page:
        return ""
    query = request.META.get("QUERY_STRING", "")
    return page.specific.get_normal_address(query) or page.get_url_parts(request)[2] + _query(request)


def _address_of_view(request: HttpRequest) -> str:
    """A view that is no page, such as search, when only slashes and capitals were other ones."""
    path = normal_path(request.path_info)
    if _view(request.path_info) or not _view(path):
        return ""
    return locales.quoted(path) + _query(request)


def answers_as_page(path: str) -> bool:
    """Whether a path is left to pages, whatever host it is asked on."""
    return not _view(path)


def _view(path: str) -> str:
    """The name of the view that answers here; empty for pages, for nothing, and for catch-alls, which have none."""
    try:
        with translation.override(locales.language_of(path)):
            name = resolve(path).url_name
    except Resolver404:
        return ""
    return "" if name in {None, "wagtail_serve"} else name


def _query(request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query else ""
