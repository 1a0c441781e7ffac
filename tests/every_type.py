"""One page of every type with every fact filled in, the same on every machine, for the golden heads."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from django.core.files.images import ImageFile

from PIL import Image

from catalog.models import ProductPage, ProductPicture
from cms.models import Organization, Page, Picture
from cms.sites import point_default_site_at_public_url
from home.models import ArticlePage, Byline, HomePage
from seo.commerce import Availability, Condition
from tests.make import (
    make_article_index,
    make_attribute,
    make_author,
    make_brand,
    make_category,
    make_content,
    make_fact,
    make_form,
    make_page,
    make_variant,
)

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
NAMES = ("home", "content", "category", "product", "variants", "journal", "author", "article", "form")


def make_every_type() -> dict[str, Page]:
    """The pages by name, below the default site. Ask for them at `NOW`, on an empty media storage."""
    site = point_default_site_at_public_url()
    _describe(Organization.for_site(site))
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
    )
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
    organization.founding_date = date(1891, 10, 12)
    organization.region = "Shetland"
    organization.logo = picture("logo")
    organization.share_picture = picture("share")
    organization.full_clean()
    organization.save()


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
    )
    make_fact(lamp, make_attribute(code="burn_time", label="Burning time", type="number", unit="h"), 20)
    make_variant(
        lamp,
        sku="LAMP-1",
        gtin="9780471117094",
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
    )
    shared = {"material": "Wool", "price": Decimal("129.00")}
    make_variant(
        jersey, position=0, sku="JERSEY-N-M", gtin="9780471117094", color="Navy", size="M", stock=0, **shared
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
