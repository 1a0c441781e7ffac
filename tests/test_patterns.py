"""Titles and descriptions nobody wrote come from the site's pattern for the page type, in the page's language."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.blocks import StructBlockValidationError

import pytest

from cms.models import Organization, Page
from cms.patterns import PatternBlock, page_types, variables_of
from home.models import Byline
from tests.every_type import make_every_type, make_full_store
from tests.make import (
    make_article,
    make_article_index,
    make_author,
    make_brand,
    make_category,
    make_content,
    make_product,
    make_store_index,
)

pytestmark = pytest.mark.django_db


def write(organization: Organization, page_type: str, language: str = "", **patterns: str) -> None:
    value = {"page_type": page_type, "language": language, "title": "", "description": "", **patterns}
    organization.patterns = [
        *[("pattern", block.value) for block in organization.patterns],
        ("pattern", value),
    ]
    organization.full_clean()
    organization.save()


def head_of(page: Page):
    return Page.objects.get(pk=page.pk).specific.get_head()


@pytest.fixture
def shelf(home):
    return make_category(home, title="Lamps")


def test_a_product_is_titled_by_the_pattern_of_products(shelf, organization):
    write(organization, "catalog.productpage", title="{title} – {brand}, {price} | {site}")
    product = make_product(shelf, title="Storm lamp", brand=make_brand(name="Kelso & Sons"))
    nameless = make_product(shelf, title="Storm lamp", variants=0)
    assert head_of(product).title == "Storm lamp – Kelso & Sons, £48.00 | Night Shop"
    assert head_of(nameless).title == "Storm lamp | Night Shop"
    assert head_of(shelf).title == "Lamps – Night Shop"


def test_what_an_editor_wrote_stands_as_it_is_written(shelf, organization):
    write(organization, "catalog.productpage", title="{title} | Buy", description="{summary} Buy now.")
    product = make_product(shelf, seo_title="A lamp", search_description="It shines.")
    assert (head_of(product).title, head_of(product).description) == ("A lamp", "It shines.")
    assert head_of(product).origins["description"] == "search_description"


def test_a_pattern_of_the_pages_language_goes_before_that_of_all(home, organization):
    write(organization, "home.contentpage", title="{title} for all")
    write(organization, "home.contentpage", "en-gb", title="{title} in English")
    write(organization, "home.contentpage", "ru", title="{title} по-русски")
    assert head_of(make_content(home, title="Care")).title == "Care in English"


def test_a_product_is_described_by_its_summary_maker_and_price(shelf):
    product = make_product(shelf, summary="Burns in any wind.", brand=make_brand(name="Kelso"))
    assert head_of(product).description == "Burns in any wind. Made by Kelso. Price: £48.00."
    plain = make_product(shelf, summary="", variants=0)
    assert head_of(plain).description == ""


def test_a_category_without_a_summary_is_described_by_its_introduction(home):
    shelf = make_category(home, summary="", intro="<p>Lamps for <b>fog</b>.</p>")
    assert head_of(shelf).description == "Lamps for fog."


def test_an_article_offers_its_authors_date_and_category(home, organization):
    journal = make_article_index(home, title="Journal")
    article = make_article(journal, title="Fog")
    Byline.objects.create(article=article, author=make_author(journal, title="Ada Skarra"))
    write(
        organization,
        "home.articlepage",
        title="{title} – {author} – {category}",
        description="{date}: {summary}",
    )
    head = head_of(article)
    assert head.title == "Fog – Ada Skarra – Journal"
    assert head.description == "4 May 2026: What happened, in one line."
    assert head.origins["description"] == "pattern"


@pytest.mark.parametrize(
    ("patterns", "said"),
    [
        ({"title": "{title} – {city}"}, "{city}"),
        ({"title": "{site}"}, "{title}"),
        ({"description": "{summary"}, "brace"),
    ],
)
def test_a_pattern_with_what_its_type_does_not_offer_is_refused(patterns, said):
    block = PatternBlock()
    value = block.to_python(
        {"page_type": "catalog.productpage", "language": "", "title": "", "description": "", **patterns}
    )
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    [(name, error)] = refused.value.block_errors.items()
    assert name in patterns
    assert said in str(error)


def test_every_type_answers_every_variable_it_offers(home):
    for page in make_every_type().values():
        place = page.get_place()
        for name in variables_of(page._meta.label_lower):
            assert isinstance(page.get_variable(name, place), str), (page, name)
        with pytest.raises(LookupError):
            page.get_variable("horoscope", place)
    assert {label for label, _name in page_types()} >= {"catalog.productpage", "stores.storepage"}


def test_a_store_is_described_by_where_and_when_it_is_open(home):
    store = make_full_store(make_store_index(home))
    place = store.get_place()
    assert store.get_variable("city", place) == store.locality
    assert store.street_address in head_of(store).description
    assert store.get_variable("hours", place) in head_of(store).description


def test_patterns_cost_no_query(home, organization, shelf):
    product = make_product(shelf, brand=make_brand(name="Kelso"))

    def cost() -> tuple[str, int]:
        page = Page.objects.get(pk=product.pk).specific
        with CaptureQueriesContext(connection) as counted:
            return page.get_head().title, len(counted)

    cost()
    _title, without = cost()
    write(organization, "catalog.productpage", title="{title} – {brand}, {price} in {category} | {site}")
    title, with_pattern = cost()
    assert "Kelso, £48.00 in Lamps" in title
    assert with_pattern == without
