"""Where a site's front end shows drafts."""

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.models import Page

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::[0-9]{1,5})?")
_AT_HOME = {"localhost", "127.0.0.1", "::1"}


def origin_of(url: str) -> str:
    """The origin of an address (RFC 6454): https://front.example:8443.

    Raises ValidationError for what is none, for http elsewhere than on this machine, and for names and passwords.
    What passes can stand in a Content-Security-Policy.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValidationError(_("This is no address: %(url)s"), params={"url": url}) from None
    netloc = parts.netloc.lower()
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(netloc):
        raise ValidationError(
            _("Write an address with https:// and a host, not “%(url)s”."), params={"url": url}
        )
    if parts.scheme == "http" and host not in _AT_HOME:
        raise ValidationError(
            _("Drafts are shown over https only, but for localhost: %(url)s"), params={"url": url}
        )
    is_usual = port == {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{netloc.rpartition(':')[0] if is_usual else netloc}"


@register_setting(icon="desktop", order=90)
class FrontEnd(BaseSiteSetting):
    """The front end of a site: where it shows drafts, and which origins may frame what stands beside them."""

    preview_url = models.CharField(
        _("preview address"),
        max_length=500,
        blank=True,
        help_text=_(
            "Where the front end shows a draft, e.g. https://www.example.com/api/preview. It is asked with "
            "content_type and token. Empty: drafts are shown by this server."
        ),
    )
    allowed_origins = models.TextField(
        _("further origins"),
        blank=True,
        max_length=2000,
        help_text=_(
            "One a line, e.g. https://staging.example.com. They too may show the editors' bar on their pages."
        ),
    )

    panels = [FieldPanel("preview_url"), FieldPanel("allowed_origins")]

    class Meta:
        verbose_name = _("front end")

    @classmethod
    def of_page(cls, page: Page) -> "FrontEnd":
        """The setting of a page's site; an empty one where there is none."""
        parts = page.get_url_parts()
        found = cls.base_queryset().filter(site_id=parts[0]).first() if parts else None
        return found or cls()

    def clean(self) -> None:
        super().clean()
        self.preview_url = self.preview_url.strip()
        errors: dict[str, Any] = {}
        if self.preview_url:
            try:
                origin_of(self.preview_url)
            except ValidationError as error:
                errors["preview_url"] = error
            if set(self.preview_url) & set("?#"):
                errors["preview_url"] = _(
                    "Write the address without a query; content_type and token are added."
                )
        origins = []
        for line in filter(None, map(str.strip, self.allowed_origins.splitlines())):
            try:
                origins.append(origin_of(line))
                if urlsplit(line).path.strip("/") or set(line) & set("?#"):
                    raise ValidationError(_("An origin ends with its host: %(url)s"), params={"url": line})
            except ValidationError as error:
                errors["allowed_origins"] = error
        if errors:
            raise ValidationError(errors)
        self.allowed_origins = "\n".join(dict.fromkeys(origins))

    @property
    def origin(self) -> str:
        """The origin drafts are shown on; empty without a front end."""
        return origin_of(self.preview_url) if self.preview_url else ""

    @property
    def origins(self) -> list[str]:
        """Every origin that may frame what stands beside a draft."""
        return list(dict.fromkeys(filter(None, [self.origin, *self.allowed_origins.splitlines()])))

    def address_of(self, page: Page, secret: str) -> str:
        """Where the front end shows what a token opens: the query other preview clients send."""
        query = {"content_type": page.specific_class._meta.label_lower, "token": secret}
        return f"{self.preview_url}?{urlencode(query)}"
