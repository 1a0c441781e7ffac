"""Which page search engines should list in the place of one that repeats it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.text import get_text_list
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wagtail.models import Site

from seo.parameters import is_noise

if TYPE_CHECKING:
    from cms.models.page import Page


class MainAddress(models.Model):
    """The canonical an editor chooses: a page of ours, judged when it is chosen and followed when it moves, or an
    address elsewhere, taken at its word. Stands beside `Indexing`."""

    canonical_page = models.ForeignKey(
        "cms.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("main page"),
        help_text=_("Only when this page repeats another one: the page search engines should list instead."),
    )
    canonical_url = models.URLField(
        _("main address elsewhere"),
        blank=True,
        help_text=_(
            "Only when this page repeats one of another site: its full address, beginning with https. "
            "It cannot be tested from here: please open it once. "
            "An address of this site is turned into its page."
        ),
    )

    class Meta:
        abstract = True

    def get_main_address(self, request: HttpRequest | None = None) -> str:
        """The address search engines should list in this page's place; empty when that is its own.

        A main page that cannot be listed any more is not named: the page speaks for itself again. `indexable()`
        judges in the same way.
        """
        if self.canonical_url:
            return self.canonical_url
        if self.canonical_page_id is None:
            return ""
        pages = apps.get_model("cms", "Page").objects
        main = pages.filter(pk=self.canonical_page_id).may_stand_for(self).first()
        return main.get_full_url(request) or "" if main else ""

    @property
    def repeated_by(self) -> Sequence["Page"]:
        """The pages that name this one as their main page."""
        return list(apps.get_model("cms", "Page").objects.filter(canonical_page=self.pk).order_by("path"))

    def clean(self) -> None:
        super().clean()
        if self.canonical_url and self.canonical_page_id:
            raise ValidationError(
                {"canonical_url": _("Choose the main page or give an address elsewhere, not both.")}
            )
        field = "canonical_url" if self.canonical_url else "canonical_page"
        if self.canonical_url:
            self._resolve_main_address()
        if self.canonical_page_id and self.canonical_page_id == self.pk:
            # Naming itself says nothing, and must not cost the page its place in the sitemap.
            self.canonical_page = None
        if not self.canonical_page_id and not self.canonical_url:
            return
        if self.noindex:
            raise ValidationError(
                {
                    field: _(
                        "Either hide the page or name its main address; search engines ignore both at once."
                    )
                }
            )
        if self.canonical_page_id and not self._already_named():
            self._judge_main_page(field)

    def _resolve_main_address(self) -> None:
        """An address of our own becomes its page; one elsewhere is taken as it is. Raises ValidationError."""
        address = urlsplit(self.canonical_url)
        if "#" in self.canonical_url:
            raise ValidationError({"canonical_url": _("A main address has no fragment (#…).")})
        noise = [name for name, _value in parse_qsl(address.query, keep_blank_values=True) if is_noise(name)]
        if noise:
            raise ValidationError(
                {
                    "canonical_url": _(
                        "A main address has no tracking or session parameter: leave out %(names)s."
                    )
                    % {"names": ", ".join(noise)}
                }
            )
        hostname = (address.hostname or "").removeprefix("www.")
        site = (
            Site.objects.filter(hostname__in=[hostname, f"www.{hostname}"])
            .order_by("-is_default_site")
            .first()
        )
        if site is None:
            if address.scheme != "https":
                raise ValidationError({"canonical_url": _("A main address elsewhere begins with https://.")})
            return
        if address.query:
            raise ValidationError(
                {"canonical_url": _("A main address on this site is a page, without a query (?…).")}
            )
        page = apps.get_model("cms", "Page").objects.at_address(site, address.path)
        if page is None:
            raise ValidationError({"canonical_url": _("There is no page at this address.")})
        self.canonical_page, self.canonical_url = page, ""

    def _already_named(self) -> bool:
        """Whether this main page was accepted before. What became of it since is said to the editor who changed
        it, and must not stop others from saving this page."""
        if self.pk is None:
            return False
        stored = (
            apps.get_model("cms", "Page").objects.filter(pk=self.pk).values_list("canonical_page", flat=True)
        )
        drafted = self.latest_revision.content.get("canonical_page") if self.latest_revision else None
        return self.canonical_page_id in {*stored, drafted}

    def _judge_main_page(self, field: str) -> None:
        """Raises ValidationError unless search engines may list the main page in place of this one."""
        main, pages = self.canonical_page, apps.get_model("cms", "Page").objects
        named = pages.filter(pk=main.pk)
        for passes, rule in (
            (main.live, _("The main page is not published: %(page)s.")),
            (named.readable().exists(), _("The main page is not open to everybody: %(page)s.")),
            (named.shown().exists(), _("The main page is hidden from search engines: %(page)s.")),
            (
                not main.canonical_page_id and not main.canonical_url,
                _("The main page names a main address of its own: %(page)s. Name that one instead."),
            ),
            (main.locale_id == self.locale_id, _("The main page is in another language: %(page)s.")),
        ):
            if not passes:
                raise ValidationError({field: rule % {"page": main.title}})

    def warning_for_repeaters(self, *, lost: bool = False) -> str:
        """What an editor has to know who made this page unfit to stand for others, or will with `lost`; empty when
        it is fit or nobody names it."""
        orphans = [page for page in self.repeated_by if lost or not page.get_main_address()]
        if not orphans:
            return ""
        return ngettext(
            "%(pages)s named this page as its main page and now speaks for itself again.",
            "%(pages)s named this page as their main page and now speak for themselves again.",
            len(orphans),
        ) % {"pages": get_text_list([f"“{page.title}”" for page in orphans], _t("and"))}
