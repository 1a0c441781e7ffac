"""What the counted visits say: who came when, what it got, what was wasted, and what nobody has come to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Max, Min, OuterRef, QuerySet, Subquery, Sum
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from wagtail.models import Site

from cms.charts import ColumnChart
from cms.models import Page
from cms.querysets import modified_at
from visits.models import WASTED, CrawlDay, CrawlVisit, Kind

SHOWN_CRAWLERS = 6
# The crawlers whose visits decide whether a page is found: of the two engines that most sites live by.
ENGINES = ("Googlebot", "Bingbot")


@dataclass(frozen=True, slots=True)
class Window:
    """The visits of one site between two days, both included; `crawler` empty for all."""

    site: Site
    first: date
    last: date
    crawler: str = ""

    @classmethod
    def of(cls, site: Site, days: int, crawler: str = "") -> "Window":
        """The last `days` days up to the newest visit, wherever that lies: a log of last year is shown where it is.
        Without the empty days before the first visit of all."""
        known = CrawlDay.objects.filter(site=site).aggregate(newest=Max("day"), oldest=Min("day"))
        newest = known["newest"] or timezone.now().date()
        first = max(newest - timedelta(days=days - 1), known["oldest"] or newest)
        return cls(site, min(first, newest - timedelta(days=6)), newest, crawler)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    def rows(self, model: type[CrawlDay] | type[CrawlVisit] = CrawlDay) -> QuerySet:
        rows = model.objects.filter(site=self.site, day__range=(self.first, self.last))
        return rows.filter(crawler=self.crawler) if self.crawler else rows


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the budget: so many visits that got this, in per cent of all."""

    kind: str
    words: str
    hits: int
    percent: float
    is_wasted: bool


def visits_per_day(window: Window) -> ColumnChart:
    """A column a day, a part a crawler; those that come least are drawn as one."""
    sums = dict(
        window.rows().values_list("crawler").annotate(total=Sum("hits")).order_by("-total", "crawler")
    )
    shown = list(sums)[:SHOWN_CRAWLERS]
    series: dict[str, list[int]] = {name: [0] * len(window.days) for name in shown}
    if len(sums) > len(shown):
        series[_("others")] = [0] * len(window.days)
    for crawler, day, hits in window.rows().values_list("crawler", "day").annotate(total=Sum("hits")):
        line = series[crawler] if crawler in shown else series[_("others")]
        line[(day - window.first).days] += hits
    return ColumnChart.of(_("Visits of each crawler by day"), _day_words(window), series)


def budget_per_day(window: Window) -> ColumnChart:
    """A column a day: what told search engines something, and what was wasted."""
    useful, wasted = [0] * len(window.days), [0] * len(window.days)
    for kind, day, hits in window.rows().values_list("kind", "day").annotate(total=Sum("hits")):
        line = wasted if kind in WASTED else useful
        line[(day - window.first).days] += hits
    series = {_("useful"): useful, _("wasted"): wasted}
    return ColumnChart.of(_("Useful and wasted visits by day"), _day_words(window), series)


def budget(window: Window) -> list[Share]:
    """What the visits got, the largest part first."""
    sums = list(window.rows().values_list("kind").annotate(total=Sum("hits")).order_by("-total"))
    total = sum(hits for _kind, hits in sums) or 1
    return [
        Share(kind, str(Kind(kind).label), hits, round(100 * hits / total, 1), kind in WASTED)
        for kind, hits in sums
    ]


def wasted_addresses(window: Window) -> QuerySet:
    """Addresses that cost visits and gave nothing, the most expensive first."""
    return (
        window.rows(CrawlVisit)
        .filter(kind__in=WASTED)
        .exclude(path="")
        .values("path", "kind", "status", "page_id")
        .annotate(total=Sum("hits"), last=Max("last_at"))
        .order_by("-total", "path")
    )


def crawlers(window: Window) -> Sequence[tuple[str, str, int, int]]:
    """(crawler, origin, visits, of these wasted), the busiest first."""
    sums = window.rows().values_list("crawler", "origin").annotate(total=Sum("hits"))
    wasted = {(crawler, origin): hits for crawler, origin, hits in sums.filter(kind__in=WASTED)}
    rows = sums.order_by("-total", "crawler")
    return [(crawler, origin, hits, wasted.get((crawler, origin), 0)) for crawler, origin, hits in rows]


def not_crawled_since(site: Site) -> QuerySet[Page]:
    """Pages that may be listed and that neither engine has fetched since they last changed, the longest-waiting first.

    A 304 is a visit: the engine asked and knows that nothing is new. `changed` is when the page last changed,
    `crawled` the last visit of an engine, if any.
    """
    visits = CrawlVisit.objects.by_engines().filter(page_id=OuterRef("pk"), crawler__in=ENGINES)
    return (
        Page.objects.of_site(site)
        .indexable()
        .annotate(changed=modified_at())
        .filter(changed__isnull=False)
        .filter(~Exists(visits.filter(last_at__gte=OuterRef("changed"))))
        .annotate(crawled=Subquery(visits.order_by("-last_at").values("last_at")[:1]))
        .select_related("locale")
        .order_by("changed", "pk")
    )


def _day_words(window: Window) -> list[str]:
    return [formats.date_format(day, "j M") for day in window.days]
