"""What keeps a thing out of the product feed, and what only makes it worse."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Problem(StrEnum):
    """Every reason has one name. Those below `WARNINGS` leave the thing in the feed."""

    # Of its page
    NO_PAGE = "no_page"
    UNPUBLISHED = "unpublished"
    PRIVATE = "private"
    AWAITS_TRANSLATION = "awaits_translation"
    ENDED = "ended"
    MOVED = "moved"
    GONE = "gone"
    HIDDEN = "hidden"
    NOT_LISTED = "not_listed"
    # Of the thing itself
    DISCONTINUED = "discontinued"
    SHOP_ONLY = "shop_only"
    NO_DATE = "no_date"
    DATE_TOO_FAR = "date_too_far"
    LONG_ID = "long_id"
    NO_DESCRIPTION = "no_description"
    NO_IMAGE = "no_image"
    SMALL_IMAGE = "small_image"
    IMAGE_TYPE = "image_type"
    NO_BRAND = "no_brand"
    # Warnings
    BAD_GTIN = "bad_gtin"
    NO_IDENTIFIER = "no_identifier"
    NO_CATEGORY = "no_category"
    APPAREL = "apparel"
    LONG_TITLE = "long_title"
    CAPITALS = "capitals"
    FURTHER_IMAGES = "further_images"
    UNIT_BASE = "unit_base"

    @property
    def keeps_out(self) -> bool:
        return self not in WARNINGS

    @property
    def words(self) -> Words:
        return _WORDS[self]


WARNINGS = frozenset(
    {
        Problem.BAD_GTIN,
        Problem.NO_IDENTIFIER,
        Problem.NO_CATEGORY,
        Problem.APPAREL,
        Problem.LONG_TITLE,
        Problem.CAPITALS,
        Problem.FURTHER_IMAGES,
        Problem.UNIT_BASE,
    }
)
_WORDS: Mapping[Problem, Words] = {
    Problem.NO_PAGE: _("has no page in this language"),
    Problem.UNPUBLISHED: _("is not published"),
    Problem.PRIVATE: _("is not open to everybody"),
    Problem.AWAITS_TRANSLATION: _("waits for its translation"),
    Problem.ENDED: _("is no longer sold; its page stays"),
    Problem.MOVED: _("is no longer sold; its readers are sent on"),
    Problem.GONE: _("is gone for good"),
    Problem.HIDDEN: _("is hidden"),
    Problem.NOT_LISTED: _("is not shown in lists"),
    Problem.DISCONTINUED: _("is no longer made"),
    Problem.SHOP_ONLY: _("is sold in the shop only and cannot be ordered"),
    Problem.NO_DATE: _("can be ordered ahead but has no date from which it is delivered"),
    Problem.DATE_TOO_FAR: _("is delivered more than a year from now"),
    Problem.LONG_ID: _("has a SKU of more than 50 characters"),
    Problem.NO_DESCRIPTION: _("has neither description nor summary"),
    Problem.NO_IMAGE: _("has no picture"),
    Problem.SMALL_IMAGE: _("has a picture below 500 × 500"),
    Problem.IMAGE_TYPE: _("has a picture in a format the feed does not take, such as AVIF"),
    Problem.NO_BRAND: _("has a GTIN or a maker's number but no manufacturer"),
    Problem.BAD_GTIN: _("has a GTIN that is none; it is left out"),
    Problem.NO_IDENTIFIER: _("has neither a GTIN nor a manufacturer with its number: Google shows it less"),
    Problem.NO_CATEGORY: _("has no category at Google, nor has its category here"),
    Problem.APPAREL: _("is clothing without colour, size, gender or age group, which some countries ask for"),
    Problem.LONG_TITLE: _("has a title of more than 150 characters; it is cut"),
    Problem.CAPITALS: _("has a title in capitals, which Google refuses"),
    Problem.FURTHER_IMAGES: _("has further pictures that are too small, too many or of another format"),
    Problem.UNIT_BASE: _("is priced per a measure Google does not know; it is left out"),
}
