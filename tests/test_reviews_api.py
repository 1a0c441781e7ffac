"""Reviews for front ends: approved ones are read, new ones wait, those who may decide."""

from typing import Any

import pytest

from catalog.models import ProductPage, Review
from seo.reviews import Rating
from tests.changing import brief, changes
from tests.make import make_category, make_product, make_review
from tests.translate import make_locale
from tests.visitors import bearer, token_of

pytestmark = pytest.mark.django_db

API = "/api/v1/reviews/"


@pytest.fixture
def lamp(home) -> ProductPage:
    return make_product(make_category(home, slug="lamps"), title="Lamp", slug="lamp")


def send(client, lamp: ProductPage, **fields: Any) -> Any:
    body = {
        "product": lamp.pk,
        "author_name": "Inga Sørensen",
        "rating": 5,
        "text": "Stayed lit through a whole winter.",
        "token": token_of("review"),
        **fields,
    }
    return client.post(API, body, content_type="application/json")


def errors(response: Any) -> dict[str, str]:
    return {".".join(map(str, error["loc"])): error["type"] for error in response.json()["errors"]}


def test_approved_reviews_are_told_with_their_distribution(lamp, client):
    make_review(lamp, rating=5)
    make_review(lamp, rating=2, locale=make_locale("ru"), text="Тускло.")
    make_review(lamp, rating=1, status="pending", text="Unread.")
    make_review(lamp, rating=1, status="rejected", text="Refused.")
    told = client.get(API, {"product": lamp.pk}).json()
    assert (told["count"], told["rating"]["value"], told["rating"]["count"]) == (2, "3.5", 2)
    assert told["distribution"] == [
        {"rating": stars, "count": count} for stars, count in ((5, 1), (4, 0), (3, 0), (2, 1), (1, 0))
    ]
    assert [item["language"] for item in told["items"]] == [None, "ru"], "the page's own language first"
    assert client.get(API, {"product": "/lamps/lamp/"}).json() == told
    assert [
        item["rating"] for item in client.get(API, {"product": lamp.pk, "rating": 2}).json()["items"]
    ] == [2]
    assert client.get(API, {"product": lamp.pk, "limit": 1, "offset": 1}).json()["items"] == told["items"][1:]


def test_a_product_without_reviews_has_none_and_no_rating(lamp, client):
    told = client.get(API, {"product": lamp.pk}).json()
    assert (told["count"], told["rating"], told["items"]) == (0, None, [])


@pytest.mark.parametrize("product", ["", "0", "99999999999999999999", "/nothing/", "lamp", "/lamps/"])
def test_no_such_product_is_refused_by_name(lamp, client, product):
    response = client.get(API, {"product": product})
    assert response.status_code == 422
    assert "product" in response.json()["errors"][0]["loc"]


def test_a_draft_product_has_no_reviews_to_read_or_to_send(lamp, client):
    make_review(lamp)
    lamp.unpublish()
    assert client.get(API, {"product": lamp.pk}).status_code == 422
    assert errors(send(client, lamp)) == {"body.product": "value_error"}


def test_reviews_cost_the_same_however_many_there_are(lamp, client, django_assert_max_num_queries):
    make_review(lamp)
    client.get(API, {"product": lamp.pk})
    with django_assert_max_num_queries(6):
        client.get(API, {"product": lamp.pk})
    for _ in range(30):
        make_review(lamp)
    with django_assert_max_num_queries(6):
        client.get(API, {"product": lamp.pk, "limit": 100})


def test_a_review_waits_until_somebody_has_read_it(lamp, client):
    form = client.get(f"{API}form/")
    assert form["Cache-Control"] == "private, no-store"
    assert form.json()["submit_url"] == API
    with changes() as found:
        response = send(client, lamp, title="Stays lit")
    assert (response.status_code, response["Cache-Control"]) == (202, "no-store")
    review = Review.objects.get()
    assert response.json()["id"] == review.reference
    assert (review.status, review.locale, review.title) == ("pending", lamp.locale, "Stays lit")
    assert found == []
    assert client.get(API, {"product": lamp.pk}).json()["count"] == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("author_name", ""),
        ("author_name", "www.lamps.example"),
        ("author_name", "half \ud800"),
        ("rating", 0),
        ("rating", 6),
        ("rating", "5"),
        ("text", " "),
        ("text", "x" * 5001),
        ("locale", "xx"),
        ("product", 999_999),
        ("token", "made up"),
        ("status", "approved"),
        ("is_verified", True),
    ],
)
def test_what_is_wrong_is_refused_by_name_and_nothing_is_kept(lamp, client, field, value):
    response = send(client, lamp, **{field: value})
    assert response.status_code == 422
    assert list(errors(response)) == [f"body.{field}"]
    assert Review.objects.count() == 0


def test_a_token_of_a_form_is_none_of_a_review(lamp, client):
    assert errors(send(client, lamp, token=token_of("form.1"))) == {"body.token": "invalid"}
    assert errors(send(client, lamp, token=token_of("review", seconds=0))) == {"body.token": "too_fast"}


def test_a_trapped_program_cannot_tell(lamp, client):
    good, trapped = send(client, lamp), send(client, lamp, **{"your-website": "https://pills.example"})
    assert trapped.status_code == good.status_code == 202
    assert {**trapped.json(), "id": ""} == {**good.json(), "id": ""}
    assert Review.objects.count() == 1


def test_the_same_review_sent_twice_is_kept_once(lamp, client):
    token = token_of("review")
    assert send(client, lamp, token=token).json() == send(client, lamp, token=token).json()
    assert Review.objects.count() == 1


def test_another_review_with_a_used_token_is_refused_and_not_lost(lamp, client):
    token = token_of("review")
    send(client, lamp, token=token)
    Review.objects.update(text="Shortened by a moderator.")
    assert send(client, lamp, token=token).status_code == 202
    refused = send(client, lamp, token=token, rating=1)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "conflict")
    assert Review.objects.get().rating == 5


def test_who_sends_too_many_waits(lamp, client):
    for _ in range(10):
        send(client, lamp)
    response = send(client, lamp)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert Review.objects.count() == 10


# Deciding -----------------------------------------------------------------------------------------------------


def decide(client, review: Review, headers: dict[str, str], **body: Any) -> Any:
    return client.patch(f"{API}{review.pk}/", body, content_type="application/json", headers=headers)


def test_an_approved_review_is_shown_and_told_of(lamp, client):
    review = make_review(lamp, status="pending")
    moderator = bearer("Moderators", scopes=["reviews:moderate"])
    waiting = client.get(f"{API}moderation/", headers=moderator)
    assert waiting["Cache-Control"] == "private, no-store"
    assert [item["id"] for item in waiting.json()["items"]] == [review.pk]
    with changes() as found:
        response = decide(client, review, moderator, status="approved", reply="We are glad.")
    assert (response.status_code, response.json()["status"]) == (200, "approved")
    assert brief(found) == [("upsert", ["/lamps/lamp/"], ["/lamps/lamp/"])]
    assert ProductPage.objects.get(pk=lamp.pk).rating == Rating(5, 1)
    assert [item["reply"] for item in client.get(API, {"product": lamp.pk}).json()["items"]] == [
        "We are glad."
    ]
    decide(client, review, moderator, status="rejected")
    assert ProductPage.objects.get(pk=lamp.pk).rating is None


@pytest.mark.parametrize(
    ("group", "scopes"),
    [
        ("Moderators", ["catalog:write"]),
        ("Editors", ["reviews:moderate"]),
        ("SEO managers", ["reviews:moderate"]),
    ],
)
def test_others_do_not_decide(lamp, client, group, scopes):
    review = make_review(lamp, status="pending")
    headers = bearer(group, scopes=scopes)
    assert decide(client, review, headers, status="approved").status_code == 403
    assert client.get(f"{API}moderation/", headers=headers).status_code == 403
    assert decide(client, review, {}, status="approved").status_code == 401
    review.refresh_from_db()
    assert review.status == "pending"


@pytest.mark.parametrize(
    "body", [{"status": "gone"}, {"reply": "x" * 2001}, {"rating": 5}, {"status": 1}, {"reply": "\ud800"}]
)
def test_a_decision_that_is_none_changes_nothing(lamp, client, body):
    review = make_review(lamp, status="pending")
    headers = bearer("Moderators", scopes=["reviews:moderate"])
    assert decide(client, review, headers, **body).status_code == 422
    review.refresh_from_db()
    assert (review.status, review.reply) == ("pending", "")


def test_there_is_no_other_review(client, home):
    headers = bearer("Moderators", scopes=["reviews:moderate"])
    for number in (1, 10**30):
        body = {"status": "approved"}
        response = client.patch(f"{API}{number}/", body, content_type="application/json", headers=headers)
        assert response.status_code == 404
