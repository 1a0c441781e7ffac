"""Every page type through its whole life in the editor, and the admin's own security policy."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from wagtail.models import get_page_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

import pytest
import time_machine

from cms.models import Page
from tests.make import (
    make_article,
    make_article_index,
    make_author,
    make_category,
    make_content,
    make_event,
    make_event_index,
    make_form,
    make_landing,
    make_page,
    make_picture,
    make_policy,
    make_product,
    make_store,
    make_store_index,
    make_variant,
    make_video,
)
from tests.people import STREAMS, client_of, edit_page, form_of

pytestmark = pytest.mark.django_db

BODY = nested_form_data({"body": streamfield([("text", rich_text("<p>Words.</p>"))])})
# What each type needs besides a title; every creatable type must be here.
NEEDS: dict[str, dict[str, Any]] = {
    "home.HomePage": {"headline": "Hello"},
    "home.ContentPage": {},
    "home.ArticleIndexPage": {},
    "home.ArticlePage": {"summary": "In a line.", "published_at": "2026-05-04 09:30", **BODY},
    "home.AuthorPage": {},
    "home.FormPage": nested_form_data(
        {
            "form_fields": inline_formset(
                [{"label": "Your name", "field_type": "singleline", "required": "on", "help_text": ""}]
            )
        }
    ),
    "catalog.CategoryPage": {},
    "catalog.FacetPage": {"combination": "color=red"},
    "catalog.ProductPage": {},
    "home.VideoPage": {
        "summary": "In a line.",
        "duration": "03:20",
        "content_url": "https://pictures.example/a.mp4",
    },
    "stores.StoreIndexPage": {},
    "stores.StorePage": {
        "summary": "In a line.",
        "street_address": "1 Quay",
        "locality": "Lerwick",
        "country": "GB",
        "latitude": "60.15476",
        "longitude": "-1.14290",
    },
    "stores.EventIndexPage": {},
    "stores.EventPage": {
        "summary": "In a line.",
        "start_date": "2026-12-05",
        "place_name": "Town Hall",
        "locality": "Lerwick",
        "country": "GB",
    },
}
TYPES = sorted(NEEDS)


def test_every_creatable_page_type_is_tried_here():
    assert {model._meta.label for model in get_page_models() if model.is_creatable} == set(NEEDS)


@pytest.fixture
def admin(home, organization):
    return client_of("administrator")


def open_shelf(home: Page) -> Page:
    """A category with a colour of which a page may be made."""
    category = make_category(home)
    make_policy(category, opened="color", minimum=1)
    for color in ("Red", "Blue"):
        make_variant(make_product(category, variants=0), color=color)
    return category


def parent_for(label: str, home: Page) -> Page:
    match label:
        case "home.HomePage":
            return home.get_parent().specific
        case "home.ArticlePage" | "home.AuthorPage":
            return make_article_index(home)
        case "catalog.ProductPage":
            return make_category(home)
        case "catalog.FacetPage":
            return open_shelf(home)
        case "stores.StorePage":
            return make_store_index(home)
        case "stores.EventPage":
            return make_event_index(home)
        case _:
            return home


def make(label: str, home: Page, **fields: Any) -> Page:
    parent = parent_for(label, home)
    match label:
        case "home.HomePage":
            return make_page(parent, apps.get_model(label), headline="Hello", **fields)
        case "home.ContentPage":
            return make_content(parent, **fields)
        case "home.ArticleIndexPage":
            return make_article_index(parent, **fields)
        case "home.ArticlePage":
            return make_article(parent, **fields)
        case "home.AuthorPage":
            return make_author(parent, **fields)
        case "home.FormPage":
            return make_form(parent, **fields)
        case "catalog.CategoryPage":
            return make_category(parent, **fields)
        case "catalog.FacetPage":
            return make_landing(parent, "color=red", **fields)
        case "home.VideoPage":
            return make_video(parent, **fields)
        case "stores.StoreIndexPage":
            return make_store_index(parent, **fields)
        case "stores.StorePage":
            return make_store(parent, **fields)
        case "stores.EventIndexPage":
            return make_event_index(parent, **fields)
        case "stores.EventPage":
            return make_event(parent, **fields)
        case _:
            return make_product(parent, **fields)


def url(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


@pytest.mark.parametrize("label", TYPES)
def test_a_page_is_created_and_published(label, home, admin, client):
    parent = parent_for(label, home)
    address = url("add", *label.lower().split("."), parent.pk)
    data = form_of(admin, address, form_id="page-edit-form")
    response = admin.post(
        address,
        {
            **data,
            **STREAMS,
            **({"cover": make_picture().pk} if label == "home.VideoPage" else {}),
            "title": "Made by hand",
            "slug": "made",
            **NEEDS[label],
            "action-publish": "1",
        },
    )
    assert response.status_code == 302, response.context["form"].errors
    page = apps.get_model(label).objects.get(slug="made")
    assert (page.live, page.title) == (True, "Made by hand")
    if label != "home.HomePage":  # a second home page stands below no site
        assert client.get(page.url).status_code == 200


@pytest.mark.parametrize("label", TYPES)
def test_a_page_without_a_title_is_refused_with_its_field(label, home, admin):
    parent = parent_for(label, home)
    address = url("add", *label.lower().split("."), parent.pk)
    data = form_of(admin, address, form_id="page-edit-form")
    response = admin.post(address, {**data, **STREAMS, **NEEDS[label], "title": "", "slug": "made"})
    assert "title" in response.context["form"].errors
    assert not Page.objects.filter(slug="made").exists()


@pytest.mark.parametrize("label", TYPES)
def test_a_page_is_edited(label, home, admin):
    page = make(label, home)
    response = edit_page(admin, page, title="Renamed", **NEEDS[label], **{"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    page.refresh_from_db()
    assert page.title == "Renamed"


@pytest.mark.parametrize("label", [label for label in TYPES if label != "home.HomePage"])
def test_a_page_is_previewed_as_it_would_be(label, home, admin):
    page = make(label, home)
    data = form_of(admin, url("edit", page.pk), form_id="page-edit-form")
    address = url("preview_on_edit", page.pk)
    answer = admin.post(address, {**data, **STREAMS, **NEEDS[label], "title": "Not yet saved"}).json()
    assert answer["is_valid"], answer
    modes = [mode for mode, _name in page.specific.preview_modes]
    for mode in modes:
        response = admin.get(address, {"mode": mode})
        assert response.status_code == 200, mode
        assert "Not yet saved" in response.content.decode(), mode
    page.refresh_from_db()
    assert page.title != "Not yet saved"


@pytest.mark.parametrize("label", TYPES)
def test_a_page_is_copied(label, home, admin):
    page = make(label, home)
    parent = page.get_parent()
    data = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": parent.pk, "publish_copies": "on"}
    assert admin.post(url("copy", page.pk), data).status_code == 302
    twin = apps.get_model(label).objects.get(slug="twin")
    assert twin.live
    assert twin.translation_key != page.translation_key


@pytest.mark.parametrize("label", [label for label in TYPES if label != "home.HomePage"])
def test_a_page_is_moved(label, home, admin):
    page = make(label, home)
    old_url = page.url
    match label:
        case "home.ArticlePage" | "home.AuthorPage":
            target = make_article_index(home)
        case "catalog.CategoryPage" | "catalog.ProductPage" | "catalog.FacetPage":
            target = make_category(home)
        case "stores.StorePage":
            target = make_store_index(home)
        case "stores.EventPage":
            target = make_event_index(home)
        case _:
            target = make_content(home)
    admin.post(url("move_confirm", page.pk, target.pk))
    page.refresh_from_db()
    assert page.get_parent().pk == target.pk
    assert page.get_url() != old_url


@pytest.mark.parametrize("label", TYPES)
def test_a_page_is_unpublished_and_deleted(label, home, admin):
    page = make(label, home)
    assert admin.post(url("unpublish", page.pk)).status_code == 302
    page.refresh_from_db()
    assert not page.live
    assert admin.post(url("delete", page.pk)).status_code == 302
    assert not Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("label", [label for label in TYPES if label != "home.HomePage"])
def test_a_page_goes_live_and_expires_on_time(label, home, admin, client):
    page = make(label, home, live=False)
    soon, later = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=2)
    stamp = "%Y-%m-%d %H:%M"
    edit_page(
        admin,
        page,
        go_live_at=soon.strftime(stamp),
        expire_at=later.strftime(stamp),
        **NEEDS[label],
        **{"action-publish": "1"},
    )
    page.refresh_from_db()
    assert (page.live, client.get(page.get_url()).status_code) == (False, 404)
    with time_machine.travel(soon + timedelta(minutes=2)):
        call_command("publish_scheduled")
        page.refresh_from_db()
        assert (page.live, client.get(page.get_url()).status_code) == (True, 200)
    with time_machine.travel(later + timedelta(minutes=2)):
        call_command("publish_scheduled")
        assert client.get(page.get_url()).status_code == 404


# Policies ---------------------------------------------------------------------------------------------------


def test_the_admin_has_its_own_policy_and_the_site_keeps_the_strict_one(home, admin, client):
    admin_policy = admin.get(reverse("wagtailadmin_home"))["Content-Security-Policy"]
    site_policy = client.get(home.url)["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in admin_policy
    assert "frame-ancestors 'self'" in admin_policy
    assert "unsafe" not in site_policy
    assert "frame-ancestors 'self'" in site_policy


def test_an_address_that_only_begins_like_the_admin_keeps_the_strict_policy(home, client):
    assert "unsafe" not in client.get("/administration/")["Content-Security-Policy"]
    assert "unsafe" not in client.get("/search/?q=/admin/")["Content-Security-Policy"]


def test_a_preview_runs_under_the_policy_of_the_site(home, admin):
    page = make_content(home)
    data = form_of(admin, url("edit", page.pk), form_id="page-edit-form")
    admin.post(url("preview_on_edit", page.pk), {**data, **STREAMS})
    assert "unsafe" not in admin.get(url("preview_on_edit", page.pk))["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_reports:locked_pages",
        "wagtailadmin_reports:aging_pages",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:workflow_tasks",
        "wagtailadmin_account",
        "wagtailimages:index",
        "wagtaildocs:index",
        "wagtailadmin_pages:search",
        "wagtailusers_groups:add",
        "wagtailsites:index",
    ],
)
def test_the_rest_of_the_admin_opens(name, home, admin):
    make_product(make_category(home))
    assert admin.get(reverse(name)).status_code == 200
