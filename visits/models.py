"""What crawlers fetched, day by day. No address of a visitor is kept, and no reader's visit at all."""

from typing import Any

from django.db import connection, models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Whether a visit came from an address its crawler's maker publishes."""

    GENUINE = "genuine", _("from its maker's addresses")
    FOREIGN = "foreign", _("from elsewhere: somebody else under its name")
    UNKNOWN = "unknown", _("not known: no address, or no published list")


class Kind(models.TextChoices):
    """What a crawler got for its visit."""

    PAGE = "page", _("a page that may be listed")
    HIDDEN = "hidden", _("a page that may not be listed")
    QUERY = "query", _("a page under another's main address")
    UNCHANGED = "unchanged", _("nothing new (304)")
    REDIRECT = "redirect", _("sent on")
    MISSING = "missing", _("nothing there (404, 410)")
    REFUSED = "refused", _("not let in (401, 403)")
    ERROR = "error", _("an error")
    MACHINE = "machine", _("robots.txt, sitemaps, feeds")
    ASSET = "asset", _("pictures and files")
    API = "api", _("the API")
    OTHER = "other", _("something else")


# What tells search engines nothing they could list.
WASTED = (Kind.HIDDEN, Kind.QUERY, Kind.REDIRECT, Kind.MISSING, Kind.REFUSED, Kind.ERROR)

LONGEST_PATH = 500


class AccessLog(models.Model):
    """A log that was read, known again by its beginning, under whatever name it comes: how far it was read."""

    head = models.CharField(max_length=64, unique=True)  # SHA-256 of the first `head_length` bytes
    head_length = models.PositiveIntegerField()
    name = models.CharField(_("file"), max_length=255)
    offset = models.BigIntegerField(default=0)  # bytes of whole lines, uncompressed
    lines = models.BigIntegerField(_("lines"), default=0)
    visits = models.BigIntegerField(_("crawler visits"), default=0)
    refused = models.BigIntegerField(_("lines not understood"), default=0)
    updated_at = models.DateTimeField(_("read"), auto_now=True)

    class Meta:
        ordering = ["-updated_at"]
        verbose_name = _("access log")
        verbose_name_plural = _("access logs")

    def __str__(self) -> str:
        return self.name


class CrawlQuerySet(QuerySet):
    """Rows that are counted up."""

    def add(self, rows: list[dict[str, Any]]) -> None:
        """Write rows, or add their `hits` to the rows that stand. One statement for all on both databases: Django's
        own upsert replaces values and cannot add to them."""
        if not rows:
            return
        meta = self.model._meta
        names = list(rows[0])
        columns = {name: meta.get_field(name).column for name in names}
        unique = [columns[name] for name in self.model.KEY]
        later = "CASE WHEN excluded.last_at > {table}.last_at THEN excluded.last_at ELSE {table}.last_at END"
        sets = ["hits = {table}.hits + excluded.hits"]
        if "last_at" in columns:
            sets += [f"last_at = {later}"]
        sets += [f"{columns[name]} = excluded.{columns[name]}" for name in self.model.REPLACED]
        quoted = connection.ops.quote_name(meta.db_table)
        # Every name here is a column of ours; the values go as parameters.
        statement = (
            f"INSERT INTO {quoted} ({', '.join(columns.values())}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608
            f" ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {', '.join(sets).format(table=quoted)}"
        )
        fields = [meta.get_field(name) for name in names]
        values = [
            [field.get_db_prep_save(row[name], connection) for field, name in zip(fields, names, strict=True)]
            for row in rows
        ]
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)

    def wasted(self) -> "CrawlQuerySet":
        return self.filter(kind__in=WASTED)

    def by_engines(self) -> "CrawlQuerySet":
        """Without those that only bear a crawler's name."""
        return self.exclude(origin=Origin.FOREIGN)


class _Counted(models.Model):
    """What both tables say of the visits they count."""

    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="+", verbose_name=_("site")
    )
    day = models.DateField(_("day"))
    crawler = models.CharField(_("crawler"), max_length=40)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin)
    kind = models.CharField(_("got"), max_length=10, choices=Kind)
    hits = models.PositiveBigIntegerField(_("visits"))

    objects = CrawlQuerySet.as_manager()

    KEY: tuple[str, ...] = ()
    REPLACED: tuple[str, ...] = ()

    class Meta:
        abstract = True


class CrawlVisit(_Counted):
    """One address one crawler fetched on one day with one answer. Kept for some weeks; see `prune_visits`."""

    path = models.CharField(_("address"), max_length=LONGEST_PATH)
    status = models.PositiveSmallIntegerField(_("status"))
    page_id = models.BigIntegerField(
        null=True
    )  # no foreign key: a page that is deleted was visited all the same
    last_at = models.DateTimeField(_("last"))

    KEY = ("site", "day", "crawler", "origin", "status", "path")
    REPLACED = ("kind", "page_id")

    class Meta:
        verbose_name = _("crawler visit")
        verbose_name_plural = _("crawler visits")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["site", "day", "crawler", "origin", "status", "path"],
                name="one_visit_per_day_and_answer",
            )
        ]
        indexes = [
            models.Index(
                fields=["page_id", "last_at"], name="visits_of_a_page", condition=Q(page_id__isnull=False)
            ),
            models.Index(fields=["site", "kind", "day"], name="visits_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.crawler} {self.path} {self.status}"


class CrawlDay(_Counted):
    """How many visits of one crawler ended in one way on one day: what the charts are drawn from, and kept."""

    KEY = ("site", "day", "crawler", "origin", "kind")

    class Meta:
        verbose_name = _("crawler day")
        verbose_name_plural = _("crawler days")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["site", "day", "crawler", "origin", "kind"], name="one_crawl_day_per_crawler_and_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.crawler} {self.kind}"
