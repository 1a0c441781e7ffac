"""Who publishes the site: one set of facts per Wagtail Site, read by every head and every page."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField

from cms.models.appearance import Appearance
from cms.models.identifiers import Identified
from cms.models.phrase import SPOKEN
from cms.models.picture import LOGO_SPEC, SHARE_SPEC, Picture
from cms.models.policies import Policies
from cms.models.public import PublicSetting
from cms.models.recorded import RecordedSetting
from cms.models.shared_thing import SharedBySite
from cms.patterns import PatternBlock
from cms.phrases import say
from cms.tidy import TidyText
from seo import nodes
from seo.figures import country
from seo.graph import Node
from seo.head import ShareImage
from seo.patterns import fill, problems
from seo.text import TITLE_MAX, clip, plain

phone_with_country_code = RegexValidator(
    r"^\+[1-9][0-9 ()-]{6,20}$",
    _("A telephone number begins with + and the country code, e.g. +44 1632 960000."),
)
country_code = RegexValidator(r"^[A-Z]{2}$", _("A country is two capital letters (ISO 3166-1), e.g. GB."))
TITLE_PATTERN = "{title} – {site}"


@register_setting(icon="home", order=1)
class Organization(
    TidyText, RecordedSetting, PublicSetting, Identified, Appearance, SharedBySite, BaseSiteSetting
):
    """The organization behind a site. Google: "Organization structured data", "Site names"."""

    name = models.CharField(
        _("site name"), max_length=80, default="Pharos", help_text=_("As it should stand in search results.")
    )
    alternate_name = models.CharField(_("short name"), max_length=40, blank=True)
    legal_name = models.CharField(_("legal name"), max_length=120, blank=True)
    description = models.CharField(_("in one sentence"), max_length=250, blank=True)
    is_shop = models.BooleanField(_("sells online"), default=True)
    logo = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("At least 112 by 112 pixels, good on white."),
    )
    share_picture = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("default share picture"),
        help_text=_(
            "Shown where a page has no picture and none is drawn for it. At least 1200 by 630 pixels."
        ),
    )
    draws_share_pictures = models.BooleanField(
        _("draw missing share pictures"),
        default=True,
        help_text=_("A page without a picture is shared with one drawn from its title, price and your logo."),
    )
    title_pattern = models.CharField(
        _("title pattern"),
        max_length=80,
        default=TITLE_PATTERN,
        help_text=_("{title} is the page, {site} the site name. The home page stands alone."),
    )
    patterns = StreamField(
        [("pattern", PatternBlock())],
        blank=True,
        verbose_name=_("patterns per page type"),
        help_text=_("For pages whose title or description in search results nobody wrote."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(
        _("telephone"), max_length=30, blank=True, validators=[phone_with_country_code]
    )
    street_address = models.CharField(_("street"), max_length=120, blank=True)
    locality = models.CharField(_("town"), max_length=80, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[country_code])
    vat_id = models.CharField(_("VAT number"), max_length=20, blank=True)
    founding_date = models.DateField(_("founded on"), null=True, blank=True)
    same_as = StreamField(
        [("profile", blocks.URLBlock(label=_("address")))],
        blank=True,
        verbose_name=_("also found at"),
        help_text=_("Addresses of the same organization elsewhere: profiles, registers, encyclopaedias."),
    )
    footer_line = models.CharField(_("line in the footer"), max_length=200, blank=True)

    public_name = "organization"
    public_fields = (
        "name", "alternate_name", "legal_name", "description", "is_shop", "founding_date", "vat_id", "contact_type",
        "email", "telephone", "street_address", "locality", "region", "postal_code", "country", "same_as",
        "footer_line", "logo", "share_picture", "icon", "theme_color", "background_color",
        "google_proof", "bing_proof", "yandex_proof", "pinterest_proof", "facebook_proof",
    )  # fmt: skip
    # The site's policies come along, so that no page asks for them apart.
    select_related = ["logo", "share_picture", "site__policies"]
    panels = [
        MultiFieldPanel(
            ["name", "alternate_name", "legal_name", "description", "is_shop", "founding_date", "vat_id"],
            _("Name"),
        ),
        MultiFieldPanel(
            ["title_pattern", "logo", "draws_share_pictures", "share_picture", "footer_line"], _("Appearance")
        ),
        MultiFieldPanel(
            ["email", "telephone", "street_address", "locality", "region", "postal_code", "country"],
            _("Contact"),
        ),
        FieldPanel("patterns"),
        Identified.identifiers_panel,
        FieldPanel("same_as"),
        *Appearance.appearance_panels,
    ]

    class Meta:
        verbose_name = _("organization")

    def clean(self) -> None:
        super().clean()
        if found := list(problems(self.title_pattern, ["title", "site"], needs="title")):
            raise ValidationError({"title_pattern": found})
        if self.logo and min(self.logo.width, self.logo.height) < 112:
            raise ValidationError({"logo": _("The logo must be at least 112 by 112 pixels.")})
        if self.share_picture and (self.share_picture.width < 1200 or self.share_picture.height < 630):
            raise ValidationError(
                {"share_picture": _("The share picture must be at least 1200 by 630 pixels.")}
            )

    def spoken(self) -> "Organization":
        """The organization in the active language: for printing, never for saving. Itself in the default one."""
        if get_language() == settings.LANGUAGE_CODE:
            return self
        copy = type(self)(
            **{field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}
        )
        # What came along comes along: the policies are the site's.
        for name in ("site", "logo", "share_picture"):
            if getattr(self, f"{name}_id"):
                setattr(copy, name, getattr(self, name))
        for name in SPOKEN:
            setattr(copy, name, say(getattr(self, name)))
        return copy

    def title_for(self, title: str) -> str:
        """The title of a page in this site's pattern; a page named like the site stands alone."""
        title = clip(plain(title), TITLE_MAX)
        if title == self.name:
            return title
        return fill(self.title_pattern, {"title": title, "site": self.name}.__getitem__)

    @property
    def profiles(self) -> list[str]:
        return [block.value for block in self.same_as]

    @property
    def address_lines(self) -> list[str]:
        """The postal address as it is written on an envelope, empty lines left out."""
        town = " ".join(filter(None, [self.locality, self.postal_code]))
        return list(filter(None, [self.street_address, town, self.region, country(self.country)]))

    @property
    def policies(self) -> Policies:
        """On which terms the site sells; empty terms where nobody has written any."""
        return getattr(self.site, "policies", None) or Policies(site=self.site)

    def share_image(self, root: str) -> ShareImage | None:
        return share_image_of(self.share_picture, root)

    def graph_nodes(self, root: str, language: str) -> Iterator[Node]:
        """Organization with its logo, and WebSite: the home page says them, all other pages refer to them."""
        logo = self._logo_node(root)
        yield nodes.organization(
            root,
            name=self.name,
            alternate_name=self.alternate_name,
            legal_name=self.legal_name,
            description=self.description,
            logo=logo,
            email=self.email,
            telephone=self.telephone,
            address=nodes.postal_address(
                street=self.street_address,
                locality=self.locality,
                region=self.region,
                postal_code=self.postal_code,
                country=self.country,
            ),
            same_as=self.profiles,
            founding_date=self.founding_date,
            vat_id=self.vat_id,
            contact_type=self.contact_type,
            **self.identifiers,
            is_shop=self.is_shop,
            **self.policies.organization_properties(root),
        )
        yield from self.policies.graph_nodes(root)
        yield nodes.website(root, name=self.name, alternate_name=self.alternate_name, language=language)

    def _logo_node(self, root: str) -> Node | None:
        if self.logo is None:
            return None
        [size] = self.logo.sized(LOGO_SPEC, root=root)
        return self.logo.image_node(size)


def share_image_of(picture: Picture | None, root: str) -> ShareImage | None:
    """A picture as a share image of 1200 by 630, cropped around its focal point. Draws nothing."""
    if picture is None:
        return None
    [size] = picture.sized(SHARE_SPEC, root=root)
    return ShareImage(
        url=size.url,
        width=size.width,
        height=size.height,
        alt=picture.alt,
        mime_type="image/jpeg",
    )
