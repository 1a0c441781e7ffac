"""What an audit remembers of a site for the next one, to notice what an import or a bulk edit broke."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from seo.audit.finding import Finding, Level
from seo.audit.page import PageSeen
from seo.google.document import types_of

if TYPE_CHECKING:
    from seo.audit.site import SiteSeen


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page: whether it was indexable and its own main address, the types of its graph, its @ids."""

    is_main: bool
    types: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    text: int = 0  # a number that differs when title, graph or main text differ
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The site at the audit before. `after` says what happened since, in words ("import of 25 November").

    `errors` are (code, address) of the errors it had, `lastmod` what the sitemaps said, as ISO 8601."""

    pages: Mapping[str, PageFacts] = field(default_factory=dict)
    errors: frozenset[tuple[str, str]] = frozenset()
    lastmod: Mapping[str, str] = field(default_factory=dict)
    after: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As JSON; `from_dict` reads it."""
        return {
            "pages": {url: asdict(facts) for url, facts in self.pages.items()},
            "errors": sorted(map(list, self.errors)),
            "lastmod": dict(self.lastmod),
            "after": self.after,
        }

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> "Snapshot":
        pages = {}
        for url, facts in said["pages"].items():
            values: dict[str, Any] = {**facts, "types": tuple(facts["types"]), "ids": tuple(facts["ids"])}
            pages[url] = PageFacts(**values)
        errors = frozenset((code, url) for code, url in said["errors"])
        return cls(pages, errors, said["lastmod"], said["after"])


def snapshot(site: "SiteSeen", found: Iterable[Finding], after: str = "") -> Snapshot:
    """What to remember of a site and of what was found in it."""
    return Snapshot(
        pages={page.url: facts_of(page, site) for page in site.pages.values()},
        errors=frozenset((finding.code, finding.url) for finding in found if finding.level == Level.ERROR),
        lastmod={
            entry.loc: entry.lastmod
            for file in site.sitemaps
            if not file.is_index
            for entry in file.entries
            if entry.lastmod
        },
        after=after,
    )


def facts_of(page: PageSeen, site: "SiteSeen") -> PageFacts:
    nodes = page.graph.get("@graph", [])
    said = repr((page.titles, page.text.sketch)).encode() + b"".join(page.json_ld)
    return PageFacts(
        is_main=site.is_main(page),
        types=tuple(sorted({type_ for node in nodes for type_ in types_of(node)})),
        ids=tuple(sorted(node["@id"] for node in nodes if "@id" in node)),
        text=zlib.crc32(said),
        etag=page.answer.header("etag"),
    )
