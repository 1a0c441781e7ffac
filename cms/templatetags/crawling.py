"""The banner of the admin while a public site is kept out of search engines."""

from typing import Any

from django import template
from django.template import Context

from cms.crawl_desk import alarms

register = template.Library()


@register.inclusion_tag("cms/admin/search_alarm.html", takes_context=True)
def search_alarm(context: Context) -> dict[str, Any]:
    """For whoever works in the admin; nobody else is told what is wrong."""
    request = context.get("request")
    works_here = request is not None and request.user.has_perm("wagtailadmin.access_admin")
    return {"alarms": alarms() if works_here else []}
