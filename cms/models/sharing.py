"""What a page shows where it is shared: its share picture, its cover, or one drawn from its own words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.organization import share_image_of
from cms.share import pictures
from cms.share.facts import ShareFacts
from seo.head import Crumb, ShareImage
from seo.languages import direction
from seo.text import clip, plain

if TYPE_CHECKING:
    from cms.models.page import Place

# Open Graph practice; nothing is blown up, so a smaller picture gives a smaller card.
SHARE_MIN = (1200, 630)


class Shared(models.Model):
    """The part of a page that chooses the picture of its share card. docs/decisions/0007."""

    social_picture = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("share picture"),
        help_text=_("Empty: the picture of the page, else one drawn from its words."),
    )

    share_note: ClassVar[Any] = ""  # a type's second line of a drawn picture: its price, its date

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        chosen = self.social_picture
        if chosen and (chosen.width < SHARE_MIN[0] or chosen.height < SHARE_MIN[1]):
            words = _("A share picture is at least 1200 by 630 pixels; this one is %(width)d by %(height)d.")
            raise ValidationError(
                {"social_picture": words % {"width": chosen.width, "height": chosen.height}}
            )

    def get_share_image(self, place: "Place", crumbs: Sequence[Crumb]) -> tuple[ShareImage | None, str]:
        """The picture and where it comes from, as the name of a field; "drawn" when it is made of the page's words."""
        if self.social_picture:
            return share_image_of(self.social_picture, place.root), "social_picture"
        fills_a_card = self.cover and self.cover.width >= SHARE_MIN[0] and self.cover.height >= SHARE_MIN[1]
        if fills_a_card:
            return share_image_of(self.cover, place.root), "cover"
        organization = place.organization
        facts = self.get_share_facts(place, crumbs)
        if organization.draws_share_pictures and pictures.can_be_drawn(facts):
            return pictures.share_image(facts, place.root), "drawn"
        if organization.share_picture:
            return organization.share_image(place.root), "organization"
        return share_image_of(self.cover, place.root), "cover"

    def get_share_facts(self, place: "Place", crumbs: Sequence[Crumb]) -> ShareFacts:
        """What a drawn picture of this page says, in the language now active."""
        logo = place.organization.logo
        return ShareFacts(
            title=clip(plain(self.title), 110),
            # Right below the home page it would only repeat the site's name.
            kicker=crumbs[-2].title if len(crumbs) > 2 else "",
            note=plain(str(self.share_note)),
            site_name=place.organization.name,
            logo=logo.file.name if logo else "",
            language=place.language,
            direction=direction(place.language),
        )
