"""How a site looks where it is not a page: its icon, its colours, and the tags that prove whose it is."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from seo.ownership import SERVICES, Service, content_of

ICON_MIN = 512
color_shape = RegexValidator(
    r"^#[0-9a-fA-F]{6}$", _("A colour is # and six digits from 0 to f, e.g. #12395b.")
)


class ProofField(models.CharField):
    """The content of a service's verification tag; a pasted tag is taken apart."""

    def __init__(self, *args: Any, service: str, **kwargs: Any) -> None:
        self.service: Service = SERVICES[service]
        kwargs |= {"max_length": 255, "blank": True, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "blank", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs | {"service": self.service.key}

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        if not value:
            return ""
        try:
            content = content_of(value, self.service)
        except ValueError as error:
            raise ValidationError(_("Not kept: %(problem)s.") % {"problem": error}) from error
        if problem := self.service.problem(content):
            raise ValidationError(_("Not kept: %(problem)s.") % {"problem": problem})
        return super().clean(content, model_instance)


class Appearance(models.Model):
    """One square picture becomes every icon; one field per service becomes its tag on the home page."""

    icon = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("site icon"),
        help_text=_(
            "Square, at least 512 by 512 pixels. Browsers, phones and search results show it. Empty: Pharos' own."
        ),
    )
    theme_color = models.CharField(
        _("colour of the window"), max_length=7, default="#12395b", validators=[color_shape]
    )
    background_color = models.CharField(
        _("colour behind the icon"), max_length=7, default="#f7f4ec", validators=[color_shape]
    )
    google_proof = ProofField("Google", service="google")
    bing_proof = ProofField("Bing", service="bing")
    yandex_proof = ProofField("Yandex", service="yandex")
    pinterest_proof = ProofField("Pinterest", service="pinterest")
    facebook_proof = ProofField(
        "Meta (Facebook)", service="facebook", help_text=_("Paste the whole tag or only its content.")
    )

    appearance_panels = [
        MultiFieldPanel(["icon", FieldRowPanel(["theme_color", "background_color"])], _("Site icon")),
        MultiFieldPanel(
            [FieldPanel(f"{key}_proof") for key in SERVICES],
            _("Proof of ownership"),
            help_text=_(
                "Search engines and networks give you a tag to prove that the site is yours. Paste the whole tag or "
                "only its content; the home page then carries it."
            ),
        ),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        icon = self.icon
        if icon and icon.width != icon.height:
            words = _("A site icon is square; this picture is %(width)d by %(height)d pixels.")
            raise ValidationError({"icon": words % {"width": icon.width, "height": icon.height}})
        if icon and icon.width < ICON_MIN:
            words = _("A site icon is at least 512 by 512 pixels; this one is %(width)d by %(width)d.")
            raise ValidationError({"icon": words % {"width": icon.width}})

    @property
    def proofs(self) -> tuple[tuple[str, str], ...]:
        """(meta name, content) of every proof there is."""
        given = ((service.meta_name, getattr(self, f"{key}_proof")) for key, service in SERVICES.items())
        return tuple((name, content) for name, content in given if content)

    def icon_links(self, root: str, language: str) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The head's links to icons and manifest. Their addresses never change, so printing them costs nothing.

        Google: "Define a favicon to show in search results": a stable address, a multiple of 48 pixels.
        """

        def at(path: str) -> str:
            return path if path.startswith("http") else root.rstrip("/") + path

        drawn = (
            ("rel", "icon"),
            ("type", "image/svg+xml"),
            ("sizes", "any"),
            ("href", at(static("favicon.svg"))),
        )
        links = (
            (("rel", "icon"), ("sizes", "48x48"), ("href", at(reverse("favicon")))),
            (
                ("rel", "icon"),
                ("type", "image/png"),
                ("sizes", "192x192"),
                ("href", at(reverse("icon", args=[192]))),
            ),
            (("rel", "apple-touch-icon"), ("href", at(reverse("touch_icon")))),
            (("rel", "manifest"), ("href", at(f"{reverse('manifest')}?lang={language}"))),
        )
        return links if self.icon_id else (*links[:1], drawn, *links[2:])
