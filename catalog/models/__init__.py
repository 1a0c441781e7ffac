"""Categories, products, variants and what describes them."""

from catalog.models.attribute import Attribute, AttributeValue
from catalog.models.brand import Brand
from catalog.models.category import CategoryPage
from catalog.models.facet_page import FacetPage
from catalog.models.facets import FacetPolicy
from catalog.models.feed_report import FeedFinding, FeedRun
from catalog.models.product import ProductPage, ProductPicture, RelatedProduct
from catalog.models.review import Review
from catalog.models.variant import Variant

__all__ = [
    "Attribute",
    "AttributeValue",
    "Brand",
    "CategoryPage",
    "FacetPage",
    "FacetPolicy",
    "FeedFinding",
    "FeedRun",
    "ProductPage",
    "ProductPicture",
    "RelatedProduct",
    "Review",
    "Variant",
]
