"""What headless adds to Wagtail's admin. Read before the first hook is called, so before viewsets are made."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path

from wagtail import hooks
from wagtail.admin.widgets.button import Button

from cms.models import Page
from headless import token_desk
from headless.jobs import desk as job_desk
from headless.preview import desk, panel

token_desk.use()

# Preview links -------------------------------------------------------------------------------------------------


@hooks.register("register_admin_urls")
def preview_urls() -> list[URLPattern]:
    return [
        path("preview-links/share/<int:page_id>/", desk.ShareDraft.as_view(), name="share_draft"),
        path("preview-links/<int:pk>/revoke/", desk.RevokeLink.as_view(), name="revoke_preview_link"),
        path("reports/preview-links/", desk.PreviewLinks.as_view(), name="preview_links"),
        path(
            "reports/preview-links/results/",
            desk.PreviewLinks.as_view(results_only=True),
            name="preview_links_results",
        ),
    ]


hooks.register("register_reports_menu_item", desk.menu_item)


@hooks.register("register_page_header_buttons")
def share_draft(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    button = desk.share_button(page, user)
    if button is not None:
        yield button


hooks.register("insert_editor_js", panel.editor_script)
hooks.register("register_admin_urls", job_desk.urls)
hooks.register("register_reports_menu_item", job_desk.menu_item)
