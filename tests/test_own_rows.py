"""Rows of pages of many types, which come with one query: the same as Django's own prefetching gives."""

from django.db.models import prefetch_related_objects

from wagtail.models import get_page_models

import pytest

from catalog.models import RelatedProduct
from cms.models import Page
from cms.rows import by_type, load_rows
from home.models import FormField, RelatedPage
from stores.models import StorePage
from tests.every_type import make_every_type

pytestmark = pytest.mark.django_db

RELATIONS = [(model, name) for model in get_page_models() for name in model.own_rows]


def every_page() -> list[Page]:
    return list(Page.objects.filter(depth__gt=1).specific())


def rows_of(page: Page, name: str) -> list[dict]:
    return [
        {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        for row in getattr(page, name).all()
    ]


@pytest.fixture
def pages(db, django_assert_num_queries) -> list[Page]:
    made = make_every_type()
    RelatedPage.objects.create(article=made["article"], page=made["product"])
    RelatedProduct.objects.create(product=made["product"], page=made["variants"])
    for order, kind in enumerate(("email", "dropdown", "file")):
        FormField.objects.create(
            page=made["form"], label=kind, field_type=kind, choices="a\nb", sort_order=order
        )
    found = every_page()
    with django_assert_num_queries(1):
        load_rows(by_type(found))
    return found


@pytest.mark.parametrize(("model", "name"), RELATIONS, ids=lambda value: getattr(value, "__name__", value))
def test_rows_are_those_that_are_stored(pages, model, name, django_assert_num_queries):
    loaded = [page for page in pages if type(page) is model]
    with django_assert_num_queries(0):
        given = [rows_of(page, name) for page in loaded]
    stored = [page for page in every_page() if type(page) is model]
    prefetch_related_objects(stored, name)
    assert given == [rows_of(page, name) for page in stored]
    assert any(given)


def test_a_row_knows_its_page(pages, django_assert_num_queries):
    store = next(page for page in pages if isinstance(page, StorePage))
    with django_assert_num_queries(0):
        assert all(row.store is store for row in store.hours.all())


def test_rows_that_are_being_written_stay(db):
    make_every_type()
    store = StorePage.objects.first()
    store.hours.set([])
    load_rows(by_type([store]))
    assert list(store.hours.all()) == []


def test_pages_as_their_types_are_those_that_are_stored(db, django_assert_num_queries):
    make_every_type()
    models = {page.specific_class for page in Page.objects.filter(depth__gt=1)}
    with django_assert_num_queries(1):
        found = {page.pk: page for page in Page.objects.filter(depth__gt=1).typed(models)}
    stored = {page.pk: page for page in every_page()}
    assert {pk: type(page) for pk, page in found.items()} == {pk: type(page) for pk, page in stored.items()}
    for pk, page in found.items():
        assert page.serializable_data() == stored[pk].serializable_data()


def test_more_types_than_a_database_joins_at_once_take_several_queries(db, monkeypatch):
    make_every_type()
    monkeypatch.setattr("cms.querysets.MOST_TABLES", 6)
    models = {page.specific_class for page in Page.objects.filter(depth__gt=1)}
    found = {page.pk for page in Page.objects.filter(depth__gt=1).typed(models)}
    assert found == {page.pk for page in every_page()}
