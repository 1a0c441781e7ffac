"""The Promote tab shows the head a page will have: as a search result, as a share card, as Google reads it."""

from dataclasses import replace

from django.core.files.storage import default_storage
from django.urls import reverse

from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

import pytest
from bs4 import BeautifulSoup

from cms.models import Page
from seo.graph import graph, node
from seo.head import Crumb, Head
from seo.preview import GraphSummary, SearchResult
from tests.make import (
    make_article,
    make_article_index,
    make_category,
    make_content,
    make_picture,
    make_product,
)
from tests.people import STREAMS, client_of, form_of, is_refused

ROOT = "https://shop.example/"
HEAD = Head(
    title="Masthead lantern – Night Shop",
    description="A lantern for the mast.",
    canonical=f"{ROOT}lamps/masthead/",
    site_name="Night Shop",
    breadcrumbs=tuple(Crumb(name, ROOT, "/") for name in ("Home", "Lamps", "Masthead lantern")),
)


def shown(client, page, **changes):
    """The preview of a page's form, with these fields changed, as text with its soup."""
    form = form_of(client, reverse("wagtailadmin_pages:edit", args=[page.pk]), form_id="page-edit-form")
    response = client.post(reverse("promote_preview", args=[page.pk]), {**form, **STREAMS, **changes})
    return response, BeautifulSoup(response.content, "html.parser")


def text_of(soup, selector):
    found = soup.select_one(selector)
    return " ".join(found.get_text(" ", strip=True).split()) if found else ""


@pytest.fixture
def admin(db):
    return client_of("administrator")


# The value ---------------------------------------------------------------------------------------------------


def test_a_result_has_the_trail_of_the_page_without_the_page():
    assert SearchResult.of(HEAD).trail == ("https://shop.example", "Lamps")


def test_a_price_is_shown_only_where_the_graph_offers_one():
    assert SearchResult.of(HEAD, "£48.00").facts == ()
    offered = replace(HEAD, json_ld=graph([node("Offer", f"{ROOT}#offer", price="48.00")]))
    assert SearchResult.of(offered, "£48.00").facts == ("£48.00",)


def test_a_rating_is_shown_with_its_number_of_voices():
    rating = {"@type": "AggregateRating", "ratingValue": "4.6", "reviewCount": 12}
    rated = replace(HEAD, json_ld=graph([node("Product", f"{ROOT}#p", aggregateRating=rating)]))
    assert SearchResult.of(rated).facts == ("★ 4.6 (12)",)


@pytest.mark.django_db
def test_what_google_can_show_follows_its_tables(home, organization):
    product = make_product(make_category(home), variants=1, pictures=[make_picture(1200, 1500)])
    head = product.get_head()
    assert {kind.can_be_shown for kind in GraphSummary.of(head).kinds} == {True}
    [offered] = [item for item in head.json_ld["@graph"] if item["@type"] == "Product"]
    del offered["offers"]["price" if "price" in offered["offers"] else "priceSpecification"]
    summary = GraphSummary.of(head)
    assert [kind.can_be_shown for kind in summary.kinds if "Product" in kind.words] == [False]
    assert any("Offer has no price" in error.message for error in summary.errors)


# The panel ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_promote_tab_has_the_preview_first_and_its_script(home, admin):
    page = make_content(home)
    html = admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert f'data-promote-url="{reverse("promote_preview", args=[page.pk])}"' in html
    assert "admin/promote.js" in html
    assert html.index("data-promote-url") < html.index('name="seo_title"')


@pytest.mark.django_db
def test_the_form_as_it_stands_is_shown_and_not_kept(home, organization, admin):
    page = make_content(home, title="Delivery", summary="By boat.")
    response, soup = shown(admin, page, seo_title="Delivery by sea", search_description="Twice a week.")
    assert response.status_code == 200
    for device in (".promote-desktop", ".promote-mobile"):
        assert text_of(soup, f"{device} .promote-title") == "Delivery by sea"
        assert text_of(soup, f"{device} .promote-description") == "Twice a week."
        assert text_of(soup, f"{device} .promote-site-name") == "Night Shop"
    assert text_of(soup, ".promote-og strong") == "Delivery by sea"
    assert "the title tag below" in text_of(soup, ".promote-origins")
    page.refresh_from_db()
    assert page.seo_title == ""
    assert page.revisions.count() == 1


@pytest.mark.django_db
def test_what_is_empty_says_where_its_value_comes_from(home, organization, admin):
    page = make_content(home, title="Delivery", summary="By boat.")
    _response, soup = shown(admin, page)
    assert text_of(soup, ".promote-desktop .promote-title") == "Delivery – Night Shop"
    assert text_of(soup, ".promote-desktop .promote-description") == "By boat."
    origins = text_of(soup, ".promote-origins")
    assert "in the site's title pattern" in origins
    assert "the page's summary" in origins
    assert "drawn from the page's title" in origins


@pytest.mark.django_db
def test_a_product_shows_its_price_and_a_picture_drawn_for_the_eye_only(home, organization, admin):
    product = make_product(make_category(home, title="Lamps"), title="Masthead lantern", variants=1)
    before = set(default_storage.listdir("share")[1]) if default_storage.exists("share") else set()
    _response, soup = shown(admin, product, title="Masthead lantern, new")
    assert text_of(soup, ".promote-desktop .promote-facts") == "£48.00"
    picture = soup.select_one(".promote-og img")
    assert picture["src"].startswith("data:image/jpeg;base64,")
    assert picture["alt"] == "Masthead lantern, new. £48.00. Night Shop"
    after = set(default_storage.listdir("share")[1]) if default_storage.exists("share") else set()
    assert after == before


@pytest.mark.django_db
def test_a_cover_is_shown_from_where_the_admin_may_load_it(home, organization, admin):
    article = make_article(make_article_index(home), cover=make_picture(1200, 900))
    _response, soup = shown(
        admin, article, **nested_form_data({"body": streamfield([("text", rich_text("<p>Fog.</p>"))])})
    )
    assert soup.select_one(".promote-x img")["src"].startswith("/pictures/")


@pytest.mark.django_db
def test_a_hidden_page_says_so(home, organization, admin):
    _response, soup = shown(admin, make_content(home), noindex="on")
    assert "hidden from search engines" in soup.get_text()


@pytest.mark.django_db
def test_what_keeps_a_form_from_being_read_is_named(home, organization, admin):
    page = make_content(home)
    make_content(home, slug="taken")
    response, soup = shown(admin, page, slug="taken")
    assert response.status_code == 422
    assert "slug" in soup.get_text().lower()


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["home/contentpage", "catalog/categorypage"])
def test_a_page_that_is_not_saved_yet_is_shown(label, home, organization, admin):
    app, model = label.split("/")
    add = reverse("wagtailadmin_pages:add", args=[app, model, home.pk])
    form = form_of(admin, add, form_id="page-edit-form")
    address = reverse("promote_preview_on_add", args=[app, model, home.pk])
    assert address in admin.get(add).text
    response = admin.post(
        address, {**form, **STREAMS, "title": "Not yet", "slug": "not-yet", "summary": "Soon."}
    )
    assert response.status_code == 200, response.text
    assert "Not yet – Night Shop" in response.text
    assert not Page.objects.filter(title="Not yet").exists()


@pytest.mark.django_db
def test_a_product_that_is_not_saved_yet_is_shown(home, organization, admin):
    lamps = make_category(home)
    add = reverse("wagtailadmin_pages:add", args=["catalog", "productpage", lamps.pk])
    form = form_of(admin, add, form_id="page-edit-form")
    address = reverse("promote_preview_on_add", args=["catalog", "productpage", lamps.pk])
    response = admin.post(address, {**form, **STREAMS, "title": "Lantern", "slug": "lantern"})
    assert response.status_code == 200, response.text
    assert "Lantern – Night Shop" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "may"), [("Editors", True), ("outsider", False), ("nobody", False)])
def test_only_who_may_edit_a_page_sees_its_preview(role, may, home, organization):
    page = make_content(home)
    response = client_of(role).post(
        reverse("promote_preview", args=[page.pk]), {**STREAMS, "title": "x", "slug": "x"}
    )
    assert is_refused(response) is not may
