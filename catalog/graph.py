"""A product in schema.org's words: one Product, or a ProductGroup with its variants."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cms.models import Place
from cms.models.picture import GRAPH_SPECS
from cms.stock import pictures_with
from seo import nodes
from seo.graph import Node
from seo.text import plain

if TYPE_CHECKING:
    from catalog.models import ProductPage, Variant


def product_nodes(page: "ProductPage", place: Place) -> list[Node]:
    """The nodes of a product page, its main entity first but for pictures; none where nothing is offered."""
    variants = page.offered
    if not variants:
        return []
    pictures = _pictures(page, place, variants)
    own = pictures.get(page.cover_id, [])
    if len(variants) == 1:
        return _one(page, place, variants[0], pictures.get(variants[0].picture_id) or own)
    return _group(page, place, variants, pictures, own)


def _one(page: "ProductPage", place: Place, variant: "Variant", images: Sequence[Node]) -> list[Node]:
    product = nodes.product(
        f"{place.url}#product",
        name=page.name_of(variant),
        url=place.url,
        images=images,
        **_own(page, variant, place.url, place),
        **_shared(page, place),
    )
    return [*images, *page.rated(product, place.url)]


def _group(
    page: "ProductPage",
    place: Place,
    variants: Sequence["Variant"],
    pictures: dict[int, list[Node]],
    own: Sequence[Node],
) -> list[Node]:
    group_id = f"{place.url}#product"
    products = [
        nodes.product(
            f"{url}#variant",
            name=page.name_of(variant),
            url=url,
            images=pictures.get(variant.picture_id) or own,
            group_id=page.group_id,
            group_ref=group_id,
            **_own(page, variant, url, place),
        )
        for variant in variants
        for url in (page.url_of(variant, place.url),)
    ]
    group = nodes.product_group(
        group_id,
        name=plain(page.title),
        url=place.url,
        group_id=page.group_id,
        varies_by=page.varies_by(variants),
        variants=products,
        images=own,
        **_shared(page, place),
    )
    used = {node["@id"]: node for shapes in pictures.values() for node in shapes}
    return [*own, *page.rated(group, place.url), *products, *used.values()]


def _own(page: "ProductPage", variant: "Variant", url: str, place: Place) -> dict[str, Any]:
    """What belongs to the unit that is sold."""
    thing = page.thing
    options = page.shared_options | variant.options
    if "size" in options:
        options["size"] = nodes.size(options["size"], system=thing.size_system, group=thing.size_group)
    return {
        "sku": variant.sku,
        "gtin": variant.gtin,
        "mpn": variant.mpn,
        "options": options,
        "audience": nodes.audience(*variant.audience),
        "offers": nodes.offer(
            place.root, variant.offer(url), **page.offer_terms(variant.currency, url, place)
        ),
    }


def _shared(page: "ProductPage", place: Place) -> dict[str, Any]:
    """What belongs to the thing, and is said once."""
    thing = page.thing
    return {
        "description": page.description_words,
        "brand": plain(page.brand.name) if page.brand else "",
        "category": page.category_path,
        "google_category": page.taxonomy,
        "properties": [(value.attribute.words, value.words) for value in page.facts],
        "energy": page.energy_label,
        "is_adult": thing.is_adult,
        "model_url": thing.model_url,
    }


def _pictures(page: "ProductPage", place: Place, variants: Iterable["Variant"]) -> dict[int, list[Node]]:
    wanted = {variant.picture_id for variant in variants} | {page.cover_id}
    found = pictures_with((), sorted(filter(None, wanted)), place.request, extra=GRAPH_SPECS)
    return {picture.pk: picture.graph_nodes(place.root) for picture in found.values()}
