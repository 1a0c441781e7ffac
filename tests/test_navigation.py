"""Menus: made by editors or following from the pages, the same in HTML and API, written whole or not at all."""

import json
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wagtail.models import Locale, PageViewRestriction, Site

import pytest

from cms.menu_blocks import address_problem
from cms.models import Menu
from delivery import tags
from tests.changing import changes
from tests.make import make_category, make_content, make_product
from tests.people import client_of, form_of, is_refused, make_token, make_user

pytestmark = pytest.mark.django_db

MAIN = "/api/v1/navigation/main/"


def item(title="", page=None, address="", children=(), **fields: Any) -> dict[str, Any]:
    return {
        "id": fields.pop("id", ""),
        "page": page.pk if page else None,
        "address": address,
        "title": title,
        "rel": [],
        "new_window": False,
        **fields,
        "children": list(children),
    }


def make_menu(*items: dict[str, Any], handle="main", language="en-gb", site=None) -> Menu:
    return Menu.store(site or Site.objects.get(is_default_site=True), language, handle, items)


def ask(client, address=MAIN, **query: str) -> Any:
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    return response.json()


def outline(items: list[dict[str, Any]]) -> list[Any]:
    return [[each["title"], *([outline(each["children"])] if each["children"] else [])] for each in items]


@pytest.fixture
def shelves(home):
    lamps = make_category(home, title="Lamps", slug="lamps", show_in_menus=True)
    deck = make_category(lamps, title="Deck", slug="deck", show_in_menus=True)
    about = make_content(home, title="About", slug="about")
    return lamps, deck, about


# Reading -----------------------------------------------------------------------------------------------------


def test_without_a_menu_the_pages_give_it(client, shelves):
    main, footer = ask(client), ask(client, "/api/v1/navigation/footer/")
    assert (main["is_automatic"], main["version"]) == (True, None)
    assert outline(main["items"]) == [["Lamps", [["Deck"]]]]
    assert outline(footer["items"]) == [["About"]]
    assert main["items"][0]["link"] == {"url": "https://shop.example/lamps/", "path": "/lamps/"}


def test_a_menu_an_editor_made_stands_in_html_and_api(client, shelves):
    lamps, _deck, about = shelves
    make_menu(
        item(page=about, id="a", children=[item("All about lamps", page=lamps, id="l")]),
        item("Elsewhere", address="https://social.example/us", rel=["me"], new_window=True),
    )
    body = ask(client)
    assert outline(body["items"]) == [["About", [["All about lamps"]]], ["Elsewhere"]]
    first, elsewhere = body["items"]
    assert (first["uid"], first["page_id"], first["is_external"]) == ("a", about.pk, False)
    assert elsewhere["link"] == {"url": "https://social.example/us", "path": None}
    assert (elsewhere["rel"], elsewhere["target"], elsewhere["is_external"]) == (
        "me noopener",
        "_blank",
        True,
    )
    html = client.get("/about/").content.decode()
    masthead = html[html.index("<header") : html.index("</header>")]
    assert '<a href="/about/" aria-current="true">About</a>' in masthead
    assert '<a href="/lamps/">All about lamps</a>' in masthead
    assert '<a href="https://social.example/us" rel="me noopener" target="_blank">Elsewhere</a>' in masthead
    assert ">Deck<" not in masthead


def test_a_reader_is_told_where_they_are(client, shelves):
    lamps, deck, about = shelves
    make_menu(
        item("Start", address="/"),
        item(page=lamps, children=[item(page=deck)]),
        item("More", children=[item(page=about)]),
    )
    start, shelf, more = ask(client, current="/lamps/deck/?page=2")["items"]
    assert (shelf["is_current"], shelf["is_ancestor"]) == (False, True)
    assert (shelf["children"][0]["is_current"], shelf["children"][0]["is_ancestor"]) == (True, False)
    assert not (start["is_current"])
    assert not (start["is_ancestor"])
    assert not (more["is_ancestor"])
    start, shelf, more = ask(client, current="/about/")["items"]
    assert more["is_ancestor"]
    assert more["children"][0]["is_current"]
    assert ask(client, current="/")["items"][0]["is_current"]


def test_what_is_not_for_readers_is_left_out_and_what_is_below_it_stays(client, shelves):
    lamps, _deck, about = shelves
    draft = make_content(lamps.get_parent(), title="Secret plan", live=False)
    locked = make_content(lamps.get_parent(), title="Locked room")
    PageViewRestriction.objects.create(page=locked, restriction_type="password", password="x")
    over = make_content(lamps.get_parent(), title="Last year")
    type(over).objects.filter(pk=over.pk).update(closed_from=timezone.now() - timedelta(days=1))
    gone = make_content(lamps.get_parent(), title="Deleted")
    make_menu(
        item(page=draft, children=[item(page=lamps)]),
        item("Rooms", page=locked, children=[item(page=about)]),
        item(page=over),
        item(page=gone),
        item("Only drafts", children=[item(page=draft)]),
    )
    gone.delete()
    body = ask(client)
    assert outline(body["items"]) == [["Lamps"], ["Rooms", [["About"]]]]
    assert body["items"][1]["link"] is None
    assert "Secret plan" not in json.dumps(body)


def test_depth_cuts_the_tree(client, shelves):
    assert outline(ask(client, depth="1")["items"]) == [["Lamps"]]
    assert client.get(MAIN, {"depth": "4"}).status_code == 422


def test_a_language_without_a_menu_says_what_stands_in(client, shelves, home):
    russian = Locale.objects.get_or_create(language_code="ru")[0]
    home.copy_for_translation(russian, alias=False).save_revision().publish()
    make_menu(item(page=shelves[2]), handle="help")
    make_menu(item(page=shelves[2]))
    assert client.get("/api/v1/navigation/help/", {"locale": "ru"}).status_code == 404
    body = ask(client, "/api/v1/navigation/help/", locale="ru", fallback="default")
    assert (body["locale"], body["requested_locale"], body["is_fallback"]) == ("en-GB", "ru", True)
    main = ask(client, locale="ru", fallback="default")
    assert (main["locale"], main["is_fallback"], main["is_automatic"]) == ("ru", False, True)
    make_menu(item("Помощь", address="/ru/"), handle="help", language="ru")
    body = ask(client, "/api/v1/navigation/help/", locale="ru", fallback="default")
    assert (body["locale"], body["is_fallback"]) == ("ru", False)


def test_another_sites_menu_is_its_own(client, shelves, home):
    other_home = make_content(home.get_parent(), title="Other", slug="other")
    other = Site.objects.create(hostname="other.example", port=443, root_page=other_home)
    make_menu(item("There", page=shelves[0]), item("Ours", address="/x/"), site=other)
    there, ours = ask(client, site="other.example")["items"]
    assert there["link"] == {"url": "https://shop.example/lamps/", "path": None}
    assert ours["link"] == {"url": "https://other.example/x/", "path": "/x/"}
    assert ask(client)["is_automatic"]
    response = client.get(MAIN, {"site": "nowhere.example"})
    assert (response.status_code, response.json()["type"].rpartition("/")[2]) == (404, "unknown-site")


def test_every_menu_in_three_queries_whatever_their_size(client, shelves):
    lamps, deck, _about = shelves
    make_menu(item(page=lamps, children=[item(page=deck)]), handle="extra")

    def cost() -> int:
        client.get("/api/v1/navigation/")
        with CaptureQueriesContext(connection) as captured:
            body = ask(client, "/api/v1/navigation/")
        assert body["count"] == 4
        return len(captured)

    before = cost()
    pages = [make_content(lamps, show_in_menus=True) for _ in range(12)]
    make_menu(*(item(page=page) for page in pages), handle="extra")
    assert cost() == before <= 3


def test_the_answer_carries_the_tag_of_menus_and_of_no_page(client, shelves):
    make_menu(item(page=shelves[0]))
    told = client.get(MAIN).headers["Cache-Tag"].replace(",", " ").split()
    assert tags.MENU in told
    assert not [tag for tag in told if tag.startswith("page-")]


# The change log ----------------------------------------------------------------------------------------------


def test_a_menu_is_told_of_when_it_changes_and_when_it_goes(site, shelves):
    with changes() as found:
        menu = make_menu(item(page=shelves[0], id="1"))
        menu.save()
        menu.delete()
    assert [(row.kind, row.site_id, row.locale, row.tags) for row in found] == [
        ("menu", site.pk, "en-gb", [tags.MENU])
    ] * 2


def test_a_page_deep_in_the_tree_that_a_menu_names_is_told_as_menu(site, shelves):
    product = make_product(make_category(shelves[1], slug="small"), slug="lantern")
    product.title = "Unnamed"
    with changes() as found:
        product.save_revision().publish()
    assert [row.kind for row in found] == ["upsert"]
    make_menu(item(page=product))
    product.title = "Storm lantern"
    with changes() as found:
        product.save_revision().publish()
    assert sorted(row.kind for row in found) == ["menu", "upsert"]
    product.summary = "Says something else."
    with changes() as found:
        product.save_revision().publish()
    assert [row.kind for row in found] == ["upsert"]
    with changes() as found:
        product.unpublish()
    assert sorted(row.kind for row in found) == ["menu", "unpublish"]


def _below(title: str, children: list[Any]) -> dict[str, Any]:
    return {"title": title, "children": children}


# Writing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def write(client):
    bearer = make_token(make_user(is_superuser=True), "content:write", "content:read")

    def put(items: Any, address: str = MAIN, **headers: str) -> Any:
        return client.put(
            address,
            json.dumps({"items": items}),
            content_type="application/json",
            headers={"Authorization": bearer, **headers},
        )

    put.bearer = bearer
    return put


def test_a_whole_tree_is_written_and_read(client, shelves, write):
    lamps, deck, _about = shelves
    response = write(
        [
            {"page_id": lamps.pk, "title": " Our  lamps ", "children": [{"page_id": deck.pk}]},
            {"address": "/x/", "title": "X", "rel": ["nofollow"], "target": "_blank"},
        ]
    )
    assert response.status_code == 200, response.content
    assert "no-store" in response.headers["Cache-Control"]
    stored = response.json()["items"]
    assert outline(ask(client)["items"]) == [["Our lamps", [["Deck"]]], ["X"]]
    again = write(stored)
    assert again.json() == response.json()  # the uids stay


def test_a_write_on_an_old_reading_is_refused(client, shelves, write):
    etag = client.get(MAIN).headers["ETag"]
    assert write([{"title": "A", "address": "/a/"}], **{"If-Match": etag}).status_code == 200
    refused = write([{"title": "B", "address": "/b/"}], **{"If-Match": etag})
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (412, "precondition-failed")
    assert outline(ask(client)["items"]) == [["A"]]
    fresh = client.get(MAIN).headers["ETag"]
    shelves[0].title = "Renamed"  # what readers see changed, what is stored did not
    shelves[0].save_revision().publish()
    assert write([{"title": "B", "address": "/b/"}], **{"If-Match": fresh}).status_code == 200
    assert write([{"title": "C", "address": "/c/"}], **{"If-Match": "*"}).status_code == 200
    absent = write([{"title": "C", "address": "/c/"}], "/api/v1/navigation/new/", **{"If-Match": "*"})
    assert absent.status_code == 412


@pytest.mark.parametrize(
    ("items", "place"),
    [
        ([{"title": "A", "address": "javascript:alert(1)"}], "items.0.address"),
        ([{"title": "A", "address": "//evil.example/"}], "items.0.address"),
        ([{"title": "A", "address": "/a/"}, {"page_id": 2147483000}], "items.1.page_id"),
        ([{"address": "/a/"}], "items.0.title"),
        ([{"title": "Heading"}], "items.0.page_id"),
        ([{}], "items.0.title"),
        (
            [
                {
                    "title": "1",
                    "children": [
                        {
                            "title": "2",
                            "children": [{"title": "3", "children": [{"title": "4", "address": "/"}]}],
                        }
                    ],
                }
            ],
            "items.0.children.0.children.0.children.0",
        ),
    ],
)
def test_a_tree_with_a_fault_is_refused_whole(client, shelves, write, items, place):
    make_menu(item("Before", address="/"))
    with changes() as found:
        response = write(items)
    assert response.status_code == 422
    assert place in [error["loc"][1] for error in response.json()["errors"]]
    assert outline(ask(client)["items"]) == [["Before"]]
    assert found == []


def test_fields_nobody_knows_are_refused(shelves, write):
    response = write([{"title": "A", "address": "/a/", "pageid": 4}])
    assert response.status_code == 422
    assert response.json()["errors"][0]["loc"][-1] == "pageid"


def test_drafts_survive_a_reading_for_writing(client, home, write):
    draft = make_content(home, title="Soon", live=False)
    write([{"page_id": draft.pk}])
    assert ask(client)["items"] == []
    stored = client.get(f"{MAIN}stored/", headers={"Authorization": write.bearer})
    assert stored.json()["items"][0]["page_id"] == draft.pk
    assert client.get(f"{MAIN}stored/").status_code == 401


def test_deleting_gives_the_pages_their_menu_back(client, shelves, write):
    make_menu(item("Before", address="/"))
    headers = {"Authorization": write.bearer}
    assert client.delete(MAIN, headers={**headers, "If-Match": '"0"'}).status_code == 412
    assert client.delete(MAIN, headers=headers).status_code == 204
    assert ask(client)["is_automatic"]
    assert client.delete(MAIN, headers=headers).status_code == 404


def test_nobody_writes_without_scope_and_right(client, shelves):
    data = json.dumps({"items": [{"title": "A", "address": "/a/"}]})

    def status(**headers: str) -> int:
        return client.put(MAIN, data, content_type="application/json", headers=headers).status_code

    assert status() == 401
    administrator = make_user(is_superuser=True)
    assert status(Authorization=make_token(administrator, "content:read")) == 403
    assert status(Authorization=make_token(make_user("Merchandisers"), "content:write")) == 403
    assert not Menu.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x",
        "data:text/html,x",
        "//x",
        "/\\x",
        "/a b",
        "http://",
        "mailto:",
        "x",
        "http://[/",
        "https://user:pw@x.example/",
    ],
)
def test_addresses_that_lead_astray(address):
    assert address_problem(address)


@pytest.mark.parametrize(
    "address", ["/", "/a/?b=c#d", "https://x.example/", "mailto:a@x.example", "tel:+441632960001"]
)
def test_addresses_that_lead_somewhere(address):
    assert not address_problem(address)


# The admin ---------------------------------------------------------------------------------------------------


def test_an_administrator_makes_a_menu_in_the_admin(shelves):
    client = client_of("administrator")
    url = "/admin/menu/new/"
    sent = form_of(client, url) | {
        "site": str(Site.objects.get().pk),
        "locale": str(Locale.objects.get(language_code="en-gb").pk),
        "handle": "main",
        "items-count": "1",
        "items-0-deleted": "",
        "items-0-order": "0",
        "items-0-type": "item",
        "items-0-id": "",
        "items-0-value-page": str(shelves[0].pk),
        "items-0-value-address": "",
        "items-0-value-title": "",
        "items-0-value-children-count": "1",
        "items-0-value-children-0-deleted": "",
        "items-0-value-children-0-order": "0",
        "items-0-value-children-0-type": "item",
        "items-0-value-children-0-id": "",
        "items-0-value-children-0-value-page": "",
        "items-0-value-children-0-value-address": "javascript:alert(1)",
        "items-0-value-children-0-value-title": "Bad",
        "items-0-value-children-0-value-children-count": "0",
    }
    refused = client.post(url, sent)
    assert refused.status_code == 200
    assert not Menu.objects.exists()
    assert "An address begins with a slash" in refused.content.decode()
    sent["items-0-value-children-0-value-address"] = "/lamps/deck/"
    made = client.post(url, sent)
    assert made.status_code == 302, made.content.decode()[:2000]
    assert Menu.objects.get().page_ids == [shelves[0].pk]
    assert outline(ask(client)["items"]) == [["Lamps", [["Bad"]]]]


@pytest.mark.parametrize("role", ["Merchandisers", "outsider", "nobody"])
def test_others_do_not_make_menus(home, role):
    assert is_refused(client_of(role).get("/admin/menu/new/"))
