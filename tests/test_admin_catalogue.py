"""Variants, brands, attributes and gone addresses at the desk."""

from decimal import Decimal

from django.urls import reverse

import pytest

from catalog.models import Attribute, Brand, Variant
from cms.search import find_pages
from tests.make import (
    make_attribute,
    make_brand,
    make_category,
    make_fact,
    make_picture,
    make_product,
    make_variant,
)
from tests.people import client_of, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchandiser(home):
    return client_of("Merchandisers")


@pytest.fixture
def product(home):
    return make_product(make_category(home), variants=2, title="Storm lantern")


def editor_of(product) -> str:
    return reverse("wagtailadmin_pages:edit", args=[product.pk])


def add_url(product) -> str:
    return f"{reverse('variant:add')}?product={product.pk}"


def test_the_catalogue_is_in_the_menu_of_merchandisers_only(home):
    dashboard = reverse("wagtailadmin_home")
    assert reverse("variant:index") in client_of("Merchandisers").get(dashboard).content.decode()
    assert reverse("variant:index") not in client_of("Editors").get(dashboard).content.decode()


def test_variants_are_found_by_sku_gtin_and_product(merchandiser, product):
    other = make_product(product.get_parent(), title="Oilskin")
    wanted = make_variant(product, sku="LANTERN-9", gtin="4006381333931", size="Size 9")
    for words in ("LANTERN-9", "4006381333931", "Storm lantern"):
        html = merchandiser.get(reverse("variant:index"), {"q": words}).content.decode()
        assert wanted.sku in html, words
        assert other.variants.get().sku not in html, words


def test_variants_are_filtered(merchandiser, product):
    rare = make_variant(product, stock=0, availability="OutOfStock", size="Size 8", price=Decimal("900"))
    for query in ({"availability": "OutOfStock"}, {"stock__lte": "0"}, {"price__gte": "800"}):
        html = merchandiser.get(reverse("variant:index"), query).content.decode()
        shown = {variant.sku for variant in Variant.objects.all() if variant.sku in html}
        assert shown == {rare.sku}, query


def test_the_list_asks_the_same_number_of_queries_for_many(
    merchandiser, product, django_assert_max_num_queries
):
    def ask() -> int:
        with django_assert_max_num_queries(60) as asked:
            assert merchandiser.get(reverse("variant:index")).status_code == 200
        return len(asked)

    ask()
    few = ask()
    for number in range(20):
        make_variant(make_product(product.get_parent(), variants=0), size=f"{number}")
    assert ask() == few


def test_a_variant_is_added_from_its_product_and_one_returns_there(merchandiser, product):
    data = form_of(merchandiser, add_url(product), form_id="w-editor-form")
    assert data["product"] == str(product.pk)
    assert data["position"] == "2"
    assert data["currency"] == "GBP"
    response = merchandiser.post(add_url(product), {**data, "sku": "NEW-1", "price": "12.50", "stock": "3"})
    assert response.status_code == 302, response.context["form"].errors
    assert response["Location"] == editor_of(product)
    assert product.variants.get(sku="NEW-1").price == Decimal("12.50")


def test_a_new_variant_makes_its_product_findable(merchandiser, product, site):
    data = form_of(merchandiser, add_url(product), form_id="w-editor-form")
    merchandiser.post(add_url(product), {**data, "sku": "ZEPHYR77", "price": "12.50"})
    assert [hit.pk for hit in find_pages(site, "ZEPHYR77", 1)] == [product.pk]


def test_a_refused_variant_keeps_its_product(merchandiser, product):
    data = form_of(merchandiser, add_url(product), form_id="w-editor-form")
    response = merchandiser.post(add_url(product), {**data, "sku": "NEW-1", "price": "-1", "gtin": "123"})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"price", "gtin"}
    assert f'action="{add_url(product)}"' in response.content.decode()
    assert product.variants.count() == 2


@pytest.mark.parametrize("given", ["", "nonsense", "-1", "99999999999999999999", "²"])
def test_a_product_that_is_none_is_ignored(merchandiser, product, given):
    response = merchandiser.get(reverse("variant:add"), {"product": given})
    assert response.status_code == 200


def test_a_price_changes_without_a_revision(merchandiser, product):
    variant = product.variants.first()
    revisions = product.revisions.count()
    url = f"{reverse('variant:edit', args=[variant.pk])}?product={product.pk}"
    data = form_of(merchandiser, url, form_id="w-editor-form")
    response = merchandiser.post(url, {**data, "price": "19.00"})
    assert response["Location"] == editor_of(product)
    variant.refresh_from_db()
    assert variant.price == Decimal("19.00")
    assert product.revisions.count() == revisions
    history = merchandiser.get(reverse("variant:history", args=[variant.pk])).content.decode()
    assert "Edited" in history


def test_without_a_product_one_returns_to_the_list(merchandiser, product):
    url = reverse("variant:edit", args=[product.variants.first().pk])
    data = form_of(merchandiser, url, form_id="w-editor-form")
    assert merchandiser.post(url, data)["Location"] == reverse("variant:index")


def test_a_deleted_variant_leads_back_to_its_product(merchandiser, product):
    variant = product.variants.first()
    url = f"{reverse('variant:delete', args=[variant.pk])}?product={product.pk}"
    assert merchandiser.post(url)["Location"] == editor_of(product)
    assert not Variant.objects.filter(pk=variant.pk).exists()


def test_the_product_editor_shows_its_variants_with_links(merchandiser, product):
    html = merchandiser.get(editor_of(product)).content.decode()
    for variant in product.variants.all():
        assert variant.sku in html
        assert f"{reverse('variant:edit', args=[variant.pk])}?product={product.pk}" in html
    assert add_url(product) in html


def test_an_editor_sees_the_variants_without_links(product):
    html = client_of("Editors").get(editor_of(product)).content.decode()
    assert product.variants.first().sku in html
    assert reverse("variant:edit", args=[product.variants.first().pk]) not in html
    assert reverse("variant:add") not in html


def test_a_new_product_says_that_variants_come_later(merchandiser, product):
    url = reverse("wagtailadmin_pages:add", args=["catalog", "productpage", product.get_parent().pk])
    assert "Save the product first" in merchandiser.get(url).content.decode()


def test_variants_are_exported(merchandiser, product):
    response = merchandiser.get(reverse("variant:index"), {"export": "csv"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == 1 + product.variants.count()
    assert "Storm lantern" in lines[1]


def test_brands_and_attributes_are_added_changed_and_refused(merchandiser):
    merchandiser.post(reverse("brand:add"), {"name": "Foghorn & Sons", "url": "https://maker.example/"})
    brand = Brand.objects.get()
    response = merchandiser.post(reverse("brand:add"), {"name": "Foghorn & Sons", "url": ""})
    assert list(response.context["form"].errors) == ["name"]
    merchandiser.post(reverse("brand:edit", args=[brand.pk]), {"name": "Foghorn", "url": ""})
    brand.refresh_from_db()
    assert brand.name == "Foghorn"
    merchandiser.post(
        reverse("attribute:add"),
        {"label": "Burn time", "code": "burn_time", "type": "number", "unit": "h", "is_facet": "on"},
    )
    assert Attribute.objects.get().is_facet


def test_an_attribute_in_use_cannot_be_deleted(merchandiser, product):
    attribute = make_attribute()
    make_fact(product, attribute, "brass")
    merchandiser.post(reverse("attribute:delete", args=[attribute.pk]))
    assert Attribute.objects.filter(pk=attribute.pk).exists()


def test_the_manufacturer_is_chosen_from_a_list_one_can_search(merchandiser, product):
    brand = make_brand(name="Foghorn")
    make_brand(name="Whistle")
    html = merchandiser.get(reverse("brand_chooser:choose_results"), {"q": "Fog"}).content.decode()
    assert brand.name in html
    assert "Whistle" not in html
    assert reverse("brand_chooser:choose") in merchandiser.get(editor_of(product)).content.decode()


def test_an_own_picture_is_chosen_for_a_variant(merchandiser, product):
    picture = make_picture()
    variant = product.variants.first()
    url = reverse("variant:edit", args=[variant.pk])
    merchandiser.post(url, {**form_of(merchandiser, url, form_id="w-editor-form"), "picture": picture.pk})
    variant.refresh_from_db()
    assert variant.picture == picture
