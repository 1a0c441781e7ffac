"""Rules as the table `importing` reads: what is exported can be imported again."""

from collections.abc import Iterable, Iterator

from cms.models import RedirectRule

HEADINGS = [
    "old address", "new address", "status", "pattern", "query goes on", "reason", "archive", "note", "site",
    "origin", "hits", "last hit",
]  # fmt: skip


def rows(rules: Iterable[RedirectRule]) -> Iterator[list[str]]:
    """The headings, and a row for each rule; pages by their address today."""
    yield HEADINGS
    for rule in rules:
        yield [
            _cell(rule.path),
            _cell(rule.new_address),
            str(rule.status),
            "yes" if rule.is_pattern else "",
            rule.passes,
            _cell(rule.reason),
            rule.archive,
            _cell(rule.note),
            rule.hostname,
            rule.origin,
            str(rule.hits),
            rule.last_hit_at.isoformat() if rule.last_hit_at else "",
        ]


def _cell(text: str) -> str:
    """Text a spreadsheet does not take for a formula (OWASP: "CSV Injection")."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
