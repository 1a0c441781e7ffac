"""The front of a site."""

from collections.abc import Iterable
from dataclasses import asdict
from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import get_page_models
from wagtail.search import index

from cms.blocks import TEXT_FEATURES, StoryBlock
from cms.cards import Card, cards, cards_by_id, chosen_cards
from cms.feeds import newest
from cms.models import HasFeed, Page, Place, Policies
from cms.references import listed_items
from cms.representation import card_data, picture_data, story_data
from cms.rich_text import rich_text_data
from cms.stock import links_to
from delivery import tags
from delivery.made_of import note
from home.content_schemas import HomeFields
from home.models.journal import ArticlePage
from seo.graph import Node


class HomePage(HasFeed, Page):
    """The front of a site: one product story, shelves, the journal."""

    content_schema = HomeFields
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
                        ("title", blocks.CharBlock(max_length=80, label=_("title"))),
                        ("page", blocks.PageChooserBlock(required=False, label=_("see all"))),
                        (
                            "pages",
                            blocks.ListBlock(
                                blocks.PageChooserBlock(), min_num=1, max_num=8, label=_("pages or products")
                            ),
                        ),
                    ],
                    icon="list-ul",
                    label=_("Shelf"),
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
        FieldPanel("body", heading=_("Body")),
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
            "terms": self.get_policies(request).terms,
            "membership": self.get_policies(request).membership,
        }

    def get_feed_entries(self) -> Any:
        """Whatever is new on the site in this language: every type that is followed."""
        followed = [model for model in get_page_models() if model.is_followed]
        return newest(Page.objects.descendant_of(self).type(*followed)).specific()

    def get_policies(self, request: HttpRequest | None) -> Policies:
        return self.get_place(request).organization.policies

    @cached_property
    def shelved(self) -> list[tuple[str, int | None, list[int]]]:
        """Title, page behind it and pages of each shelf, as they are stored."""
        stored = [item["value"] for item in self.shelves.raw_data]
        return [
            (one.get("title", ""), one.get("page"), [pk for pk in listed_items(one.get("pages")) if pk])
            for one in stored
        ]

    def get_card_ids(self) -> Iterable[int]:
        shelves = [pk for _title, _page, ids in self.shelved for pk in ids]
        return [*super().get_card_ids(), *filter(None, [self.story_page_id]), *shelves]

    def get_link_ids(self) -> Iterable[int]:
        return [*super().get_link_ids(), *(page for _title, page, _ids in self.shelved if page)]

    def get_picture_ids(self) -> Iterable[int]:
        covers = [article.cover_id for article in self.journal if article.cover_id]
        return [*super().get_picture_ids(), *covers]

    @cached_property
    def journal(self) -> list[ArticlePage]:
        """The newest articles."""
        return list(ArticlePage.objects.descendant_of(self).readable().order_by("-published_at")[:3])

    def get_story(self, request: HttpRequest | None) -> list[Card]:
        """The card of the page the story is about, if it may be read."""
        return cards_by_id([self.story_page_id] if self.story_page_id else [], request, "product")

    def get_shelves(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Each shelf's title, link and cards; one set of queries for all shelves."""
        links = links_to([page for _title, page, _ids in self.shelved if page], request)
        shown = chosen_cards(
            list(dict.fromkeys(pk for _title, _page, ids in self.shelved for pk in ids)), request
        )
        return [
            {
                "title": title,
                "url": (links[page].get_url(request) or "") if page in links else "",
                "cards": [shown[pk] for pk in ids if pk in shown],
            }
            for title, page, ids in self.shelved
        ]

    def get_journal(self, request: HttpRequest | None) -> list[Card]:
        note(tags.type_("home.articlepage"))
        return cards(self.journal, request, "wide")

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
            "terms": self.get_policies(request).terms.as_dict(),
            "membership": (words := self.get_policies(request).membership) and asdict(words),
        }
