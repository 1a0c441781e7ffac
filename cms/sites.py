"""The default site, the address the world knows it by, and whether search engines may list what it answers."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from wagtail.models import Site

# A key of the WSGI environment, which no client can set: theirs begin with HTTP_. Whoever judges a site before it is
# public asks in its name what the public site would answer.
AS_PUBLIC = "pharos.as_public"


def is_indexable(request: HttpRequest) -> bool:
    """Whether the answer is one search engines may list, as far as the environment decides."""
    return settings.INDEXABLE or bool(request.META.get(AS_PUBLIC))


def point_default_site_at_public_url() -> Site:
    """Give the default site the host and port of PUBLIC_URL; every absolute address is built from them."""
    address = urlsplit(settings.PUBLIC_URL)
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    hostname = address.hostname or "localhost"
    port = address.port or {"https": 443}.get(address.scheme, 80)
    if (site.hostname, site.port) != (hostname, port):
        site.hostname, site.port = hostname, port
        site.save()
    return site
