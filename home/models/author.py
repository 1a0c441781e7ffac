"""Those who write here."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.admin.panels import MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.blocks import TEXT_FEATURES
from cms.cards import cards
from cms.models import Page, Place
from cms.representation import card_data, picture_data
from cms.rich_text import rich_text_data
from delivery import tags
from delivery.made_of import note
from home.content_schemas import AuthorFields
from seo import nodes
from seo.graph import Node
from seo.text import plain


class AuthorPage(Page):
    """Somebody who writes here."""

    content_schema = AuthorFields
    lists_others = True
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
    alternate_name = models.CharField(
        _("also known as"), max_length=120, blank=True, help_text=_("Another name or a handle readers know.")
    )
    job_title = models.CharField(_("what they do"), max_length=120, blank=True)
    identifier = models.CharField(
        _("identifier"), max_length=120, blank=True, help_text=_("In a register of people, e.g. an ORCID iD.")
    )
    works_here = models.BooleanField(_("works for the organization of this site"), default=False)
    schema_type = "ProfilePage"
    og_type = "profile"
    card_kind = "author"
    picture_preset = "portrait"

    content_panels = [
        *Page.content_panels,
        "summary",
        "cover",
        "biography",
        MultiFieldPanel(["alternate_name", "job_title", "identifier", "works_here"], _("Profile")),
        "same_as",
    ]
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
                # A byline names and links its author; everything else stands on the author's own page.
                **({} if url else self._profile(place)),
            ),
        ]

    def _profile(self, place: Place) -> dict[str, Any]:
        return {
            "alternate_name": self.alternate_name,
            "job_title": self.job_title,
            "identifier": self.identifier,
            "works_for": nodes.organization_id(place.root) if self.works_here else "",
        }

    def showing_the_same(self, names: frozenset[str]) -> Any:
        """The articles that name their author."""
        from home.models.journal import ArticlePage

        if "title" not in names:
            return None
        written = {"bylines__author__translation_key": self.translation_key, "locale": self.locale_id}
        return ArticlePage.objects.filter(**written)

    def get_schema(self, place: Place) -> Iterable[Node]:
        return self.person(place)

    def get_articles(self) -> Any:
        """The twelve newest this author wrote."""
        from home.models.journal import ArticlePage

        note(tags.type_("home.articlepage"))
        return (
            ArticlePage.objects.filter(
                bylines__author__translation_key=self.translation_key, locale=self.locale_id
            )
            .readable()
            .order_by("-published_at")[:12]
        )

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
            "alternate_name": self.alternate_name,
            "job_title": self.job_title,
            "identifier": self.identifier,
            "same_as": [block.value for block in self.same_as],
            "cards": [card_data(card, root) for card in cards(list(self.get_articles()), request, "wide")],
        }
