"""One product by its external id: created, updated, left alone, tried out."""

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import Revision

import pytest

from catalog.models import Brand, ProductPage, Variant
from cms.models import Page, RedirectRule
from delivery.models import Change
from tests.bulk import caller, make_body, send
from tests.changing import brief, changes
from tests.importing import product
from tests.make import make_attribute, make_category, make_picture, make_product
from tests.people import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "catalog/products/by-external-id/erp/17/"


@pytest.fixture
def lamps(home):
    return make_category(home, title="Lamps", slug="lamps", external_id="erp:lamps")


def put(body, client=None, address=ADDRESS, **options):
    return send(client or caller(), "PUT", address, body, **options)


def errors(response):
    return [(".".join(map(str, one["loc"])), one["type"]) for one in response.json()["errors"]]


def test_a_product_is_created_published_and_found_at_its_address(client, lamps):
    with changes() as found:
        response = put(make_body())
    answer = response.json()
    assert (response.status_code, answer["status"], answer["unchanged"]) == (201, "created", False)
    assert answer["path"] == "/lamps/masthead-lantern/"
    assert answer["url"] == "https://shop.example/lamps/masthead-lantern/"
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(answer["path"]).status_code == 200
    assert ("upsert", [answer["path"]], []) in brief(found)
    page = product(17, "erp")
    assert (page.live, page.revisions.count(), page.variants.get().price) == (True, 1, Decimal("120.00"))
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_same_again_writes_nothing_and_says_so(lamps):
    body = make_body(brand="Wick", attributes={}, more_categories=[])
    sender = caller()
    put(body, sender)
    before = Revision.objects.count(), list(Page.objects.order_by("pk").values())
    with changes() as found, CaptureQueriesContext(connection) as queries:
        response = put(body, sender)
    assert (response.status_code, response.json()["unchanged"]) == (200, True)
    assert found == []
    assert (Revision.objects.count(), list(Page.objects.order_by("pk").values())) == before
    written = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "DELETE", "UPDATE"))]
    assert [sql for sql in written if "apitoken" not in sql] == []


def test_what_is_not_named_stays_and_what_an_editor_wrote_otherwise_is_put_right(lamps):
    put(make_body(summary="Lit.", brand="Wick"))
    page = product(17, "erp")
    page.care, page.title = "<p>Dust it.</p>", "The Lamp"
    page.save_revision().publish()
    answer = put({"title": "Masthead lantern"}).json()
    page = product(17, "erp")
    assert answer["status"] == "updated"
    assert (page.title, page.summary, page.care, page.brand.name) == (
        "Masthead lantern", "Lit.", "<p>Dust it.</p>", "Wick"
    )  # fmt: skip
    assert page.variants.count() == 1


def test_a_new_slug_moves_the_page_and_leaves_a_redirect(client, lamps):
    put(make_body())
    with changes() as found:
        answer = put(make_body(slug="lantern")).json()
    assert (answer["path"], answer["old_path"]) == ("/lamps/lantern/", "/lamps/masthead-lantern/")
    assert answer["redirects"] == [
        {"from_path": "/lamps/masthead-lantern/", "to_path": "/lamps/lantern/", "status": 301}
    ]
    assert client.get("/lamps/masthead-lantern/")["Location"] == "/lamps/lantern/"
    assert client.get("/lamps/lantern/").status_code == 200
    assert brief(found) == [("move", ["/lamps/lantern/"], ["/lamps/masthead-lantern/"])]
    page = product(17, "erp")
    assert page.latest_revision.as_object().slug == "lantern"
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_kept_slug_stays(lamps):
    put(make_body())
    answer = put(make_body(slug="lantern", on_slug_change="keep")).json()
    assert (answer["unchanged"], answer["path"]) == (True, "/lamps/masthead-lantern/")
    assert not RedirectRule.objects.exists()


def test_an_open_draft_takes_the_new_address_too(lamps):
    put(make_body())
    page = product(17, "erp")
    page.care = "<p>In work.</p>"
    page.save_revision()
    put(make_body(slug="lantern"))
    page = product(17, "erp")
    assert (page.slug, page.care) == ("lantern", "")
    page.get_latest_revision_as_object().save_revision().publish()
    assert (product(17, "erp").slug, product(17, "erp").care) == ("lantern", "<p>In work.</p>")


def test_a_taken_address_is_a_conflict(lamps):
    make_product(lamps, slug="lantern")
    put(make_body())
    response = put(make_body(slug="lantern"))
    assert (response.status_code, errors(response)) == (409, [("body.slug", "conflict")])


def test_a_new_product_does_not_get_another_address_than_it_asks_for(lamps):
    make_product(lamps, slug="lantern")
    response = put(make_body(slug="lantern"))
    assert (response.status_code, errors(response)) == (409, [("body.slug", "conflict")])
    assert not ProductPage.objects.filter(external_id="erp:17").exists()


def test_a_slug_made_from_a_title_takes_what_is_free(lamps):
    make_product(lamps, slug="masthead-lantern")
    assert put(make_body()).json()["path"] == "/lamps/masthead-lantern-17/"


@pytest.mark.parametrize("publish", [True, False])
def test_a_dry_run_says_address_head_and_redirects_and_writes_nothing(client, lamps, publish):
    answer = put(make_body(publish=publish), address=f"{ADDRESS}?dry_run=true").json()
    assert (answer["status"], answer["dry_run"], answer["path"]) == (
        "created",
        True,
        "/lamps/masthead-lantern/",
    )
    assert answer["head"]["canonical"] == "https://shop.example/lamps/masthead-lantern/"
    assert not ProductPage.objects.exists()
    put(make_body())
    before = Change.objects.count()
    answer = put(make_body(slug="lantern", brand="Wick"), address=f"{ADDRESS}?dry_run=true").json()
    assert answer["redirects"] == [
        {"from_path": "/lamps/masthead-lantern/", "to_path": "/lamps/lantern/", "status": 301}
    ]
    assert answer["head"]["canonical"] == "https://shop.example/lamps/lantern/"
    assert (product(17, "erp").slug, Change.objects.count()) == ("masthead-lantern", before)
    assert not RedirectRule.objects.exists()
    assert not Brand.objects.exists()


def test_the_head_of_a_dry_run_is_the_one_the_page_then_has(client, lamps):
    tried = put(make_body(), address=f"{ADDRESS}?dry_run=true").json()
    put(make_body())
    head = client.get("/api/v1/head/?path=/lamps/masthead-lantern/").json()["head"]
    assert tried["head"]["title"] == head["title"]
    assert tried["head"]["canonical"] == head["canonical"]


def test_another_version_than_the_one_read_is_refused(lamps):
    sender = caller()
    put(make_body(), sender)
    version = send(sender, "GET", ADDRESS)["ETag"]
    assert put(make_body(stock=1), sender, HTTP_IF_MATCH='"other"').status_code == 422
    assert put(make_body(), sender, HTTP_IF_MATCH='"other"').status_code == 412
    assert put(make_body(), sender, HTTP_IF_MATCH="*").status_code == 200
    assert put(make_body(), sender, HTTP_IF_MATCH=f"W/{version}").status_code == 200  # a proxy compressed it
    assert put(make_body(title="Lantern"), sender, HTTP_IF_MATCH=f'"x", {version}').status_code == 200
    assert put(make_body(title="Lamp"), sender, HTTP_IF_MATCH=version).status_code == 412
    Variant.objects.get().save()
    now = send(sender, "GET", ADDRESS)["ETag"]
    assert now != version
    absent = ADDRESS.replace("17", "18")
    assert put(make_body(), sender, absent, HTTP_IF_MATCH="*").status_code == 412


def test_categories_are_named_by_path_id_or_external_id(home, lamps):
    deck = make_category(lamps, slug="deck")
    put(make_body(category=lamps.pk, more_categories=["/lamps/deck/"]))
    page = product(17, "erp")
    assert [one.pk for one in page.more_categories.all()] == [deck.pk]
    put(make_body(category="erp:lamps", variants=[]), address=ADDRESS.replace("17", "18"))
    assert product(18, "erp").get_parent().pk == lamps.pk
    response = put(make_body(category="/nowhere/", more_categories=[home.pk]))
    assert errors(response) == [("body.category", "not_found")] * 2


def test_another_category_lists_it_too_and_moves_nothing(lamps):
    deck = make_category(lamps, slug="deck")
    put(make_body())
    answer = put(make_body(category="/lamps/deck/")).json()
    assert (answer["status"], answer["path"]) == ("updated", "/lamps/masthead-lantern/")
    assert [one.pk for one in product(17, "erp").more_categories.all()] == [deck.pk]


def test_facts_have_the_type_of_their_attribute(lamps):
    make_attribute(code="hours", type="number")
    make_attribute(code="dim", type="boolean")
    make_attribute(code="metal")
    facts = {"hours": 12.5, "dim": True, "metal": "Brass"}
    assert put(make_body(attributes=facts)).status_code == 201
    assert {one.attribute.code: one.value for one in product(17, "erp").facts} == facts
    assert put(make_body(attributes=facts)).json()["unchanged"]
    put(make_body(attributes={"dim": None, "metal": "Iron"}))
    assert {one.attribute.code: one.value for one in product(17, "erp").facts} == {
        "hours": 12.5,
        "metal": "Iron",
    }
    response = put(make_body(attributes={"hours": "many", "colour": "red"}))
    assert errors(response) == [
        ("body.attributes.hours", "value_error"),
        ("body.attributes.colour", "not_found"),
    ]


def test_pictures_are_those_that_are_here_and_nothing_is_fetched(lamps):
    first, second = make_picture(), make_picture()
    rendition = second.get_rendition("width-20")
    body = make_body(pictures=[first.pk, f"https://shop.example{rendition.url}"])
    assert put(body).status_code == 201
    page = product(17, "erp")
    assert [one.picture_id for one in page.pictures.all()] == [first.pk, second.pk]
    assert page.cover_id == first.pk
    assert put(body).json()["unchanged"]
    for strange in (
        "https://elsewhere.example/media/x.png",
        first.pk + 99,
        "file:///etc/passwd",
        "http://[",
        "/media/../x",
    ):
        assert errors(put(make_body(pictures=[strange]))) == [("body.pictures.0", "not_found")]
    put(make_body(pictures=[]))
    assert (product(17, "erp").pictures.count(), product(17, "erp").cover) == (0, None)


def test_variants_are_the_whole_list(lamps):
    two = [{"sku": f"ML-{n}", "price": n, "currency": "GBP", "size": f"S{n}"} for n in (1, 2)]
    put(make_body(variants=two))
    assert put(make_body(variants=two)).json()["unchanged"]
    put(make_body(variants=[{"sku": "ML-1", "stock": 0}]))
    assert dict(Variant.objects.values_list("sku", "availability")) == {
        "ML-1": "InStock",
        "ML-2": "Discontinued",
    }
    assert Variant.objects.get(sku="ML-1").stock == 0


def test_what_is_written_is_told_of_the_price_alone(lamps):
    put(make_body())
    with changes() as found:
        put(make_body(variants=[{"sku": "ML-1", "price": "99.00"}]))
    assert [kind for kind, _new, _old in brief(found)] == ["offer"]
    assert product(17, "erp").revisions.count() == 1


@pytest.mark.parametrize(
    ("fields", "loc", "rule"),
    [
        ({"title": ""}, "body.title", "value_error"),
        ({"titel": "x"}, "body.titel", "extra_forbidden"),
        ({"title": None}, "body.title", "string_type"),
        ({"slug": "Not A Slug"}, "body.slug", "value_error"),
        ({"slug": "ru"}, "body.slug", "value_error"),
        ({"summary": "x" * 201}, "body.summary", "value_error"),
        ({"variants": [{"sku": "a b"}]}, "body.variants.0.sku", "string_pattern_mismatch"),
        (
            {"variants": [{"sku": "A", "price": -1, "currency": "GBP"}]},
            "body.variants.0.price",
            "greater_than",
        ),
        ({"variants": [{"sku": "A", "price": "NaN"}]}, "body.variants.0.price", "finite_number"),
        ({"variants": [{"sku": "A", "gtin": "123"}]}, "body.variants.0.gtin", "value_error"),
        ({"variants": [{"sku": "A"}]}, "body.variants.0.price", "value_error"),
        (
            {"variants": [{"sku": "A", "price": 9, "currency": "ZZZ"}]},
            "body.variants.0.currency",
            "value_error",
        ),
        (
            {"variants": [{"sku": "A", "price": "10.55", "currency": "JPY"}]},
            "body.variants.0.price",
            "value_error",
        ),
        (
            {"variants": [{"sku": "A", "price": 9, "currency": "GBP", "compare_at": 8}]},
            "body.variants.0.compare_at",
            "value_error",
        ),
        (
            {"variants": [{"sku": "A", "price": 9, "currency": "GBP"}] * 2},
            "body.variants",
            "repeated",
        ),
        (
            {"variants": [{"sku": "A", "available_from": "0001-01-01T00:00:00+14:00"}]},
            "body.variants.0.available_from",
            "value_error",
        ),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_written(lamps, fields, loc, rule):
    response = put(make_body(**fields))
    assert response.status_code == 422
    assert (loc, rule) in errors(response)
    assert not ProductPage.objects.exists()


def test_a_sku_of_another_product_is_a_conflict_and_nothing_is_half_written(lamps):
    make_product(lamps, variants=1)
    taken = Variant.objects.get().sku
    response = put(
        make_body(
            variants=[
                {"sku": taken, "price": 1, "currency": "GBP"},
                {"sku": "B", "price": 1, "currency": "GBP"},
            ]
        )
    )
    assert (response.status_code, errors(response)) == (409, [("body.variants", "conflict")])
    assert Variant.objects.count() == 1


def test_description_is_reduced_to_what_editors_have(lamps):
    put(make_body(description='<p onclick="x()">Fine.<script>alert(1)</script></p><img src=x>'))
    assert product(17, "erp").description == "<p>Fine.</p>"


def test_an_id_may_hold_slashes_and_a_source_is_a_short_name(lamps):
    assert put(make_body(), address="catalog/products/by-external-id/erp/a/b%20c/").status_code == 201
    assert product("a/b c", "erp")
    assert put(make_body(), address="catalog/products/by-external-id/ERP/1/").status_code == 422
    refused = put(make_body(), address=f"catalog/products/by-external-id/erp/{'x' * 151}/")
    assert (refused.status_code, errors(refused)) == (422, [("path.external_id", "value_error")])


# Who may ------------------------------------------------------------------------------------------------


def test_without_a_token_or_its_scope_nobody_gets_in(client, lamps):
    assert put(make_body(), client).status_code == 401
    assert put(make_body(), caller(scopes=("jobs:read",))).status_code == 403
    assert put(make_body(), caller(make_user())).status_code == 403


def test_a_merchandiser_writes_drafts_and_prices_but_publishes_nothing(lamps):
    sender = caller(make_user("Merchandisers"))
    response = put(make_body(), sender)
    assert (response.status_code, errors(response)) == (403, [("body.publish", "forbidden")])
    assert put(make_body(publish=False), sender).status_code == 201
    assert not product(17, "erp").live
    put(make_body())  # an administrator publishes it
    assert product(17, "erp").live
    assert put(make_body(title="Other"), sender).status_code == 403
    new_price = make_body(variants=[{"sku": "ML-1", "price": 1}])
    assert put(new_price, sender).json()["status"] == "updated"
    assert (product(17, "erp").title, Variant.objects.get().price) == ("Masthead lantern", 1)


def test_an_editor_writes_words_and_no_prices(lamps):
    sender = caller(make_user("Editors"))
    response = put(make_body(publish=False), sender)
    assert (response.status_code, errors(response)) == (403, [("body.variants", "forbidden")])
    body = make_body(publish=False)
    del body["variants"]
    assert put(body, sender).status_code == 201


def test_what_an_editor_has_locked_or_taken_offline_stays_so(lamps):
    put(make_body())
    page = product(17, "erp")
    page.locked = True
    page.save()
    assert put(make_body(title="Other")).status_code == 409
    page.locked = False
    page.save()
    page.unpublish()
    assert put(make_body(title="Other")).status_code == 200
    assert not product(17, "erp").live


def test_a_product_of_a_source_is_described_to_who_may_change_it(lamps):
    put(make_body(publish=False))
    found = send(caller(), "GET", ADDRESS).json()
    assert (found["live"], found["external_id"], found["path"]) == (
        False,
        "erp:17",
        "/lamps/masthead-lantern/",
    )
    assert send(caller(), "GET", ADDRESS.replace("17", "18")).status_code == 404


def test_what_a_write_costs_does_not_grow_with_the_catalogue(lamps):
    sender = caller()
    costs = []
    for count in (1, 2, 30):  # the first warms what is kept of types and roots
        for number in range(count):
            make_product(lamps, slug=f"other-{count}-{number}")
        address = ADDRESS.replace("17", f"9{count}")
        body = make_body(variants=[{"sku": f"ML-{count}", "price": 9, "currency": "GBP"}])
        spent = []
        for said in (body, body, body | {"title": "Beacon"}, body | {"slug": f"beacon-{count}"}):
            with CaptureQueriesContext(connection) as queries:
                assert put(said, sender, address).status_code in (200, 201)
            spent.append(len(queries))
        costs.append(spent)
    created, unchanged, updated, moved = costs[1]
    assert costs[2] == costs[1]
    assert (created <= 150, unchanged <= 60, updated <= 150, moved <= 170) == (True,) * 4, costs
