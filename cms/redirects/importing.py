"""A redirect map imported: judged as a whole, flattened, written in batches, and the same again when run again."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction

from wagtail.models import Site

from cms import locales
from cms.addresses import answers_as_page, normal_path
from cms.models import Page, RedirectRule
from cms.redirects import addresses, bulk, writing
from cms.redirects.addresses import Asked
from cms.redirects.ledger import Entry, Ledger
from cms.redirects.lookup import ordered
from cms.redirects.table import Row, read

LEFT_OUT, NOTED = "left out", "noted"
_MOST_LINKS = 50
_WORDS = {"": 0, "permanent": 301, "temporary": 302, "gone": 410, "true": 301, "false": 302}
_COMPARED = ("status", "page_id", "suffix", "target", "passes", "reason", "archive", "note", "is_pattern")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said of a line. `kind`: address, status, target, duplicate, contradiction, loop, chain, page,
    rule, nothing, unreadable. `level`: the line was left out, or written and this noted."""

    line: int
    level: str
    kind: str
    message: str


@dataclass(slots=True)
class Report:
    """What an import did, or would do. `findings` are read once, in the order of the file."""

    rows: int = 0
    written: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)


def import_file(
    path: Path,
    *,
    site: Site | None = None,
    columns: Mapping[str, str] | None = None,
    dry_run: bool = False,
    replace: bool = False,
    on_finding: Callable[[Finding], None] = lambda _finding: None,
    on_progress: Callable[[str, int], None] = lambda _stage, _count: None,
) -> Report:
    """Import a redirect map; with `dry_run` say what would be done and write nothing.

    Addresses of hosts that are no site of ours stand for `site`, or the default one: the map of a closed site says
    what its addresses answer here. Rules of editors are kept unless `replace`. Interrupted, it is run again: what is
    written is found unchanged. Raises `table.NotATable`.
    """
    with closing(Ledger()) as ledger:
        run = _Import(ledger, site or Site.objects.get(is_default_site=True), dry_run, replace)
        for row in read(path, columns):
            run.judge(row)
            if run.report.rows % 5_000 == 0:
                on_progress("read", run.report.rows)
        on_progress("read", run.report.rows)
        done = 0
        for batch in batched(ledger.entries(), bulk.BATCH, strict=False):
            run.write(batch)
            done += len(batch)
            on_progress("written", done)
        for finding in ledger.findings():
            on_finding(Finding(*finding))
        run.report.kinds = ledger.finding_counts()
        return run.report


class _Import:
    def __init__(self, ledger: Ledger, site: Site, dry_run: bool, replace: bool) -> None:
        self.ledger, self.site, self.dry_run, self.replace = ledger, site, dry_run, replace
        self.report = Report()
        self.sites = {each.pk: each for each in Site.objects.all()}
        self.hosts = {each.hostname.removeprefix("www."): each for each in reversed(self.sites.values())}

    # First: every line by itself, and against those before it --------------------------------------------------

    def judge(self, row: Row) -> None:
        """Keep a row as an entry, or say what is wrong with it."""
        self.report.rows += 1
        if row.problem:
            self.leave_out(row.line, "unreadable", row.problem)
            return
        try:
            entry = self._entry(row)
        except _Refused as refused:
            self.leave_out(row.line, *refused.args)
            return
        first = self.ledger.add(entry)
        if first is None:
            return
        if (first.status, first.target) == (entry.status, entry.target):
            self.leave_out(row.line, "duplicate", f"{entry.path} is the same as in line {first.line}.")
        else:
            said = f"{entry.path} answers {_said(first)} by line {first.line}, and {_said(entry)} here."
            self.leave_out(row.line, "contradiction", said)

    def _entry(self, row: Row) -> Entry:
        status, target = _status(row)
        if not row["old"]:
            raise _Refused("address", "There is no old address.")
        try:
            old = urlsplit(row["old"])
        except ValueError as error:
            raise _Refused("address", f"{row['old'][:200]} is no address: {error}.") from error
        host = (old.hostname or "").removeprefix("www.")
        site = self.hosts.get((row["site"] or host).removeprefix("www."), self.site)
        if host and host not in self.hosts:
            self.ledger.saw_host(host)
        path = old.path + (f"?{old.query}" if old.query else "") if host else row["old"]
        is_pattern = row["pattern"].lower() in {"1", "yes", "true"}
        rule = RedirectRule(site=site, path=path or "/", is_pattern=is_pattern)
        try:
            rule.path = writing.tidy_path(rule)
        except (ValidationError, ValueError) as error:
            raise _Refused("address", f"{_words(error)} {row['old'][:200]}") from error
        rule.set_keys()
        archive = row["archive"] if urlsplit(row["archive"]).scheme in {"http", "https"} else ""
        return Entry(
            line=row.line,
            site=site.pk,
            key=rule.key,
            fingerprint=rule.fingerprint,
            path=rule.path,
            is_pattern=rule.is_pattern,
            status=status,
            target=_tidy_target(target, must_be=status < 400),
            archive=archive[: addresses.LONGEST],
            reason=row["reason"][:250],
            note=row["note"],
            passes=row["passes"] if row["passes"] in RedirectRule.Passes.values else "noise",
        )

    # Then: every entry against the whole file, the rules and the pages ------------------------------------------

    def write(self, entries: tuple[Entry, ...]) -> None:
        """Flatten a batch and write what is new or other. A constant number of queries."""
        flat = [entry for entry in map(self._flattened, entries) if entry is not None]
        rules = {entry.line: self._rule(entry) for entry in flat}
        self._point_at_pages(flat, rules)
        self._follow_standing(flat, rules)
        self._leave_pages_alone(flat, rules)
        wanted = self._against_standing(flat, rules)
        if not self.dry_run:
            with transaction.atomic():
                bulk.write(wanted)

    def _flattened(self, entry: Entry) -> Entry | None:
        """The entry, leading to the end of its chain in the file; None where that is a circle."""
        trail, at = [entry], entry
        while at.status < 400 and not entry.is_pattern and (path := self._own_path(at)):
            if len(trail) == _MOST_LINKS:
                break
            following = self.ledger.at(at.site, Asked.parse(path).keys)
            if following is None:
                break
            trail.append(following)
            if following.line in {each.line for each in trail[:-1]}:
                self.leave_out(entry.line, "loop", f"{_trail(trail)} leads in a circle.")
                return None
            at = following
        if len(trail) > 1:
            end = f" → {at.target}" if at.target else f" ({at.status})"
            self.ledger.note(entry.line, NOTED, "chain", f"{_trail(trail)}{end} was cut short to its end.")
            weaker = next((each.status for each in trail if each.status in {302, 307}), entry.status)
            entry.status = at.status if at.status > 400 else weaker
            entry.target, entry.archive = at.target, at.archive if at.status > 400 else entry.archive
        return entry

    def _own_path(self, entry: Entry) -> str:
        """The target as a path of the entry's site; empty for one elsewhere."""
        if entry.target.startswith("/") or not entry.target:
            return entry.target
        parts = urlsplit(entry.target)
        host = (parts.hostname or "").removeprefix("www.")
        own = self.hosts.get(host)
        if own is None and self.ledger.has_host(host):
            own = self.site
        if own is None or own.pk != entry.site:
            return ""
        return (parts.path or "/") + writing.suffix(entry.target)

    def _rule(self, entry: Entry) -> RedirectRule:
        rule = RedirectRule(
            site=self.sites[entry.site],
            path=entry.path,
            is_pattern=entry.is_pattern,
            status=entry.status,
            target=entry.target,
            archive=entry.archive,
            reason=entry.reason,
            note=entry.note,
            passes=entry.passes,
            origin=RedirectRule.Origin.IMPORT,
        )
        rule.set_keys()
        return rule

    def _point_at_pages(self, entries: list[Entry], rules: dict[int, RedirectRule]) -> None:
        """Targets that are pages become those pages; others on hosts of ours become paths."""
        asked = {}
        for entry in entries:
            path = self._own_path(entry)
            if path and not (entry.is_pattern and "$" in entry.target):
                asked[entry.line] = (entry.site, path)
        pages = self._pages(asked)
        for line, (_site_id, path) in asked.items():
            rule = rules[line]
            if page := pages.get(line):
                rule.page, rule.target, rule.suffix = page, "", writing.suffix(path)[:500]
            elif (
                rule.target.startswith("/")
                or urlsplit(rule.target).hostname.removeprefix("www.") in self.hosts
            ):
                rule.target = path
            rule.set_keys()

    def _pages(self, asked: Mapping[int, tuple[int, str]]) -> dict[int, Page]:
        """The live pages at paths of sites, by the same names. One query."""
        places = {}
        for name, (site_id, path) in asked.items():
            normal = normal_path(addresses.decoded(path.partition("?")[0].partition("#")[0]))
            tree_path = locales.url_path(self.sites[site_id], normal)
            if tree_path:
                places[name] = tree_path
        found = Page.objects.filter(url_path__in=set(places.values()), live=True)
        by_path = {page.url_path: page for page in found.only("pk", "url_path", "title")}
        return {name: by_path[place] for name, place in places.items() if place in by_path}

    def _follow_standing(self, entries: list[Entry], rules: dict[int, RedirectRule]) -> None:
        """Targets that have a rule already lead to where that leads. One query."""
        asked = {
            entry.line: Asked.parse(path)
            for entry in entries
            if entry.status < 400 and not entry.is_pattern and rules[entry.line].page is None
            if (path := self._own_path(entry))
        }
        keys = {key for each in asked.values() for key in each.keys}
        standing = list(RedirectRule.objects.filter(key__in=keys).select_related("page")) if keys else []
        by_key: dict[str, list[RedirectRule]] = {}
        for rule in standing:
            by_key.setdefault(rule.key, []).append(rule)
        for line, address in asked.items():
            rule = rules[line]
            near = [each for key in address.keys for each in by_key.get(key, []) if each.meets(rule.site_id)]
            other = [each for each in near if each.fingerprint != rule.fingerprint]
            found = next(ordered(address, other), None)
            if found is None:
                self._note_nothing(line, rule)
                continue
            following, captured = found
            if rule.key in (Asked.parse(following.target).keys if following.target_key else []):
                trail = f"{rule.path} → {following.path} → {following.target}"
                self.leave_out(line, "loop", f"{trail} leads in a circle, the second by a rule that stands.")
                rules.pop(line)
                continue
            self.ledger.note(
                line,
                NOTED,
                "chain",
                f"{rule.path} → {following.path} was cut short: there is a rule for the second.",
            )
            rule.lead_to(following, captured)

    def _note_nothing(self, line: int, rule: RedirectRule) -> None:
        if rule.target.startswith("/") and answers_as_page(Asked.parse(rule.target).path):
            self.ledger.note(
                line, NOTED, "nothing", f"{rule.path} → {rule.target}: nothing stands there yet."
            )

    def _leave_pages_alone(self, entries: list[Entry], rules: dict[int, RedirectRule]) -> None:
        """Leave out rules for addresses of live pages. One query."""
        at = {
            entry.line: (entry.site, addresses.encoded(entry.path))
            for entry in entries
            if entry.line in rules and not entry.is_pattern and "?" not in entry.path
        }
        for line, page in self._pages(at).items():
            kind = "loop" if rules[line].page == page else "page"
            self.leave_out(
                line, kind, f"The page “{page.title}” stands at {rules[line].path} and answers first."
            )
            rules.pop(line)

    def _against_standing(self, entries: list[Entry], rules: dict[int, RedirectRule]) -> list[RedirectRule]:
        """The rules that are new or other than what stands; counts all. One query."""
        prints = [rule.fingerprint for rule in rules.values()]
        standing = {
            (rule.site_id, rule.fingerprint): rule
            for rule in RedirectRule.objects.filter(fingerprint__in=prints)
        }
        wanted = []
        for line, rule in rules.items():
            before = standing.get((rule.site_id, rule.fingerprint)) or standing.get((None, rule.fingerprint))
            if before is None:
                self.report.written += 1
            elif all(getattr(before, name) == getattr(rule, name) for name in _COMPARED):
                self.report.unchanged += 1
                continue
            elif before.origin == RedirectRule.Origin.EDITOR and not self.replace:
                said = f"An editor's rule for {rule.path} was kept: {before.status} {before.target}"
                self.leave_out(line, "rule", said.strip())
                continue
            else:
                self.report.changed += 1
                rule.site_id = before.site_id
            wanted.append(rule)
        return wanted

    def leave_out(self, line: int, kind: str, message: str) -> None:
        self.report.left_out += 1
        self.ledger.note(line, LEFT_OUT, kind, message)


class _Refused(ValueError):
    """(kind, message)"""


def _status(row: Row) -> tuple[int, str]:
    """The status and the target a row asks for. Raises _Refused."""
    said, new = row["status"].lower(), row["new"]
    status = _WORDS.get(said) if said in _WORDS else int(said) if said.isascii() and said.isdigit() else -1
    if status == 0 and new:
        status = 301
    if status not in RedirectRule.Status.values:
        raise _Refused("status", f"“{row['status'][:40]}” is no answer of a redirect: {row['old'][:200]}")
    if status in RedirectRule.ENDS:
        return status, new or row["suggestion"]
    if not new:
        raise _Refused("target", f"{status} without a new address: {row['old'][:200]}")
    return status, new


def _tidy_target(target: str, *, must_be: bool) -> str:
    """The target, a path or an absolute address. What is only a suggestion is dropped when it is neither."""
    rule = RedirectRule(path="/", target=target)
    try:
        writing.tidy_target_form(rule)
    except ValidationError as error:
        if must_be:
            raise _Refused("target", f"{_words(error)} {target[:200]}") from error
        return ""
    return rule.target


def _words(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else f"{error}."


def _said(entry: Entry) -> str:
    return f"{entry.status} {entry.target}".strip()


def _trail(entries: list[Entry]) -> str:
    return " → ".join(f"{entry.path} (line {entry.line})" for entry in entries)
