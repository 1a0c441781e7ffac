"""Events: something that happens at a store or another place."""

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from cms.blocks import TEXT_FEATURES
from cms.cards import prefetch
from cms.models import Organization, Page, Place
from cms.models.organization import country_code
from cms.models.shared_thing import SharedThing
from cms.representation import picture_data
from cms.rich_text import rich_text_data
from seo import nodes
from seo.events import EventStatus, Moment
from seo.graph import Node
from seo.places import Address
from seo.text import plain
from stores.models.hours import children
from stores.representation import event_data
from stores.schemas import EventFields

LEAST_PICTURE_WIDTH = 720
STATUSES = [
    (EventStatus.SCHEDULED.value, _("as announced")),
    (EventStatus.CANCELLED.value, _("cancelled")),
    (EventStatus.POSTPONED.value, _("postponed, new date not known yet")),
    (EventStatus.RESCHEDULED.value, _("moved to a new date")),
]


def local_zone() -> str:
    return settings.TIME_ZONE


def known_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("Name the time zone as the IANA list does, e.g. Europe/London."))


class EventPage(Page):
    """One event at one address. Google: "Event (Event) structured data"."""

    content_schema = EventFields
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
        help_text=_("At least 720 pixels wide; 1920 is better."),
    )
    description = RichTextField(_("what happens"), blank=True, features=TEXT_FEATURES)
    start_date = models.DateField(_("begins on"))
    start_time = models.TimeField(
        _("at"),
        null=True,
        blank=True,
        help_text=_("Empty while the time is not known; never 00:00 for that."),
    )
    end_date = models.DateField(_("ends on"), null=True, blank=True)
    end_time = models.TimeField(_("at"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default=local_zone, validators=[known_zone])
    status = models.CharField(
        _("status"), max_length=20, choices=STATUSES, default=EventStatus.SCHEDULED.value
    )
    previous_start_date = models.DateField(
        _("first announced for"),
        null=True,
        blank=True,
        help_text=_(
            "For an event moved to a new date. Filled in by itself when the date of a live page changes."
        ),
    )
    previous_start_time = models.TimeField(_("at"), null=True, blank=True)
    venue = models.ForeignKey(
        "stores.StorePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
        verbose_name=_("at our store"),
    )
    place_name = models.CharField(
        _("or at"), max_length=120, blank=True, help_text=_("The name of the place.")
    )
    street_address = models.CharField(_("street"), max_length=120, blank=True)
    locality = models.CharField(_("town"), max_length=80, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[country_code])
    stream_url = models.URLField(
        _("also online at"), blank=True, help_text=_("In addition to the place, never instead of it.")
    )
    organizer_name = models.CharField(
        _("organizer"), max_length=120, blank=True, help_text=_("Empty: the organization of this site.")
    )
    organizer_url = models.URLField(_("organizer’s address"), blank=True)

    schema_type = "ItemPage"
    joined_with = ("venue",)
    own_rows = ("performers", "tickets")
    card_kind = "event"
    is_followed = True

    content_panels = [
        *Page.content_panels,
        "summary",
        "cover",
        MultiFieldPanel(
            [
                FieldRowPanel(["start_date", "start_time"]),
                FieldRowPanel(["end_date", "end_time"]),
                "time_zone",
                "status",
                FieldRowPanel(["previous_start_date", "previous_start_time"]),
            ],
            _("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("venue"),
                "place_name",
                "street_address",
                FieldRowPanel(["postal_code", "locality"]),
                FieldRowPanel(["region", "country"]),
                "stream_url",
            ],
            _("Where"),
        ),
        "description",
        InlinePanel("performers", heading=_("Who performs"), label=_("performer")),
        FieldRowPanel(["organizer_name", "organizer_url"], heading=_("Who invites")),
        InlinePanel("tickets", heading=_("Tickets"), label=_("ticket")),
    ]
    parent_page_types = ["stores.EventIndexPage", "stores.StorePage"]
    subpage_types: list[str] = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("description"),
        index.SearchField("place_name"),
        index.FilterField("start_date"),
    ]

    class Meta:
        verbose_name = _("event")

    # What is refused -------------------------------------------------------------------------------------

    @classmethod
    def showing(cls, thing: SharedThing) -> Iterable[Any]:
        """Events nobody else invites to name the organization of their site."""
        if isinstance(thing, Organization):
            yield cls.objects.of_site(thing.site).filter(organizer_name="")

    def clean(self) -> None:
        super().clean()
        self._clean_dates()
        self._clean_place()
        if self.cover and self.cover.width < LEAST_PICTURE_WIDTH:
            raise ValidationError({"cover": _("The picture of an event must be at least 720 pixels wide.")})
        if self.organizer_url and not self.organizer_name:
            raise ValidationError({"organizer_name": _("Whose address is this? Name the organizer too.")})

    def _clean_dates(self) -> None:
        if self.start_date is None:
            return  # the field has said so
        if self.end_time is not None and self.start_time is None:
            raise ValidationError({"start_time": _("An event that ends at a time begins at one.")})
        if self.end_time is not None and self.end_date is None:
            self.end_date = self.start_date
        if self.end and self.start.is_after(self.end):
            raise ValidationError({"end_date": _("An event cannot end before it begins.")})
        if self.status != EventStatus.RESCHEDULED:
            self.previous_start_date = self.previous_start_time = None
        elif self.previous_start_date is None:
            self._remember_previous_start()
        if self.previous_start and self.previous_start.iso == self.start.iso:
            raise ValidationError({"previous_start_date": _("The new date is the one first announced.")})

    def _remember_previous_start(self) -> None:
        """The date of the live page, while an editor replaces it by a new one."""
        announced = EventPage.objects.filter(pk=self.pk).values_list("start_date", "start_time").first()
        if announced in {None, (self.start_date, self.start_time)}:
            raise ValidationError(
                {
                    "previous_start_date": _(
                        "Say for when the event was first announced; search engines need both."
                    )
                }
            )
        self.previous_start_date, self.previous_start_time = announced

    def _clean_place(self) -> None:
        if self.venue_id:
            if self.place_name or self.street_address:
                raise ValidationError(
                    {"venue": _("Choose one of our stores or give another place, not both.")}
                )
        elif not (self.place_name and self.locality and self.country):
            raise ValidationError(
                {
                    "place_name": _(
                        "An event needs a place with a name, a town and a country: search engines no longer show"
                        " events that are only online."
                    )
                    if self.stream_url
                    else _("Choose one of our stores, or give a place with a name, a town and a country.")
                }
            )

    # What it is ------------------------------------------------------------------------------------------

    @property
    def start(self) -> Moment:
        return Moment(self.start_date, self.start_time, self.time_zone)

    @property
    def end(self) -> Moment | None:
        return Moment(self.end_date, self.end_time, self.time_zone) if self.end_date else None

    @property
    def previous_start(self) -> Moment | None:
        if self.previous_start_date is None:
            return None
        return Moment(self.previous_start_date, self.previous_start_time, self.time_zone)

    @property
    def state(self) -> EventStatus:
        return EventStatus(self.status)

    @property
    def is_as_announced(self) -> bool:
        return self.state == EventStatus.SCHEDULED

    @property
    def where(self) -> str:
        return plain(self.venue.title) if self.venue else plain(self.place_name)

    @property
    def address(self) -> Address:
        if self.venue:
            return self.venue.address
        return Address(self.street_address, self.locality, self.region, self.postal_code, self.country)

    def get_entry_parts(self) -> Iterable[Any]:
        yield self.description

    def get_schema(self, place: Place) -> Iterable[Node]:
        pictures = self.cover.graph_nodes(place.root) if self.cover else []
        store_url = self.venue.get_full_url(place.request) if self.venue else ""
        name, url = self.get_organizer(place)
        return [
            *pictures,
            nodes.event(
                place.url,
                name=plain(self.title),
                description=plain(self.summary),
                start=self.start,
                end=self.end,
                status=self.state,
                previous_start=self.previous_start,
                location=nodes.event_place(
                    name=self.where,
                    address=self.address,
                    id_=f"{store_url}#store" if store_url else None,
                    url=store_url,
                ),
                stream_url=self.stream_url,
                images=pictures,
                organizer=nodes.event_organizer(name=name, url=url),
                performers=[performer.node for performer in children(self, "performers")],
                offers=[ticket.node(place.url) for ticket in children(self, "tickets")],
                language=place.language,
            ),
        ]

    def get_organizer(self, place: Place) -> tuple[str, str]:
        """Name and address of who invites."""
        if self.organizer_name:
            return self.organizer_name, self.organizer_url
        return place.organization.name, place.root

    @classmethod
    def prepare_cards(cls, pages: Sequence[Page]) -> None:
        models.prefetch_related_objects(list(pages), "venue")

    def card_facts(self) -> dict[str, str]:
        return {
            "note": self.start.words,
            "badge": self.where if self.is_as_announced else self.state.words,
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        name, url = self.get_organizer(self.get_place(request))
        return {
            **super().get_context(request, *args, **kwargs),
            "cover": self.cover and self.cover.responsive("wide"),
            "organizer": {"name": name, "url": url},
            "performers": children(self, "performers"),
            "tickets": children(self, "tickets"),
        }

    @classmethod
    def prepare_content(cls, pages: Sequence[Page]) -> None:
        prefetch(pages, "performers", "tickets")

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        root = self.get_site_root(request)
        return super().get_content(request) | {
            "description": rich_text_data(self.description),
            "picture": picture_data(self.cover and self.cover.responsive("wide"), root),
            "event": event_data(self, *self.get_organizer(self.get_place(request))),
        }
