"""Is what the product feed says what page, graph and API say? One served item beside the three answers about it."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, XMLPullParser

from bs4 import BeautifulSoup

from seo.commerce import Availability, gtin_problem
from seo.google.document import Json, many, types_of, walk
from seo.merchant.items import TITLE_MAX, feed_availability
from seo.parity import read_head
from seo.text import clip, plain
from seo.visible import unsaid

G = "{http://base.google.com/ns/1.0}"
Served = Mapping[str, list[str]]  # the texts of each attribute of an item, in the order of the file


def served_items(chunks: Iterable[bytes]) -> Iterator[Served]:
    """The items of a feed (RSS 2.0) while it arrives; of group attributes the words run together."""
    parser = XMLPullParser(["end"])
    for chunk in chunks:
        parser.feed(chunk)
        yield from _finished(parser)
    parser.close()
    yield from _finished(parser)


def _finished(parser: XMLPullParser) -> Iterator[Served]:
    events: Any = parser.read_events()
    for _event, element in events:
        if element.tag == "item":
            yield _served(element)
            element.clear()


def _served(element: Element) -> Served:
    said: dict[str, list[str]] = {}
    for attribute in element:
        said.setdefault(attribute.tag.removeprefix(G), []).append("".join(attribute.itertext()))
    return said


def differences(item: Served, html: str, fields: Mapping[str, Any], language: str) -> list[str]:
    """Where feed, page, graph and API disagree, as "what: who says what"; empty when they say the same.

    `html` is the page at the item's link, `fields` the content the API gives for that address, `language` BCP 47.
    Raises ValueError where the page's head cannot be read.
    """
    sku = _one(item, "id")
    node = _node(read_head(html)["json_ld"] or {}, sku)
    variant = next((one for one in fields.get("variants", ()) if one["sku"] == sku), None)
    if node is None:
        return [f"id: the graph has no Product with the sku {sku}"]
    if variant is None:
        return [f"id: the API has no variant {sku}"]
    offer = next((one for one in many(node.get("offers")) if isinstance(one, dict)), {})
    found = [
        f"{what}: feed says {feed!r}, {who} says {other!r}"
        for what, feed, who, other in (*_of_graph(item, node, offer), *_of_api(item, variant, fields))
        if feed != other
    ]
    found += [f"{fact}: not visible on the page" for fact in unsaid(_visible(item, variant), html, language)]
    return found + list(_pictures(item, html, read_head(html)["json_ld"] or {}, node, fields))


_Said = Iterator[tuple[str, Any, str, Any]]


def _of_graph(item: Served, node: Json, offer: Json) -> _Said:
    price, currency = _price(item)
    gtin = next((str(node[name]) for name in node if name.startswith("gtin") or name == "isbn"), "")
    yield "title", _one(item, "title"), "graph", clip(plain(str(node.get("name", ""))), TITLE_MAX)
    yield "price", price, "graph", _decimal(offer.get("price"))
    yield "currency", currency, "graph", offer.get("priceCurrency")
    yield (
        "availability",
        _one(item, "availability"),
        "graph",
        _word(str(offer.get("availability")).rpartition("/")[2]),
    )
    yield "gtin", _one(item, "gtin"), "graph", _valid(gtin)
    yield "link", _one(item, "link"), "graph", node.get("url")
    yield "item_group_id", _one(item, "item_group_id"), "graph", node.get("inProductGroupWithID", "")


def _of_api(item: Served, variant: Mapping[str, Any], fields: Mapping[str, Any]) -> _Said:
    price, currency = _price(item)
    is_group = len(fields["variants"]) > 1
    title = plain(fields["title"])
    named = f"{title} – {plain(variant['label']) or variant['sku']}" if is_group else title
    yield "title", _one(item, "title"), "API", clip(named, TITLE_MAX)
    yield "price", price, "API", _decimal(variant["price"])
    yield "currency", currency, "API", variant["currency"]
    yield "availability", _one(item, "availability"), "API", _word(variant["availability"])
    yield "gtin", _one(item, "gtin"), "API", _valid(variant["gtin"])
    yield "link", _one(item, "link"), "API", variant["url"]
    yield "item_group_id", _one(item, "item_group_id"), "API", fields["group_id"] if is_group else ""
    was = _decimal(_one(item, "price").partition(" ")[0]) if "sale_price" in item else None
    yield "former price", was, "API", _decimal(variant["was_price"])


def _visible(item: Served, variant: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a reader has to find on the page, as property and value of schema.org."""
    price, currency = _price(item)
    yield "sku", _one(item, "id")
    title = _one(item, "title")
    yield "name", title.removesuffix("…") if len(title) == TITLE_MAX else title
    yield "price", price
    yield "priceCurrency", currency
    yield "availability", variant["availability"]
    if "gtin" in item:
        yield "gtin", _one(item, "gtin")


def _pictures(
    item: Served, html: str, document: Json, node: Json, fields: Mapping[str, Any]
) -> Iterator[str]:
    """The feed has the file as it was uploaded, the others have crops of it: compared by the name they share."""
    wanted = _one(item, "image_link")
    by_id = {str(one["@id"]): one for one in walk(document) if "@id" in one and len(one) > 1}
    images = [by_id.get(str(one["@id"]), one) for one in many(node.get("image")) if isinstance(one, dict)]
    graph = [str(one.get("contentUrl") or one.get("url")) for one in images if "ImageObject" in types_of(one)]
    main = BeautifulSoup(html, "html.parser").select("main img[src]")
    for who, addresses in (
        ("graph", graph),
        ("API", [picture["url"] for picture in fields.get("pictures", ())][:1]),
        ("page", [str(image["src"]) for image in main]),
    ):
        if not any(_is_crop(address, wanted) for address in addresses):
            yield f"image_link: feed says {wanted!r}, {who} shows another picture"


def _is_crop(address: str, original: str) -> bool:
    """Wagtail names a crop after its original, cut where that is long, then what was done to it."""
    name, whole = (PurePosixPath(unquote(urlsplit(url).path)).name for url in (address, original))
    return bool(name) and whole.rpartition(".")[0].startswith(name.split(".")[0])


def _node(document: Json, sku: str) -> Json | None:
    products = (node for node in walk(document) if "Product" in types_of(node))
    return next((node for node in products if node.get("sku") == sku), None)


def _price(item: Served) -> tuple[Decimal | None, str]:
    """What the buyer pays now."""
    amount, _space, currency = (_one(item, "sale_price") or _one(item, "price")).partition(" ")
    return _decimal(amount), currency


def _one(item: Served, name: str) -> str:
    return item[name][0] if name in item else ""


def _decimal(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _word(availability: str) -> str:
    try:
        return feed_availability(Availability(availability))
    except ValueError:
        return availability


def _valid(gtin: str) -> str:
    """What the feed leaves out is no difference: a number that is no GTIN."""
    return "" if gtin and gtin_problem(gtin) else gtin
