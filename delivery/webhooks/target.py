"""Which addresses a webhook may have. Checked when it is saved, and again, by `reach`, at every call."""

from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from delivery import reach
from delivery.outbound import Refused

SECONDS = 3.0  # a name server may take while somebody waits for a form


def is_ours(url: str) -> bool:
    """Whether the host is one of our own network that the settings allow (WEBHOOK_PRIVATE_HOSTS)."""
    return (urlsplit(url).hostname or "") in settings.WEBHOOK_PRIVATE_HOSTS


def check_target(url: str) -> None:
    """Raises Refused for an address nothing may be sent to.

    A host that is not found is let through: it may be there tomorrow, and every call is judged again.
    """
    parts = _parsed(url)
    check_scheme(url)
    if is_ours(url):
        return
    try:
        reach.judged(parts.hostname or "", parts.port or 443, SECONDS)
    except reach.OutOfReach as error:
        raise Refused(_("This host is not on the public Internet, and calls go nowhere else.")) from error
    except OSError:
        return


def check_scheme(url: str) -> None:
    """Raises Refused unless an address is https; a host of ours may have http."""
    if urlsplit(url).scheme not in ({"https", "http"} if is_ours(url) else {"https"}):
        raise Refused(_("An address begins with https://."))


def _parsed(url: str) -> SplitResult:
    if not (url.isascii() and url.isprintable()) or " " in url:
        raise Refused(_("An address has letters, digits and signs of ASCII only, without spaces."))
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError as error:
        raise Refused(_("This is no address.")) from error
    if not parts.hostname:
        raise Refused(_("This is no address."))
    if parts.username is not None or parts.password is not None:
        raise Refused(_("The address has no place for a user name."))
    if parts.fragment:
        raise Refused(_("A fragment (#…) is never sent; leave it out."))
    return parts
