"""Pages of text."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import StoryBlock, questions_in
from cms.models import Page, Place
from cms.representation import picture_data, story_data
from home.content_schemas import ContentFields
from seo import nodes
from seo.graph import Node
from seo.text import plain_from_html


class ContentPage(Page):
    """A page of text."""

    content_schema = ContentFields
    summary = models.CharField(
        _("summary"), max_length=200, blank=True, help_text=_("One sentence for cards and search results.")
    )
    cover = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    body = StreamField(StoryBlock(), blank=True)
    is_followed = True

    picture_preset = "article"

    content_panels = [*Page.content_panels, "summary", "cover", FieldPanel("body", heading=_("Body"))]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = _("content page")

    def get_schema(self, place: Place) -> Iterable[Node]:
        if self.cover:
            yield from self.cover.graph_nodes(place.root)
        questions = [(question, plain_from_html(answer)) for question, answer in questions_in(self.body)]
        if questions:
            yield nodes.faq_page(place.url, questions)

    def get_entry_parts(self) -> Iterable[Any]:
        yield self.body

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        root = self.get_site_root(request)
        return super().get_content(request) | {
            "picture": picture_data(self.cover and self.cover.responsive("article"), root),
            "body": story_data(self.body, root, request),
        }
