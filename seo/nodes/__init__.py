"""schema.org nodes as functions: facts in, one node out. Property tables: Google Search Central, per type."""

from seo.nodes.commerce import (
    VARIES_BY,
    audience,
    offer,
    product,
    product_group,
    size,
)
from seo.nodes.event import event, event_organizer, event_place
from seo.nodes.media import VideoClip, video
from seo.nodes.organization import (
    organization,
    organization_id,
    postal_address,
    website,
    website_id,
)
from seo.nodes.page import (
    breadcrumb_list,
    image_object,
    item_list,
    web_page,
)
from seo.nodes.place import local_business, opening_hours
from seo.nodes.policies import (
    member_program,
    members_id,
    offer_shipping,
    return_policy,
    return_terms,
    returns_id,
    shipping_id,
    shipping_reference,
    shipping_service,
    tier_id,
)
from seo.nodes.reviews import rated
from seo.nodes.words import article, faq_page, person

__all__ = [
    "VARIES_BY",
    "VideoClip",
    "article",
    "audience",
    "breadcrumb_list",
    "event",
    "event_organizer",
    "event_place",
    "faq_page",
    "image_object",
    "item_list",
    "local_business",
    "member_program",
    "members_id",
    "offer",
    "offer_shipping",
    "opening_hours",
    "organization",
    "organization_id",
    "person",
    "postal_address",
    "product",
    "product_group",
    "rated",
    "return_policy",
    "return_terms",
    "returns_id",
    "shipping_id",
    "shipping_reference",
    "shipping_service",
    "size",
    "tier_id",
    "video",
    "web_page",
    "website",
    "website_id",
]
