"""The front of a site."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.admin.panels import MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.blocks import TEXT_FEATURES, StoryBlock
from cms.cards import Card, cards, cards_by_id
from cms.models import Page, Place
from cms.representation import card_data, picture_data, rich_text_data, story_data
from home.models.journal import ArticlePage
from seo.graph import Node


class HomePage(Page):
    """The front of a site: one product story, shelves, the journal."""

    headline = models.CharField(_("headline"), max_length=120, help_text=_("The h1 of the home page."))
    lead = models.TextField(_("lead"), max_length=400, blank=True)
    hero = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    story_page = models.ForeignKey(
        "cms.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("page the story is about"),
    )
    story_title = models.CharField(_("story title"), max_length=120, blank=True)
    story_text = RichTextField(_("story"), blank=True, features=TEXT_FEATURES)
    shelves = StreamField(
        [
            (
                "shelf",
                blocks.StructBlock(
                    [
                        ("title", blocks.CharBlock(max_length=80)),
                        ("page", blocks.PageChooserBlock(required=False, label=_("see all"))),
                        ("pages", blocks.ListBlock(blocks.PageChooserBlock(), min_num=1, max_num=8)),
                    ],
                    icon="list-ul",
                ),
            )
        ],
        blank=True,
        verbose_name=_("shelves"),
    )
    journal_title = models.CharField(_("journal title"), max_length=80, blank=True)
    body = StreamField(StoryBlock(), blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(["headline", "lead", "hero"], _("Opening")),
        MultiFieldPanel([PageChooserPanel("story_page"), "story_title", "story_text"], _("Story")),
        "shelves",
        "journal_title",
        "body",
    ]
    parent_page_types = ["cms.Page"]
    search_fields = [*Page.search_fields, index.SearchField("headline"), index.SearchField("lead")]

    class Meta:
        verbose_name = _("home page")

    @property
    def is_home(self) -> bool:
        return True

    @property
    def summary(self) -> str:
        return self.lead

    @property
    def cover(self) -> Any:
        return self.hero

    @property
    def cover_id(self) -> int | None:
        return self.hero_id

    def get_schema(self, place: Place) -> Iterable[Node]:
        return self.hero.graph_nodes(place.root) if self.hero else []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "story": next(iter(self.get_story(request)), None),
            "shelves": self.get_shelves(request),
            "journal": self.get_journal(request),
            "hero": self.hero and self.hero.responsive("wide"),
        }

    def get_story(self, request: HttpRequest | None) -> list[Card]:
        """The card of the page the story is about, if it may be read."""
        return cards_by_id([self.story_page_id] if self.story_page_id else [], request, "product")

    def get_shelves(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Each shelf's title, link and cards; one set of queries for all shelves."""
        shelf_ids = [[page.pk for page in shelf.value["pages"] if page] for shelf in self.shelves]
        by_url = {}
        flat = list(dict.fromkeys(pk for ids in shelf_ids for pk in ids))
        found = Page.objects.filter(pk__in=flat).readable().specific()
        pages = {page.pk: page for page in found}
        for page, card in zip(pages.values(), cards(pages.values(), request), strict=True):
            by_url[page.pk] = card
        return [
            {
                "title": shelf.value["title"],
                "url": shelf.value["page"].get_url(request) if shelf.value["page"] else "",
                "cards": [by_url[pk] for pk in ids if pk in by_url],
            }
            for shelf, ids in zip(self.shelves, shelf_ids, strict=True)
        ]

    def get_journal(self, request: HttpRequest | None) -> list[Card]:
        articles = ArticlePage.objects.descendant_of(self).readable().order_by("-published_at")[:3]
        return cards(list(articles), request, "wide")

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        root = self.get_site_root(request)
        return super().get_content(request) | {
            "headline": self.headline,
            "lead": self.lead,
            "hero": picture_data(self.hero and self.hero.responsive("wide"), root),
            "story": {
                "title": self.story_title,
                "text": rich_text_data(self.story_text),
                "page": next((card_data(card, root) for card in self.get_story(request)), None),
            },
            "shelves": [
                shelf | {"cards": [card_data(card, root) for card in shelf["cards"]]}
                for shelf in self.get_shelves(request)
            ],
            "journal": {
                "title": self.journal_title,
                "cards": [card_data(card, root) for card in self.get_journal(request)],
            },
            "body": story_data(self.body, root, request),
        }
