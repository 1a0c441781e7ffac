"""What the page editor shows beside its fields."""

from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.http import urlencode

from wagtail.admin.panels import Panel

from cms import locales
from seo.robots_txt import changes


class PromotePanel(Panel):
    """Where the preview stands on the Promote tab; static/admin/promote.js fills it from the form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/promote_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "preview_url": self.preview_url}

        @property
        def media(self) -> Media:
            return Media(js=["admin/promote.js"], css={"all": ["admin/promote.css"]})

        @property
        def preview_url(self) -> str:
            if self.instance.pk:
                return reverse("promote_preview", args=[self.instance.pk])
            asked = self.request.resolver_match.kwargs
            names = ("content_type_app_name", "content_type_model_name", "parent_page_id")
            return reverse("promote_preview_on_add", args=[asked[name] for name in names])


class LlmsPanel(Panel):
    """llms.txt as it stands in every language of the site, under the form that makes it; drafts are not in it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/llms_panel.html"

        @property
        def media(self) -> Media:
            return Media(css={"all": ["admin/crawling.css"]})

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            roots = locales.roots(self.instance.site_id)
            return {
                **super().get_context_data(parent_context),
                "files": [
                    (
                        self.instance.site.root_url + locales.prefix(code) + "llms.txt",
                        self.instance.get_text(code),
                    )
                    for code in roots
                ],
            }


class CrawlPanel(Panel):
    """robots.txt as the form at hand makes it, what differs from the one that is served, and what it closes."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/crawl_panel.html"

        @property
        def media(self) -> Media:
            return Media(css={"all": ["admin/crawling.css"]})

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            stored = type(self.instance).of(self.instance.site)
            text = self.instance.as_text()
            return {
                **super().get_context_data(parent_context),
                "text": text,
                "changes": changes(stored.as_text(), text),
                # Said at the field already where the form was refused for it.
                "closing": [] if self.form.errors else self.instance.get_closing().sentences(),
                "tester_url": f"{reverse('crawl_tester')}?site={self.instance.site_id}",
            }


class OldAddressesPanel(Panel):
    """The former addresses of a page that lead here, with what they are still asked for; each can be taken away."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/old_addresses_panel.html"
        most = 100

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            saved = self.instance.pk is not None
            user = self.request.user
            return {
                **super().get_context_data(parent_context),
                "saved": saved,
                "rows": self._rules() if saved else [],
                "back": urlencode({"page": self.instance.pk}) if saved else "",
                "may_add": user.has_perm("cms.add_redirectrule"),
                "may_delete": user.has_perm("cms.delete_redirectrule"),
            }

        def _rules(self) -> list[Any]:
            rules = self.instance.old_addresses.filter(status__lt=400)
            return list(rules.order_by("-hits", "-created_at")[: self.most])
