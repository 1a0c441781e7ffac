"""The journal: its index and its articles."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Site
from wagtail.search import index

from modelcluster.fields import ParentalKey

from cms import locales
from cms.blocks import StoryBlock
from cms.cards import Card, cards_by_id, prefetch
from cms.feeds import newest
from cms.index_page import IndexPage
from cms.models import HasFeed, Organization, Page, Place
from cms.references import words_in
from cms.representation import card_data, link_data, picture_data, story_data
from cms.sitemaps.entries import address
from home.content_schemas import ArticleFields, ArticleIndexFields
from home.models.author import AuthorPage
from seo import nodes
from seo.graph import Node
from seo.head import Crumb
from seo.sitemaps import MOST_NEWS, SitemapNews, SitemapUrl
from seo.text import plain

# Google reads an article as news for so long.
NEWS_LASTS = timedelta(hours=48)


class ArticleIndexPage(HasFeed, IndexPage, Page):
    """The journal: articles, newest first, paginated."""

    content_schema = ArticleIndexFields
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    schema_type = "CollectionPage"

    content_panels = [*Page.content_panels, "summary"]
    subpage_types = ["home.ArticlePage", "home.AuthorPage"]

    class Meta:
        verbose_name = _("article index")

    def get_entries(self) -> Any:
        return ArticlePage.objects.child_of(self).readable().order_by("-published_at", "-pk")

    def get_feed_entries(self) -> Any:
        return newest(ArticlePage.objects.child_of(self)).order_by("-published_at", "-pk")


class ArticlePage(Page):
    """One piece of the journal."""

    content_schema = ArticleFields
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
    own_rows = ("related",)
    og_type = "article"
    card_kind = "article"
    is_followed = True
    variables = (*Page.variables, "author", "date", "place")

    content_panels = [
        *Page.content_panels,
        "summary",
        "cover",
        FieldRowPanel(["published_at", "place"]),
        InlinePanel("bylines", label=_("author"), min_num=0),
        FieldPanel("body", heading=_("Body")),
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

    @classmethod
    def get_news(cls, site: Site) -> Sequence[SitemapUrl]:
        """Google: "Create a News sitemap": of the last two days, at most 1,000, the newest first."""
        now, roots = timezone.now(), locales.roots(site.pk)
        fresh = (
            cls.objects.of_site(site)
            .indexable()
            .filter(published_at__gt=now - NEWS_LASTS, published_at__lte=now)
            .order_by("-published_at", "-pk")[:MOST_NEWS]
        )
        organization = Organization.base_queryset().filter(site=site).first() or Organization(site=site)
        found = []
        for page in fresh:
            with translation.override(page.language_code):
                news = SitemapNews(
                    publication=plain(organization.spoken().name),
                    language=page.language_code.partition("-")[0],
                    published=page.published_at,
                    title=plain(page.title),
                )
            loc = address(site, roots, page.language_code, page.url_path)
            found.append(SitemapUrl(loc, page.modified_at, news=news))
        return found

    @property
    def authors(self) -> Sequence[AuthorPage]:
        """Live authors in the order of their bylines; asked once."""
        if "_authors" not in self.__dict__:
            bylines = list(self.bylines.select_related("author").all())
            spoken = _translated([byline.author for byline in bylines], [self])
            self._keep_authors(bylines, spoken)
        return self.__dict__["_authors"]

    def _keep_authors(
        self, bylines: "Iterable[Byline]", spoken: Mapping[tuple[Any, int], AuthorPage]
    ) -> None:
        """The live ones in the order of their bylines, each as its page in this article's language where it has one."""
        live = [byline.author for byline in bylines if byline.author.live]
        self.__dict__["_authors"] = [
            spoken.get((author.translation_key, self.locale_id), author) for author in live
        ]

    @property
    def entry_authors(self) -> Sequence[Page]:
        return self.authors

    @classmethod
    def prepare_content(cls, pages: Sequence[Page]) -> None:
        cls.prepare_entries(pages)
        prefetch(pages, "related")

    def get_card_ids(self) -> Iterable[int]:
        return [*super().get_card_ids(), *(item.page_id for item in self.related.all())]

    @classmethod
    def prepare_entries(cls, pages: Sequence[Page]) -> None:
        """The authors of all, in as many queries as for one."""
        bylines = list(
            Byline.objects.filter(article__in=pages)
            .select_related("author")
            .order_by("article", "sort_order")
        )
        spoken = _translated([row.author for row in bylines], pages)
        for page in pages:
            page._keep_authors([row for row in bylines if row.article_id == page.pk], spoken)

    def get_entry_parts(self) -> Iterable[Any]:
        yield self.body

    def get_feed_source(self, crumbs: Sequence[Crumb]) -> tuple[str, str] | None:
        """The journal's: whoever reads a piece may want the next."""
        journal = crumbs[-2] if len(crumbs) > 2 else None
        stands_here = journal and crumbs[-1].path == f"{journal.path}{self.slug}/"
        return (journal.title, journal.url) if journal and stands_here else None

    def get_variable(self, name: str, place: Place) -> str:
        match name:
            case "author":
                return ", ".join(author.title for author in self.authors)
            case "date":
                return date_format(self.published_at, "j E Y")
            case "place":
                return self.place
        return super().get_variable(name, place)

    @property
    def issued_at(self) -> Any:
        return self.published_at

    @property
    def modified_at(self) -> Any:
        """Never before the date readers see (Google: "Byline dates")."""
        return max(filter(None, [self.published_at, super().modified_at]), default=None)

    def clean(self) -> None:
        super().clean()
        is_early = self.published_at and self.published_at > timezone.now()
        if is_early and not (self.go_live_at and self.go_live_at >= self.published_at):
            raise ValidationError(
                {"published_at": _("A date in the future needs a scheduled publication on or after it.")}
            )

    @property
    def share_note(self) -> str:
        return self.card_facts()["note"]

    def get_head_properties(self) -> Iterable[tuple[str, str]]:
        yield "article:published_time", self.published_at.isoformat(timespec="seconds")
        yield "article:modified_time", self.modified_at.isoformat(timespec="seconds")
        for author in self.authors:
            yield "article:author", author.get_full_url()
        if trail := self.get_breadcrumbs()[:-1]:
            yield "article:section", trail[-1].title

    def get_schema(self, place: Place) -> Iterable[Node]:
        pictures = self.cover.graph_nodes(place.root) if self.cover else []
        people = [node for author in self.authors for node in author.person(place, author.get_full_url())]
        text = words_in(self.body)
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
        return {"note": date_format(self.published_at, "j E Y"), "badge": self.place}

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


def _translated(
    authors: Sequence[AuthorPage], articles: Sequence[ArticlePage]
) -> dict[tuple[Any, int], AuthorPage]:
    """The pages of live authors in the languages of these articles, by translation key and locale, as far as lists show
    them; one query, none in the default language, which shows whom editors chose."""
    keys = {author.translation_key for author in authors if author.live}
    wanted = {one.locale_id for one in articles if one.language_code != settings.LANGUAGE_CODE}
    if not keys or not wanted:
        return {}
    listed = AuthorPage.objects.listed().filter(translation_key__in=keys, locale__in=wanted)
    return {(author.translation_key, author.locale_id): author for author in listed}


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
