"""What the proofs need beside the demo: two hundred products written through the API, and a second site."""

from itertools import product
from typing import Any

from wagtail.models import APIToken, Site

from catalog.models import CategoryPage
from cms.models import Page, Picture
from headless.models import TokenPolicy
from home.models import HomePage
from tests.make import make_category, make_content, make_product
from tests.people import make_user
from tests.translate import translate

PRODUCTS = 200
SOURCE = "erp"
SHELF = "/spares/"
HARBOUR = "harbour.localhost"  # browsers take every name below localhost for this machine
_PARTS = (
    "Gallery",
    "Gland nut",
    "Collar",
    "Chimney clip",
    "Wick winder",
    "Thumb screw",
    "Drip tray",
    "Vent cap",
)
_LAMPS = ("storm lantern", "bulkhead lamp", "pier light", "anchor light", "binnacle lamp")
_SIZES = ("6 mm", "8 mm", "10 mm", "12 mm", "15 mm")


def make_shelf(home: Page) -> CategoryPage:
    """Where the two hundred stand."""
    return make_category(home, title="Spares", slug=SHELF.strip("/"), summary="Small parts, by the lamp.")


def make_rows() -> list[dict[str, Any]]:
    """Two hundred products as bulk writes take them, each with one of the demo's pictures."""
    pictures = list(Picture.objects.order_by("pk").values_list("pk", flat=True)[:5])
    rows = [
        {
            "id": str(number),
            "title": f"{part} for a {lamp}, {size}",
            "category": SHELF,
            "summary": f"The {part.lower()} of the {lamp}, {size} wide.",
            "description": f"<p>Fits every {lamp} made since 1931. Measure before you order: this one is {size}.</p>",
            "brand": "Wick & Sons",
            "pictures": [pictures[number % len(pictures)]],
            "variants": [
                {"sku": f"SP-{number:03}", "price": f"{3 + number % 9}.50", "currency": "GBP", "stock": 30}
            ],
        }
        for number, (part, lamp, size) in enumerate(product(_PARTS, _LAMPS, _SIZES), start=1)
    ]
    assert len(rows) == PRODUCTS
    return rows


def make_erp() -> str:
    """The secret of the token the shop's ERP shows."""
    token, secret = APIToken.create_token(user=make_user(is_superuser=True), name="ERP")
    TokenPolicy.objects.create(token=token, scopes=["catalog:write", "jobs:read"])
    return secret


def make_harbour(port: int) -> Site:
    """A second site in two languages. /about/ and /light/ are addresses of the demo as well."""
    home = HomePage(
        title="Harbour Office", slug="harbour", headline="The Harbour Office", lead="Berths, tides and dues."
    )
    Page.objects.get(depth=1).add_child(instance=home)
    home.save_revision().publish()
    site = Site.objects.create(hostname=HARBOUR, port=port, root_page=home, site_name="Harbour Office")
    Site.clear_site_root_paths_cache()
    about = make_content(home, title="About the harbour", slug="about", summary="Who keeps the quay.")
    make_content(home, title="Tides", slug="tides", summary="High water, day by day.")
    light = make_category(home, title="Harbour lights", slug="light", summary="What burns on the quay.")
    make_product(light, title="Leading light", slug="leading-light", summary="Shows the way in.")
    translate(home, "ru", title="Контора порта", headline="Контора порта", lead="Причалы, приливы, сборы.")
    translate(about, "ru", title="О порте", summary="Кто смотрит за причалом.")
    return site
