"""What is sold: Product, ProductGroup and their Offers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from seo.commerce import Offer, gtin_property
from seo.graph import Node, node, plain_number, ref, schema_url
from seo.nodes.organization import organization_id
from seo.nodes.policies import tier_id
from seo.prices import UnitPrice
from seo.traits import TAXONOMY, AgeGroup, EnergyLabel, Gender, is_book


def offer(root: str, facts: Offer, **more: object) -> Node:
    """Offer. A reduced price carries the was-price as StrikethroughPrice beside the active price, which has
    no type (Google: "Merchant listing (Product) structured data", prices). `more` are the terms it is sold on, under
    schema.org's names."""
    return node(
        "Offer",
        f"{facts.url}#offer",
        url=facts.url,
        price=facts.price,
        priceCurrency=facts.currency,
        priceSpecification=_price_specifications(root, facts),
        validFrom=facts.price_valid_from,
        priceValidUntil=facts.price_valid_until,
        availability=schema_url(facts.availability),
        availabilityStarts=facts.available_from,
        itemCondition=schema_url(facts.condition),
        seller=ref(organization_id(root)),
        **more,
    )


def _price_specifications(root: str, facts: Offer) -> list[Node]:
    """The prices beside the price. A former price and a price for members stand on nodes of their own: Google ignores
    a node that claims to be both."""
    found = []
    if facts.was_price is not None:
        found.append(_price(facts.was_price, facts.currency, priceType=schema_url("StrikethroughPrice")))
    if facts.unit_price:
        found.append(
            _price(facts.price, facts.currency, referenceQuantity=_reference_quantity(facts.unit_price))
        )
    found += [
        _price(
            member.price,
            facts.currency,
            validForMemberTier=ref(tier_id(root, member.tier)),
            membershipPointsEarned=member.points,
        )
        for member in facts.member_prices
    ]
    return found


def _price(amount: Decimal, currency: str, **more: object) -> Node:
    return node("UnitPriceSpecification", price=amount, priceCurrency=currency, **more)


def _reference_quantity(unit_price: UnitPrice) -> Node:
    """How much it holds, and the measure its unit price is said for."""
    return node(
        "QuantitativeValue",
        value=plain_number(unit_price.content.value),
        unitCode=unit_price.content.unit,
        valueReference=node(
            "QuantitativeValue", value=plain_number(unit_price.base.value), unitCode=unit_price.base.unit
        ),
    )


def audience(gender: str, age_group: str) -> Node | None:
    """PeopleAudience, for those it names; ages are Google's five."""
    if not gender and not age_group:
        return None
    least, most = AgeGroup(age_group).years if age_group else (None, None)
    return node(
        "PeopleAudience",
        suggestedGender=Gender(gender).address if gender else None,
        suggestedMinAge=plain_number(least),
        suggestedMaxAge=plain_number(most),
    )


def size(name: str, *, system: str, group: str) -> str | Node:
    """A size as text, or with the system and cut it is counted in."""
    if not system and not group:
        return name
    return node(
        "SizeSpecification",
        name=name,
        sizeSystem=schema_url(f"WearableSizeSystem{system}") if system else None,
        sizeGroup=schema_url(f"WearableSizeGroup{group}") if group else None,
    )


def _category(path: str, taxonomy: str) -> str | list[str | Node]:
    """The shop's own path as text, and Google's category as a code."""
    if not taxonomy:
        return path
    return [path, node("CategoryCode", inCodeSet=TAXONOMY, codeValue=taxonomy)]


def _traits(energy: EnergyLabel | None, is_adult: bool, model_url: str) -> dict[str, object]:
    return {
        "hasCertification": node(
            "Certification",
            name="EPREL",
            issuedBy=node("Organization", name="European_Commission"),
            certificationIdentification=energy.eprel,
            certificationRating=node(
                "Rating", ratingValue=energy.rating, bestRating=energy.best, worstRating=energy.worst
            ),
        )
        if energy
        else None,
        "hasAdultConsideration": schema_url("SexualContentConsideration") if is_adult else None,
        "subjectOf": node("3DModel", encoding=node("MediaObject", contentUrl=model_url))
        if model_url
        else None,
    }


# The six properties Google reads in variesBy (Google: "Product variant structured data").
VARIES_BY = ("color", "size", "material", "pattern", "suggestedAge", "suggestedGender")


def product(
    id_: str,
    *,
    name: str,
    offers: Node,
    sku: str,
    url: str = "",
    description: str = "",
    images: Sequence[Node] = (),
    brand: str = "",
    gtin: str = "",
    mpn: str = "",
    category: str = "",
    options: Mapping[str, str | Node] | None = None,
    properties: Sequence[tuple[str, str]] = (),
    group_id: str = "",
    group_ref: str = "",
    audience: Node | None = None,
    google_category: str = "",
    energy: EnergyLabel | None = None,
    is_adult: bool = False,
    model_url: str = "",
) -> Node:
    """Product with one Offer. `options` maps color, size, material, pattern to this variant's value;
    `properties` are further facts as (label, value). In a group, what all variants share (brand, description,
    category, properties) is said once, on the group."""
    book = is_book(gtin)
    return node(
        ["Product", "Book"] if book else "Product",
        id_,
        name=name,
        url=url,
        description=description,
        image=[ref(image["@id"]) for image in images],
        brand=node("Brand", name=brand) if brand else None,
        sku=sku,
        mpn=mpn,
        category=_category(category, google_category),
        audience=audience,
        additionalProperty=[node("PropertyValue", name=label, value=value) for label, value in properties],
        inProductGroupWithID=group_id,
        isVariantOf=ref(group_ref) if group_ref else None,
        offers=offers,
        **({"isbn" if book else gtin_property(gtin): gtin} if gtin else {}),
        **_traits(energy, is_adult, model_url),
        **(options or {}),
    )


def product_group(
    id_: str,
    *,
    name: str,
    description: str,
    url: str,
    group_id: str,
    varies_by: Sequence[str],
    variants: Sequence[Node],
    images: Sequence[Node] = (),
    brand: str = "",
    category: str = "",
    properties: Sequence[tuple[str, str]] = (),
    google_category: str = "",
    energy: EnergyLabel | None = None,
    is_adult: bool = False,
    model_url: str = "",
) -> Node:
    """ProductGroup on the single page of all its variants (Google: "Product variant structured data")."""
    return node(
        "ProductGroup",
        id_,
        name=name,
        description=description,
        url=url,
        image=[ref(image["@id"]) for image in images],
        brand=node("Brand", name=brand) if brand else None,
        category=_category(category, google_category),
        additionalProperty=[node("PropertyValue", name=label, value=value) for label, value in properties],
        **_traits(energy, is_adult, model_url),
        productGroupID=group_id,
        variesBy=[schema_url(name) for name in varies_by],
        hasVariant=[ref(variant["@id"]) for variant in variants],
    )
