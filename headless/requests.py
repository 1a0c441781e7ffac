"""A reader's request for an address of a site, made inside the process; pages answer it as any other."""

from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote, unquote, urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Q
from django.http import HttpRequest
from django.http.request import split_domain_port

from wagtail.models import Site

from cms import locales
from cms.addresses import normal_path
from cms.models import Organization
from headless.problems import Refused, invalid
from seo.languages import bcp47

MAX_PATH = 2000


@dataclass(frozen=True, slots=True)
class Address:
    """A path of a site with its query, as a browser would send them; `path` is decoded, `query` is not."""

    path: str
    query: str = ""

    @classmethod
    def parse(cls, value: str, name: str = "path", where: str = "query") -> "Address":
        """Raises Refused (422), naming the parameter, for what is no path of a site."""
        value = value.partition("#")[0]
        if not value.startswith("/"):
            raise invalid(name, "A path begins with a slash and has no host, e.g. /journal/.", where)
        if len(value) > MAX_PATH:
            raise invalid(name, f"A path has at most {MAX_PATH} characters.", where)
        encoded, _, query = value.partition("?")
        path = unquote(encoded)
        if any(ord(character) < 32 or 127 <= ord(character) < 160 for character in path + unquote(query)):
            raise invalid(name, "A path has no control characters.", where)
        return cls(path=path, query=query)

    @classmethod
    def of(cls, path: str, **query: str | None) -> "Address":
        """A page's path, as `get_url_parts` gives it, with query parameters; those that are None are left out."""
        return cls(
            unquote(path), urlencode({name: value for name, value in query.items() if value is not None})
        )

    @property
    def full(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def encoded(self) -> str:
        """The address as it stands in a URL."""
        path = quote(self.path, safe="/~!$&'()*+,;=:@")
        return f"{path}?{self.query}" if self.query else path

    @property
    def normal(self) -> str:
        """The path as pages have theirs: one slash between parts, one at the end, in small letters."""
        return normal_path(self.path)


def site_asked_for(request: HttpRequest, name: str | None) -> Site:
    """The site named `hostname[:port]`, else the one of the request's host, else the default site.

    Raises Refused (404 unknown-site).
    """
    if name is None:
        site = _site_of_host(request)
    else:
        hostname, port = split_domain_port(name.strip().lower())
        known = Q(hostname=hostname or name[:255])
        if port:
            known &= Q(port=int(port))
        site = next(iter(_sites(known)), None)
    if site is None:
        asked = request.get_host() if name is None else name
        raise Refused(404, "unknown-site", f"No site has the name “{asked[:255]}”.")
    return site


def _site_of_host(request: HttpRequest) -> Site | None:
    """The site Wagtail finds for the request, by its rules: host and port, the default site of that host, the only site
    of it, the default one. The organization every answer names comes with it, in one query instead of two."""
    if not hasattr(request, "_wagtail_site"):
        host, _port = split_domain_port(request.get_host())
        found = _sites(Q(hostname=host) | Q(is_default_site=True))
        of_host = [site for site in found if site.hostname == host]
        exact = [site for site in of_host if site.port == int(request.get_port())]
        default = [site for site in found if site.is_default_site]
        known = [*exact, *(site for site in default if site in of_host)]
        known = known or (of_host if len(of_host) == 1 else default)
        request._wagtail_site = next(iter(known), None)
    return request._wagtail_site


def _sites(known: Q) -> list[Site]:
    """The sites that match, the default one first, with what `Organization.for_request` gives of each."""
    said = ("organization__logo", "organization__share_picture", "policies")
    found = Site.objects.select_related("root_page", *said).filter(known)
    return list(found.order_by("-is_default_site", "pk"))


def language_asked_for(site: Site, name: str | None) -> str:
    """The code of the language named in BCP 47, else the default one. Raises Refused (422) for one the site has not."""
    known = locales.roots(site.pk)
    code = (name or settings.LANGUAGE_CODE).lower()
    if name is not None and code not in known:
        raise invalid(
            "locale", f"“{name[:20]}” is no language of this site; known are {', '.join(map(bcp47, known))}."
        )
    return code


def reader_request(site: Site, address: Address) -> HttpRequest:
    """An anonymous GET of `address` on `site`'s own public host, whatever host the API was asked on."""
    secure = site.port == 443
    default_port = site.port in {80, 443}
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address.path.encode().decode("latin-1"),
            "QUERY_STRING": address.query,
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port),
            "HTTP_HOST": site.hostname if default_port else f"{site.hostname}:{site.port}",
            "wsgi.url_scheme": "https" if secure else "http",
            "wsgi.input": BytesIO(),
        }
    )
    request.user = AnonymousUser()
    request._wagtail_site = site
    known = Organization.site.field.remote_field.get_cached_value(site, default=None)
    if known is not None:
        setattr(request, Organization.get_cache_attr_name(), known)
    return request
