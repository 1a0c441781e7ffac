"""Who publishes: Organization, its address, and the WebSite it publishes."""

from collections.abc import Sequence
from typing import Any

from seo.graph import Node, node, ref
from seo.selfserving import refuse_own_ratings


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
    contact_type: str = "customer service",
    is_shop: bool = True,
    **more: Any,
) -> Node:
    """Organization; an OnlineStore for a shop (Google: "Organization structured data"). `more` are further properties
    under schema.org's names: identifiers, policies."""
    said = node(
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
        contactPoint=node("ContactPoint", contactType=contact_type, telephone=telephone, email=email)
        if telephone or email
        else None,
        sameAs=list(same_as),
        foundingDate=founding_date,
        vatID=vat_id,
        **more,
    )
    return refuse_own_ratings(said)


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
