"""Categories, products, variants and what describes them."""

from catalog.models.attribute import Attribute, AttributeValue
from catalog.models.brand import Brand
from catalog.models.category import CategoryPage
from catalog.models.product import ProductPage, ProductPicture, RelatedProduct
from catalog.models.variant import Variant

__all__ = [
    "Attribute",
    "AttributeValue",
    "Brand",
    "CategoryPage",
    "ProductPage",
    "ProductPicture",
    "RelatedProduct",
    "Variant",
]
