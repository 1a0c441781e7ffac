"""Rules by the thousand, in a constant number of queries for each batch."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from wagtail.models import Site

from cms.redirects.addresses import Asked, encoded, key_of
from cms.redirects.lookup import ordered
from delivery import tags
from delivery.log import record
from delivery.models import Change

if TYPE_CHECKING:
    from cms.models import RedirectRule

BATCH = 500  # SQLite takes 999 parameters at the least
_WRITTEN = [
    "site", "path", "is_pattern", "status", "page", "suffix", "target", "passes", "reason", "archive", "note",
    "origin", "key", "fingerprint", "target_key", "updated_at",
]  # fmt: skip


def write(rules: Sequence["RedirectRule"]) -> None:
    """Write rules, tidy and flat, over those that stand at their addresses; hits are kept. Mends chains."""
    model = apps.get_model("cms", "RedirectRule")
    wanted = {(rule.site_id, rule.fingerprint): rule for rule in rules}
    standing = model.objects.filter(fingerprint__in=[rule.fingerprint for rule in wanted.values()])
    for rule in wanted.values():
        rule.updated_at = timezone.now()
    for pk, site_id, fingerprint in standing.values_list("pk", "site", "fingerprint"):
        if rule := wanted.get((site_id, fingerprint)):
            rule.pk = pk
    model.objects.bulk_update([rule for rule in wanted.values() if rule.pk], _WRITTEN, batch_size=50)
    model.objects.bulk_create([rule for rule in wanted.values() if not rule.pk], batch_size=BATCH)
    retarget(list(wanted.values()))
    tell(rule for rule in wanted.values() if rule.origin != model.Origin.AUTOMATIC)


def tell(rules: "Iterable[RedirectRule]") -> None:
    """Tell the change log of addresses that answer otherwise, one change for each site: in a transaction. What pages
    leave behind is told with the page."""
    by_site: dict[int | None, list[str]] = {}
    for rule in rules:
        by_site.setdefault(rule.site_id, []).append("" if rule.is_pattern else rule.path)
    roots = {root.site_id: root.root_url for root in Site.get_site_root_paths()}
    for site_id, paths in by_site.items():
        root = roots.get(site_id) or next(iter(roots.values()), "")
        urls = [root + encoded(path) for path in paths if path]
        record(Change.Kind.REDIRECT, site_id=site_id, old_urls=urls, tags=[tags.REDIRECTS])


def retarget(rules: Iterable["RedirectRule"]) -> None:
    """Let the rules that lead to these rules' addresses lead to where these lead: no chain is left. One query where
    there is none."""
    model = apps.get_model("cms", "RedirectRule")
    rules = list(rules)
    led_to = Q(target_key__in={key_of(rule.path.partition("?")[0]) for rule in rules if not rule.is_pattern})
    for rule in rules:
        if rule.is_pattern:  # rare, and written one by one: reads the rules that lead into its folder
            led_to |= Q(target__istartswith=rule.path.partition("*")[0]) & ~Q(target_key="")
    changed = []
    for before in model.objects.filter(led_to):
        asked = Asked.parse(before.target)
        mine = (rule for rule in rules if rule.pk != before.pk and rule.meets(before.site_id))
        if found := next(ordered(asked, (rule for rule in mine if rule.key in asked.keys)), None):
            before.lead_to(*found)
            before.updated_at = timezone.now()
            changed.append(before)
    model.objects.bulk_update(changed, _WRITTEN, batch_size=50)
