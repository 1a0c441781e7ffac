"""schema.org nodes as functions: facts in, one node out. Property tables: Google Search Central, per type."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from seo.commerce import Offer, gtin_property
from seo.graph import Node, node, ref, schema_url
from seo.head import Crumb


def organization(
    root: str,
    *,
    name: str,
    legal_name: str = "",
    alternate_name: str = "",
    description: str = "",
    logo: Node | None = None,
    email: str = "",
    telephone: str = "",
    address: Node | None = None,
    same_as: Sequence[str] = (),
    founding_date: Any = None,
    vat_id: str = "",
    is_shop: bool = True,
) -> Node:
    """Organization; an OnlineStore for a shop (Google: "Organization structured data")."""
    return node(
        "OnlineStore" if is_shop else "Organization",
        organization_id(root),
        name=name,
        alternateName=alternate_name,
        legalName=legal_name,
        description=description,
        url=root,
        logo=logo,
        image=ref(logo["@id"]) if logo else None,
        email=email,
        telephone=telephone,
        address=address,
        contactPoint=node("ContactPoint", contactType="customer service", telephone=telephone, email=email)
        if telephone or email
        else None,
        sameAs=list(same_as),
        foundingDate=founding_date,
        vatID=vat_id,
    )


def organization_id(root: str) -> str:
    return f"{root}#organization"


def website_id(root: str) -> str:
    return f"{root}#website"


def postal_address(*, street: str, locality: str, region: str, postal_code: str, country: str) -> Node | None:
    """PostalAddress; `country` is ISO 3166-1 alpha-2."""
    address = node(
        "PostalAddress",
        streetAddress=street,
        addressLocality=locality,
        addressRegion=region,
        postalCode=postal_code,
        addressCountry=country,
    )
    return address if len(address) > 1 else None


def website(root: str, *, name: str, alternate_name: str = "", language: str) -> Node:
    """WebSite, for the site name; on the root home page only (Google: "Site names")."""
    return node(
        "WebSite",
        website_id(root),
        name=name,
        alternateName=alternate_name,
        url=root,
        inLanguage=language,
        publisher=ref(organization_id(root)),
    )


def web_page(
    url: str,
    root: str,
    *,
    type_: str = "WebPage",
    name: str,
    description: str = "",
    language: str,
    published: datetime | None = None,
    modified: datetime | None = None,
    image: Node | None = None,
    has_breadcrumb: bool = False,
    main_entity: str | None = None,
    about: str | None = None,
    canonical: str = "",
) -> Node:
    """WebPage or a subtype (CollectionPage, ProfilePage, ContactPage, AboutPage…).

    `canonical` is given where another address is the main one: Google wants duplicates to name it too.
    """
    return node(
        type_,
        f"{url}#webpage",
        url=canonical or url,
        name=name,
        description=description,
        inLanguage=language,
        isPartOf=ref(website_id(root)),
        primaryImageOfPage=ref(image["@id"]) if image else None,
        datePublished=published,
        dateModified=modified,
        # Google: "Profile page (ProfilePage)" reads when the profile, not the document, was made.
        dateCreated=published if type_ == "ProfilePage" else None,
        breadcrumb=ref(f"{url}#breadcrumb") if has_breadcrumb else None,
        mainEntity=ref(main_entity) if main_entity else None,
        about=ref(about) if about else None,
    )


def breadcrumb_list(url: str, crumbs: Sequence[Crumb]) -> Node:
    """BreadcrumbList of at least two crumbs (Google: "Breadcrumb structured data")."""
    return node(
        "BreadcrumbList",
        f"{url}#breadcrumb",
        itemListElement=[
            node("ListItem", position=position, name=crumb.title, item=crumb.url)
            for position, crumb in enumerate(crumbs, start=1)
        ],
    )


def image_object(
    url: str,
    *,
    width: int,
    height: int,
    caption: str = "",
    credit: str = "",
    creator: str = "",
    license_url: str = "",
    acquire_license_page: str = "",
    copyright_notice: str = "",
) -> Node:
    """ImageObject; credit and licence go with every use (Google: "Image metadata in Google Images")."""
    return node(
        "ImageObject",
        f"{url}#image",
        url=url,
        contentUrl=url,
        width=_pixels(width),
        height=_pixels(height),
        caption=caption,
        creditText=credit,
        creator=node("Person", name=creator) if creator else None,
        license=license_url,
        acquireLicensePage=acquire_license_page,
        copyrightNotice=copyright_notice,
    )


def _pixels(length: int) -> Node:
    # A bare number is no length to schema.org; E37 is the pixel of UN/CEFACT Recommendation 20.
    return node("QuantitativeValue", value=length, unitCode="E37")


def item_list(url: str, *, name: str, urls: Sequence[str]) -> Node:
    """A summary ItemList: positions and addresses only, never Product nodes (Google: "Carousel (ItemList)").

    Page n of a list is a list of its own, so positions begin at 1 on each.
    """
    return node(
        "ItemList",
        f"{url}#itemlist",
        name=name,
        numberOfItems=len(urls),
        itemListElement=[
            node("ListItem", position=position, url=item) for position, item in enumerate(urls, start=1)
        ],
    )


def person(
    url: str, *, name: str, description: str = "", image: Node | None = None, same_as: Sequence[str] = ()
) -> Node:
    """A Person with a page of their own."""
    return node(
        "Person",
        f"{url}#person",
        name=name,
        url=url,
        description=description,
        image=ref(image["@id"]) if image else None,
        sameAs=list(same_as),
    )


def article(
    url: str,
    root: str,
    *,
    headline: str,
    description: str = "",
    images: Sequence[Node] = (),
    published: datetime | None,
    modified: datetime | None,
    authors: Sequence[Node] = (),
    language: str,
    word_count: int | None = None,
) -> Node:
    """Article; each author is its own node with name and url only (Google: "Article structured data")."""
    return node(
        "Article",
        f"{url}#article",
        headline=headline,
        description=description,
        image=[ref(image["@id"]) for image in images],
        datePublished=published,
        dateModified=modified,
        author=[ref(author["@id"]) for author in authors],
        publisher=ref(organization_id(root)),
        mainEntityOfPage=ref(f"{url}#webpage"),
        inLanguage=language,
        wordCount=word_count,
    )


def offer(root: str, facts: Offer) -> Node:
    """Offer. A reduced price carries the was-price as StrikethroughPrice beside the active price, which has
    no type (Google: "Merchant listing (Product) structured data", prices)."""
    return node(
        "Offer",
        f"{facts.url}#offer",
        url=facts.url,
        price=facts.price,
        priceCurrency=facts.currency,
        priceSpecification=node(
            "UnitPriceSpecification",
            price=facts.was_price,
            priceCurrency=facts.currency,
            priceType=schema_url("StrikethroughPrice"),
        )
        if facts.was_price is not None
        else None,
        validFrom=facts.price_valid_from,
        priceValidUntil=facts.price_valid_until,
        availability=schema_url(facts.availability),
        availabilityStarts=facts.available_from,
        itemCondition=schema_url(facts.condition),
        seller=ref(organization_id(root)),
    )


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
    options: dict[str, str] | None = None,
    properties: Sequence[tuple[str, str]] = (),
    group_id: str = "",
    group_ref: str = "",
) -> Node:
    """Product with one Offer. `options` maps color, size, material, pattern to this variant's value;
    `properties` are further facts as (label, value). In a group, what all variants share (brand, description,
    category, properties) is said once, on the group."""
    return node(
        "Product",
        id_,
        name=name,
        url=url,
        description=description,
        image=[ref(image["@id"]) for image in images],
        brand=node("Brand", name=brand) if brand else None,
        sku=sku,
        mpn=mpn,
        category=category,
        additionalProperty=[node("PropertyValue", name=label, value=value) for label, value in properties],
        inProductGroupWithID=group_id,
        isVariantOf=ref(group_ref) if group_ref else None,
        offers=offers,
        **({gtin_property(gtin): gtin} if gtin else {}),
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
        category=category,
        additionalProperty=[node("PropertyValue", name=label, value=value) for label, value in properties],
        productGroupID=group_id,
        variesBy=[schema_url(name) for name in varies_by],
        hasVariant=[ref(variant["@id"]) for variant in variants],
    )


def faq_page(url: str, questions: Sequence[tuple[str, str]]) -> Node:
    """Questions and answers as content. No rich result is promised: Google ended it on 7 May 2026."""
    return node(
        "FAQPage",
        f"{url}#faq",
        mainEntity=[
            node("Question", name=question, acceptedAnswer=node("Answer", text=answer))
            for question, answer in questions
        ],
    )
