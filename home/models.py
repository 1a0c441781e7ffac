"""Pages with words: home, content, articles and their authors, forms."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.forms.models import AbstractFormField, EmailFormMixin, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks import TEXT_FEATURES, StoryBlock, questions_in
from cms.cards import Card, cards, cards_by_id
from cms.listing import Listing
from cms.models import Page, Place
from cms.representation import card_data, link_data, picture_data, rich_text_data, story_data
from home.forms import FormPageForm, MailToEditors, submissions_view
from seo import nodes
from seo.graph import Node
from seo.text import plain, plain_from_html


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


class ContentPage(Page):
    """A page of text."""

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

    content_panels = [*Page.content_panels, "summary", "cover", "body"]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = _("content page")

    def get_schema(self, place: Place) -> Iterable[Node]:
        questions = [(question, plain_from_html(answer)) for question, answer in questions_in(self.body)]
        if questions:
            yield nodes.faq_page(place.url, questions)

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        root = self.get_site_root(request)
        return super().get_content(request) | {
            "picture": picture_data(self.cover and self.cover.responsive("article"), root),
            "body": story_data(self.body, root, request),
        }


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
        """The author's pictures and, last, the Person node. `url` is this page's address seen from elsewhere."""
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


class FormField(AbstractFormField):
    """One question of a form."""

    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")

    def as_dict(self) -> dict[str, Any]:
        """The question as the API gives it; `name` is what an answer is sent under."""
        return {
            "name": self.clean_name,
            "label": self.label,
            "type": self.field_type,
            "required": self.required,
            "help": self.help_text,
            "choices": [choice.strip() for choice in self.choices.splitlines() if choice.strip()],
            "default": self.default_value,
        }


class FormPage(MailToEditors, EmailFormMixin, FormMixin, Page):
    """A form: rendered with CSRF, checked, stored, mailed to the editors."""

    summary = models.CharField(_("summary"), max_length=200, blank=True)
    intro = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    thank_you = RichTextField(_("after sending"), blank=True, features=TEXT_FEATURES)
    schema_type = "ContactPage"

    content_panels = [
        FormSubmissionsPanel(),
        *Page.content_panels,
        "summary",
        "intro",
        InlinePanel("form_fields", label=_("field")),
        "thank_you",
        MultiFieldPanel(
            [FieldRowPanel(["from_address", "to_address"]), "subject"], _("E-mail to the editors")
        ),
    ]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("form")

    api_base_form_class = FormPageForm
    landing_page_template = "home/form_page_thanks.html"

    def get_submissions_list_view_class(self) -> type:
        return submissions_view()

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        return super().get_content(request) | {
            "intro": rich_text_data(self.intro),
            "fields": [field.as_dict() for field in self.get_form_fields()],
        }
