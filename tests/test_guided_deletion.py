"""Whoever deletes pages in the admin says what their addresses answer."""

from django.urls import reverse

import pytest

from cms.models import Page
from tests.make import make_category, make_content, make_product
from tests.people import client_of
from tests.test_redirect_rules import ask
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamps(home):
    return make_category(home, title="Lamps", slug="lamps")


def delete(page, **data):
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    administrator = client_of("administrator")
    assert administrator.get(url).status_code == 200
    return administrator.post(url, data)


def test_the_question_is_asked_and_the_reason_shown(lamps, client):
    page = make_content(lamps.get_parent(), slug="about")
    html = (
        client_of("administrator").get(reverse("wagtailadmin_pages:delete", args=[page.pk])).content.decode()
    )
    assert 'name="answer"' in html
    delete(page, answer="gone", reason="Nobody was left to tell of.")
    response = client.get("/about/")
    assert response.status_code == 410
    assert "Nobody was left" in response.content.decode()


def test_readers_are_sent_to_the_page_above(lamps, client):
    product = make_product(lamps, slug="anchor")
    delete(product, answer="above")
    assert ask(client, "/lamps/anchor/") == (301, "/lamps/")


def test_readers_are_sent_to_a_successor_in_their_language(home, lamps, client):
    oil = make_category(home, slug="oil")
    make_product(lamps, slug="anchor")
    translate(home, "ru", headline="Вещи", lead="Лампы.")
    translate(lamps, "ru", slug="lampy", title="Лампы", summary="Полка.")
    translate(oil, "ru", slug="maslo", title="Масло", summary="Полка.")
    delete(lamps, answer="successor", successor=oil.pk)
    assert ask(client, "/lamps/anchor/") == (301, "/oil/")
    assert ask(client, "/lamps/") == (301, "/oil/")


@pytest.mark.parametrize("chosen", ["nothing", "a draft", "itself"])
def test_a_successor_that_cannot_be_is_refused_and_nothing_is_deleted(chosen, home, lamps):
    draft = make_content(home, slug="draft", live=False)
    successor = {"nothing": "", "a draft": draft.pk, "itself": lamps.pk}[chosen]
    response = delete(lamps, answer="successor", successor=successor)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Page.objects.filter(pk=lamps.pk).exists()


def test_without_an_answer_it_is_gone(lamps, client):
    delete(lamps)
    assert ask(client, "/lamps/")[0] == 410


def test_a_draft_nobody_read_is_deleted_without_a_question(home):
    page = make_content(home, slug="draft", live=False)
    html = (
        client_of("administrator").get(reverse("wagtailadmin_pages:delete", args=[page.pk])).content.decode()
    )
    assert 'name="answer"' not in html


def test_many_pages_are_deleted_with_one_answer(home, lamps, client):
    pages = [make_product(lamps, slug=f"lamp-{number}") for number in range(3)]
    url = reverse("wagtail_bulk_action", args=["cms", "page", "delete"])
    url += "?" + "&".join(f"id={page.pk}" for page in pages)
    administrator = client_of("administrator")
    assert 'name="answer"' in administrator.get(url).content.decode()
    assert administrator.post(url, {"answer": "successor"}).status_code == 200
    assert Page.objects.filter(pk__in=[page.pk for page in pages]).count() == 3
    administrator.post(url, {"answer": "above"})
    assert [ask(client, f"/lamps/lamp-{number}/") for number in range(3)] == [(301, "/lamps/")] * 3


# Old addresses on the page ------------------------------------------------------------------------------------


def test_the_editor_shows_former_addresses_and_takes_one_away(lamps, client):
    lamps.slug = "lights"
    lamps.save_revision().publish()
    client.get("/lamps/")
    seo = client_of("SEO managers")
    edit = reverse("wagtailadmin_pages:edit", args=[lamps.pk])
    html = seo.get(edit).content.decode()
    assert "<td>/lamps</td>" in html
    rule = lamps.old_addresses.get()
    away = f"{reverse('redirect:delete', args=[rule.pk])}?page={lamps.pk}"
    assert away in html
    assert seo.get(away).status_code == 200
    assert seo.post(away)["Location"] == edit
    assert ask(client, "/lamps/")[0] == 404


def test_another_address_is_added_from_the_editor(lamps, client):
    seo = client_of("SEO managers")
    url = f"{reverse('redirect:add')}?page={lamps.pk}"
    assert f'value="{lamps.pk}"' in seo.get(url).content.decode()
    response = seo.post(url, {"path": "/leuchten/", "status": 301, "page": lamps.pk, "passes": "noise"})
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[lamps.pk])
    assert ask(client, "/leuchten/") == (301, "/lamps/")


def test_a_loop_is_refused_in_the_form_with_its_path(lamps):
    seo = client_of("SEO managers")
    data = {"status": 301, "passes": "noise"}
    seo.post(reverse("redirect:add"), data | {"path": "/a", "target": "/b"})
    response = seo.post(reverse("redirect:add"), data | {"path": "/b", "target": "/a"})
    assert "/b → /a → /b" in response.content.decode()


def test_editors_see_former_addresses_and_cannot_change_them(lamps):
    lamps.slug = "lights"
    lamps.save_revision().publish()
    html = client_of("Editors").get(reverse("wagtailadmin_pages:edit", args=[lamps.pk])).content.decode()
    assert "<td>/lamps</td>" in html
    assert "Take away" not in html
