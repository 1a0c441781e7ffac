"""What the last look at the product feeds found: for every variant, that it is in, or why it is not."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wagtail.models import Site

from seo.merchant import Problem

BATCH = 500


class FeedRun(models.Model):
    """One look at one feed: a site, a language, a currency. `variants` is all there are, `items` those in the file."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    language = models.CharField(_("language"), max_length=10)
    currency = models.CharField(_("currency"), max_length=3)
    judged_at = models.DateTimeField(_("judged"), default=timezone.now)
    variants = models.PositiveIntegerField(_("variants"), default=0)
    items = models.PositiveIntegerField(_("in the feed"), default=0)

    class Meta:
        ordering = ["site", "language", "currency"]
        verbose_name = _("product feed")
        constraints = [
            models.UniqueConstraint(fields=["site", "language", "currency"], name="one_run_per_feed")
        ]

    def __str__(self) -> str:
        return f"{self.site.hostname}{self.path}"

    @property
    def name(self) -> str:
        """What tells it from the other feeds of its site."""
        return f"{self.language} {self.currency}"

    @property
    def path(self) -> str:
        from catalog.merchant import feed_path

        return feed_path(self.language, self.currency)

    @property
    def address(self) -> str:
        return self.site.root_url + self.path

    @property
    def left_out(self) -> int:
        return self.variants - self.items

    @classmethod
    def judge_site(cls, site: Site) -> list["FeedRun"]:
        """Look at every feed of a site anew. Readers see the old findings until the new ones are whole."""
        from catalog.merchant import currencies
        from cms import locales

        runs = [
            cls.judge(site, language, currency)
            for language in locales.roots(site.pk)
            for currency in currencies(site)
        ]
        cls.objects.filter(site=site).exclude(pk__in=[run.pk for run in runs]).delete()
        return runs

    @classmethod
    @transaction.atomic
    def judge(cls, site: Site, language: str, currency: str) -> "FeedRun":
        from catalog.merchant import judged

        cls.objects.filter(site=site, language=language, currency=currency).delete()
        run = cls.objects.create(site=site, language=language, currency=currency)
        rows: list[FeedFinding] = []
        for judgement in judged(site, language, currency):
            run.variants += 1
            run.items += not judgement.reasons
            rows += [
                FeedFinding(
                    run=run,
                    variant=judgement.variant,
                    page=judgement.page or judgement.variant.product,
                    problem=problem,
                    keeps_out=problem.keeps_out,
                )
                for problem in judgement.problems
            ]
            if len(rows) >= BATCH:
                FeedFinding.objects.bulk_create(rows)
                rows = []
        FeedFinding.objects.bulk_create(rows)
        run.save()
        return run


class FeedFinding(models.Model):
    """One reason why one variant is not in a feed, or is worse there than it could be."""

    run = models.ForeignKey(
        FeedRun, on_delete=models.CASCADE, related_name="findings", verbose_name=_("product feed")
    )
    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.CASCADE, related_name="+", verbose_name=_("variant")
    )
    page = models.ForeignKey(
        "catalog.ProductPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("product")
    )
    problem = models.CharField(
        _("reason"), max_length=24, choices=[(problem.value, problem.words) for problem in Problem]
    )
    keeps_out = models.BooleanField(_("keeps it out"))

    class Meta:
        ordering = ["run", "-keeps_out", "problem", "page", "variant"]
        verbose_name = _("finding about a product feed")
        permissions = [("view_feedreport", "Can see the report on product feeds")]
        default_permissions: tuple[Any, ...] = ()
        indexes = [models.Index(fields=["run", "problem"], name="finding_by_reason")]

    def __str__(self) -> str:
        return f"{self.variant.sku}: {self.problem}"

    @property
    def words(self) -> str | Promise:
        return Problem(self.problem).words
