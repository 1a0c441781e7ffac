"""Which addresses a page names, besides those it links to."""

from collections.abc import Iterator
from typing import Any

from seo.audit.page import PageSeen, same_address
from seo.google.document import Json, many, types_of, walk


def references_of(page: PageSeen) -> Iterator[str]:
    """Pages named by canonical, hreflang, trail, authors, and links; absolute."""
    yield from (url for url in page.canonicals if url)
    yield from (href for _language, href in page.alternates if href)
    yield from (url for _name, url in crumbs_of(page) if url)
    yield from (url for _name, url in authors_of(page) if url)
    yield from (link.url for link in page.links if link.url)


def crumbs_of(page: PageSeen) -> Iterator[tuple[str, str]]:
    """(name, address) of each step of the first trail of the graph; the address of the last may be empty."""
    for trail in page.nodes("BreadcrumbList")[:1]:
        yield from trail_of(trail)


def trail_of(trail: Json) -> list[tuple[str, str]]:
    """(name, address) of the steps of a BreadcrumbList."""
    steps = [step for step in many(trail.get("itemListElement")) if isinstance(step, dict)]
    return [
        (str(step.get("name") or _name(step.get("item"))), address_of(step.get("item"))) for step in steps
    ]


def authors_of(page: PageSeen) -> Iterator[tuple[str, str]]:
    """(name, address) of the authors of articles, references followed within the graph."""
    known = {node["@id"]: node for node in page.graph.get("@graph", []) if "@id" in node}
    for article in page.nodes("Article", "BlogPosting", "NewsArticle"):
        for author in many(article.get("author")):
            if isinstance(author, dict):
                found = known.get(author.get("@id", ""), author)
                yield str(found.get("name", "")), same_address(address_of(found.get("url")))


def images_of(page: PageSeen) -> Iterator[str]:
    """Pictures of the graph and of Open Graph, and the icons."""
    yield from (url for url in page.all_metas("og:image") if url)
    for node in walk(page.graph.get("@graph")):
        if "ImageObject" in types_of(node):
            yield from (
                url for url in many(node.get("contentUrl") or node.get("url")) if isinstance(url, str)
            )
        for name in ("image", "logo", "thumbnailUrl"):
            yield from (url for url in many(node.get(name)) if isinstance(url, str))
    yield from (icon.href for icon in page.icons)


def address_of(value: Any) -> str:
    """The address a value of the graph leads to: itself, its `url`, or its `@id`."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return str(value.get("url") or value.get("@id") or "")
    return ""


def _name(value: Any) -> str:
    return str(value.get("name", "")) if isinstance(value, dict) else ""
