"""What search engines may do with a document: said in headers, because a file has no head."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Site

from cms.models.crawling import CrawlRules
from cms.models.page import Page
from cms.models.recorded import Recorded
from seo.headers import search_headers
from seo.robots import INDEXED, NOINDEX

LISTING = (("", _("as the site says")), ("list", _("may be listed")), ("hide", _("hidden")))


class DocumentPolicy(Recorded, models.Model):
    """An exception for one document; all others follow the site's **Crawling** setting."""

    document = models.OneToOneField(
        "wagtaildocs.Document", on_delete=models.CASCADE, related_name="+", verbose_name=_("document")
    )
    listing = models.CharField(_("in search results"), max_length=4, blank=True, choices=LISTING)
    canonical_page = models.ForeignKey(
        "cms.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("main page"),
        help_text=_("The page search engines should list instead, when it says the same as the document."),
    )

    panels = [FieldPanel("document"), FieldPanel("listing"), PageChooserPanel("canonical_page")]

    class Meta:
        verbose_name = _("document in search")
        verbose_name_plural = _("documents in search")
        ordering = ["document__title"]

    def __str__(self) -> str:
        return str(self.document)

    def clean(self) -> None:
        super().clean()
        if self.canonical_page_id and self.listing == "hide":
            raise ValidationError(
                {"canonical_page": _("Either hide the document or name its main page, not both.")}
            )
        if self.canonical_page_id and not self._main_page():
            raise ValidationError(
                {"canonical_page": _("The main page must be published, open to everybody and not hidden.")}
            )

    @classmethod
    def headers_for(cls, document_id: int, site: Site | None) -> dict[str, str]:
        """The headers a document is served with on a site. Two queries, three where a main page is named."""
        policy = cls.objects.filter(document=document_id).first() or cls()
        main = policy._main_page()
        if main is not None:
            return search_headers(canonical=main.get_full_url() or "")
        hides_all = site is not None and CrawlRules.of(site).hide_documents
        hidden = policy.listing == "hide" or (hides_all and policy.listing != "list")
        return search_headers(NOINDEX if hidden else INDEXED)

    def _main_page(self) -> Page | None:
        """The main page as long as it may be listed."""
        if self.canonical_page_id is None:
            return None
        return Page.objects.filter(pk=self.canonical_page_id).indexable().first()
