"""Proofs of ownership: the tags by which search engines and networks know who runs a site."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class Service:
    """A service that asks for a tag: its meta name, and what the tag's content looks like."""

    key: str
    label: str
    meta_name: str
    pattern: str
    shape: str

    def problem(self, content: str) -> str:
        """Why `content` cannot be this service's, or an empty string."""
        if re.fullmatch(self.pattern, content):
            return ""
        words = _("a tag of %(service)s holds %(shape)s")
        return words % {"service": self.label, "shape": _(self.shape)}


# Google Search Console, Bing Webmaster Tools, Yandex Webmaster, Pinterest and Meta Business: "HTML tag" methods.
SERVICES = {
    service.key: service
    for service in (
        Service(
            "google",
            "Google",
            "google-site-verification",
            r"[\w-]{40,100}=?",
            gettext_noop("43 letters and digits"),
        ),
        Service("bing", "Bing", "msvalidate.01", r"[0-9A-Fa-f]{32}", gettext_noop("32 digits from 0 to F")),
        Service(
            "yandex", "Yandex", "yandex-verification", r"[0-9a-f]{16}", gettext_noop("16 digits from 0 to f")
        ),
        Service(
            "pinterest",
            "Pinterest",
            "p:domain_verify",
            r"[0-9a-f]{32}",
            gettext_noop("32 digits from 0 to f"),
        ),
        Service(
            "facebook",
            "Meta",
            "facebook-domain-verification",
            r"[0-9a-z]{30}",
            gettext_noop("30 small letters and digits"),
        ),
    )
}
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def content_of(pasted: str, service: Service) -> str:
    """The content of a tag, whether the tag or only its content was pasted.

    Raises ValueError, in words for the editor, where the tag is another service's or has no content.
    """
    text = pasted.strip().replace("“", '"').replace("”", '"')
    if "<" not in text:
        return text.strip("\"'")
    found = {
        name.lower(): next(filter(None, values), "")
        for name, *values in (match.groups() for match in _ATTRIBUTE.finditer(text))
    }
    name = found.get("name") or found.get("property") or ""
    if name.lower() != service.meta_name:
        other = next((other.label for other in SERVICES.values() if other.meta_name == name.lower()), name)
        words = _("this is a tag of %(other)s, not of %(service)s")
        raise ValueError(words % {"other": other or "?", "service": service.label})
    if not found.get("content"):
        raise ValueError(_("this tag has no content"))
    return found["content"].strip()
