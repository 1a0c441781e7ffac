"""robots.txt as RFC 9309 reads it: groups, rules, which rule decides, and what is wrong with a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import unified_diff
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

from django.utils.translation import gettext as _

SIZE_LIMIT = 500 * 1024  # bytes; Google reads no more, RFC 9309 asks for as much
_RULES = {"allow", "disallow"}
# Outside the standard but read by somebody: sitemaps.org, Bing, Yandex, the IETF's AI-preferences drafts.
_OTHER_FIELDS = {"sitemap", "crawl-delay", "clean-param", "content-usage"}
_TOKEN = re.compile(r"[A-Za-z_-]+")
_SAFE = "/~!$&'()*+,;=:@?-._"


@dataclass(frozen=True, slots=True)
class Rule:
    """One allow or disallow line; `line` counts from 1."""

    line: int
    allows: bool
    path: str

    def __str__(self) -> str:
        return f"{'Allow' if self.allows else 'Disallow'}: {self.path}"

    def matches(self, path: str) -> bool:
        """Whether the rule speaks of a path in its normal form."""
        return _pattern(self.path)[0].match(path) is not None

    @property
    def length(self) -> int:
        """In octets: the longest rule that matches decides (RFC 9309, 2.2.2)."""
        return _pattern(self.path)[1]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a crawler may fetch a path, by which rule (None: no rule speaks), of the group with which name."""

    allowed: bool
    rule: Rule | None
    group: str


@dataclass(slots=True)
class _Group:
    tokens: list[str]
    rules: list[Rule] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RobotsTxt:
    """A parsed text. Lines that are no rules are skipped, as crawlers skip them; `problems` names them."""

    groups: tuple[_Group, ...]

    @classmethod
    def parse(cls, text: str) -> "RobotsTxt":
        groups: list[_Group] = []
        naming = False  # still collecting the names of one group
        for number, name, value in _records(text):
            if name == "user-agent":
                if not naming:
                    groups.append(_Group([]))
                groups[-1].tokens.append(_token(value))
                naming = True
            elif name in _RULES:
                naming = False
                if groups and value:
                    groups[-1].rules.append(Rule(number, name == "allow", value))
        return cls(tuple(groups))

    def decide(self, crawler: str, path: str) -> Decision:
        """The longest rule of the crawler's own groups decides, else of the groups for all; a tie allows."""
        wanted, rules = self.rules_for(crawler)
        path = _literal(_normal(path))
        matching = [rule for rule in rules if rule.matches(path)]
        if path == "/robots.txt" or not matching:
            return Decision(True, None, wanted)
        rule = max(matching, key=lambda rule: (rule.length, rule.allows))
        return Decision(rule.allows, rule, wanted)

    def rules_for(self, crawler: str) -> tuple[str, tuple[Rule, ...]]:
        """The name of the group that holds for a crawler, and all rules of the groups of that name."""
        token = _token(crawler)
        wanted = token if any(token in group.tokens for group in self.groups) else "*"
        return wanted, tuple(rule for group in self.groups if wanted in group.tokens for rule in group.rules)


def changes(before: str, after: str) -> list[str]:
    """The lines that differ, each with its sign, and some around them; empty for equal texts."""
    return list(unified_diff(before.splitlines(), after.splitlines(), lineterm=""))[2:]


def problems(text: str) -> Iterator[str]:
    """What is wrong with a text on its own, each with its line; nothing for a text crawlers read as it is meant."""
    if len(text.encode()) > SIZE_LIMIT:
        yield _("The text is longer than 500 KiB; crawlers stop reading there.")
    grouped = False
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.partition("#")[0].strip()
        if not content:
            continue
        name, colon, value = (part.strip() for part in content.partition(":"))
        facts = {"line": number, "field": name, "value": value}
        name = name.lower()
        if not colon:
            yield _("Line %(line)d is no rule: write “field: value”.") % facts
        elif name == "user-agent":
            grouped = True
            if value != "*" and not _TOKEN.fullmatch(value):
                yield _("Line %(line)d: a crawler's name has letters, hyphens and underscores only.") % facts
        elif name in _RULES:
            if not grouped:
                yield _("Line %(line)d stands in no group: begin with “User-agent:”.") % facts
            if value and not value.startswith(("/", "*")):
                yield _("Line %(line)d: a path begins with a slash.") % facts
        elif name == "noindex":
            yield _("Line %(line)d: search engines do not read “Noindex” here; hide the page itself.") % facts
        elif name not in _OTHER_FIELDS:
            yield _("Line %(line)d: no crawler reads the field “%(field)s”.") % facts
        elif name == "sitemap" and not re.match(r"https?://[^/\s]+/", value):
            yield _("Line %(line)d: a sitemap is named by its full address.") % facts


def _records(text: str) -> Iterator[tuple[int, str, str]]:
    read = text.encode()[:SIZE_LIMIT].decode(errors="ignore").removeprefix("\ufeff")
    for number, line in enumerate(read.splitlines(), start=1):
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield number, name.strip().lower(), value.strip()


@lru_cache(maxsize=4096)
def _pattern(path: str) -> tuple[re.Pattern[str], int]:
    pattern, end = _normal(path), ""
    length = len(pattern)
    if pattern.endswith("$"):
        pattern, end = pattern[:-1], r"\Z"
    parts = (re.escape(_literal(part)) for part in pattern.split("*"))
    return re.compile(".*".join(parts) + end, re.DOTALL), length


def _literal(path: str) -> str:
    """What means something in a rule and nothing in an address, encoded as a rule has to write it (RFC 9309, 2.2.3)."""
    return path.replace("*", "%2A").replace("$", "%24")


def _token(crawler: str) -> str:
    """The name a group is found by: Googlebot/2.1 (+https://…) is googlebot."""
    match = _TOKEN.match(crawler.strip())
    return match[0].lower() if match else "*"


def _normal(path: str) -> str:
    """Octets compared as RFC 9309, 2.2.2 wants them: what need not be encoded is not, everything else is."""
    keep = re.split(r"(%(?:2[FfAa4]|3[Ff]|23|25))", path)  # an encoded delimiter is not the delimiter
    return "".join(
        part.upper() if index % 2 else quote(unquote_to_bytes(part), safe=_SAFE)
        for index, part in enumerate(keep)
    )
