"""A product feed for Google Merchant Center: items as values, what keeps one out, and the files line by line."""

from seo.merchant.files import rss, tsv
from seo.merchant.items import (
    BRAND_MAX,
    DESCRIPTION_MAX,
    ID_MAX,
    IMAGE_MIN,
    TITLE_MAX,
    TYPE_MAX,
    FeedImage,
    FeedItem,
    ShippingLine,
)
from seo.merchant.problems import Problem

__all__ = [
    "BRAND_MAX",
    "DESCRIPTION_MAX",
    "ID_MAX",
    "IMAGE_MIN",
    "TITLE_MAX",
    "TYPE_MAX",
    "FeedImage",
    "FeedItem",
    "Problem",
    "ShippingLine",
    "rss",
    "tsv",
]
