"""One page of every type with every fact filled in, the same on every machine, for the golden heads."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple

from django.core.files.images import ImageFile
from django.core.serializers.json import DjangoJSONEncoder

from PIL import Image

from catalog.models import ProductPage, ProductPicture
from cms.models import Organization, Page, Picture, Policies
from cms.sites import point_default_site_at_public_url
from home.models import ArticlePage, Byline, Clip, HomePage, VideoPage
from seo.commerce import Availability, Condition
from stores.models import (
    Department,
    EventPage,
    OpeningHours,
    Performer,
    SpecialHours,
    StorePage,
    Ticket,
)
from tests.make import (
    make_article_index,
    make_attribute,
    make_author,
    make_brand,
    make_category,
    make_content,
    make_event,
    make_event_index,
    make_fact,
    make_form,
    make_page,
    make_review,
    make_store,
    make_store_index,
    make_variant,
    make_video,
)

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
NAMES = (
    "home",
    "content",
    "category",
    "product",
    "variants",
    "journal",
    "author",
    "article",
    "form",
    "stores",
    "store",
    "events",
    "event",
    "moved-event",
    "video",
    "seekable-video",
)


class GoldenPage(NamedTuple):
    """What a page says to a machine, and what it shows."""

    head: dict[str, Any]
    html: str


def make_every_type() -> dict[str, Page]:
    """The pages by name, below the default site. Ask for them at `NOW`, on an empty media storage."""
    site = point_default_site_at_public_url()
    _describe(Organization.for_site(site))
    _set_terms(Policies.for_site(site))
    home = HomePage.objects.get(pk=site.root_page_id)
    home.headline, home.lead = "Things for the night", "Lamps and what goes with them."
    home.title, home.hero = "Night Shop, outfitters to night sailors", picture("harbour")
    home.search_description = "Lamps and what goes with them, for people who stay awake."
    home.save_revision().publish()
    shelf = make_category(home, title="Lamps", slug="lamps", summary="Everything that gives light.")
    category = make_category(
        shelf, title="Hand lamps", slug="hand-lamps", summary="Lamps to carry.", cover=picture("shelf")
    )
    journal = make_article_index(home, title="From the log", slug="log", summary="Notes from the shore.")
    author = make_author(
        journal,
        title="Ada Skarra",
        slug="ada-skarra",
        summary="Kept the light at Skarra for eleven years.",
        cover=picture("ada"),
        same_as=[("profile", "https://social.example/@ada")],
        alternate_name="@ada",
        job_title="Writer, former keeper",
        identifier="0000-0002-1825-0097",
        works_here=True,
    )
    stores = make_store_index(home, title="Our stores", slug="stores", summary="Two counters, one quay.")
    store = make_full_store(stores)
    events = make_event_index(home, title="What is on", slug="events", summary="Evenings by lamplight.")
    return {
        "home": home,
        "content": make_content(
            home,
            title="Delivery and returns",
            slug="delivery",
            summary="What a parcel costs, and how it comes back.",
            cover=picture("parcel"),
            body=[
                (
                    "faq",
                    {
                        "questions": [
                            {"question": "When do you post?", "answer": "<p>On <b>Tuesdays</b>.</p>"},
                            {"question": "How far?", "answer": "<p>Anywhere with a quay.</p>"},
                        ]
                    },
                )
            ],
        ),
        "category": shelf,
        "product": _lamp(category),
        "variants": _jersey(shelf),
        "journal": journal,
        "author": author,
        "article": _article(journal, author),
        "form": make_form(
            home, title="Write to us", slug="write-to-us", summary="We answer by the next tide."
        ),
        "stores": stores,
        "store": store,
        "events": events,
        "event": _event(events, store),
        "moved-event": _moved_event(events),
        "video": _video(home),
        "seekable-video": _seekable_video(home),
    }


def picture(name: str, *, width: int = 1200, height: int = 1200) -> Picture:
    """A picture with credit and licence; its file is called `name`."""
    data = BytesIO()
    Image.new("RGB", (width, height), (11, 46, 79)).save(data, "PNG")
    return Picture.objects.create(
        title=name.title(),
        file=ImageFile(BytesIO(data.getvalue()), name=f"{name}.png"),
        alt_text=f"A drawing of {name}",
        creator="Ada Skarra",
        credit="Night Shop / Ada Skarra",
        license_url="https://creativecommons.org/licenses/by/4.0/",
        acquire_license_page="https://shop.example/pictures/",
        copyright_notice="© 2026 Night Shop",
        digital_source="DigitalArtDigitalSource",
    )


def _describe(organization: Organization) -> None:
    organization.name, organization.alternate_name = "Night Shop", "Night"
    organization.legal_name = "Night Shop Ltd"
    organization.email, organization.telephone = "hello@shop.example", "+44 1632 960001"
    organization.street_address, organization.locality = "1 Quay", "Lerwick"
    organization.postal_code, organization.country = "ZE1 0AA", "GB"
    organization.same_as = [("profile", "https://social.example/nightshop")]
    organization.description = "Outfitters to people who stay awake."
    organization.vat_id = "GB123456789"
    organization.tax_id, organization.employees = "1234567890", 12
    organization.iso6523, organization.duns = "0060:123456789", "123456789"
    organization.lei, organization.gln = "213800D1EI4B9WTWWD28", "5012345678900"
    organization.naics = "455110"
    organization.founding_date = date(1891, 10, 12)
    organization.region = "Shetland"
    organization.logo = picture("logo")
    organization.share_picture = picture("share")
    organization.full_clean()
    organization.save()


def _set_terms(policies: Policies) -> None:
    """Every fact a return policy, a shipping service and a programme for members can have."""
    policies.return_category, policies.return_days = "MerchantReturnFiniteReturnWindow", 30
    policies.return_countries, policies.return_country = "GB IE", "GB"
    policies.return_fees, policies.return_fee = "ReturnShippingFees", Decimal("3.50")
    policies.return_link = "https://shop.example/delivery/"
    policies.return_by_mail = policies.return_in_store = True
    policies.return_label, policies.refund_type = "ReturnLabelInBox", "FullRefund"
    policies.restocking_percent = Decimal(5)
    policies.return_condition = Condition.NEW
    policies.remorse_fees, policies.remorse_fee = "ReturnShippingFees", Decimal("3.50")
    policies.remorse_label = "ReturnLabelDownloadAndPrint"
    policies.defect_fees, policies.defect_label = "FreeReturn", "ReturnLabelInBox"
    policies.season_start, policies.season_end = date(2026, 11, 15), date(2026, 12, 24)
    policies.season_category, policies.season_days = "MerchantReturnFiniteReturnWindow", 60
    near = {
        "countries": "GB",
        "origin": "GB",
        "rate": Decimal("4.80"),
        "transit_least": 2,
        "transit_most": 4,
        "order_to": Decimal("89.99"),
        "weight_to": Decimal(20),
        "items_to": 50,
    }
    far = {
        "countries": "IE NO",
        "rate_kind": "order",
        "rate": Decimal(12),
        "transit_least": 5,
        "transit_most": 9,
    }
    frozen = {
        "countries": "NO",
        "does_not_ship": True,
        "season_start": date(2026, 12, 20),
        "season_end": date(2027, 1, 6),
    }
    packed = {
        "description": "Tracked, and left with nobody but you.",
        "handling_least": 0,
        "handling_most": 1,
        "cutoff": time(15, 0),
        "weekdays": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
    }
    policies.shipping = stream(
        "service",
        packed | {"name": "Parcel post", "conditions": [near, far, frozen]},
        packed
        | {
            "name": "Members’ post",
            "tier": "Keeper",
            "conditions": [near | {"rate": Decimal(0), "label": "United Kingdom"}],
        },
    )
    policies.tiers = stream(
        "tier",
        {
            "name": "Keeper",
            "benefits": ["TierBenefitLoyaltyPoints", "TierBenefitLoyaltyPrice"],
            "points": Decimal(2),
            "requirement": "Free for everybody who signs up.",
            "url": "https://shop.example/watch/keeper/",
        },
    )
    policies.program_name, policies.program_description = "The Watch", "For those who come back."
    policies.program_url = "https://shop.example/watch/"
    policies.full_clean()
    policies.save()


def stream(type_: str, *values: dict[str, Any]) -> str:
    """Blocks as a StreamField takes them with their defaults filled in: as JSON."""
    return json.dumps([{"type": type_, "value": value} for value in values], cls=DjangoJSONEncoder)


def _product(parent: Page, cover: Picture, **fields: object) -> ProductPage:
    product = ProductPage(**fields)
    product.pictures.add(ProductPicture(picture=cover))
    parent.refresh_from_db()
    parent.add_child(instance=product)
    product.save_revision().publish()
    return product


def _lamp(parent: Page) -> ProductPage:
    """One variant, reduced, with every identifier."""
    lamp = _product(
        parent,
        picture("lamp"),
        title="Storm lamp",
        slug="storm-lamp",
        summary="A lamp that stays lit.",
        description="<p>A lamp that <b>stays lit</b> in a gale.</p><p>Twenty hours to a filling.</p>",
        brand=make_brand(name="Skarra Works"),
        google_category="2370",
        gender="Unisex",
        age_group="adult",
        size_system="UK",
        size_group="Regular",
        energy_class="C",
        eprel="123456",
        is_adult=True,
        model_url="https://shop.example/models/storm-lamp.glb",
        return_category="MerchantReturnFiniteReturnWindow",
        return_days=14,
        return_countries="GB",
        return_fees="FreeReturn",
        return_by_mail=True,
        shipping_exceptions=stream(
            "exception",
            {"countries": "GB IE", "rate": Decimal("9.80"), "transit_least": 3, "transit_most": 6},
        ),
    )
    make_fact(lamp, make_attribute(code="burn_time", label="Burning time", type="number", unit="h"), 20)
    make_variant(
        lamp,
        sku="LAMP-1",
        gtin="4006381333931",
        mpn="SW-77",
        price=Decimal("48.00"),
        compare_at=Decimal("60.00"),
        compare_at_from=datetime(2026, 10, 1, tzinfo=UTC),
        compare_at_until=datetime(2026, 12, 24, 23, 59, tzinfo=UTC),
        color="Signal red",
        size="30 cm",
        material="Brass",
        pattern="Plain",
        stock=7,
        content=Decimal(750),
        content_unit="MLT",
        base_unit="LTR",
        member_prices=stream("price", {"tier": "Keeper", "price": Decimal("45.00"), "points": 90}),
    )
    # Numbered by hand: the number is part of the node's @id.
    make_review(lamp, pk=9001, rating=5, created_at=datetime(2026, 10, 20, 18, 0, tzinfo=UTC))
    make_review(
        lamp,
        pk=9002,
        rating=4,
        author_name="Tom Ward",
        title="Small filler",
        text="Burns clean. The filler wants a funnel.",
        created_at=datetime(2026, 9, 1, 9, 15, tzinfo=UTC),
    )
    return ProductPage.objects.get(pk=lamp.pk)


def _jersey(parent: Page) -> ProductPage:
    """Three variants that differ in colour and size: one has its own picture and is delivered later."""
    jersey = _product(
        parent,
        picture("jersey"),
        title="Watch jersey",
        slug="watch-jersey",
        summary="A jersey for the last watch.",
        description="<p>Knitted in one piece.</p>",
        brand=make_brand(name="Gansey & Daughters"),
        external_id="JERSEY",
        gender="Unisex",
        age_group="kids",
        size_system="UK",
        size_group="Regular",
        is_adult=True,
    )
    shared = {"material": "Wool", "price": Decimal("129.00")}
    make_variant(
        jersey, position=0, sku="JERSEY-N-M", gtin="4006381333931", color="Navy", size="M", stock=0, **shared
    )
    make_variant(
        jersey,
        position=1,
        sku="JERSEY-N-L",
        mpn="G-2",
        color="Navy",
        size="L",
        condition=Condition.REFURBISHED,
        **shared,
    )
    make_variant(
        jersey,
        position=2,
        sku="JERSEY-O-M",
        color="Ochre",
        size="M",
        picture=picture("ochre-jersey"),
        availability=Availability.PRE_ORDER,
        available_from=datetime(2027, 1, 15, tzinfo=UTC),
        **shared,
    )
    make_review(jersey, pk=9003, rating=5, created_at=datetime(2026, 10, 2, 7, 30, tzinfo=UTC))
    return ProductPage.objects.get(pk=jersey.pk)


def _article(journal: Page, author: Page) -> ArticlePage:
    article = make_page(
        journal,
        ArticlePage,
        title="Trimming a wick",
        slug="trimming-a-wick",
        summary="Cut it straight, and round the corners.",
        cover=picture("wick"),
        published_at=datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
        place="Skarra",
        body=[("text", "<p>Cut it straight, and round the corners.</p>")],
    )
    article.bylines.add(Byline(author=author))
    article.save_revision().publish()
    return ArticlePage.objects.get(pk=article.pk)


def make_full_store(index: Page) -> StorePage:
    """Two kinds of store, a lunch break, a late Thursday, a holiday, a closed week and a department."""
    make_store(index, title="Winter counter", slug="winter-counter")
    store = StorePage(
        title="Pier shop",
        slug="pier-shop",
        summary="Everything on the quay.",
        cover=picture("pier"),
        code="KS-1",
        type="HardwareStore",
        second_type="SportingGoodsStore",
        street_address="1 Quay",
        locality="Lerwick",
        region="Shetland",
        postal_code="ZE1 0AA",
        country="GB",
        latitude=Decimal("60.1547600"),
        longitude=Decimal("-1.1429000"),
        telephone="+44 1632 960002",
        email="pier@shop.example",
        price_range="£3–£240",
    )
    for weekday in range(5):
        store.hours.add(OpeningHours(weekday=weekday, opens=time(9), closes=time(12, 30)))
    store.hours.add(OpeningHours(weekday=3, opens=time(18), closes=time(1)))
    store.hours.add(OpeningHours(weekday=5, opens=time(0), closes=time(23, 59)))
    store.special_hours.add(
        SpecialHours(name="Christmas", valid_from=date(2026, 12, 24), valid_through=date(2026, 12, 26)),
        SpecialHours(
            name="Up Helly Aa",
            valid_from=date(2027, 1, 26),
            valid_through=date(2027, 1, 26),
            opens=time(8),
            closes=time(2),
        ),
    )
    store.departments.add(
        Department(
            name="Repairs",
            type="LocalBusiness",
            telephone="+44 1632 960003",
            first_day=1,
            last_day=3,
            opens=time(10),
            closes=time(16),
        )
    )
    index.refresh_from_db()
    index.add_child(instance=store)
    store.save_revision().publish()
    return StorePage.objects.get(pk=store.pk)


def _event(index: Page, store: StorePage) -> EventPage:
    """An evening in a store that can also be seen online, with two tickets."""
    event = make_event(
        index,
        title="Lamp evening",
        slug="lamp-evening",
        summary="Bring a lamp, take it home clean.",
        description="<p>We trim, you pour.</p>",
        cover=picture("evening"),
        end_time=time(21, 30),
        end_date=date(2026, 12, 5),
        place_name="",
        locality="",
        country="",
        venue=store,
        stream_url="https://video.example/lamp-evening",
    )
    event.performers.add(
        Performer(name="Ada Skarra", url="https://social.example/@ada"),
        Performer(name="The Pier Choir", kind="MusicGroup"),
    )
    on_sale = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
    event.tickets.add(
        Ticket(name="Seat", price=Decimal("8.50"), valid_from=on_sale, url="https://tickets.example/lamp"),
        Ticket(name="Standing", price=Decimal("0.00"), valid_from=on_sale, availability="SoldOut"),
    )
    event.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def _moved_event(index: Page) -> EventPage:
    """A day without a time, moved from another, elsewhere and by somebody else."""
    event = make_event(
        index,
        title="Open lighthouse",
        slug="open-lighthouse",
        summary="The light at Skarra is open for a day.",
        cover=picture("lighthouse"),
        start_date=date(2027, 7, 3),
        start_time=None,
        end_date=date(2027, 7, 4),
        status="EventRescheduled",
        previous_start_date=date(2027, 6, 26),
        place_name="Skarra lighthouse",
        street_address="Skarra Point",
        organizer_name="Keepers' Society",
        organizer_url="https://keepers.example/",
    )
    event.performers.add(Performer(name="The Pier Choir", kind="MusicGroup"))
    event.tickets.add(
        Ticket(name="Entry", price=Decimal("3.00"), valid_from=datetime(2027, 1, 1, tzinfo=UTC))
    )
    event.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def _video(parent: Page) -> VideoPage:
    """A file elsewhere with two moments to jump to, for a while and in two countries only."""
    video = make_video(
        parent,
        title="Trim a wick in three minutes",
        slug="trim-a-wick",
        cover=picture("wick-film"),
        expires_at=datetime(2028, 1, 1, tzinfo=UTC),
        regions_allowed="GB IE",
        transcript="<p>Cut it straight.</p>",
    )
    video.clips.add(
        Clip(sort_order=0, name="The cut", start=timedelta(seconds=20), end=timedelta(seconds=80)),
        Clip(sort_order=1, name="The corners", start=timedelta(seconds=80), end=timedelta(seconds=140)),
    )
    video.save_revision().publish()
    return VideoPage.objects.get(pk=video.pk)


def _seekable_video(parent: Page) -> VideoPage:
    return make_video(
        parent,
        title="The horn at Skarra",
        slug="the-horn",
        cover=picture("horn-film"),
        content_url="",
        provider_url="https://youtu.be/abcDEF12345",
    )
