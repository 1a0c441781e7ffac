"""What is sold: Product, ProductGroup, Offer and their prices."""

from django.utils.translation import gettext_lazy as _

from seo.commerce import Availability, Condition
from seo.google.document import Json, many
from seo.google.rules import (
    ADDRESS,
    AMOUNT,
    CURRENCY,
    MOMENT,
    SKU,
    TEXT,
    Rule,
    a,
    as_number,
    each,
    either,
    matches,
    number,
    one_of,
    word_of,
)
from seo.google.shape import Check, Level, Row, Table
from seo.traits import Gender

SMALLEST_IMAGE = 50_000
_GENDERS = {gender.value for gender in Gender} | {gender.address for gender in Gender}
_AGES = {0, 0.25, 1, 5, 13}
CATEGORY = each(
    Rule(
        _("a text of at most 750 characters, or a CategoryCode"),
        lambda value: a("CategoryCode")(value) or (TEXT(value) and len(value) <= 750),
    )
)
VARIES_BY = ("color", "size", "suggestedAge", "suggestedGender", "material", "pattern")
LISTING = "Merchant listing (Product) structured data"
VARIANTS = "Product variant (ProductGroup, Product) structured data"
GTIN = "gtin13|gtin14|gtin12|gtin8|isbn|gtin"


def _stands_alone(node: Json) -> bool:
    """A variant leaves to its group what all variants share."""
    return "isVariantOf" not in node


def _belongs_to_a_group(node: Json) -> bool:
    return "inProductGroupWithID" in node


def _former_price_is_higher(node: Json, known: dict[str, Json]) -> bool:
    price = as_number(node.get("price"))
    former = [
        as_number(specification.get("price"))
        for specification in many(node.get("priceSpecification"))
        if "StrikethroughPrice" in str(specification.get("priceType", ""))
    ]
    return price is None or all(amount is None or amount > price for amount in former)


def _is_of_one_kind(node: Json, known: dict[str, Json]) -> bool:
    return not ("priceType" in node and "validForMemberTier" in node)


def _earns_as_member(node: Json, known: dict[str, Json]) -> bool:
    return "membershipPointsEarned" not in node or "validForMemberTier" in node


def _images_are_large(node: Json, known: dict[str, Json]) -> bool:
    """At least 50,000 pixels each, where a size is said."""
    for image in many(node.get("image")):
        said = known.get(image.get("@id", ""), image) if isinstance(image, dict) else {}
        width, height = (as_number((said.get(side) or {}).get("value")) for side in ("width", "height"))
        if width and height and width * height < SMALLEST_IMAGE:
            return False
    return True


def _dates_are_ordered(node: Json, known: dict[str, Json]) -> bool:
    start, end = node.get("validFrom"), node.get("priceValidUntil")
    return not (start and end) or start <= end


TABLES = (
    Table(
        ("Product",),
        source=LISTING,
        required={"name": TEXT, "image": each(a("ImageObject"), 3), "offers": a("Offer")},
        recommended={
            "sku": SKU,
            GTIN: matches(r"\d{8}|\d{12,14}", _("digits: a GTIN or ISBN")),
            "mpn": TEXT,
            "color": TEXT,
            "size": either(TEXT, a("SizeSpecification")),
            "material": TEXT,
            "pattern": TEXT,
            "url": ADDRESS,
        },
        checks=(Check("image", _("is too small: 50,000 pixels is the least"), _images_are_large),),
        conditional=(
            Row("description", TEXT, Level.IDEA, _stands_alone),
            Row("brand.name", TEXT, Level.IDEA, _stands_alone),
            Row(
                "category",
                CATEGORY,
                Level.IDEA,
                _stands_alone,
            ),
            Row("inProductGroupWithID", TEXT, Level.ERROR, lambda node: "isVariantOf" in node),
            Row("hasAdultConsideration", one_of("SexualContentConsideration"), Level.OPTIONAL),
            Row("hasCertification", each(a("Certification")), Level.OPTIONAL),
            Row("subjectOf", each(a("3DModel")), Level.OPTIONAL),
            Row("audience", a("PeopleAudience"), Level.IDEA),
            Row("isVariantOf", a("ProductGroup"), Level.IDEA, _belongs_to_a_group),
        ),
    ),
    Table(
        ("PeopleAudience",),
        source=LISTING,
        optional={
            "suggestedGender": Rule(_("Male, Female or Unisex"), lambda value: value in _GENDERS),
            "suggestedMinAge": Rule(_("0, 0.25, 1, 5 or 13"), lambda value: value in _AGES),
            "suggestedMaxAge": Rule(_("0, 0.25, 1, 5 or 13"), lambda value: value in _AGES),
        },
        nested=True,
    ),
    Table(
        ("SizeSpecification",),
        source=LISTING,
        required={"name": TEXT},
        recommended={
            "sizeSystem": each(
                matches(r"https://schema.org/WearableSizeSystem\w+", _("a size system of schema.org"))
            ),
            "sizeGroup": each(
                matches(r"https://schema.org/WearableSizeGroup\w+", _("a size group of schema.org"))
            ),
        },
        nested=True,
    ),
    Table(
        ("Certification",),
        source=LISTING,
        required={
            "issuedBy.name": word_of("EC", "European_Commission", "ADEME", "BMWK"),
            "certificationIdentification": matches(r"\d+", _("the number in the EPREL register")),
        },
        recommended={"name": TEXT, "certificationRating.ratingValue": TEXT},
        nested=True,
    ),
    Table(
        ("CategoryCode",),
        source=LISTING,
        required={"inCodeSet": ADDRESS, "codeValue": TEXT},
        nested=True,
    ),
    Table(
        ("3DModel",),
        source="3D model (3DModel) structured data",
        required={
            "encoding.contentUrl": matches(
                r"https?://\S+\.(gltf|glb)(\?\S*)?", _("the address of a .gltf or .glb")
            )
        },
        nested=True,
    ),
    Table(
        ("ProductGroup",),
        source=VARIANTS,
        required={"name": TEXT, "productGroupID": TEXT},
        recommended={
            "variesBy": each(one_of(*VARIES_BY)),
            "hasVariant": each(a("Product"), 2),
            "brand.name": TEXT,
            "description": TEXT,
            "url": ADDRESS,
            "image": each(a("ImageObject"), 3),
            "category": CATEGORY,
        },
        optional={"hasAdultConsideration": one_of("SexualContentConsideration")},
    ),
    Table(
        ("Offer",),
        source=LISTING,
        required={"price": AMOUNT, "priceCurrency": CURRENCY},
        recommended={
            "availability": one_of(*Availability),
            "itemCondition": one_of(*Condition),
            "url": ADDRESS,
        },
        optional={"validFrom": MOMENT, "priceValidUntil": MOMENT, "availabilityStarts": MOMENT},
        checks=(
            Check("priceSpecification", _("has a former price above the price"), _former_price_is_higher),
            Check("priceValidUntil", _("does not lie before validFrom"), _dates_are_ordered),
        ),
    ),
    Table(
        ("UnitPriceSpecification",),
        source=LISTING,
        required={"price": AMOUNT, "priceCurrency": CURRENCY},
        optional={
            "priceType": one_of("StrikethroughPrice"),
            "validForMemberTier": each(a("MemberProgramTier")),
            "membershipPointsEarned": number(1),
            "referenceQuantity.value": number(0),
            "referenceQuantity.unitCode": TEXT,
            "referenceQuantity.valueReference.value": number(0),
            "referenceQuantity.valueReference.unitCode": TEXT,
        },
        checks=(
            Check("validForMemberTier", _("stands on a node without priceType"), _is_of_one_kind),
            Check("membershipPointsEarned", _("is earned on a price for members only"), _earns_as_member),
        ),
        nested=True,
    ),
)
