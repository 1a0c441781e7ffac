"""The base page: three questions a page type answers, and the one head computed from the answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from http import HTTPMethod
from typing import Any, ClassVar
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import AbstractPage, DefaultBasePageMixin, Site
from wagtail.models.pages import AbstractPageMeta, PageManager
from wagtail.search import index

from cms.access import PagePermissions
from cms.editing import PageForm
from cms.frame import Frame
from cms.models.organization import Organization, share_image_of
from cms.querysets import PageQuerySet
from cms.tidy import TidyText
from seo import nodes
from seo.graph import Node, graph
from seo.head import Crumb, Head
from seo.robots import MAX_IMAGE_PREVIEW, Robots
from seo.text import DESCRIPTION_MAX, TITLE_MAX, clip, plain


class SeoFields(models.Model):
    """What an editor may say to search engines about any page; empty means: as the page itself says."""

    noindex = models.BooleanField(
        _("hide from search engines"),
        default=False,
        help_text=_("The page stays readable for visitors, but leaves search results and the sitemap."),
    )
    nofollow = models.BooleanField(_("do not follow links on this page"), default=False)
    nosnippet = models.BooleanField(
        _("show no text in results"),
        default=False,
        help_text=_("Also keeps the text out of AI answers built on search results."),
    )
    max_image_preview = models.CharField(
        _("picture size in results"), max_length=8, choices=MAX_IMAGE_PREVIEW, default="large"
    )
    canonical_url = models.URLField(
        _("main address"),
        blank=True,
        help_text=_(
            "Only when this page repeats another one: the full address of the page search engines should list."
        ),
    )
    social_picture = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("share picture"),
        help_text=_("Empty: the picture of the page."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if "#" in self.canonical_url:
            raise ValidationError({"canonical_url": _("A main address has no fragment (#…).")})
        if self.canonical_url and self.noindex:
            raise ValidationError(
                {
                    "canonical_url": _(
                        "Either hide the page or name its main address; search engines ignore both at once."
                    )
                }
            )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands while its head is built. `root` is the site's absolute address with a slash, `url` the
    page's own, with the page number of a list; `request` is None outside a request."""

    root: str
    url: str
    organization: Organization
    language: str
    request: HttpRequest | None = None


class Page(TidyText, AbstractPage, DefaultBasePageMixin, SeoFields):
    """The base of every page type. A type answers `summary`, `cover` and `get_schema`; nothing else about search."""

    objects = PageManager.from_queryset(PageQuerySet)()

    # What a page type answers, by property or by field -------------------------------------------------
    summary: ClassVar[Any] = ""
    cover: ClassVar[Any] = None
    cover_id: ClassVar[Any] = None
    schema_type: ClassVar[str] = "WebPage"
    og_type: ClassVar[str] = "website"
    card_kind: ClassVar[str] = "page"
    allowed_http_methods: ClassVar[list[str]] = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    is_shelf: ClassVar[bool] = False  # holds things to choose from, and is linked as such

    api_base_form_class = PageForm
    promote_panels = [
        MultiFieldPanel(
            ["slug", "seo_title", "search_description", "social_picture"], _("In search results and shares")
        ),
        MultiFieldPanel(
            [
                FieldPanel(name, permission="cms.change_indexing")
                for name in ("noindex", "nofollow", "nosnippet", "max_image_preview", "canonical_url")
            ],
            _("Indexing"),
        ),
        *DefaultBasePageMixin.promote_panels[1:],
    ]
    search_fields = [
        *AbstractPage.search_fields,
        index.FilterField("noindex"),
        index.FilterField("canonical_url"),
        index.FilterField("show_in_menus"),
    ]

    class Meta(AbstractPageMeta):
        verbose_name = _("page")
        # The first four are Wagtail's, spelled out because naming any of our own replaces them.
        permissions = [
            ("bulk_delete_page", "Delete pages with children"),
            ("lock_page", "Lock/unlock pages you've locked"),
            ("publish_page", "Publish any page"),
            ("unlock_page", "Unlock any page"),
            ("change_indexing", "Change what search engines may index"),
        ]

    def clean(self) -> None:
        super().clean()
        if self.canonical_url and self.pk and self.canonical_url == self.get_full_url():
            # Naming itself says nothing, and must not cost the page its place in the sitemap.
            self.canonical_url = ""

    def get_schema(self, place: Place) -> Iterable[Node]:
        """The nodes that say what this page is about; the first is its main entity."""
        return ()

    # What the world reads ------------------------------------------------------------------------------

    def get_head(self, request: HttpRequest | None = None) -> Head:
        """Everything this page says to machines. Not overridden but by lists, through super()."""
        place = self.get_place(request)
        crumbs = self.get_breadcrumbs(request)
        organization = place.organization
        entities = list(self.get_schema(place))
        image = share_image_of(self.social_picture or self.cover, place.root) or organization.share_image(
            place.root
        )
        description = clip(plain(self.search_description) or plain(self.summary), DESCRIPTION_MAX)
        title = self._numbered(plain(self.seo_title) or plain(self.title), request)
        stands_alone = self.is_home or bool(plain(self.seo_title))
        return Head(
            title=clip(title, TITLE_MAX) if stands_alone else organization.title_for(title),
            description=description,
            canonical=self.canonical_url or place.url,
            robots=self.get_robots(),
            og_type=self.og_type,
            og_title=clip(title, 110),
            site_name=organization.name,
            locale=place.language.replace("-", "_"),
            # A share card has no decorative pictures: without words of its own the picture is called as the page is.
            image=replace(image, alt=image.alt or clip(title, 110)) if image else None,
            properties=tuple(self.get_head_properties()),
            links=(self._json_twin(place),),
            breadcrumbs=tuple(crumbs),
            json_ld=graph([*self._page_nodes(place, crumbs, entities, description), *entities]),
        )

    def get_robots(self) -> Robots:
        return Robots(
            index=not self.noindex,
            follow=not self.nofollow,
            snippet=not self.nosnippet,
            max_image_preview=self.max_image_preview,
        )

    def get_head_properties(self) -> Iterable[tuple[str, str]]:
        """Further Open Graph properties of the type, such as article:published_time."""
        return ()

    def get_place(self, request: HttpRequest | None = None) -> Place:
        """Addresses on the public host of the page's own site, whatever host was asked.

        Raises ValueError for a page that stands below no site: it has no address and no head.
        """
        parts = self.get_url_parts(request)
        if parts is None:
            raise ValueError(f"“{self.title}” stands below no site and has no public address.")
        site_id, root_url, path = parts
        organization = (
            Organization.for_request(request)
            if request is not None and getattr(Site.find_for_request(request), "id", None) == site_id
            else Organization.objects.select_related("logo", "share_picture").filter(site_id=site_id).first()
            or Organization(site_id=site_id)
        )
        number = self.get_page_number(request)
        return Place(
            root=f"{root_url}/",
            url=root_url + path + (f"?page={number}" if number > 1 else ""),
            organization=organization,
            language=self.language_tag,
            request=request,
        )

    def get_page_number(self, request: HttpRequest | None) -> int:
        """Which page of a list was asked for. Lists answer; everything else is page 1.

        Google: "Pagination, incremental page loading": each page of a list is its own canonical.
        """
        return 1

    def _numbered(self, title: str, request: HttpRequest | None) -> str:
        number = self.get_page_number(request)
        return title if number == 1 else _("%(title)s (page %(number)d)") % {"title": title, "number": number}

    @property
    def language_tag(self) -> str:
        """BCP 47 with the region in capitals: en-GB."""
        language, _sep, region = self.locale.language_code.partition("-")
        return f"{language}-{region.upper()}" if len(region) == 2 else self.locale.language_code

    def get_breadcrumbs(self, request: HttpRequest | None = None) -> list[Crumb]:
        """The trail from the home page to here; empty on the home page. Kept for the life of this object."""
        if "_breadcrumbs" not in self.__dict__:
            parts = self.get_url_parts(request)
            asked = Site.find_for_request(request)
            site = (
                asked
                if asked is not None and asked.pk == parts[0]
                else Site.objects.select_related("root_page").get(pk=parts[0])
            )
            site_root = site.root_page
            trail = [] if site_root.pk == self.pk else [*self._trail_from(site_root), self]
            self.__dict__["_breadcrumbs"] = [
                Crumb(title=plain(page.title), url=parts_[1] + parts_[2], path=parts_[2])
                for page in trail
                for parts_ in (page.get_url_parts(request),)
            ]
        return self.__dict__["_breadcrumbs"]

    def _trail_from(self, site_root: "Page") -> Sequence["Page"]:
        return list(
            Page.objects.ancestor_of(self)
            .descendant_of(site_root, inclusive=True)
            .live()
            # Google: "Breadcrumb structured data": no crumb leads to a hidden or repeated page.
            .filter(noindex=False, canonical_url="")
            .only("title", "url_path", "depth", "path", "locale_id", "slug")
            .order_by("depth")
        )

    @property
    def is_home(self) -> bool:
        return False

    @property
    def issued_at(self) -> Any:
        """The date this page gives for its own beginning."""
        return self.first_published_at

    @property
    def modified_at(self) -> Any:
        """When readers last saw this page change."""
        return self.last_published_at

    def _page_nodes(
        self, place: Place, crumbs: Sequence[Crumb], entities: Sequence[Node], description: str
    ) -> Iterable[Node]:
        primary = next((entity for entity in entities if entity["@type"] == "ImageObject"), None)
        main = next((entity for entity in entities if entity["@type"] != "ImageObject"), None)
        if self.is_home:
            yield from place.organization.graph_nodes(place.root, place.language)
        yield nodes.web_page(
            place.url,
            place.root,
            type_=self.schema_type,
            name=plain(self.title),
            description=description,
            language=place.language,
            published=self.issued_at,
            modified=self.modified_at,
            image=primary,
            has_breadcrumb=len(crumbs) > 1,
            main_entity=main["@id"] if main else None,
            about=nodes.organization_id(place.root) if self.is_home else None,
            canonical=self.canonical_url,
        )
        if len(crumbs) > 1:
            yield nodes.breadcrumb_list(place.url, crumbs)

    def _json_twin(self, place: Place) -> tuple[tuple[str, str], ...]:
        return (
            ("rel", "alternate"),
            ("type", "application/json"),
            (
                "href",
                f"{place.root}api/v1/resolve/?path={quote(place.url.removeprefix(place.root.rstrip('/')), safe='/')}",
            ),
        )

    # Who may work on it ---------------------------------------------------------------------------------

    def permissions_for_user(self, user: Any) -> PagePermissions:
        return PagePermissions(user, self)

    def check_query(self, request: HttpRequest) -> None:
        """Raises Http404 where the query names nothing of this page: a page beyond a list's last, a strange variant."""
        self.get_page_number(request)

    def get_queries(self) -> Iterable[str]:
        """The queries this page answers with something else than without: further pages of a list, variants."""
        return ()

    # How it is shown -----------------------------------------------------------------------------------

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "head": self.get_head(request),
            "frame": Frame.for_request(request),
        }

    def serve_password_required_response(
        self, request: HttpRequest, form: Any, action_url: str
    ) -> TemplateResponse:
        """The question for the password: it says nothing of the page behind it and is not indexed."""
        frame = Frame.for_request(request)
        context = {
            "head": Head.of_error(frame.organization.title_for(_("Locked"))),
            "frame": frame,
            "form": form,
            "action_url": action_url,
        }
        return TemplateResponse(request, "cms/password_required.html", context)

    @classmethod
    def prepare_cards(cls, pages: Sequence["Page"]) -> None:
        """Load at once what the cards of these pages will ask for."""

    def card_facts(self) -> dict[str, str]:
        """The `note`, `was` and `badge` of a card of this type."""
        return {}

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        """What the API gives as the page's content; types add their fields through super()."""
        return {"title": self.title, "summary": plain(self.summary)}

    def get_site_root(self, request: HttpRequest | None = None) -> str:
        """The absolute address of the site this page stands on, without a slash; media addresses begin with it."""
        return self.get_url_parts(request)[1]
