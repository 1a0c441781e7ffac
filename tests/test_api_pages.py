"""Lists of pages: views, moments, places to go on from, languages; every path; a page by its id."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import PageViewRestriction

import pytest

from cms.models import Page
from home.models import Byline, RelatedPage
from tests.make import (
    make_article,
    make_article_index,
    make_author,
    make_category,
    make_content,
    make_picture,
    make_product,
)
from tests.translate import translate

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def titles(answer):
    return [item["title"] for item in answer["items"]]


def walk(ask, between=lambda: None, **query):
    """The titles of a list from cursor to cursor; `between` happens after the first answer."""
    found, cursor = [], None
    while True:
        answer = ask("pages/", **query, **({"cursor": cursor} if cursor else {}))
        found += titles(answer)
        if not found[len(titles(answer)) :]:
            between()
        cursor = answer["next_cursor"]
        if cursor is None:
            return found


@pytest.mark.parametrize("order", ["position", "title", "newest", "updated"])
def test_cursor_gives_each_page_once_while_others_come_in(ask, home, order):
    made = [make_content(home, title=f"Page {number}") for number in range(7)]
    Page.objects.filter(pk=made[3].pk).update(first_published_at=None, content_changed_at=None)

    def between():
        make_content(home, title="Page 0a")

    found = walk(ask, between, type="home.ContentPage", order=order, limit=3)
    assert len(found) == len(set(found))
    assert {page.title for page in made} <= set(found)


def test_cursor_of_another_order_or_another_hand_is_refused_by_name(client, ask, home):
    for _ in range(3):
        make_content(home)
    cursor = ask("pages/", order="title", limit=1)["next_cursor"]
    for query in (
        {"order": "newest", "cursor": cursor},
        {"order": "title", "cursor": cursor + "x"},
        {"cursor": "WyJ4Il0"},
        {"search": "lamp", "cursor": cursor},
    ):
        refused = client.get("/api/v1/pages/", query)
        assert refused.status_code == 422, query
        assert refused.json()["errors"][0]["loc"] == ["query", "cursor"]
    assert client.get("/api/v1/pages/", {"order": "title", "cursor": cursor, "offset": 1}).status_code == 422


def test_updated_since_asks_when_readers_saw_a_change_and_not_when_it_was_published(ask, home):
    old, new = make_content(home, title="Old"), make_content(home, title="New")
    Page.objects.filter(pk=old.pk).update(content_changed_at=MOMENT - timedelta(seconds=1))
    Page.objects.filter(pk=new.pk).update(content_changed_at=MOMENT)
    query = {"type": "home.ContentPage", "updated_since": "2026-01-01T00:00:00Z"}
    assert titles(ask("pages/", **query)) == ["New"]
    Page.objects.filter(pk=old.pk).update(content_changes_at=MOMENT + timedelta(days=1))
    assert titles(ask("pages/", **query, order="updated")) == ["Old", "New"]
    assert ask("pages/", **query, order="updated")["items"][0]["content_modified_at"].startswith("2026-01-02")


def test_published_between_two_moments(ask, home):
    for day in (1, 2, 3):
        page = make_content(home, title=f"Day {day}")
        Page.objects.filter(pk=page.pk).update(first_published_at=MOMENT + timedelta(days=day - 1))
    query = {"published_since": "2026-01-02T00:00:00Z", "published_until": "2026-01-03T00:00:00Z"}
    assert titles(ask("pages/", type="home.ContentPage", **query)) == ["Day 2"]


def test_parent_path_gives_what_stands_right_below(ask, home):
    section = make_content(home, title="Section", slug="section")
    make_content(make_content(section, title="Below"), title="Deep")
    assert titles(ask("pages/", parent_path="/section/")) == ["Below"]
    assert titles(ask("pages/", ancestor_path="/section/")) == ["Below", "Deep"]


def test_count_can_be_left_out(ask, home):
    assert ask("pages/", count="none")["count"] is None


def test_fallback_adds_what_is_not_translated_and_says_so(ask, home):
    lamps, oil = make_content(home, title="Lamps", slug="lamps"), make_content(home, title="Oil", slug="oil")
    translate(home, "ru", title="Дом", headline="Дом")
    translate(lamps, "ru", title="Свет", slug="svet")
    draft = translate(oil, "ru", title="Масло", slug="maslo")
    draft.unpublish()
    query = {"type": "home.ContentPage", "locale": "ru"}
    assert titles(ask("pages/", **query)) == ["Свет"]
    answer = ask("pages/", **query, fallback="default", order="title")
    told = {item["title"]: (item["locale"], item["is_fallback"], item["path"]) for item in answer["items"]}
    assert told == {"Oil": ("en-GB", True, "/oil/"), "Свет": ("ru", False, "/ru/svet/")}
    assert answer["requested_locale"] == "ru"


def test_full_view_is_what_resolve_says(ask, home):
    journal, picture = make_article_index(home, slug="journal"), make_picture()
    lamp = make_product(make_category(home, slug="lamps"), slug="lamp", pictures=1)
    body = [
        ("text", f'<p><a linktype="page" id="{lamp.pk}">It</a></p>'),
        ("cards", {"title": "", "pages": [lamp]}),
    ]
    article = make_article(journal, slug="fog", body=body, cover=picture)
    Byline.objects.create(article=article, author=make_author(journal))
    RelatedPage.objects.create(article=article, page=lamp)
    for path, name in (("/journal/fog/", "home.ArticlePage"), ("/lamps/lamp/", "catalog.ProductPage")):
        [item] = ask("pages/", type=name, view="full")["items"]
        whole = ask("resolve/", path=path)
        assert {part: item[part] for part in ("fields", "meta", "type", "id")} == {
            part: whole["page"][part] for part in ("fields", "meta", "type", "id")
        }
        assert item["head"] == whole["head"]
        assert item["breadcrumbs"] == whole["breadcrumbs"]
        [text] = ask("pages/", type=name, view="full", rich_text_format="markdown")["items"]
        assert text["fields"] == ask("resolve/", path=path, rich_text_format="markdown")["page"]["fields"]


def test_page_by_id_is_what_its_address_resolves_to(ask, client, home):
    page = make_content(home, slug="about")
    whole, detail = ask("resolve/", path="/about/"), ask(f"pages/{page.pk}/")
    assert {name: detail[name] for name in whole["page"]} == whole["page"]
    for name in ("head", "breadcrumbs", "more_breadcrumbs", "alternates", "locale", "canonical_path"):
        assert detail[name] == whole[name], name


def test_pages_not_everybody_may_read_have_no_id(client, home):
    draft = make_content(home, live=False)
    trade = make_content(home)
    PageViewRestriction.objects.create(page=trade, restriction_type="login")
    hidden = make_product(make_category(home), ending="hidden")
    for pk in (draft.pk, trade.pk, hidden.pk, 1, 999999, 2**63):
        assert client.get(f"/api/v1/pages/{pk}/").status_code == 404, pk


def test_paths_are_every_page_anybody_may_read_with_its_date(ask, home):
    shown = make_content(home, slug="shown")
    make_content(home, slug="draft", live=False)
    make_content(home, slug="unlisted", noindex=True)
    trade = make_content(home, slug="trade")
    PageViewRestriction.objects.create(page=trade, restriction_type="login")
    make_product(make_category(home, slug="lamps"), slug="gone", ending="gone")
    answer = ask("paths/")
    told = {item["path"]: item["indexable"] for item in answer["items"]}
    assert told == {"/": True, "/shown/": True, "/unlisted/": False, "/lamps/": True}
    [item] = [item for item in answer["items"] if item["id"] == shown.pk]
    assert item["type"] == "home.ContentPage"
    assert item["lastmod"][:19] == Page.objects.get(pk=shown.pk).modified_at.isoformat()[:19]
    first = ask("paths/", limit=3)
    rest = ask("paths/", limit=3, cursor=first["next_cursor"])
    assert [item["id"] for item in first["items"] + rest["items"]] == [item["id"] for item in answer["items"]]
    assert rest["next_cursor"] is None


def test_paths_in_other_languages_are_the_public_ones(ask, home):
    translate(home, "ru", title="Дом", headline="Дом")
    translate(make_content(home, slug="about"), "ru", title="О нас", slug="o-nas")
    assert [item["path"] for item in ask("paths/", locale="ru")["items"]] == ["/ru/", "/ru/o-nas/"]


def test_locales_are_those_of_the_site_with_their_prefix_and_direction(ask, home):
    translate(home, "ar", title="بيت", headline="بيت")
    default, arabic = ask("locales/")["items"]
    assert (default["code"], default["is_default"], default["url_prefix"]) == ("en-GB", True, "/")
    assert {name: arabic[name] for name in ("code", "is_default", "url_prefix", "dir")} == {
        "code": "ar",
        "is_default": False,
        "url_prefix": "/ar/",
        "dir": "rtl",
    }


def cost(ask, address, **parameters):
    ask(address, **parameters)
    with CaptureQueriesContext(connection) as captured:
        ask(address, **parameters)
    return len(captured)


def test_lists_cost_the_same_for_three_pages_and_for_thirty(ask, home):
    journal, lamps, picture = make_article_index(home), make_category(home), make_picture()
    author, about = make_author(journal), make_content(home)
    lamp = make_product(lamps, variants=2, pictures=2)

    def grow(number):
        for _ in range(number):
            body = [
                ("text", f'<p><a linktype="page" id="{about.pk}">It</a></p>'),
                ("picture", {"picture": picture, "caption": ""}),
            ]
            article = make_article(
                journal, cover=make_picture(), body=[*body, ("cards", {"title": "", "pages": [lamp]})]
            )
            Byline.objects.create(article=article, author=author)
            RelatedPage.objects.create(article=article, page=lamp)
            make_product(lamps, variants=2, pictures=[picture], body=body)

    asked = [
        ("pages/", {"view": "full", "limit": 50, "type": "home.ArticlePage"}, 20),
        ("pages/", {"view": "full", "limit": 50, "type": "catalog.ProductPage"}, 20),
        ("pages/", {"limit": 50, "count": "none"}, 18),
        ("paths/", {}, 3),
        ("locales/", {}, 1),
        (f"pages/{about.pk}/", {}, 12),
    ]
    grow(3)
    few = [cost(ask, address, **parameters) for address, parameters, _most in asked]
    grow(12)
    assert [cost(ask, address, **parameters) for address, parameters, _most in asked] == few
    assert [number for number, (_a, _p, most) in zip(few, asked, strict=True) if number > most] == []
