"""Crawling in the admin: a tester for robots.txt, and a word when search engines are kept out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from cms.closing import is_home_closed
from cms.models import CrawlRules, Page
from seo.crawlers import CRAWLERS
from seo.robots_txt import RobotsTxt, changes, problems

PERMISSION = "cms.change_crawlrules"
STYLES = forms.Media(css={"all": ["admin/crawling.css"]})

# The tester ----------------------------------------------------------------------------------------------


class CrawlTestForm(forms.Form):
    site = forms.ModelChoiceField(Site.objects.select_related("root_page"), label=_("Site"))
    crawler = forms.CharField(
        label=_("Crawler"),
        max_length=60,
        initial="Googlebot",
        validators=[RegexValidator(r"^[A-Za-z_-]+", _("A crawler's name begins with a letter."))],
        widget=forms.TextInput(attrs={"list": "crawlers"}),
        help_text=_("Any name; those we know are offered."),
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=2000,
        initial="/",
        help_text=_("With or without the host, e.g. /lamps/."),
    )

    draft = forms.CharField(
        label=_("Further rules to try"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In place of the saved ones; nothing is saved here."),
    )

    def clean_address(self) -> str:
        """The path with its query; whatever host was pasted with it is left out."""
        parts = urlsplit(self.cleaned_data["address"])
        if not parts.path.startswith("/"):
            raise forms.ValidationError(_("An address begins with a slash, or with https:// and a host."))
        return parts.path + (f"?{parts.query}" if parts.query else "")


class CrawlTester(WagtailAdminTemplateMixin, TemplateView):
    """May this crawler fetch this address, and which rule says so? Asks the text as production serves it."""

    template_name = "cms/admin/crawl_tester.html"
    page_title = _("robots.txt tester")
    header_icon = "globe"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("crawl_tester"), "label": page_title},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {"crawlers": CRAWLERS, "media": STYLES}
        form = CrawlTestForm(self.request.POST or None, initial=self._beginning())
        if not form.is_bound or not form.is_valid():
            return context | {"form": form}
        asked = form.cleaned_data
        rules, stored = CrawlRules.of(asked["site"]), CrawlRules.of(asked["site"])
        rules.extra_rules = asked["draft"]
        text = rules.as_text()
        decision = RobotsTxt.parse(text).decide(asked["crawler"], asked["address"])
        return context | {
            "form": form,
            "decision": decision,
            "lines": [
                (number, line, decision.rule is not None and decision.rule.line == number)
                for number, line in enumerate(text.splitlines(), start=1)
            ],
            "problems": list(problems(rules.extra_rules)),
            "closing": rules.get_closing().sentences(),
            "changes": changes(stored.as_text(), text),
        }

    def _beginning(self) -> dict[str, Any]:
        """The site that was asked for, else the default one, with its saved rules to change and try."""
        asked = self.request.GET.get("site", "")
        sites = Site.objects.order_by("-is_default_site", "hostname")
        site = (sites.filter(pk=asked) if asked.isdecimal() else sites).first()
        return {"site": site, "draft": CrawlRules.of(site).extra_rules} if site else {}


class CrawlTesterItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


def menu_item() -> MenuItem:
    return CrawlTesterItem(
        _("robots.txt tester"), reverse("crawl_tester"), name="crawl-tester", icon_name="globe", order=820
    )


# The word on the dashboard ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the dashboard; `warns` when somebody should act on it."""

    text: str
    warns: bool


def notices() -> Iterator[Notice]:
    """What keeps search engines from a whole site: the environment, a hidden home page, robots.txt."""
    if not settings.PRODUCTION:
        yield Notice(_t("This is not the public site: search engines are told to list nothing here."), False)
        return
    if not settings.INDEXABLE:
        yield Notice(
            _t("Search engines list nothing of this site: INDEXABLE is off in its environment."), True
        )
    shown = set(Page.objects.indexable().values_list("pk", flat=True).filter(depth__lte=3))
    for site in Site.objects.select_related("root_page"):
        facts = {"site": site.hostname}
        if site.root_page_id not in shown:
            yield Notice(_t("The home page of %(site)s is hidden from search engines.") % facts, True)
        if is_home_closed(RobotsTxt.parse(CrawlRules.of(site).as_text())):
            yield Notice(_t("robots.txt of %(site)s keeps crawlers from the whole site.") % facts, True)


def alarms() -> list[str]:
    """What somebody should act on, for a banner on every screen of the admin; nothing outside production."""
    return [notice.text for notice in notices() if notice.warns] if settings.PRODUCTION else []


class SearchStatus(Component):
    """What is said calmly, above everything else on the dashboard; alarms stand on every screen."""

    order = 50
    template_name = "cms/admin/search_status.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"notices": [notice for notice in notices() if not notice.warns]}
