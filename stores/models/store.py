"""Stores and their index, the locator."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from cms.blocks import TEXT_FEATURES
from cms.index_page import IndexPage
from cms.models import Page, Place
from cms.models.organization import country_code, phone_with_country_code
from cms.representation import picture_data
from cms.rich_text import rich_text_data
from delivery import tags
from delivery.made_of import note
from seo import nodes
from seo.graph import Node
from seo.places import COORDINATE_DECIMALS, Address, Location, week_of
from seo.text import plain
from stores.forms import StoreForm
from stores.models.hours import TYPES, children
from stores.representation import location_data
from stores.schemas import StoreFields, StoreIndexFields


def exact_enough(value: Any) -> None:
    """Google: "Local business": coordinates have at least five decimals, which is about a metre."""
    if -value.as_tuple().exponent < COORDINATE_DECIMALS:
        raise ValidationError(
            _("Give the coordinate with at least five decimals, e.g. 60.15476: fewer miss the door.")
        )


class StoreIndexPage(IndexPage, Page):
    """The locator: every store with its address and number, as a list and as KML for maps."""

    content_schema = StoreIndexFields
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    schema_type = "CollectionPage"
    per_page = 24

    content_panels = [*Page.content_panels, "summary"]
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["stores.StorePage", "stores.EventIndexPage"]

    class Meta:
        verbose_name = _("store index")

    def get_entries(self) -> Any:
        return StorePage.objects.child_of(self).readable().order_by("path")

    def get_locations(self, request: HttpRequest | None) -> list[Location]:
        """The places of this page of the list, in three queries for all of them."""
        stores = list(self.get_listing(request).pages)
        StorePage.load_places(stores)
        return [store.get_location(request) for store in stores]

    @property
    def kml_path(self) -> str:
        return "stores.kml"

    def get_shown(self, request: HttpRequest) -> dict[str, Any]:
        return {"locations": self.get_locations(request)}

    def get_data(self, request: HttpRequest | None) -> dict[str, Any]:
        return {"stores": [location_data(location) for location in self.get_locations(request)]}


class StorePage(Page):
    """A store people can go to. Its facts are one `Location`; page, graph, KML and export print that."""

    content_schema = StoreFields
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
    intro = RichTextField(_("about the store"), blank=True, features=TEXT_FEATURES)
    code = models.SlugField(
        _("store code"),
        max_length=40,
        blank=True,
        help_text=_("Tells this store from the others in business profiles; never reused. Empty: the slug."),
    )
    type = models.CharField(_("kind of store"), max_length=40, choices=TYPES, default="Store")
    second_type = models.CharField(_("and also"), max_length=40, choices=TYPES, blank=True, default="")
    street_address = models.CharField(_("street"), max_length=120)
    locality = models.CharField(_("town"), max_length=80)
    region = models.CharField(_("region"), max_length=80, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, validators=[country_code])
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=7,
        validators=[MinValueValidator(-90), MaxValueValidator(90), exact_enough],
        help_text=_("Degrees north of the equator, at least five decimals; south is negative."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=10,
        decimal_places=7,
        validators=[MinValueValidator(-180), MaxValueValidator(180), exact_enough],
        help_text=_("Degrees east of Greenwich, at least five decimals; west is negative."),
    )
    telephone = models.CharField(
        _("telephone"), max_length=30, blank=True, validators=[phone_with_country_code]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    price_range = models.CharField(
        _("prices"),
        max_length=99,
        blank=True,
        help_text=_("In fewer than 100 characters, e.g. “£3–£240” or “££”."),
    )

    schema_type = "ItemPage"
    own_rows = ("hours", "special_hours", "departments")
    card_kind = "store"
    variables = (*Page.variables, "city", "street", "telephone", "hours")
    description_pattern = _("{summary} [{street}, {city}.] [Open {hours}.]")
    base_form_class = api_base_form_class = StoreForm

    content_panels = [
        *Page.content_panels,
        "summary",
        "cover",
        "intro",
        MultiFieldPanel(
            [FieldRowPanel(["type", "second_type"]), FieldRowPanel(["code", "price_range"])], _("Store")
        ),
        MultiFieldPanel(
            [
                "street_address",
                FieldRowPanel(["postal_code", "locality"]),
                FieldRowPanel(["region", "country"]),
                FieldRowPanel(["latitude", "longitude"]),
                FieldRowPanel(["telephone", "email"]),
            ],
            _("Where it is"),
        ),
        InlinePanel("hours", heading=_("Opening hours"), label=_("hours")),
        InlinePanel("special_hours", heading=_("Holidays and other exceptions"), label=_("days")),
        InlinePanel("departments", heading=_("Departments"), label=_("department")),
    ]
    parent_page_types = ["stores.StoreIndexPage"]
    subpage_types = ["stores.EventPage"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("intro"),
        index.SearchField("street_address"),
        index.SearchField("locality"),
    ]

    class Meta:
        verbose_name = _("store")

    def showing_the_same(self, names: frozenset[str]) -> Any:
        """The events that take place here say its name and address."""
        from stores.models.event import EventPage

        said = {"title", "street_address", "locality", "region", "postal_code", "country"}
        return EventPage.objects.filter(venue=self.pk) if names & said else None

    def clean(self) -> None:
        super().clean()
        if self.second_type == self.type:
            self.second_type = ""

    @classmethod
    def prepare_content(cls, pages: Any) -> None:
        cls.load_places(list(pages))

    @classmethod
    def load_places(cls, stores: list["StorePage"]) -> None:
        """Load at once what the locations of these stores ask for."""
        if stores:
            prefetch_related_objects(stores, "hours", "special_hours", "departments")

    def get_location(self, request: HttpRequest | None = None) -> Location:
        """This store as the one record that everything prints; read once for the life of this object."""
        if "_location" not in self.__dict__:
            name = plain(self.title)
            self.__dict__["_location"] = Location(
                code=self.code or self.slug,
                name=name,
                url=self.get_full_url(request),
                types=tuple(filter(None, [self.type, self.second_type])),
                address=self.address,
                latitude=self.latitude,
                longitude=self.longitude,
                telephone=self.telephone,
                email=self.email,
                price_range=self.price_range,
                description=plain(self.summary),
                week=week_of((row.weekday, row.span) for row in children(self, "hours")),
                special=tuple(
                    row.days
                    for row in sorted(children(self, "special_hours"), key=lambda row: row.valid_from)
                ),
                departments=tuple(row.at(name) for row in children(self, "departments")),
            )
        return self.__dict__["_location"]

    @property
    def address(self) -> Address:
        return Address(
            street=self.street_address,
            locality=self.locality,
            region=self.region,
            postal_code=self.postal_code,
            country=self.country,
        )

    @property
    def type_words(self) -> list[str]:
        """The kinds of store as the page says them."""
        return [self.get_type_display(), *filter(None, [self.get_second_type_display()])]

    def get_variable(self, name: str, place: Place) -> str:
        match name:
            case "city":
                return self.locality
            case "street":
                return self.street_address
            case "telephone":
                return self.telephone
            case "hours":
                return self.get_location(place.request).week_words
        return super().get_variable(name, place)

    def get_schema(self, place: Place) -> Iterable[Node]:
        pictures = self.cover.graph_nodes(place.root) if self.cover else []
        return [
            *pictures,
            nodes.local_business(self.get_location(place.request), place.root, images=pictures),
        ]

    def get_events(self) -> Any:
        """The twelve latest events that happen here."""
        note(tags.type_("stores.eventpage"))
        return self.events.readable().order_by("-start_date", "-start_time")[:12]

    def card_facts(self) -> dict[str, str]:
        return {"note": self.locality}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "location": self.get_location(request),
            "cover": self.cover and self.cover.responsive("wide"),
            "events": [(event, event.get_url(request)) for event in self.get_events()],
        }

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        root = self.get_site_root(request)
        return super().get_content(request) | {
            "intro": rich_text_data(self.intro),
            "picture": picture_data(self.cover and self.cover.responsive("wide"), root),
            "location": location_data(self.get_location(request)),
        }
