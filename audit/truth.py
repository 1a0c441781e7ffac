"""What the inside knows of a site: every page's address, and which of them search engines may list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.module_loading import import_string

from wagtail.models import Site, get_page_models

from cms import locales
from cms.models import Organization, Page, RedirectRule
from delivery.indexnow.models import IndexNow, QueuedAddress
from seo.audit.site import Submission, Truth
from seo.languages import bcp47

API = ("resolve/?path=/", "head/?path=/", "pages/", "graphs/", "openapi.json")
MOST_SUBMISSIONS = 5_000
SAMPLE = 50  # of each kind of address that is asked for by itself


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page of ours at an address. `type` is "catalog.productpage"; `language` a language code of the settings."""

    pk: int
    type: str
    language: str
    is_indexable: bool
    modified_at: datetime | None = None  # when what it shows last changed


def known_pages(site: Site) -> dict[str, KnownPage]:
    """Every readable page of a site by its absolute address. Two queries; 200 bytes a page."""
    roots = locales.roots(site.pk)
    types = {
        ContentType.objects.get_for_model(model, for_concrete_model=False).pk: model._meta.label_lower
        for model in get_page_models()
    }
    indexable = set(Page.objects.of_site(site).indexable().values_list("pk", flat=True))
    rows = Page.objects.of_site(site).readable().order_by("pk")
    columns = ("pk", "url_path", "content_type", "content_changed_at", "content_changes_at")
    now, found = timezone.now(), {}
    for pk, tree_path, content_type, changed_at, changes_at in rows.values_list(*columns).iterator():
        modified_at = changes_at if changes_at is not None and changes_at <= now else changed_at
        language = next(code for code, root in roots.items() if tree_path.startswith(root))
        url = site.root_url + locales.quoted(locales.public_path(roots, language, tree_path))
        found[url] = KnownPage(pk, types.get(content_type, ""), language, pk in indexable, modified_at)
    return found


def further_addresses(site: Site) -> Iterator[str]:
    """Addresses search engines may list that are no pages of their own, such as filtered lists."""
    for model in get_page_models():
        if model.further_section:
            yield from (url.loc for _language, url in model.get_further_urls(site))


@dataclass(slots=True)
class Known:
    """All of it. `product_feeds` are addresses of merchant feeds; `pages` is empty for a site that is not ours."""

    pages: dict[str, KnownPage] = field(default_factory=dict)
    truth: Truth = field(default_factory=Truth)
    product_feeds: list[str] = field(default_factory=list)
    indexnow_key: str = ""

    def page_at(self, url: str) -> KnownPage | None:
        """The page an address belongs to, with whatever query."""
        return self.pages.get(url.partition("?")[0])


# A function of an app that adds what only that app knows; named in AUDIT_TRUTHS.
Teller = Callable[[Site, Known], None]


def known_of(site: Site) -> Known:
    """What the inside knows of a site of ours, the parts of other apps included."""
    pages = known_pages(site)
    listed = [url for url, page in pages.items() if page.is_indexable]
    truth = Truth(
        indexable=frozenset([*listed, *further_addresses(site)]),
        lastmod={url: page.modified_at for url, page in pages.items() if page.is_indexable},
        languages={url: bcp47(page.language) for url, page in pages.items()},
        private=tuple(_drafts(site)),
        verifications=dict(Organization.for_site(site).proofs),
        gone=tuple(_gone(site)),
        moved=dict(_moved(site)),
        api=tuple(f"{site.root_url}/api/v1/{path}" for path in API),
    )
    index_now = IndexNow.for_site(site)
    if index_now.enabled:
        truth.submissions = tuple(_submissions(site))
    known = Known(pages, truth, indexnow_key=index_now.key if index_now.enabled else "")
    for name in settings.AUDIT_TRUTHS:
        teller: Teller = import_string(name)
        teller(site, known)
    return known


def _drafts(site: Site) -> Iterator[str]:
    """Where drafts and locked pages would stand."""
    of_site = Page.objects.of_site(site)
    hidden = of_site.exclude(pk__in=of_site.readable().values("pk")).order_by("-pk")[:SAMPLE]
    yield from (url for page in hidden if (url := page.get_full_url()))


def _gone(site: Site) -> Iterator[str]:
    gone = RedirectRule.Status.GONE
    rules = RedirectRule.objects.filter(_holds_on(site), status=gone, is_pattern=False).order_by("-pk")
    yield from (site.root_url + iri_to_uri(path) for path in rules.values_list("path", flat=True)[:SAMPLE])


def _moved(site: Site) -> Iterator[tuple[str, str]]:
    """Old addresses of pages that can be read, and where they lead."""
    rules = RedirectRule.objects.filter(
        _holds_on(site),
        is_pattern=False,
        status__in=RedirectRule.PERMANENT,
        suffix="",
        page__in=Page.objects.of_site(site).readable(),
    )
    for rule in rules.select_related("page").order_by("-pk")[:SAMPLE]:
        yield site.root_url + iri_to_uri(rule.path), rule.page.get_full_url()


def _holds_on(site: Site) -> Q:
    """Rules of a site, and those of every site."""
    return Q(site=site) | Q(site=None)


def _submissions(site: Site) -> Iterator[Submission]:
    """What IndexNow was told of lately; the queue has one row for each address, with the last time."""
    told = QueuedAddress.objects.filter(site=site).exclude(sent_at=None).order_by("-sent_at")
    yield from (Submission(url, at) for url, at in told.values_list("url", "sent_at")[:MOST_SUBMISSIONS])
