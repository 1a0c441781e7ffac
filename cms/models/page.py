"""The base page: three questions a page type answers, and the one head computed from the answers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPMethod
from typing import Any, ClassVar
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import AbstractPage, DefaultBasePageMixin, PageViewRestriction, Site
from wagtail.models.pages import AbstractPageMeta, PageManager
from wagtail.search import index

from cms import locales
from cms.access import PagePermissions
from cms.doors import restrictions_on
from cms.editing import PageForm
from cms.endings import Ended
from cms.frame import Frame
from cms.models.changing import Changing
from cms.models.followed import Followed
from cms.models.in_sitemap import InSitemap
from cms.models.indexing import PANELS as INDEXING_PANELS
from cms.models.indexing import Indexing
from cms.models.main_address import MainAddress
from cms.models.organization import Organization
from cms.models.own_markup import PANELS as OWN_MARKUP_PANELS
from cms.models.own_markup import OwnMarkup
from cms.models.queried import Queried
from cms.models.recorded import RecordedPage
from cms.models.sharing import Shared
from cms.models.translation import TranslatedPage
from cms.models.wording import Wording
from cms.panels import OldAddressesPanel, PromotePanel
from cms.previewing import Previewed
from cms.querysets import PageQuerySet, picture_fields
from cms.redirects import moves
from cms.references import references_in
from cms.tidy import TidyText
from delivery import tags
from delivery.made_of import note
from seo import markdown, nodes
from seo.feeds import feed_links
from seo.graph import Node, graph
from seo.head import Crumb, Head
from seo.jsonld import merged
from seo.robots import Robots
from seo.text import clip, plain

Link = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands while its head is built. `root` is the site's absolute address with a slash, `url` the
    page's own, with the `query` that makes it an address of its own (the page number of a list); `request` is None
    outside a request."""

    root: str
    url: str
    organization: Organization
    language: str
    query: str = ""
    request: HttpRequest | None = None

    @property
    def is_front(self) -> bool:
        """The root of the host, where site and organization are described (Google: "Site names")."""
        return self.url == self.root


class Page(
    TidyText,
    RecordedPage,
    Changing,
    TranslatedPage,
    Wording,
    Indexing,
    MainAddress,
    Shared,
    OwnMarkup,
    Queried,
    Followed,
    InSitemap,
    Previewed,
    AbstractPage,
    DefaultBasePageMixin,
):
    """The base of every page type. A type answers `summary`, `cover` and `get_schema`; nothing else about search."""

    # Since when (or from when on) nobody reads it, and no list shows it. Written by types whose pages end: see
    # catalog.lifecycle. Here, so that sitemap, lists and search stay one query over one table.
    closed_from = models.DateTimeField(null=True, blank=True, editable=False)
    unlisted_from = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PageManager.from_queryset(PageQuerySet)()

    # What a page type answers, by property or by field -------------------------------------------------
    summary: ClassVar[Any] = ""
    cover: ClassVar[Any] = None
    cover_id: ClassVar[Any] = None
    trail_facts: ClassVar[Mapping[str, Any]] = {}  # annotations its trails need of the pages above
    schema_type: ClassVar[str] = "WebPage"
    og_type: ClassVar[str] = "website"
    card_kind: ClassVar[str] = "page"
    lists_others: ClassVar[bool] = False  # its content is a list of further pages
    content_schema: ClassVar[Any] = None  # what `get_content` gives, as a type (see headless.contents)
    joined_with: ClassVar[tuple[str, ...]] = ()  # relations to one thing that its answers always read
    own_rows: ClassVar[tuple[str, ...]] = ()  # relations to rows of its own that its content always reads
    allowed_http_methods: ClassVar[list[str]] = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    is_shelf: ClassVar[bool] = False  # holds things to choose from, and is linked as such

    api_base_form_class = PageForm
    # Of API v3, which drops what a type does not name and publishes at once what was to wait.
    api_fields = [APIField("go_live_at", writable=True), APIField("expire_at", writable=True)]
    default_exclude_fields_in_copy = [
        *AbstractPage.default_exclude_fields_in_copy,
        "content_changed_at",
        "content_changes_at",
    ]
    promote_panels = [
        PromotePanel(heading=_("How others see it")),
        MultiFieldPanel(
            ["slug", "seo_title", "search_description", "social_picture"], _("In search results and shares")
        ),
        *INDEXING_PANELS,
        *OWN_MARKUP_PANELS,
        OldAddressesPanel(heading=_("Old addresses")),
        *DefaultBasePageMixin.promote_panels[1:],
    ]
    search_fields = [
        *AbstractPage.search_fields,
        index.FilterField("noindex"),
        index.FilterField("section_robots"),
        index.FilterField("canonical_page"),
        index.FilterField("canonical_url"),
        index.FilterField("show_in_menus"),
        index.FilterField("closed_from"),
        index.FilterField("unlisted_from"),
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
        if self.slug in locales.codes():
            raise ValidationError(
                {
                    "slug": _("“%(slug)s” begins the addresses of a language; choose another.")
                    % {"slug": self.slug}
                }
            )

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; with what follows for addresses, or not at all."""
        with transaction.atomic():
            return super().save(*args, **kwargs)

    def _update_descendant_url_paths(self, old_url_path: str, new_url_path: str) -> None:
        """Where Wagtail writes new addresses, after a changed slug and a move alike: the old ones lead to them."""
        super()._update_descendant_url_paths(old_url_path, new_url_path)
        moves.follow(self, old_url_path, new_url_path)

    def get_schema(self, place: Place) -> Iterable[Node]:
        """The nodes that say what this page is about; the first is its main entity."""
        return ()

    # What the world reads ------------------------------------------------------------------------------

    def get_head(self, request: HttpRequest | None = None) -> Head:
        """Everything this page says to machines, in its own language. Not overridden but by lists, through super()."""
        note(changed_at=self.modified_at)
        with translation.override(self.language_code):
            return self._get_head(request)

    def _get_head(self, request: HttpRequest | None) -> Head:
        place = self.get_place(request)
        crumbs = self.get_breadcrumbs(request)
        organization = place.organization
        entities = list(self.get_schema(place))
        image, image_origin = self.get_share_image(place, crumbs)
        title, bare_title = self.get_title(place)
        description, described_by = self.get_description(place)
        robots = self.get_robots()
        # What is hidden stands for nothing: search engines ignore a main address beside a noindex.
        main = self.get_main_address(request) if robots.index else ""
        said = [*self._page_nodes(place, crumbs, entities, description, main), *entities]
        return Head(
            title=title,
            description=description,
            canonical=main or place.url,
            robots=robots,
            og_type=self.og_type,
            og_title=clip(bare_title, 110),
            site_name=organization.name,
            language=place.language,
            # A share card has no decorative pictures: without words of its own the picture is called as the page is.
            image=replace(image, alt=image.alt or clip(bare_title, 110)) if image else None,
            alternates=() if place.query else self.get_alternates(),
            properties=tuple(self.get_head_properties()),
            links=(
                *self._twins(place, robots),
                *self._feed_links(place, crumbs),
                *organization.icon_links(place.root, place.language),
            ),
            proofs=organization.proofs if self.is_home else (),
            breadcrumbs=tuple(crumbs),
            json_ld=graph(merged(said, self.get_own_nodes(place))),
            more_breadcrumbs=tuple(tuple(trail) for trail in self.get_more_trails(request)),
            origins={
                "title": "seo_title" if plain(self.seo_title) else "title",
                "description": described_by,
                "image": image_origin if image else "",
            },
        )

    def get_head_properties(self) -> Iterable[tuple[str, str]]:
        """Further Open Graph properties of the type, such as article:published_time."""
        return ()

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Wagtail's (site id, root address, path). Whoever asks links to this page and so says something of it: asked
        while an answer is made, the answer carries its cache tag."""
        note(tags.page(self.pk))
        if request is None:
            return super().get_url_parts()
        known = request.__dict__.setdefault(
            "_url_parts", {}
        )  # a page names itself a dozen times in an answer
        place = (self.pk, self.url_path, translation.get_language())
        if place not in known:
            known[place] = super().get_url_parts(request)
        return known[place]

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """What closes this page to some; Wagtail's own forgets what an alias's source has inherited."""
        return restrictions_on(self)

    def get_place(self, request: HttpRequest | None = None) -> Place:
        """Addresses on the public host of the page's own site, whatever host was asked.

        Raises ValueError for a page that stands below no site: it has no address and no head.
        """
        parts = self.get_url_parts(request)
        if parts is None:
            raise ValueError(f"“{self.title}” stands below no site and has no public address.")
        site_id, root_url, path = parts
        note(tags.site(site_id), tags.SETTINGS)
        organization = (
            Organization.for_request(request)
            if request is not None and getattr(Site.find_for_request(request), "id", None) == site_id
            else Organization.base_queryset().filter(site_id=site_id).first() or Organization(site_id=site_id)
        )
        query = self.get_own_query(request)
        return Place(
            root=f"{root_url}/",
            url=root_url + path + (f"?{query}" if query else ""),
            query=query,
            organization=organization.spoken(),
            language=self.language_tag,
            request=request,
        )

    def get_breadcrumbs(self, request: HttpRequest | None = None) -> list[Crumb]:
        """The trail from the home page to here; empty on the home page. Kept for the life of this object."""
        if "_breadcrumbs" not in self.__dict__:
            root = locales.roots(self.get_url_parts(request)[0])[self.language_code]
            trail = [] if self.url_path == root else [*self._trail_from(root), self]
            self.__dict__["_breadcrumbs"] = [
                Crumb(title=plain(page.title), url=parts_[1] + parts_[2], path=parts_[2])
                for page in trail
                for parts_ in (page.get_url_parts(request),)
            ]
        return self.__dict__["_breadcrumbs"]

    def get_more_trails(self, request: HttpRequest | None = None) -> Sequence[Sequence[Crumb]]:
        """Further ways from the home page to here, beside the one through the tree."""
        return ()

    def _trail_from(self, root: str) -> Sequence["Page"]:
        if "_above" in self.__dict__:  # by cms.trails
            return [page for page in self.__dict__["_above"] if page.url_path.startswith(root)]
        return list(
            Page.objects.ancestor_of(self)
            .filter(url_path__startswith=root)
            .in_trails()
            .only("title", "url_path", "depth", "path", "locale_id", "slug")
            .order_by("depth")
        )

    def remember_above(self, pages: Sequence["Page"]) -> None:
        """Take the pages above, loaded by `with_trail_facts`, for the trail; it then asks for nothing."""
        self.__dict__["_above"] = sorted(
            (page for page in pages if page.is_in_trails), key=lambda one: one.depth
        )

    @property
    def is_home(self) -> bool:
        return False

    @property
    def issued_at(self) -> Any:
        """The date this page gives for its own beginning."""
        return self.first_published_at

    def _page_nodes(
        self,
        place: Place,
        crumbs: Sequence[Crumb],
        entities: Sequence[Node],
        description: str,
        canonical: str,
    ) -> Iterable[Node]:
        primary = next((entity for entity in entities if entity["@type"] == "ImageObject"), None)
        main = next((entity for entity in entities if entity["@type"] != "ImageObject"), None)
        if place.is_front:
            yield from place.organization.graph_nodes(place.root, place.language)
        yield nodes.web_page(
            place.url,
            place.root,
            type_=self.schema_type,
            name=self.get_heading(place.request),
            description=description,
            language=place.language,
            published=self.issued_at,
            modified=self.modified_at,
            image=primary,
            has_breadcrumb=len(crumbs) > 1,
            main_entity=main["@id"] if main else None,
            about=nodes.organization_id(place.root) if place.is_front else None,
            canonical=canonical,
        )
        trails = [crumbs, *self.get_more_trails(place.request)] if len(crumbs) > 1 else []
        for number, trail in enumerate(trails, start=1):
            yield nodes.breadcrumb_list(place.url, trail, number)

    def _twins(self, place: Place, robots: Robots) -> Iterable[Link]:
        """The same page for programs: as data, and as Markdown where search engines may list it."""
        path = quote(place.url.removeprefix(place.root.rstrip("/")), safe="/")
        yield _alternate("application/json", f"{place.root}api/v1/resolve/?path={path}")
        if robots.index:
            yield _alternate(markdown.MEDIA_TYPE, markdown.twin_address(place.url))

    def _feed_links(self, place: Place, crumbs: Sequence[Crumb]) -> Iterable[tuple[tuple[str, str], ...]]:
        source = self.get_feed_source(crumbs)
        if source is None:
            return ()
        title, url = source
        return feed_links(place.organization.title_for(title) if title else place.organization.name, url)

    # Where it is found ---------------------------------------------------------------------------------

    @staticmethod
    def route_for_request(request: HttpRequest, path: str) -> Any:
        """The page at an address of the active language, in two queries, and what its type routes below it.

        Wagtail's own walks the tree, and answers with the default language where the other has no home page.
        """
        if not hasattr(request, "_wagtail_route_for_request"):
            request._wagtail_route_for_request = Page._route(request, path)
        return request._wagtail_route_for_request

    @staticmethod
    def _route(request: HttpRequest, path: str) -> Any:
        site = Site.find_for_request(request)
        root = site and locales.roots(site.pk).get(translation.get_language())
        if not root:
            return None
        parts = [part for part in path.split("/") if part]
        tree_paths = [root + "".join(f"{part}/" for part in parts[:depth]) for depth in range(len(parts) + 1)]
        trail = {page.url_path: page for page in Page.objects.filter(url_path__in=tree_paths, live=True)}
        for depth in range(len(parts), -1, -1):
            page = trail.get(tree_paths[depth])
            if page is None:
                continue
            has_routes = page.specific_class and page.specific_class.route is not AbstractPage.route
            if depth < len(parts) and not has_routes:
                return None
            try:
                return page.specific.route(request, parts[depth:])
            except Http404:
                return None
        return None

    # Who may work on it ---------------------------------------------------------------------------------

    def permissions_for_user(self, user: Any) -> PagePermissions:
        return PagePermissions(user, self)

    # How it is shown -----------------------------------------------------------------------------------

    def get_ended(self) -> Ended | None:
        """What stands here instead, for a live page that has ended; None while it is read. Asked by HTML and API."""
        return None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ended = self.get_ended()
        return ended.respond(request) if ended else super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "head": self.get_head(request),
            "frame": Frame.for_request(request).with_languages_of(self, request),
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
    def prepare_verdicts(cls, pages: Sequence["Page"]) -> None:
        """Load at once what `get_ended` and `check_query` of these pages will ask for."""

    @classmethod
    def prepare_content(cls, pages: Sequence["Page"]) -> None:
        """Load at once what the content and the head of these pages will ask for; see cms.stock."""

    @classmethod
    def find_further_places(cls, pages: Sequence["Page"]) -> Mapping[int, Collection[str]]:
        """The tree paths of the sections in which these pages are listed beside the one they stand in, by id."""
        return {}

    def keep_trails(self, pages: Sequence["Page"], ends: Collection[str]) -> None:
        """Take what stands above the page and above its further places (and these), top first, for its trails."""
        self.__dict__["_above"] = list(pages)

    def get_card_ids(self) -> Iterable[int]:
        """The pages it shows as cards."""
        return [pk for story in self.get_stories() for pk in references_in(story).cards]

    def get_typed_card_ids(self) -> Iterable[tuple[type["Page"], int, int]]:
        """Those of `get_card_ids` of which is known beforehand which type and which id in the active language they
        have: type, id, that id."""
        return ()

    def get_pictures(self) -> Iterable[Any]:
        """Those of its pictures that came with `prepare_content`."""
        return ()

    def get_link_ids(self) -> Iterable[int]:
        """The pages blocks of its body link to."""
        return [pk for story in self.get_stories() for pk in references_in(story).links]

    def get_picture_ids(self) -> Iterable[int]:
        """The pictures it shows itself."""
        own = [getattr(self, field.attname) for field in picture_fields(self)]
        shown = [pk for story in self.get_stories() for pk in references_in(story).pictures]
        return [pk for pk in (*own, *shown) if pk]

    def get_stories(self) -> Iterable[Any]:
        """Its bodies of blocks."""
        return [getattr(self, "body")] if hasattr(self, "body") else []  # noqa: B009 - types have it or not

    @classmethod
    def prepare_cards(cls, pages: Sequence["Page"]) -> None:
        """Load at once what the cards of these pages will ask for."""

    def card_facts(self) -> dict[str, str]:
        """The `note`, `was`, `badge` and `rating` of a card of this type."""
        return {}

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        """What the API gives as the page's content; types add their fields through super()."""
        return {"title": self.title, "summary": plain(self.summary)}

    def get_site_root(self, request: HttpRequest | None = None) -> str:
        """The absolute address of the site this page stands on, without a slash; media addresses begin with it."""
        return self.get_url_parts(request)[1]


def _alternate(media_type: str, href: str) -> Link:
    return ("rel", "alternate"), ("type", media_type), ("href", href)
