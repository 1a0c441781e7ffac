"""llms.txt: what a site is and where to read on, as Markdown for programs (the proposal of llmstxt.org)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from seo.markdown import escaped
from seo.text import clip, plain

MOST_LINKS = 500
NOTE_MAX = 200
# The proposal's own word: what stands under it may be left out where room is short.
OPTIONAL = "Optional"


@dataclass(frozen=True, slots=True)
class Link:
    """One page: `url` absolute, `note` a sentence about it or empty."""

    title: str
    url: str
    note: str = ""

    def __str__(self) -> str:
        note = clip(plain(self.note), NOTE_MAX)
        return f"- [{_line(self.title)}]({self.url})" + (f": {escaped(note)}" if note else "")


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class LlmsTxt:
    """The file: the site's name, what it is in a sentence, more words, sections, and what may be skipped."""

    name: str
    summary: str = ""
    words: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    optional: tuple[Link, ...] = ()

    def as_text(self) -> str:
        """The whole of it; a page stands in it once, and after `MOST_LINKS` pages it ends."""
        return "\n\n".join(self._parts()) + "\n"

    @property
    def links(self) -> list[Link]:
        return [link for section in self._sections() for link in section.links]

    @property
    def named_sections(self) -> list[Section]:
        """The sections as they stand in the file: none empty, no page twice."""
        return list(self._sections())

    def _parts(self) -> Iterator[str]:
        yield f"# {_line(self.name)}"
        if summary := plain(self.summary):
            yield f"> {escaped(summary)}"
        yield from (escaped(plain(paragraph)) for paragraph in self.words if plain(paragraph))
        for section in self._sections():
            yield f"## {_line(section.title)}\n\n" + "\n".join(map(str, section.links))

    def _sections(self) -> Iterator[Section]:
        seen: set[str] = set()
        for section in (*self.sections, Section(OPTIONAL, self.optional)):
            links = _new(section.links, seen)
            if links:
                yield Section(section.title, tuple(links))


def _new(links: Iterable[Link], seen: set[str]) -> Sequence[Link]:
    fresh = []
    for link in links:
        if link.url not in seen and len(seen) < MOST_LINKS:
            seen.add(link.url)
            fresh.append(link)
    return fresh


def _line(words: str) -> str:
    return escaped(plain(words)) or "–"
