"""Addresses as rules compare them. Pure: nothing here asks the database.

A rule is found by keys, digests of fixed length, so that an address may be as long as it likes and one index finds
exact addresses, addresses with their query, and patterns alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode

from django.utils.encoding import repercent_broken_unicode

from seo.parameters import is_noise

LONGEST = 2000  # characters of a path with its query
MOST_WILDCARDS = 5
_MOST_PARAMETERS = 100
_MOST_FOLDERS = 40
_EXACT, _QUERIED, _PATTERN = "=", "?", "*"
SAFE = "/~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class Asked:
    """A path as Django decodes it, and the query as it was sent."""

    path: str
    query: str = ""

    @classmethod
    def parse(cls, address: str) -> "Asked":
        """An address within a site as it stands in a link: percent-encoded or not, a fragment is dropped."""
        path, _, query = address.partition("#")[0].partition("?")
        return cls(decoded(path), query)

    @property
    def keys(self) -> list[str]:
        """The keys of every rule that may answer, the more exact first."""
        folded, index_free = fold(self.path), fold(_without_index(self.path))
        written = []
        for query in dict.fromkeys([canonical_query(self.query), canonical_query(self.query, noise=False)]):
            if query:
                written.append(key(_QUERIED, f"{folded}?{query}"))
        written.extend(key(_EXACT, path) for path in dict.fromkeys([folded, index_free]))
        written.extend(key(_PATTERN, folder) for folder in folders(folded))
        return list(dict.fromkeys(written))


def decoded(path: str) -> str:
    """A path as Django decodes it from a request: bytes that are no UTF-8 stay percent-encoded."""
    return repercent_broken_unicode(unquote_to_bytes(path)).decode()


def spelled(path: str) -> str:
    """The path as a rule keeps it: one slash between parts, none at the end, letters as they were written."""
    return "/" + "/".join(part for part in path.split("/") if part)


def fold(path: str) -> str:
    """The path as rules compare it: `spelled`, in small letters."""
    return spelled(path).lower()


def canonical_query(query: str, *, noise: bool = True) -> str:
    """A query in one spelling and order; without what only follows a visitor unless `noise`. Empty for nonsense."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS, errors="replace")
    except ValueError:
        return ""
    return urlencode(sorted(pair for pair in pairs if noise or not is_noise(pair[0])))


def key(kind: str, text: str) -> str:
    """32 letters that stand for an address of a kind."""
    return blake2b(f"{kind}{text}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def key_of(path: str, *, is_pattern: bool = False) -> str:
    """The key of a rule for `path`, which may have a query."""
    if is_pattern:
        return key(_PATTERN, _literal_folder(path))
    bare, _, query = path.partition("?")
    return key(_QUERIED, f"{fold(bare)}?{canonical_query(query)}") if query else key(_EXACT, fold(bare))


def fingerprint(path: str, *, is_pattern: bool = False) -> str:
    """What no two rules of a site share: the path letter for letter."""
    return key("pattern " if is_pattern else "path ", path)


def folders(folded: str) -> Iterator[str]:
    """The folders an address lies in, the deepest first; an address is its own folder: /a/b, /a, /."""
    parts = [part for part in folded.split("/") if part][:_MOST_FOLDERS]
    for depth in range(len(parts), -1, -1):
        yield "/" + "/".join(parts[:depth])


def _literal_folder(pattern: str) -> str:
    """The folder every address of a pattern lies in: that before its first wildcard."""
    before = pattern.partition("*")[0]
    return fold(before.rpartition("/")[0])


def _without_index(path: str) -> str:
    from cms.addresses import INDEX_FILES

    head, _, last = path.rstrip("/").rpartition("/")
    return head if last.lower() in INDEX_FILES else path


# Patterns ------------------------------------------------------------------------------------------------


def match(pattern: str, path: str) -> Sequence[str] | None:
    """What the wildcards of an anchored pattern stand for in a path, letters as asked; None where it does not match.

    `*` is any run of characters, slashes too. A pattern that ends in `/*` also matches its folder. No regular
    expression: every wildcard takes as little as it can and the last one the rest, which finds a match wherever
    there is one and looks at each character once for each wildcard.
    """
    asked = spelled(path)
    text = asked.lower()
    if len(text) != len(asked):  # letters whose small form is longer
        asked = text
    pieces = pattern.lower().split("*")
    if pattern.endswith("/*") and text == pieces[0].rstrip("/") and len(pieces) == 2:
        return [""]
    first, last = pieces[0], pieces[-1]
    end = len(text) - len(last)
    if not text.startswith(first) or not text.endswith(last) or end < len(first):
        return None
    found, position = [], len(first)
    for piece in pieces[1:-1]:
        start = text.find(piece, position, end)
        if start < 0:
            return None
        found.append(asked[position:start])
        position = start + len(piece)
    return [*found, asked[position:end]]


def fill(target: str, captured: Sequence[str]) -> str:
    """The target of a pattern with `$1`, `$2` … replaced by what the wildcards stood for, percent-encoded."""
    for number, text in reversed(list(enumerate(captured, start=1))):
        target = target.replace(
            f"${number}", quote(text.strip("/") if "/" in text else text, safe="/~!'()*,;=:@")
        )
    return target


def encoded(path: str) -> str:
    """A decoded path, perhaps with a query, percent-encoded as it stands in a link."""
    bare, mark, query = path.partition("?")
    return quote(bare, safe=f"{SAFE}%" if "%" in bare else SAFE) + mark + query
