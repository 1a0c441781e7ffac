"""What pages leave behind: rules for the addresses they move away from, and an answer where they are deleted.

Called by `cms.models.Page` and its queryset at the one place each where Wagtail changes addresses or deletes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import batched
from operator import or_
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from wagtail.models import Site

from cms import locales
from cms.redirects import addresses, bulk

if TYPE_CHECKING:
    from cms.models import Page, RedirectRule
    from cms.querysets import PageQuerySet


@dataclass(frozen=True, slots=True)
class Departure:
    """What the addresses of pages answer once they are deleted: sent on to `page`, or gone with `reason`."""

    page: "Page | None" = None
    reason: str = ""
    status: int = 410

    @classmethod
    def to(cls, page: "Page") -> "Departure":
        return cls(page=page, status=301)


GONE = Departure()
# (site, `url_path` of a home page, its language), for every site and every language it has.
type Roots = list[tuple[int, str, str]]


def follow(page: "Page", before: str, after: str) -> None:
    """Write the rules for a page that moved in the tree from one `url_path` to another, with all that stands below.

    Rules at addresses that pages have come back to are taken away. Reads the pages a batch at a time.
    """
    if any(path.startswith((after, before)) for _site, path, _language in roots_now()):
        _forget_roots()  # a home page moves: the roots are where it stands now
    roots = roots_now()
    roots_before = [
        (site_id, before + path[len(after) :] if path.startswith(after) else path, language)
        for site_id, path, language in roots
    ]
    pages = type(page).base_page_model.objects.filter(path__startswith=page.path)
    _lead_on(pages, roots_before, lambda tree_path: before + tree_path[len(after) :])


def resettle(roots_before: Roots) -> None:
    """Write the rules for pages that stay where they are in the tree while a site gets another root page, or a
    language another code: every address below the root is another one.

    Pages that are of no site any more leave nothing behind: no address leads to them.
    """
    _forget_roots()
    changed = set(roots_before) ^ set(roots_now())
    below = (Q(url_path__startswith=path) for _site, path, _language in changed)
    pages = apps.get_model("cms", "Page").objects.filter(reduce(or_, below, Q(pk=None)))
    _lead_on(pages, roots_before, lambda tree_path: tree_path)


def _lead_on(pages: "PageQuerySet", roots_before: Roots, path_before: Callable[[str], str]) -> None:
    roots = roots_now()
    rows = pages.filter(ever_live()).order_by("path").values_list("pk", "url_path", "live")
    for batch in batched(rows.iterator(chunk_size=bulk.BATCH), bulk.BATCH, strict=False):
        rules, arrivals = [], []
        for pk, tree_path, live in batch:
            now = set(_public(roots, tree_path))
            left = set(_public(roots_before, path_before(tree_path))) - now
            if now:
                rules.extend(_automatic(site_id, path, page_id=pk) for site_id, path in left)
            arrivals.extend((site_id, path, pk, live) for site_id, path in now)
        _clear(arrivals)
        bulk.write(rules)


def leave(pages: "PageQuerySet", departure: Departure = GONE, *, overwrite: bool = False) -> None:
    """Write what the addresses of pages about to be deleted, with all below, answer from now on; and let the rules
    that lead to them answer the same. Without `overwrite` addresses that have a rule keep it."""
    roots = roots_now()
    model = apps.get_model("cms", "RedirectRule")
    for batch in batched(_trees(pages), bulk.BATCH, strict=False):
        rules = [
            _automatic(site_id, path, page=departure.page, status=departure.status, reason=departure.reason)
            for _pk, tree_path in batch
            for site_id, path in _public(roots, tree_path)
        ]
        if not overwrite:
            keys = [rule.key for rule in rules]
            standing = set(model.objects.filter(key__in=keys).values_list("key", "site"))
            rules = [rule for rule in rules if not {(rule.key, rule.site_id), (rule.key, None)} & standing]
        bulk.write(rules)
        leading = model.objects.filter(page__in=[pk for pk, _path in batch])
        leading.filter(status__lt=400).update(
            page=departure.page,
            suffix="",
            **({} if departure.page and departure.status < 400 else _ending(departure)),
        )
        leading.update(page=None)


def _trees(pages: "PageQuerySet") -> Iterator[tuple[int, str]]:
    """(pk, url_path) of these pages and all below them that readers may have seen, each once."""
    every = apps.get_model("cms", "Page").objects
    top = "/"  # stands in no path
    for path in pages.order_by("path").values_list("path", flat=True):
        if not path.startswith(top):
            top = path
            tree = every.filter(ever_live(), path__startswith=path)
            yield from tree.values_list("pk", "url_path").iterator(chunk_size=bulk.BATCH)


def _ending(departure: Departure) -> dict[str, Any]:
    return {"status": departure.status, "reason": departure.reason}


def ever_live() -> Q:
    """Pages readers may have seen: what never was published leaves nothing behind."""
    return Q(live=True) | Q(first_published_at__isnull=False)


def roots_now() -> Roots:
    codes = locales.codes()
    paths = Site.get_site_root_paths()
    return [
        (root.site_id, root.root_path, root.language_code) for root in paths if root.language_code in codes
    ]


def _forget_roots() -> None:
    Site.clear_site_root_paths_cache()
    transaction.on_commit(Site.clear_site_root_paths_cache)


def _public(roots: Roots, tree_path: str) -> Iterator[tuple[int, str]]:
    """(site, public path) of every address a page has that stands at `tree_path`."""
    for site_id, root_path, language in roots:
        if tree_path.startswith(root_path):
            yield site_id, locales.public_path({language: root_path}, language, tree_path)


def _automatic(site_id: int, path: str, **fields: Any) -> "RedirectRule":
    model = apps.get_model("cms", "RedirectRule")
    rule = model(
        site_id=site_id,
        path=addresses.spelled(path),
        origin=model.Origin.AUTOMATIC,
        passes=model.Passes.ALL,
        **fields,
    )
    rule.set_keys()
    return rule


def _clear(arrivals: list[tuple[int, str, int, bool]]) -> None:
    """Take away the rules pages have come back to: those made by themselves, and those that lead to the page there."""
    model = apps.get_model("cms", "RedirectRule")
    here = {(site_id, addresses.key_of(path)): (pk, live) for site_id, path, pk, live in arrivals}
    rules = model.objects.filter(key__in={key for _site, key in here}, is_pattern=False)
    wrong = []
    for rule in rules.only("pk", "site", "key", "page", "origin"):
        for site_id in {rule.site_id} if rule.site_id else {site for site, _key in here}:
            pk, live = here.get((site_id, rule.key), (None, False))
            if pk is not None and (rule.page_id == pk or (live and rule.origin == model.Origin.AUTOMATIC)):
                wrong.append(rule.pk)
    model.objects.filter(pk__in=wrong).delete()
