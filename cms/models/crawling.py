"""Who may crawl a site and for what: the robots.txt of one Wagtail Site."""

from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from cms.closing import Closing
from cms.crawl_form import CrawlRulesForm
from cms.models.page import Page
from cms.models.public import PublicSetting
from cms.models.recorded import RecordedSetting
from cms.panels import CrawlPanel
from seo.crawlers import SEARCH, TRAINING, USER, bing_directive, content_usage, tokens_for
from seo.robots_txt import RobotsTxt, problems

CLOSED_PATHS = ("/admin/", "/api/v3-preview/")
# Whoever may not read it does not see the noindex it carries.
SEARCH_PAGE = "/search/?q=lamp"
MOST_HIDDEN = 1_000
HEADERS_KEPT = 300  # seconds; so long may processes without a shared cache say what was said before


@register_setting(icon="globe", order=3)
class CrawlRules(RecordedSetting, PublicSetting, BaseSiteSetting):
    """What robots.txt says beyond the paths that are closed on every site."""

    allow_search = models.BooleanField(
        _("AI search may read this site"),
        default=True,
        help_text=_("Crawlers that answer questions with links to their sources."),
    )
    allow_training = models.BooleanField(
        _("AI models may be trained on this site"),
        default=True,
        help_text=_("Search results do not depend on it."),
    )
    allow_user = models.BooleanField(
        _("assistants may open pages their users ask for"),
        default=True,
        help_text=_("Some of these do not obey robots.txt."),
    )
    content_usage = models.BooleanField(
        _("say so as the IETF drafts do"),
        default=False,
        help_text=_(
            "A Content-Usage line and header. The drafts are not final and few crawlers read it yet."
        ),
    )
    tells_bing = models.BooleanField(
        _("tell Bing on every page"),
        default=False,
        help_text=_(
            "Bing has one crawler for search and Copilot. Without AI search it is told noarchive, without training "
            "nocache: Copilot then knows address, title and snippet only."
        ),
    )
    hide_documents = models.BooleanField(
        _("hide documents from search engines"),
        default=False,
        help_text=_("PDFs and other files; exceptions stand under Documents in search."),
    )
    extra_rules = models.TextField(
        _("further rules"),
        blank=True,
        help_text=_("Groups of lines as RFC 9309 has them, beginning with “User-agent:”."),
    )
    # Which rules somebody has confirmed although they close what search engines cannot do without.
    confirmed_closing = models.CharField(max_length=32, blank=True, default="", editable=False)
    # What was typed to confirm them, for `clean`; never stored.
    confirmation = ""

    # What robots.txt and the headers say all the same.
    public_name = "crawling"
    public_fields = (
        "allow_search", "allow_training", "allow_user", "content_usage", "tells_bing", "hide_documents",
    )  # fmt: skip

    panels = [
        MultiFieldPanel(
            ["allow_search", "allow_training", "allow_user", "content_usage", "tells_bing"],
            _("Artificial intelligence, by purpose"),
        ),
        FieldPanel("hide_documents"),
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_(
                        "Closed on every site: the admin and the management API. A page that is hidden from search "
                        "engines must stay open here: a crawler that may not read it does not see that it is hidden."
                    )
                ),
                FieldPanel("extra_rules"),
                FieldPanel("confirmation"),
                CrawlPanel(),
            ],
            _("robots.txt"),
        ),
    ]
    edit_handler = ObjectList(panels, base_form_class=CrawlRulesForm)

    class Meta:
        verbose_name = _("crawling")

    def clean(self) -> None:
        super().clean()
        found = list(problems(self.extra_rules)) or list(self._contradictions())
        if found:
            raise ValidationError({"extra_rules": found})
        self._ask_before_closing()

    def _ask_before_closing(self) -> None:
        """Raises ValidationError until the site's name was typed for exactly these rules and what they close."""
        closing = self.get_closing()
        mark = closing.mark(self.extra_rules) if closing else ""
        if closing and mark != self.confirmed_closing and self.confirmation != self.site.hostname:
            question = _("To close this all the same, type %(hostname)s.") % {"hostname": self.site.hostname}
            raise ValidationError({"confirmation": [*closing.sentences(), question]})
        self.confirmed_closing = mark

    @classmethod
    def of(cls, site: Site) -> "CrawlRules":
        """The rules of a site, which need not be stored yet. One query."""
        rules = cls.objects.filter(site=site).first() or cls(site=site)
        rules.site = site
        return rules

    @classmethod
    def headers_of(cls, site: Site) -> dict[str, str]:
        """`headers` of a site, kept until its rules are saved: no page costs a query more for them."""
        return cache.get_or_set(_headers_key(site.pk), lambda: cls.of(site).headers(), HEADERS_KEPT)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        transaction.on_commit(lambda: cache.delete(_headers_key(self.site_id)))

    def as_text(self) -> str:
        """The whole of robots.txt (RFC 9309) of this site in production.

        Search results are noindex by their head and the delivery API by header, so both stay open: a rule that is
        not seen is not obeyed, and a front end rendered in the browser needs the API while it is crawled.
        """
        groups = [["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_PATHS)]]
        if self.content_usage:
            groups[0].append(f"Content-Usage: {self.usage}")
        groups += [
            [*(f"User-agent: {token}" for token in tokens_for(purpose)), "Disallow: /"]
            for purpose, allowed in self._purposes()
            if not allowed
        ]
        if extra := self.extra_rules.replace("\r\n", "\n").strip():
            groups.append([extra])
        groups.append([f"Sitemap: {self.site.root_url}/sitemap.xml"])
        return "\n\n".join("\n".join(group) for group in groups) + "\n"

    def get_closing(self) -> Closing:
        """What these rules keep search engines from; without rules of one's own nothing is asked."""
        if not self.extra_rules.strip():
            return Closing()
        return Closing.of_site(self.site, RobotsTxt.parse(self.as_text()))

    @property
    def usage(self) -> str:
        return content_usage(search=self.allow_search, training=self.allow_training)

    def headers(self) -> dict[str, str]:
        """What every page says about purposes beside robots.txt; nothing unless it was asked for."""
        said = {"Content-Usage": self.usage} if self.content_usage else {}
        bing = bing_directive(search=self.allow_search, training=self.allow_training)
        if self.tells_bing and bing:
            said["X-Robots-Tag"] = f"bingbot: {bing}"
        return said

    def _purposes(self) -> list[tuple[str, bool]]:
        return [(SEARCH, self.allow_search), (TRAINING, self.allow_training), (USER, self.allow_user)]

    def _contradictions(self) -> list[str]:
        """Rules that hide a noindex: the search page's, and those of hidden pages."""
        rules = RobotsTxt.parse(self.as_text())
        if not rules.decide("Googlebot", "/").allowed:
            return []  # the whole site is closed: asked about in words of its own
        root = self.site.root_page.url_path.rstrip("/")
        hidden = Page.objects.of_site(self.site).readable().exclude(pk__in=Page.objects.shown().values("pk"))
        paths = [
            SEARCH_PAGE,
            *(path[len(root) :] for path in hidden.values_list("url_path", flat=True)[:MOST_HIDDEN]),
        ]
        closed = [path for path in paths if not rules.decide("Googlebot", path).allowed]
        return [
            _(
                "%(path)s says noindex, and a crawler that may not read it does not see that. "
                "Leave it open, or close it and show it to search engines."
            )
            % {"path": path}
            for path in closed[:3]
        ]


def _headers_key(site_id: int) -> str:
    return f"crawl-headers-{site_id}"
