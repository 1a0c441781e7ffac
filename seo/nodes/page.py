"""What every page is: WebPage or a subtype, its trail, its pictures, its list."""

from collections.abc import Sequence
from datetime import datetime

from seo.graph import Node, node, ref, schema_url
from seo.head import Crumb
from seo.nodes.organization import website_id


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


def breadcrumb_list(url: str, crumbs: Sequence[Crumb], number: int = 1) -> Node:
    """BreadcrumbList of at least two crumbs (Google: "Breadcrumb structured data"); a page may have several, and the
    first is the one through the tree."""
    return node(
        "BreadcrumbList",
        f"{url}#breadcrumb" if number == 1 else f"{url}#breadcrumb-{number}",
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
    digital_source: str = "",
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
        digitalSourceType=schema_url(digital_source) if digital_source else None,
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
