"""What a page lets search engines do, as the documented robots directives."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

MAX_IMAGE_PREVIEW = (("large", "large"), ("standard", "standard"), ("none", "none"))
# From the most open to the strictest; Bing reads nocache where both are said, so one page says one.
ARCHIVE = ("", "nocache", "noarchive")
NO_LIMIT = -1

_PREVIEWS = ("none", "standard", "large")
_FLAGS = {
    "noindex": ("index", False),
    "nofollow": ("follow", False),
    "indexifembedded": ("embedded", True),
    "nosnippet": ("snippet", False),
    "noimageindex": ("image_index", False),
    "notranslate": ("translate", False),
    "noarchive": ("archive", "noarchive"),
    "nocache": ("archive", "nocache"),
}


@dataclass(frozen=True, slots=True)
class Robots:
    """The robots meta tag and X-Robots-Tag, which say the same (Google: "Robots meta tag, data-nosnippet, and
    X-Robots-Tag specifications"). `archive` is Bing's (Bing Webmaster Guidelines: noarchive keeps a page out of
    Copilot's answers, nocache leaves it address, title and snippet).

    `max_snippet` counts characters, `max_video_preview` seconds, -1 is no limit. Raises ValueError for
    directives that contradict each other.
    """

    index: bool = True
    follow: bool = True
    snippet: bool = True
    max_image_preview: str = "large"
    image_index: bool = True
    max_snippet: int = NO_LIMIT
    max_video_preview: int = NO_LIMIT
    translate: bool = True
    embedded: bool = False
    unavailable_after: datetime | None = None
    archive: str = ""

    def __post_init__(self) -> None:
        for field, value, known in (
            ("max-image-preview", self.max_image_preview, _PREVIEWS),
            ("archive", self.archive, ARCHIVE),
        ):
            if value not in known:
                raise ValueError(f"{field} is one of {', '.join(filter(None, known))}, not “{value}”.")
        if min(self.max_snippet, self.max_video_preview) < NO_LIMIT:
            raise ValueError("A limit of snippets is a number from 0, or -1 for no limit.")
        if self.embedded and self.index:
            raise ValueError("indexifembedded lifts a noindex and has no meaning without one.")
        if not self.snippet and self.max_snippet != NO_LIMIT:
            raise ValueError("nosnippet and max-snippet contradict each other.")
        if self.unavailable_after is not None and self.unavailable_after.tzinfo is None:
            raise ValueError("unavailable_after is a moment with its time zone.")

    def __str__(self) -> str:
        return ", ".join(self._directives())

    def _directives(self) -> Iterator[str]:
        # "index" and "follow" are what every page is without saying so; a page that is not listed has no preview.
        if not self.index:
            yield "noindex"
        if not self.follow:
            yield "nofollow"
        if self.embedded:
            yield "indexifembedded"
        if self.index:
            yield f"max-image-preview:{self.max_image_preview}"
            yield f"max-snippet:{self.max_snippet}" if self.snippet else "nosnippet"
            if self.snippet:
                yield f"max-video-preview:{self.max_video_preview}"
        if not self.image_index:
            yield "noimageindex"
        if self.index:
            if not self.translate:
                yield "notranslate"
            if self.archive:
                yield self.archive
            if self.unavailable_after:
                yield f"unavailable_after: {self.unavailable_after.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    def within(self, outer: "Robots") -> "Robots":
        """Both at once, the stricter of each: what a page says in a section that says something too."""
        moments = [moment for moment in (self.unavailable_after, outer.unavailable_after) if moment]
        index, snippet = self.index and outer.index, self.snippet and outer.snippet
        return Robots(
            index=index,
            follow=self.follow and outer.follow,
            snippet=snippet,
            max_image_preview=min(self.max_image_preview, outer.max_image_preview, key=_PREVIEWS.index),
            image_index=self.image_index and outer.image_index,
            max_snippet=_tighter(self.max_snippet, outer.max_snippet) if snippet else NO_LIMIT,
            max_video_preview=_tighter(self.max_video_preview, outer.max_video_preview),
            translate=self.translate and outer.translate,
            # Each noindex must be lifted by the one who said it.
            embedded=not index and all(each.index or each.embedded for each in (self, outer)),
            unavailable_after=min(moments, default=None),
            archive=max(self.archive, outer.archive, key=ARCHIVE.index),
        )

    def as_words(self) -> str:
        """Everything that differs from an open page, in few words; `from_words` reads it. Empty for an open page."""
        words = [word for word, (field, value) in _FLAGS.items() if getattr(self, field) == value]
        limits = {
            "max-image-preview": (self.max_image_preview, "large"),
            "max-snippet": (self.max_snippet, NO_LIMIT),
            "max-video-preview": (self.max_video_preview, NO_LIMIT),
        }
        words += [f"{word}:{value}" for word, (value, usual) in limits.items() if value != usual]
        return " ".join(words)

    @classmethod
    def from_words(cls, words: str) -> "Robots":
        """Raises ValueError for a word that is no directive."""
        facts: dict[str, Any] = {}
        for word in words.split():
            name, _colon, value = word.partition(":")
            if name in _FLAGS:
                field, value = _FLAGS[name]
                facts[field] = value
            elif name == "max-image-preview":
                facts["max_image_preview"] = value
            elif name in {"max-snippet", "max-video-preview"}:
                facts[name.replace("-", "_")] = int(value)
            else:
                raise ValueError(f"“{word}” is no robots directive.")
        return cls(**facts)


def _tighter(one: int, other: int) -> int:
    return max(one, other) if NO_LIMIT in (one, other) else min(one, other)


INDEXED = Robots()
NOINDEX = Robots(index=False)
