"""The default site and the address the world knows it by."""

from urllib.parse import urlsplit

from django.conf import settings

from wagtail.models import Site


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
