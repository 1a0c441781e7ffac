"""The list of events."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.index_page import IndexPage
from cms.models import Page
from stores.models.event import EventPage
from stores.schemas import EventIndexFields


class EventIndexPage(IndexPage, Page):
    """What is on: every event below it, latest date first, paginated. Nothing on it depends on today."""

    content_schema = EventIndexFields
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    schema_type = "CollectionPage"

    content_panels = [*Page.content_panels, "summary"]
    parent_page_types = ["home.HomePage", "home.ContentPage", "stores.StoreIndexPage"]
    subpage_types = ["stores.EventPage"]

    class Meta:
        verbose_name = _("event index")

    def get_entries(self) -> Any:
        return EventPage.objects.child_of(self).readable().order_by("-start_date", "-start_time", "pk")
