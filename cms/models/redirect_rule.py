"""What an old address answers: sent on to a page or an address, gone for good, or withheld by law."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail.models import Site

from cms.redirects import addresses
from cms.redirects.addresses import LONGEST, Asked


class RedirectRuleQuerySet(models.QuerySet["RedirectRule"]):
    def most_used(self) -> "RedirectRuleQuerySet":
        return self.order_by("-hits", "path")


class RedirectRule(models.Model):
    """One old address, or a pattern of them, of one site or of every site.

    Read by `cms.redirects.lookup` only, written through `save` or, by the thousand, through `cms.redirects.bulk`;
    both leave no chain and no loop. A live page always wins over a rule.
    """

    class Status(models.IntegerChoices):
        """RFC 9110, RFC 7725."""

        MOVED_PERMANENTLY = 301, _("301 moved for good")
        FOUND = 302, _("302 elsewhere for now")
        TEMPORARY_REDIRECT = 307, _("307 elsewhere for now, forms too")
        PERMANENT_REDIRECT = 308, _("308 moved for good, forms too")
        GONE = 410, _("410 gone for good")
        UNAVAILABLE_FOR_LEGAL_REASONS = 451, _("451 withheld by law")

    class Passes(models.TextChoices):
        """Which of the query a reader came with goes on with them."""

        NOISE = "noise", _("only what measures visits (utm_…, gclid)")
        ALL = "all", _("all of it")
        NOTHING = "nothing", _("nothing")

    class Origin(models.TextChoices):
        AUTOMATIC = "automatic", _("by itself")
        EDITOR = "editor", _("an editor")
        IMPORT = "import", _("an import")

    PERMANENT = (Status.MOVED_PERMANENTLY, Status.PERMANENT_REDIRECT)
    ENDS = (Status.GONE, Status.UNAVAILABLE_FOR_LEGAL_REASONS)

    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("site"),
        help_text=_("Empty: every site."),
    )
    path = models.TextField(
        _("old address"),
        max_length=LONGEST,
        help_text=_(
            "Without the host, e.g. /old/lamp/. With a query (?id=7) only that query is meant; without, any."
        ),
    )
    is_pattern = models.BooleanField(
        _("is a pattern"),
        default=False,
        help_text=_(
            "A * stands for any text: /blog/* to /journal/$1. The exact address wins over a pattern."
        ),
    )
    status = models.PositiveSmallIntegerField(
        _("answer"), choices=Status.choices, default=Status.MOVED_PERMANENTLY
    )
    page = models.ForeignKey(
        "cms.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="old_addresses",
        verbose_name=_("page"),
        help_text=_(
            "Where readers are sent; for what is gone, a way on. The rule follows the page when it moves."
        ),
    )
    suffix = models.CharField(
        _("after the page’s address"), max_length=500, blank=True, help_text=_("E.g. ?color=red or #sizes.")
    )
    target = models.TextField(
        _("or an address"),
        max_length=LONGEST,
        blank=True,
        help_text=_("A path of this site or a full address elsewhere."),
    )
    passes = models.CharField(
        _("the query goes on"), max_length=8, choices=Passes.choices, default=Passes.NOISE
    )
    reason = models.CharField(
        _("reason"), max_length=250, blank=True, help_text=_("Shown to readers of what is gone or withheld.")
    )
    archive = models.URLField(
        _("archived copy"), max_length=LONGEST, blank=True, help_text=_("Linked for readers of what is gone.")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("For colleagues; readers do not see it."))
    origin = models.CharField(
        _("made by"), max_length=10, choices=Origin.choices, default=Origin.EDITOR, editable=False
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False, db_index=True)
    hits = models.PositiveBigIntegerField(_("hits"), default=0, editable=False)
    last_hit_at = models.DateTimeField(_("last hit"), null=True, blank=True, editable=False)
    # Digests, see cms.redirects.addresses: of what is compared, of the path itself, of an own target without query.
    key = models.CharField(max_length=32, db_index=True, editable=False)
    fingerprint = models.CharField(max_length=32, editable=False)
    target_key = models.CharField(max_length=32, db_index=True, blank=True, editable=False)

    objects = RedirectRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["path", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "fingerprint"], name="one_rule_per_address_of_a_site"),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=models.Q(site=None),
                name="one_rule_per_address_of_every_site",
            ),
        ]
        indexes = [models.Index(fields=["-hits"], name="rules_by_hits")]

    def __str__(self) -> str:
        return self.path

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the rule so that it is no link of a chain, and mend those that would now be. Raises ValidationError."""
        from cms.redirects import bulk

        self.tidy()
        self.updated_at = timezone.now()
        with transaction.atomic():
            self.flatten()
            super().save(*args, **kwargs)
            bulk.retarget([self])
            bulk.tell([self])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        from cms.redirects import bulk

        with transaction.atomic():
            bulk.tell([self])
            return super().delete(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.tidy()
        self._refuse_duplicate()
        self.flatten()

    @property
    def is_permanent(self) -> bool:
        return self.status in self.PERMANENT

    @property
    def sends_on(self) -> bool:
        return self.status not in self.ENDS

    @property
    def destination(self) -> str:
        """Where it leads, for people: a page by its title, an address as it is written."""
        return f"{self.page.title}{self.suffix}" if self.page else self.target

    @property
    def new_address(self) -> str:
        """Where it leads, for machines: a page by its address today."""
        return f"{self.page.get_full_url() or ''}{self.suffix}" if self.page else self.target

    @property
    def hostname(self) -> str:
        """The host it holds on; empty for all."""
        return self.site.hostname if self.site else ""

    # Writing -----------------------------------------------------------------------------------------------

    @classmethod
    def add(cls, path: str, to: Any = "", **fields: Any) -> "RedirectRule":
        """Write the rule for an address; `to` is a page or an address. Raises ValidationError."""
        target = {"target": to} if isinstance(to, str) else {"page": to}
        rule = cls(path=path, **target, **fields)
        rule.save()
        return rule

    def tidy(self) -> None:
        """Bring path and target into the form in which rules are compared. Raises ValidationError by field."""
        from cms.redirects import writing

        writing.tidy(self)
        self.set_keys()

    def flatten(self) -> None:
        """Lead to where the target's own rule leads. Raises ValidationError with the path of a loop."""
        from cms.redirects import writing

        writing.flatten(self)
        self.set_keys()

    def set_keys(self) -> None:
        self.key = addresses.key_of(self.path, is_pattern=self.is_pattern)
        self.fingerprint = addresses.fingerprint(self.path, is_pattern=self.is_pattern)
        own = self.target.startswith("/") and not self.is_pattern
        self.target_key = addresses.key_of(Asked.parse(self.target).path) if own else ""

    def lead_to(self, other: "RedirectRule", captured: Sequence[str] = ()) -> None:
        """Take over where another rule leads, and what is weaker about it: what is temporary there is here."""
        self.page, self.suffix = other.page, other.suffix
        self.target = addresses.fill(other.target, captured)
        if not other.sends_on:
            self.status, self.reason, self.archive = other.status, other.reason, other.archive
        elif self.sends_on and self.is_permanent and not other.is_permanent:
            forms_too = self.status == self.Status.PERMANENT_REDIRECT
            self.status = self.Status.TEMPORARY_REDIRECT if forms_too else self.Status.FOUND
        self.set_keys()

    # Asking ------------------------------------------------------------------------------------------------

    def meets(self, site_id: int | None) -> bool:
        """Whether a rule of that site, or of every site, may be asked on a site of this one."""
        return self.site_id is None or site_id is None or self.site_id == site_id

    def captures(self, path: str) -> Sequence[str] | None:
        """What a pattern's wildcards stand for in a path; empty for an exact address; None where it is not meant."""
        return addresses.match(self.path, path) if self.is_pattern else ()

    def _refuse_duplicate(self) -> None:
        twins = RedirectRule.objects.filter(site=self.site, fingerprint=self.fingerprint).exclude(pk=self.pk)
        if twins.exists():
            raise ValidationError({"path": _("There is a rule for this address already.")})
