"""The Pharos mark and our sea blue in Wagtail's admin; everything else looks as Wagtail made it."""

from django.templatetags.static import static
from django.utils.html import format_html


def admin_css() -> str:
    """The stylesheet that sets Wagtail's own custom properties, for its `insert_global_admin_css` hook."""
    return format_html('<link rel="stylesheet" href="{}">', static("branding/admin.css"))
