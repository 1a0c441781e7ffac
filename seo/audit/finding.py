"""What the audit says: levels, scopes, faults, findings, and what a check is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from django.utils.functional import Promise

if TYPE_CHECKING:
    from seo.audit.page import PageSeen
    from seo.audit.site import SiteSeen


class Level(StrEnum):
    """An error costs listings or sales now, a warning may, an idea is worth a thought."""

    ERROR = "error"
    WARNING = "warning"
    IDEA = "idea"


class Scope(StrEnum):
    """What a check reads: one rendered page, the whole site, the API, or HTTP answers."""

    PAGE = "P"
    SITE = "S"
    API = "A"
    HTTP = "H"


class Fault(NamedTuple):
    """What a check found: plain words, the element or node it is about, and where if not on the page in hand.

    `level` is given only where it differs from the check's own."""

    message: str
    node: str = ""
    url: str = ""
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with its code, the weight it has and the address it is at. `docs/audit/<code>.md` explains the code."""

    code: str
    level: Level
    message: str
    node: str
    url: str

    @property
    def documentation(self) -> str:
        """The page about this code, relative to the repository."""
        return f"docs/audit/{self.code}.md"


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the checklist. `number` is the row; `measured` says whether what it reads was gathered at all.

    `of_page` gets each page on its own, so that the editor's preview can ask it too; `of_site` gets the whole.
    """

    number: int
    scope: Scope
    level: Level
    title: str | Promise
    of_page: "Callable[[PageSeen, SiteSeen], Iterable[Fault]] | None"
    of_site: "Callable[[SiteSeen], Iterable[Fault]] | None"
    measured: "Callable[[SiteSeen], bool]"

    @property
    def code(self) -> str:
        return f"seo-{self.number:02}"

    def on_page(self, page: "PageSeen", site: "SiteSeen") -> Iterator[Finding]:
        """What a check of pages finds on one; nothing for a check of anything else."""
        if self.of_page is not None:
            yield from (self._finding(fault, page.url) for fault in self.of_page(page, site))

    def on_site(self, site: "SiteSeen") -> Iterator[Finding]:
        """What a check of the site finds; nothing for a check of pages."""
        if self.of_site is not None:
            yield from (self._finding(fault, site.root) for fault in self.of_site(site))

    def _finding(self, fault: Fault, url: str) -> Finding:
        return Finding(self.code, fault.level or self.level, str(fault.message), fault.node, fault.url or url)


def _always(site: "SiteSeen") -> bool:
    return bool(site.pages)


def of_page(
    number: int,
    level: Level,
    title: str | Promise,
    measured: "Callable[[SiteSeen], bool]" = _always,
    whole: "Callable[[SiteSeen], Iterable[Fault]] | None" = None,
) -> "Callable[[Callable[[PageSeen, SiteSeen], Iterable[Fault]]], Check]":
    """Make a function of a page into check `number`; `whole` is the part of it that compares pages."""
    return lambda function: Check(number, Scope.PAGE, level, title, function, whole, measured)


def of_site(
    number: int,
    scope: Scope,
    level: Level,
    title: str | Promise,
    measured: "Callable[[SiteSeen], bool]" = _always,
) -> "Callable[[Callable[[SiteSeen], Iterable[Fault]]], Check]":
    """Make a function of the whole site into check `number`."""
    return lambda function: Check(number, scope, level, title, None, function, measured)
