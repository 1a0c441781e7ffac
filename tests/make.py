"""Plain functions that make one thing each, published and valid unless told otherwise."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.images import ImageFile

from wagtail.models import PageViewRestriction, Site

from PIL import Image

from audit.models import Fault, Run
from catalog.models import (
    Attribute,
    AttributeValue,
    Brand,
    CategoryPage,
    FacetPage,
    FacetPolicy,
    ProductPage,
    ProductPicture,
    Review,
    Variant,
)
from cms.models import Page, Picture
from home.models import ArticleIndexPage, ArticlePage, AuthorPage, ContentPage, FormPage, VideoPage
from stores.models import EventIndexPage, EventPage, StoreIndexPage, StorePage

_numbers = count(1)


def make_page(parent: Page, model: type[Page], **fields: Any) -> Any:
    """A page of `model` below `parent`; `live=False` makes a draft."""
    number = next(_numbers)
    page = model(
        **{"title": f"{model.__name__} {number}", "slug": f"{model.__name__.lower()}-{number}", **fields}
    )
    parent.refresh_from_db()
    parent.add_child(instance=page)
    if page.live:
        page.save_revision().publish()
        page.refresh_from_db()
    return page


def make_content(parent: Page, **fields: Any) -> ContentPage:
    return make_page(parent, ContentPage, **{"summary": "A page of text.", **fields})


def make_restriction(
    page: Page, kind: str = "password", password: str = "sesame", **fields: Any
) -> PageViewRestriction:
    return PageViewRestriction.objects.create(
        page=page, restriction_type=kind, password=password if kind == "password" else "", **fields
    )


def make_category(parent: Page, **fields: Any) -> CategoryPage:
    return make_page(parent, CategoryPage, **{"summary": "A shelf of things.", **fields})


def make_product(
    parent: Page, variants: int = 1, pictures: int | list[Picture] = 0, **fields: Any
) -> ProductPage:
    """A product with that many variants, told apart by size, and that many or these pictures."""
    fields = {"summary": "A useful thing.", "description": "<p>A useful thing, well made.</p>", **fields}
    product = ProductPage(
        **{"title": f"Product {next(_numbers)}", "slug": f"product-{next(_numbers)}", **fields}
    )
    for picture in [make_picture() for _ in range(pictures)] if isinstance(pictures, int) else pictures:
        product.pictures.add(ProductPicture(picture=picture))
    parent.refresh_from_db()
    parent.add_child(instance=product)
    if product.live:
        product.save_revision().publish()
    for position in range(variants):
        make_variant(product, position=position, size=f"Size {position + 1}" if variants > 1 else "")
    return ProductPage.objects.get(pk=product.pk)


def make_variant(product: ProductPage, **fields: Any) -> Variant:
    number = next(_numbers)
    variant = Variant(
        **{
            "product": product,
            "sku": f"SKU-{number}",
            "price": Decimal("48.00"),
            "currency": "GBP",
            "stock": 7,
            **fields,
        }
    )
    variant.full_clean()
    variant.save()
    return variant


def make_brand(**fields: Any) -> Brand:
    return Brand.objects.create(**{"name": f"Maker {next(_numbers)}", **fields})


def make_attribute(**fields: Any) -> Attribute:
    number = next(_numbers)
    return Attribute.objects.create(
        **{"code": f"attribute-{number}", "label": f"Attribute {number}", **fields}
    )


def make_fact(product: ProductPage, attribute: Attribute, value: Any) -> AttributeValue:
    fact = AttributeValue.of(attribute, value, product=product)
    fact.save()
    return fact


def make_picture(width: int = 60, height: int = 75, **fields: Any) -> Picture:
    """A small picture of one colour."""
    number = next(_numbers)
    data = BytesIO()
    Image.new("RGB", (width, height), (number % 255, 120, 90)).save(data, "PNG")
    file = ImageFile(BytesIO(data.getvalue()), name=f"picture-{number}.png")
    return Picture.objects.create(
        **{"title": f"Picture {number}", "file": file, "alt_text": f"Test card {number}", **fields}
    )


def make_article_index(parent: Page, **fields: Any) -> ArticleIndexPage:
    return make_page(parent, ArticleIndexPage, **fields)


def make_author(parent: Page, **fields: Any) -> AuthorPage:
    return make_page(parent, AuthorPage, **{"summary": "Writes here.", **fields})


def make_article(parent: Page, **fields: Any) -> ArticlePage:
    fields = {
        "summary": "What happened, in one line.",
        "published_at": datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
        "body": [("text", "<p>What happened, at length.</p>")],
        **fields,
    }
    return make_page(parent, ArticlePage, **fields)


def make_form(parent: Page, **fields: Any) -> FormPage:
    return make_page(
        parent, FormPage, **{"to_address": "editors@shop.example", "subject": "A message", **fields}
    )


def make_store_index(parent: Page, **fields: Any) -> StoreIndexPage:
    return make_page(parent, StoreIndexPage, **{"summary": "Where we are.", **fields})


def make_store(parent: Page, **fields: Any) -> StorePage:
    """A store on the quay at Lerwick; `hours`, `special_hours` and `departments` are lists of their models."""
    return make_page(
        parent,
        StorePage,
        **{
            "summary": "A counter on the quay.",
            "street_address": "1 Quay",
            "locality": "Lerwick",
            "postal_code": "ZE1 0AA",
            "country": "GB",
            "latitude": Decimal("60.15476"),
            "longitude": Decimal("-1.14290"),
            "telephone": "+44 1632 960001",
            **fields,
        },
    )


def make_review(product: ProductPage, **fields: Any) -> Review:
    """An approved review in the product's language."""
    review = Review(
        **{
            "product": product,
            "author_name": "Inga Sørensen",
            "rating": 5,
            "title": "Stays lit",
            "text": "Stayed lit through a whole winter.",
            "locale": product.locale,
            "status": "approved",
            **fields,
        }
    )
    review.full_clean()
    review.save()
    return review


def make_event_index(parent: Page, **fields: Any) -> EventIndexPage:
    return make_page(parent, EventIndexPage, **{"summary": "What is on.", **fields})


def make_event(parent: Page, **fields: Any) -> EventPage:
    """An evening in a hall; give `venue` and an empty `place_name` for one in a store."""
    return make_page(
        parent,
        EventPage,
        **{
            "summary": "An evening by lamplight.",
            "start_date": date(2026, 12, 5),
            "start_time": time(18),
            "time_zone": "Europe/London",
            "place_name": "Town Hall",
            "locality": "Lerwick",
            "country": "GB",
            **fields,
        },
    )


def make_policy(
    category: CategoryPage,
    offered: str = "color size brand in-stock price",
    opened: str = "",
    pairs: Sequence[str] = (),
    minimum: int = 3,
    bounds: dict[str, str] | None = None,
) -> FacetPolicy:
    """The filters of a category: codes in their order, those open to search engines, and pairs “color brand”."""
    policy = FacetPolicy(
        category=category,
        facets=[
            (
                "facet",
                {
                    "code": code,
                    "is_indexable": code in opened.split(),
                    "bounds": (bounds or {}).get(code, ""),
                },
            )
            for code in offered.split()
        ],
        pairs=[("pair", dict(zip(("first", "second"), pair.split(), strict=True))) for pair in pairs],
        minimum=minimum,
    )
    policy.full_clean()
    policy.save()
    return policy


def make_landing(category: CategoryPage, combination: str, **fields: Any) -> FacetPage:
    return make_page(
        category, FacetPage, **{"combination": combination, "summary": "Chosen for you.", **fields}
    )


def make_video(parent: Page, **fields: Any) -> VideoPage:
    """A video of three minutes at an address elsewhere."""
    return make_page(
        parent,
        VideoPage,
        **{
            "summary": "How it is done.",
            "cover": fields.pop("cover", None) or make_picture(),
            "uploaded_at": datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
            "duration": timedelta(minutes=3, seconds=20),
            "content_url": "https://pictures.example/video.mp4",
            **fields,
        },
    )


def make_run(site: Site, **fields: Any) -> Run:
    """An audit that came to its end."""
    run = Run.objects.create(**{"site": site, "state": Run.State.FINISHED, "addresses": 9, **fields})
    run.finished_at = run.finished_at or run.created_at
    run.save()
    return run


def make_fault(
    run: Run, code: str = "seo-48", url: str = "https://shop.example/lamps/", **fields: Any
) -> Fault:
    """What a run found, for the first time."""
    message = fields.pop("message", f"Fault {next(_numbers)}.")
    fault = Fault.objects.create(
        **{
            "site": run.site,
            "key": Fault.key_of(code, url, "", message),
            "code": code,
            "level": "error",
            "url": url,
            "message": message,
            "first_run": run,
            "last_run": run,
            "first_seen_at": run.created_at,
            "last_seen_at": run.created_at,
            **fields,
        }
    )
    run.recount()
    return fault
