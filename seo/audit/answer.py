"""An HTTP answer as the audit keeps it, and the robots directives it carries."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.encoding import iri_to_uri

from seo.audit.urls import join, without_fragment


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered at `url`, redirects not followed.

    `headers` have lower-case names; several of one name are joined by ", " (Set-Cookie by a line feed). `body` may be
    dropped by whoever stores the answer once it has been read; `size` stays (bytes, as sent after decoding). `seconds`
    is the time to the first byte, when measured. `pixels` is (width, height) of a picture, when it was opened.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float | None = None
    pixels: tuple[int, int] | None = None
    size: int = -1

    def __post_init__(self) -> None:
        if self.size < 0:
            object.__setattr__(self, "size", len(self.body))

    def header(self, name: str) -> str:
        """A header's value, empty when it was not sent."""
        return self.headers.get(name.lower(), "")

    @property
    def is_redirect(self) -> bool:
        return self.status in {301, 302, 303, 307, 308} and bool(self.header("location"))

    @property
    def is_permanent(self) -> bool:
        return self.status in {301, 308}

    @property
    def location(self) -> str:
        """Where it sends, absolute and without fragment; empty when it does not."""
        return (
            iri_to_uri(without_fragment(join(self.url, self.header("location")))) if self.is_redirect else ""
        )

    @property
    def media_type(self) -> str:
        """`text/html`: the content type without its parameters, in lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset parameter in lower case; empty when none is given."""
        for part in self.header("content-type").split(";")[1:]:
            name, _equals, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'").lower()
        return ""

    @property
    def is_html(self) -> bool:
        return self.media_type in {"text/html", "application/xhtml+xml"}

    @property
    def robots(self) -> frozenset[str]:
        """The directives of X-Robots-Tag that hold for every crawler."""
        return directives(self.header("x-robots-tag"))

    @property
    def text(self) -> str:
        """The body as text, in the charset it names; what cannot be read becomes U+FFFD."""
        try:
            return self.body.decode(self.charset or "utf-8", "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")


# A date has a comma of its own ("unavailable_after: Friday, 25 Jun 2027 …"), so it is not split.
def directives(said: str) -> frozenset[str]:
    """Robots directives in lower case, as in "noindex, max-snippet:-1"; `none` is also its two halves."""
    found: list[str] = []
    for part in said.lower().split(","):
        word = part.strip()
        if found and found[-1].startswith("unavailable_after") and ":" not in word.partition(" ")[0]:
            found[-1] += f", {word}"
        elif word:
            found.append(word.replace(": ", ":"))
    if "none" in found:
        found += ["noindex", "nofollow"]
    return frozenset(found)
