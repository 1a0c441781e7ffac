"""HTML read once, as a browser reads it, into a `PageSeen`.

The tree is built by lexbor after the WHATWG's algorithm, so that a head closed early by a stray element is seen closed.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.utils.encoding import iri_to_uri

from selectolax.lexbor import LexborHTMLParser, LexborNode

from seo.audit.answer import Answer
from seo.audit.page import (
    ASIDE,
    BODY,
    FOOTER,
    HEADER,
    MAIN,
    NAVIGATION,
    IconSeen,
    ImageSeen,
    Link,
    PageSeen,
    Text,
    pack,
)
from seo.audit.sketch import sketch, words_of
from seo.audit.urls import join, split, without_fragment
from seo.google.document import Json
from seo.visible import unseen_facts

_REGIONS = {"main": MAIN, "header": HEADER, "footer": FOOTER, "nav": NAVIGATION, "aside": ASIDE}
_ROLES = {
    "main": MAIN,
    "banner": HEADER,
    "contentinfo": FOOTER,
    "navigation": NAVIGATION,
    "complementary": ASIDE,
}
_UNSEEN = "script, style, template, noscript, [hidden]"
_ICONS = {"icon", "apple-touch-icon", "mask-icon"}
_FEEDS = {"application/rss+xml", "application/atom+xml", "application/feed+json"}
_HEAD_TAGS = {"title", "meta", "link", "base", "script", "style", "noscript", "template"}
_NO_PAGE = ("mailto:", "tel:", "sms:", "javascript:", "data:", "geo:", "whatsapp:", "#")
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_USERS, _TRAIL = "users", "trail"
_USER_CLASSES = {"review", "reviews", "comment", "comments", "review-text", "comment-body", "ugc"}
_OPENING = 160  # characters


def read_page(answer: Answer) -> PageSeen:
    """What an HTML answer says. Costs one parse; keeps neither tree nor body."""
    html = answer.text
    tree = LexborHTMLParser(html)
    head, body = tree.head, tree.body
    root = tree.root
    base = _base(tree, answer.url)
    regions: dict[int, str] = {}
    scripts = [node.text() for node in tree.css('script[type="application/ld+json"]')]
    language = (root.attributes.get("lang") or "") if root else ""
    facts: dict[str, Any] = {
        "language": language,
        "direction": ((root.attributes.get("dir") or "") if root else "").lower(),
        "json_ld": tuple(map(pack, scripts)),
        "raw_breaks": tuple(dict.fromkeys(sign for text in scripts for sign in "<>&" if sign in text)),
        "hidden_from_snippets": tuple(node.tag for node in tree.css("[data-nosnippet]")),
        "hides_main": _hides_main(tree),
        "resources": tuple(_resources(tree, base)),
        **(_of_head(head, base) if head else {}),
        **(_of_body(tree, body, base, regions) if body else {}),
    }
    # From here the tree is cut down to what is read.
    titles = facts.get("titles", ())
    for node in tree.css(_UNSEEN):
        node.decompose()
    facts["text"], facts["words_before_image"] = _main_text(tree)
    page = PageSeen(
        url=answer.url,
        status=answer.status,
        headers=dict(answer.headers),
        seconds=answer.seconds,
        size=answer.size,
        head_end=_end_of(answer.body, b"</head>"),
        main_end=_end_of(answer.body, b"</main>"),
        **facts,
    )
    if not page.graph:
        return page
    seen = body.text(separator=" ") if body else ""
    unseen = _unseen(page.graph, seen, titles[0] if titles else "", language)
    return _with_unseen(page, unseen)


def _with_unseen(page: PageSeen, unseen: tuple[str, ...]) -> PageSeen:
    object.__setattr__(page, "unseen", unseen)
    return page


def _unseen(document: Json, text: str, title: str, language: str) -> tuple[str, ...]:
    try:
        return tuple(unseen_facts(document, text=text, title=title, language=language or "en"))
    except ValueError:
        # The page's language is no language the CLDR knows; check 6 says so.
        return ()


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return join(url, node.attributes.get("href") or "") if node else url


# The head -------------------------------------------------------------------------------------------------


def _of_head(head: LexborNode, base: str) -> dict[str, Any]:
    links = [node.attributes for node in head.css("link[rel]")]
    by_rel = [((link.get("rel") or "").lower().split(), link) for link in links]
    return {
        "titles": tuple(_flat(node.text()) for node in head.css("title")),
        "metas": tuple(_metas(head)),
        "canonicals": tuple(link.get("href") or "" for rel, link in by_rel if "canonical" in rel),
        "alternates": tuple(
            (link.get("hreflang") or "", link.get("href") or "")
            for rel, link in by_rel
            if "alternate" in rel and "hreflang" in link
        ),
        "feeds": tuple(
            ((link.get("type") or "").lower(), join(base, link.get("href") or ""))
            for rel, link in by_rel
            if "alternate" in rel and (link.get("type") or "").lower() in _FEEDS
        ),
        "twins": tuple(
            ((link.get("type") or "").lower(), join(base, link.get("href") or ""))
            for rel, link in by_rel
            if "alternate" in rel and (link.get("type") or "").lower() == "text/markdown"
        ),
        "icons": tuple(
            IconSeen(
                next(name for name in rel if name in _ICONS),
                join(base, link.get("href") or ""),
                (link.get("sizes") or "").lower(),
                link.get("type") or "",
            )
            for rel, link in by_rel
            if _ICONS & set(rel)
        ),
    }


def _metas(head: LexborNode) -> Iterator[tuple[str, str, str]]:
    for node in head.css("meta"):
        for kind in ("name", "property", "http-equiv"):
            if key := node.attributes.get(kind):
                yield kind, key.lower(), node.attributes.get("content") or ""


def _strays(body: LexborNode) -> Iterator[str]:
    for node in body.css("title, meta, link"):
        if node.tag == "title":
            if not _has_ancestor(node, "svg"):
                yield "title"
        elif node.tag == "link":
            if (node.attributes.get("rel") or "").lower() in {"canonical", "alternate"}:
                yield f"link {node.attributes.get('rel')}"
        elif "itemprop" not in node.attributes and (
            name := node.attributes.get("name") or node.attributes.get("property")
        ):
            yield f"meta {name}"


def _resources(tree: LexborHTMLParser, base: str) -> Iterator[tuple[str, str]]:
    for node in tree.css("link[rel~=stylesheet][href]"):
        yield "stylesheet", join(base, node.attributes.get("href") or "")
    for node in tree.css("script[src]"):
        yield "script", join(base, node.attributes.get("src") or "")


# The body -------------------------------------------------------------------------------------------------


def _of_body(tree: LexborHTMLParser, body: LexborNode, base: str, regions: dict[int, str]) -> dict[str, Any]:
    strays = tuple(dict.fromkeys(_strays(body)))
    main = tree.css_first("main, [role=main]")
    return {
        "strays": strays,
        "closed_by": _closed_by(body) if strays else "",
        "headings": tuple(
            (int(str(node.tag)[1]), _said(node))
            for node in body.css("h1, h2, h3, h4, h5, h6")
            if not _is_hidden(node)
        ),
        "links": tuple(_links(body, base, regions)),
        "images": tuple(_images(body, base, regions)),
        "trails": tuple(_trails(body)),
        "backgrounds": tuple(
            join(base, found[1])
            for node in (main.css("[style]") if main else [])
            if (found := _BACKGROUND.search(node.attributes.get("style") or ""))
        ),
        "has_form": any((form.attributes.get("method") or "").lower() == "post" for form in body.css("form")),
    }


def _closed_by(body: LexborNode) -> str:
    """The element that ended the head: the first of the body that is none of a head."""
    node = body.child
    while node is not None:
        if node.is_element_node and node.tag not in _HEAD_TAGS:
            return node.tag or ""
        if node.is_text_node and node.text().strip():
            return node.text().strip()[:20]
        node = node.next
    return ""


def _links(body: LexborNode, base: str, regions: dict[int, str]) -> Iterator[Link]:
    for node in body.css("a[href], area[href]"):
        raw = (node.attributes.get("href") or "").strip()
        yield _link(
            raw,
            _address(base, raw),
            _said(node),
            (node.attributes.get("rel") or "").lower(),
            (node.attributes.get("target") or "").lower(),
            *_place(node, regions),
        )


@lru_cache(maxsize=32768)
def _link(raw: str, url: str, text: str, rel: str, target: str, region: str, by_users: bool) -> Link:
    """One object for the links that stand on every page: three thousand pages share a menu."""
    return Link(raw, url, text, frozenset(rel.split()), target, region, by_users)


def _address(base: str, raw: str) -> str:
    if not raw or raw.lower().startswith(_NO_PAGE):
        return ""
    try:
        # What is written in letters is asked for in octets, as every client does it (RFC 3987).
        url = iri_to_uri(without_fragment(join(base, raw)))
        return url if split(url).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _images(body: LexborNode, base: str, regions: dict[int, str]) -> Iterator[ImageSeen]:
    for node in body.css("img"):
        said = node.attributes
        src = said.get("src") or ""
        parent = node.parent
        sources = parent.css("source") if parent is not None and parent.tag == "picture" else []
        candidates = " , ".join(
            [said.get("srcset") or "", *(s.attributes.get("srcset") or "" for s in sources)]
        )
        yield ImageSeen(
            src=join(base, src) if src and not src.startswith("data:") else src[:40],
            data_src=next(
                (said[name] or "" for name in ("data-src", "data-lazy-src", "data-original") if name in said),
                "",
            ),
            width=_pixels(said.get("width")),
            height=_pixels(said.get("height")),
            alt=(said["alt"] or "") if "alt" in said else None,
            loading=(said.get("loading") or "").lower(),
            fetchpriority=(said.get("fetchpriority") or "").lower(),
            region=_place(node, regions)[0],
            is_decorative=(said.get("role") in {"presentation", "none"}) or _is_hidden(node),
            has_ratio="aspect-ratio" in (said.get("style") or ""),
            candidates=tuple(sorted({int(width) for width in re.findall(r"\s(\d+)w\b", candidates)})),
            formats=tuple(s.attributes.get("type") or "" for s in sources),
        )


def _trails(body: LexborNode) -> Iterator[tuple[str, ...]]:
    """The texts of every list inside a navigation that could be a trail: it has no list inside its items."""
    seen = set()
    for node in body.css("nav ol, nav ul, [class*=breadcrumb] ol, [class*=breadcrumb] ul"):
        if node.mem_id in seen or node.css_first("li ol, li ul") is not None:
            continue
        seen.add(node.mem_id)
        texts = tuple(_flat(item.text()) for item in node.css("li"))
        if 2 <= len(texts) <= 12:
            yield texts


def _place(node: LexborNode, regions: dict[int, str]) -> tuple[str, bool]:
    """The region a node is in, and whether users wrote there. Of the main content only a trail, or the numbers of a
    list's pages, is navigation."""
    innermost, by_users = "", False
    ancestor = node.parent
    while ancestor is not None and ancestor.tag not in {"body", "html", None}:
        mark = regions.get(ancestor.mem_id)
        if mark is None:
            mark = regions[ancestor.mem_id] = _mark(ancestor)
        if mark == _USERS:
            by_users = True
        elif mark == MAIN:
            return (NAVIGATION if innermost == _TRAIL else MAIN), by_users
        else:
            innermost = innermost or mark
        ancestor = ancestor.parent
    return NAVIGATION if innermost == _TRAIL else innermost or BODY, by_users


def _mark(node: LexborNode) -> str:
    said = node.attributes
    if _USER_CLASSES & set((said.get("class") or "").lower().split()):
        return _USERS
    mark = _ROLES.get(said.get("role") or "") or _REGIONS.get(node.tag or "") or ""
    if mark == NAVIGATION and node.css_first("ol [aria-current=page]") is not None:
        return _TRAIL
    # A header or footer of an article is no part of the frame.
    return "" if mark in {HEADER, FOOTER} and _has_ancestor(node, "article", "section", "main") else mark


# Text -----------------------------------------------------------------------------------------------------


def _main_text(tree: LexborHTMLParser) -> tuple[Text, int]:
    """The words of the main content without its navigation (of the whole body where no main is marked), and how many of
    them stand before the first picture."""
    main = tree.css_first("main, [role=main]") or tree.body
    if main is None:
        return Text(), -1
    skipped = {node.mem_id for node in main.css("nav")}
    pieces = list(_pieces(main, skipped))
    words = words_of(" ".join(piece for piece in pieces if piece is not None))
    before = -1
    if None in pieces:
        before = len(words_of(" ".join(str(piece) for piece in pieces[: pieces.index(None)])))
    opening = " ".join(" ".join(piece for piece in pieces if piece is not None).split())[:_OPENING]
    return Text(len(words), sketch(words), opening), before


def _pieces(node: LexborNode, skipped: set[int]) -> Iterator[str | None]:
    """Texts in the order of the document; None stands for a picture."""
    child = node.child
    while child is not None:
        if child.is_text_node:
            yield child.text()
        elif child.tag == "img":
            yield None
        elif child.is_element_node and child.mem_id not in skipped:
            yield from _pieces(child, skipped)
        child = child.next


def _said(node: LexborNode) -> str:
    """What a screen reader says of a link or heading."""
    if text := _flat(node.text()):
        return text
    if label := node.attributes.get("aria-label") or node.attributes.get("title"):
        return _flat(label)
    alts = [image.attributes.get("alt") or "" for image in node.css("img")]
    labels = [inner.attributes.get("aria-label") or "" for inner in node.css("[aria-label]")]
    return _flat(" ".join([*alts, *labels]))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _is_hidden(node: LexborNode) -> bool:
    ancestor: LexborNode | None = node
    while ancestor is not None and ancestor.tag != "body":
        if "hidden" in ancestor.attributes or ancestor.attributes.get("aria-hidden") == "true":
            return True
        ancestor = ancestor.parent
    return False


def _has_ancestor(node: LexborNode, *tags: str) -> bool:
    ancestor = node.parent
    while ancestor is not None:
        if ancestor.tag in tags:
            return True
        ancestor = ancestor.parent
    return False


def _hides_main(tree: LexborHTMLParser) -> bool:
    main = tree.css_first("main, [role=main]")
    while main is not None:
        if "data-nosnippet" in main.attributes:
            return True
        main = main.parent
    inside = tree.css("main > [data-nosnippet], [role=main] > [data-nosnippet]")
    whole = len(_flat(node.text())) if (node := tree.css_first("main, [role=main]")) else 0
    return bool(whole) and sum(len(_flat(node.text())) for node in inside) > 0.9 * whole


def _pixels(said: str | None) -> int | None:
    return int(said) if said and said.isdigit() else None


def _end_of(body: bytes, mark: bytes) -> int:
    at = body.rfind(mark) if mark == b"</main>" else body.find(mark)
    return at + len(mark) if at >= 0 else 0
