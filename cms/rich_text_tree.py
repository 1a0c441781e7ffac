"""Rich text as a tree of plain data, for front ends that draw their own elements."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag

_MARKS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "sup": "superscript",
    "sub": "subscript",
    "code": "code",
    "del": "strikethrough",
    "s": "strikethrough",
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {"p", "ul", "ol", "hr", "blockquote", "pre", *_HEADINGS}


@dataclass(frozen=True, slots=True)
class Target:
    """What a link of ours leads to: its title, and the address of its host, without a slash (empty: this site's)."""

    title: str
    root: str


def tree_of(html: str, root: str, targets: Mapping[str, Target]) -> list[dict[str, Any]]:
    """HTML as blocks of {type, …}: paragraph, heading (level), list (ordered, items), quote, rule.

    Their children are text (with marks), break and link, which is {url, path, title, children} as links are
    everywhere. `targets` knows what the paths of this site are called.
    """
    return list(_Tree(root, targets).blocks(BeautifulSoup(html, "html.parser")))


@dataclass(frozen=True, slots=True)
class _Tree:
    root: str
    targets: Mapping[str, Target]

    def blocks(self, parent: Tag) -> Iterator[dict[str, Any]]:
        """The blocks within an element; words that stand between them are a paragraph."""
        loose: list[Any] = []
        for node in parent.children:
            is_block = isinstance(node, Tag) and (
                node.name in _BLOCKS or node.find(list(_BLOCKS)) is not None
            )
            if not is_block:
                loose.append(node)
                continue
            yield from self._paragraph(loose)
            loose = []
            yield from self._block(node)
        yield from self._paragraph(loose)

    def _block(self, node: Tag) -> Iterator[dict[str, Any]]:
        if node.name in _HEADINGS:
            yield {"type": "heading", "level": _HEADINGS[node.name], "children": self._inline(node.children)}
        elif node.name in {"ul", "ol"}:
            items = [list(self.blocks(item)) for item in node.find_all("li", recursive=False)]
            yield {"type": "list", "ordered": node.name == "ol", "items": items}
        elif node.name == "hr":
            yield {"type": "rule"}
        elif node.name == "blockquote":
            yield {"type": "quote", "children": list(self.blocks(node))}
        elif node.name in {"p", "pre"}:
            yield from self._paragraph(node.children)
        else:
            yield from self.blocks(node)

    def _paragraph(self, nodes: Any) -> Iterator[dict[str, Any]]:
        children = self._inline(nodes)
        if any(child["type"] != "text" or child["text"].strip() for child in children):
            yield {"type": "paragraph", "children": children}

    def _inline(self, nodes: Any, marks: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for node in nodes:
            if isinstance(node, Tag):
                found += self._element(node, marks)
            elif type(node) is NavigableString:  # a comment is one too, of a class of its own
                found.append({"type": "text", "text": str(node), "marks": list(marks)})
        return found

    def _element(self, node: Tag, marks: tuple[str, ...]) -> list[dict[str, Any]]:
        if node.name == "br":
            return [{"type": "break"}]
        if node.name == "a" and node.get("href"):
            return [self._link(node, marks)]
        mark = _MARKS.get(node.name)
        return self._inline(node.children, tuple(dict.fromkeys((*marks, mark))) if mark else marks)

    def _link(self, node: Tag, marks: tuple[str, ...]) -> dict[str, Any]:
        href = str(node["href"])
        target = self.targets.get(href)
        is_path = href.startswith("/") and not href.startswith("//")
        return {
            "type": "link",
            "url": ((target and target.root) or self.root) + href if is_path else href,
            "path": href if is_path else None,
            "title": target.title if target else node.get_text(),
            "children": self._inline(node.children, marks),
        }
