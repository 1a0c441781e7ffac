"""The journal: its index, its authors, its articles."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from modelcluster.fields import ParentalKey

from cms.blocks import TEXT_FEATURES, StoryBlock
from cms.cards import Card, cards, cards_by_id
from cms.listing import Listing
from cms.models import Page, Place
from cms.representation import card_data, link_data, picture_data, rich_text_data, story_data
from seo import nodes
from seo.graph import Node
from seo.text import plain


class ArticleIndexPage(Page):
    """The journal: articles, newest first, paginated."""

    summary = models.CharField(_("summary"), max_length=200, blank=True)
    schema_type = "CollectionPage"
    per_page = 12

    content_panels = [*Page.content_panels, "summary"]
    subpage_types = ["home.ArticlePage", "home.AuthorPage"]

    class Meta:
        verbose_name = _("article index")

    def get_articles(self) -> Any:
        return ArticlePage.objects.child_of(self).readable().order_by("-published_at", "-pk")

    def get_listing(self, request: HttpRequest | None) -> Listing:
        return Listing.of(self, self.get_articles(), request, self.per_page)

    def get_page_number(self, request: HttpRequest | None) -> int:
        return self.get_listing(request).number

    def get_queries(self) -> Iterable[str]:
        return self.get_listing(None).queries

    def get_schema(self, place: Place) -> Iterable[Node]:
        return self.get_listing(place.request).nodes(place)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        listing = self.get_listing(request)
        return {
            **super().get_context(request, *args, **kwargs),
            "listing": listing,
            "cards": cards(listing.pages, request, "wide"),
        }

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        listing = self.get_listing(request)
        root = self.get_site_root(request)
        return super().get_content(request) | {
            "listing": listing.as_dict(),
            "cards": [card_data(card, root) for card in cards(listing.pages, request, "wide")],
        }


class AuthorPage(Page):
    """Somebody who writes here."""

    summary = models.CharField(_("in one line"), max_length=200, blank=True)
    cover = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("portrait"),
    )
    biography = RichTextField(_("biography"), blank=True, features=TEXT_FEATURES)
    same_as = StreamField(
        [("profile", blocks.URLBlock(label=_("address")))], blank=True, verbose_name=_("also found at")
    )
    schema_type = "ProfilePage"
    og_type = "profile"
    card_kind = "author"

    content_panels = [*Page.content_panels, "summary", "cover", "biography", "same_as"]
    parent_page_types = ["home.ArticleIndexPage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("biography")]

    class Meta:
        verbose_name = _("author")

    def person(self, place: Place, url: str = "") -> list[Node]:
        """The author's pictures and, last, the Person node; `url` is its address seen from elsewhere."""
        pictures = self.cover.graph_nodes(place.root) if self.cover and not url else []
        return [
            *pictures,
            nodes.person(
                url or place.url,
                name=plain(self.title),
                description=plain(self.summary) if not url else "",
                image=pictures[-1] if pictures else None,
                same_as=[block.value for block in self.same_as] if not url else (),
            ),
        ]

    def get_schema(self, place: Place) -> Iterable[Node]:
        return self.person(place)

    def get_articles(self) -> Any:
        """The twelve newest this author wrote."""
        return ArticlePage.objects.filter(bylines__author=self).readable().order_by("-published_at")[:12]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "portrait": self.cover and self.cover.responsive("portrait"),
            "cards": cards(list(self.get_articles()), request, "wide"),
        }

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        root = self.get_site_root(request)
        return super().get_content(request) | {
            "biography": rich_text_data(self.biography),
            "picture": picture_data(self.cover and self.cover.responsive("portrait"), root),
            "same_as": [block.value for block in self.same_as],
            "cards": [card_data(card, root) for card in cards(list(self.get_articles()), request, "wide")],
        }


class ArticlePage(Page):
    """One piece of the journal."""

    summary = models.CharField(
        _("summary"), max_length=200, help_text=_("One sentence for cards and search results.")
    )
    cover = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    published_at = models.DateTimeField(_("published on"), help_text=_("The date readers see."))
    place = models.CharField(_("written at"), max_length=80, blank=True)
    body = StreamField(StoryBlock())
    schema_type = "WebPage"
    og_type = "article"
    card_kind = "article"

    content_panels = [
        *Page.content_panels,
        "summary",
        "cover",
        FieldRowPanel(["published_at", "place"]),
        InlinePanel("bylines", label=_("author"), min_num=0),
        "body",
        InlinePanel("related", label=_("related page"), max_num=8),
    ]
    parent_page_types = ["home.ArticleIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("published_at"),
    ]

    class Meta:
        verbose_name = _("article")

    @property
    def authors(self) -> Sequence[AuthorPage]:
        """Live authors in the order of their bylines; asked once."""
        if "_authors" not in self.__dict__:
            self.__dict__["_authors"] = [
                byline.author for byline in self.bylines.select_related("author").all() if byline.author.live
            ]
        return self.__dict__["_authors"]

    @property
    def issued_at(self) -> Any:
        return self.published_at

    @property
    def modified_at(self) -> Any:
        """Never before the date readers see (Google: "Byline dates")."""
        return max(filter(None, [self.published_at, self.last_published_at]), default=None)

    def clean(self) -> None:
        super().clean()
        is_early = self.published_at and self.published_at > timezone.now()
        if is_early and not (self.go_live_at and self.go_live_at >= self.published_at):
            raise ValidationError(
                {"published_at": _("A date in the future needs a scheduled publication on or after it.")}
            )

    def get_head_properties(self) -> Iterable[tuple[str, str]]:
        yield "article:published_time", self.published_at.isoformat(timespec="seconds")
        yield "article:modified_time", self.modified_at.isoformat(timespec="seconds")
        for author in self.authors:
            yield "article:author", author.get_full_url()

    def get_schema(self, place: Place) -> Iterable[Node]:
        pictures = self.cover.graph_nodes(place.root) if self.cover else []
        people = [node for author in self.authors for node in author.person(place, author.get_full_url())]
        text = " ".join(self.body.stream_block.get_searchable_content(self.body))
        return [
            *pictures,
            nodes.article(
                place.url,
                place.root,
                headline=plain(self.title),
                description=plain(self.summary),
                images=pictures,
                published=self.published_at,
                modified=self.modified_at,
                authors=people,
                language=place.language,
                word_count=len(text.split()),
            ),
            *people,
        ]

    def card_facts(self) -> dict[str, str]:
        return {"note": date_format(self.published_at, "j F Y"), "badge": self.place}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "cover": self.cover and self.cover.responsive("wide"),
            "authors": [(author.title, author.get_url(request)) for author in self.authors],
            "related": self.get_related(request),
        }

    def get_related(self, request: HttpRequest | None) -> list[Card]:
        """Cards of the pages under the article that may be read."""
        return cards_by_id([item.page_id for item in self.related.all()], request)

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        root = self.get_site_root(request)
        return super().get_content(request) | {
            "published_at": self.published_at,
            "modified_at": self.modified_at,
            "place": self.place,
            "authors": [link_data(author, request) for author in self.authors],
            "picture": picture_data(self.cover and self.cover.responsive("wide"), root),
            "body": story_data(self.body, root, request),
            "related": [card_data(card, root) for card in self.get_related(request)],
        }


class Byline(Orderable):
    """Who wrote an article."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        AuthorPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("author")
    )

    panels = [FieldPanel("author")]


class RelatedPage(Orderable):
    """A page or product shown under an article."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="related")
    page = models.ForeignKey("cms.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [PageChooserPanel("page")]
