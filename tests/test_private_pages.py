"""Private pages for front ends: a password or a person opens one tree for an hour, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_login_failed
from django.core import signing

from wagtail.models import PageViewRestriction

import pytest
import time_machine

from headless import unlock_api
from home.models import ContentPage, FormPage
from tests.make import make_category, make_content, make_product, make_restriction
from tests.people import make_user
from tests.visitors import make_questions, token_of

pytestmark = pytest.mark.django_db

API = "/api/v1/"
WRONG = {"path": "/trade/", "password": "guess"}


@pytest.fixture
def trade(home) -> ContentPage:
    """A tree behind a password, with a page below, and two that only look as if they stood in it."""
    trade = make_content(home, slug="trade")
    make_content(trade, slug="prices", title="Trade prices")
    make_restriction(make_content(home, slug="trade-fair", title="Fair"), password="other")
    make_restriction(
        make_content(make_content(home, slug="a"), slug="trade", title="Elsewhere"), password="other"
    )
    make_restriction(trade)
    return ContentPage.objects.get(pk=trade.pk)


def post(client, address: str, body: Any) -> Any:
    return client.post(API + address, body, content_type="application/json")


def unlock(client, path: str = "/trade/", password: str = "sesame") -> str:
    response = post(client, "access/unlock/", {"path": path, "password": password})
    assert response.status_code == 200, response.json()
    assert response["Cache-Control"] == "no-store"
    return response.json()["token"]


def verdict(client, path: str, *tokens: str, view: str = "resolve") -> dict[str, Any]:
    headers = {"x-unlock": " ".join(tokens)} if tokens else {}
    return client.get(f"{API}{view}/", {"path": path}, headers=headers).json()


def is_open(client, path: str, *tokens: str) -> bool:
    return verdict(client, path, *tokens)["verdict"] == "page"


# A password ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["resolve", "head"])
def test_a_password_opens_its_tree(trade, client, view):
    refused = verdict(client, "/trade/prices/", view=view)
    assert (refused["verdict"], refused["method"]) == ("restricted", "password")
    assert refused["unlock"] == {"method": "POST", "path": f"{API}access/unlock/", "header": "X-Unlock"}
    token = unlock(client, "/trade/prices/")
    opened = verdict(client, "/trade/prices/", token, view=view)
    assert (opened["verdict"], opened["head"]["title"]) == ("page", opened["head"]["title"])
    assert "Trade prices" in opened["head"]["title"]
    assert verdict(client, "/trade/", token, view=view)["verdict"] == "page"


def test_a_page_may_be_named_by_its_id(trade, client):
    response = post(client, "access/unlock/", {"page_id": trade.pk, "password": "sesame"})
    assert is_open(client, "/trade/", response.json()["token"])


def test_what_depends_on_a_token_says_so_and_is_kept_by_nobody(trade, client):
    closed = client.get(f"{API}resolve/", {"path": "/trade/"})
    assert "X-Unlock" in closed["Vary"]
    opened = client.get(f"{API}resolve/", {"path": "/trade/"}, headers={"x-unlock": unlock(client)})
    assert opened["Cache-Control"] == "private, no-store"
    assert "X-Unlock" in opened["Vary"]
    assert "Cache-Tag" not in opened
    public = client.get(f"{API}resolve/", {"path": "/"})
    assert (public["Vary"], public["Cache-Control"]) == ("Accept-Encoding", "public, max-age=60")
    shown = client.get(f"{API}resolve/", {"path": "/"}, headers={"x-unlock": "anything"})
    assert shown["Cache-Control"] == "private, no-store"
    assert shown.json()["page"] == public.json()["page"]


def test_a_token_of_one_tree_opens_nothing_else(trade, client):
    token = unlock(client)
    assert is_open(client, "/trade/prices/", token)
    for path in ("/trade-fair/", "/a/trade/"):
        assert verdict(client, path, token)["verdict"] == "restricted", path
    make_restriction(make_content(trade, slug="inner"), password="inner")
    assert not is_open(client, "/trade/inner/", token)
    inner = unlock(client, "/trade/inner/", "inner")
    assert not is_open(client, "/trade/inner/", inner), "the door outside is still shut"
    assert is_open(client, "/trade/inner/", inner, token)


def test_one_password_for_both_doors_opens_both(trade, client):
    make_restriction(make_content(trade, slug="inner"))
    assert is_open(client, "/trade/inner/", unlock(client, "/trade/inner/"))


def test_an_alias_of_a_private_page_is_private_wherever_it_stands(trade, home, client):
    trade.create_alias(parent=make_content(home, slug="b"), update_slug="deals")
    assert verdict(client, "/b/deals/")["verdict"] == "restricted"
    assert is_open(client, "/b/deals/", unlock(client))


def test_a_token_ends_with_the_password_the_restriction_and_the_hour(trade, client):
    token, restriction = unlock(client), PageViewRestriction.objects.get(page=trade)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=59)):
        assert is_open(client, "/trade/", token)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=61)):
        assert not is_open(client, "/trade/", token)
    restriction.password = "changed"
    restriction.save()
    assert not is_open(client, "/trade/", token)
    restriction.password = "sesame"
    restriction.restriction_type = "login"
    restriction.save()
    assert not is_open(client, "/trade/", token)
    restriction.delete()
    make_restriction(trade)
    assert not is_open(client, "/trade/", token), "another restriction is another door"


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: "x",
        lambda token: "",
        lambda token: token.replace(":", "."),
        lambda token: signing.dumps({"restriction": 1, "proof": ""}, salt="another"),
        lambda token: "é",
    ],
)
def test_a_forged_token_opens_nothing(trade, client, forge):
    assert not is_open(client, "/trade/", forge(unlock(client)))


def test_a_wrong_password_and_no_such_page_are_the_same_answer(trade, home, client):
    make_content(home, slug="open")
    make_content(home, slug="draft", live=False)
    make_restriction(make_content(home, slug="staff"), kind="login")
    bodies = [
        WRONG,
        *(
            {"path": path, "password": "sesame"}
            for path in ("/open/", "/draft/", "/staff/", "/nothing/", "/")
        ),
        {"path": "/staff/", "password": ""},
        {"page_id": 10**30, "password": "sesame"},
        {"page_id": 999_999, "password": "sesame"},
    ]
    told = []
    for body in bodies:
        response = post(client, "access/unlock/", body)
        assert (response.status_code, response["Cache-Control"]) == (403, "no-store"), body
        told.append({name: value for name, value in response.json().items() if name != "request_id"})
    assert all(each == told[0] for each in told)
    assert told[0]["type"].endswith("/wrong-password")


@pytest.mark.parametrize(
    "body",
    [{"password": "x"}, {"path": "/", "page_id": 1, "password": "x"}, {"path": "/"}, {"path": "trade", "password": "x"},
     {"path": "/trade/", "password": "sesame", "extra": 1}, {"path": "/trade/", "password": "\ud800"}],
)  # fmt: skip
def test_what_names_no_page_is_422(trade, client, body):
    assert post(client, "access/unlock/", body).status_code == 422


def test_guessing_ends_soon_for_the_guesser_and_later_for_the_page(trade, client):
    for _ in range(20):
        assert post(client, "access/unlock/", WRONG).status_code == 403
    refused = post(client, "access/unlock/", {**WRONG, "password": "sesame"})
    assert refused.status_code == 429, "the right one is not tried either"
    assert int(refused["Retry-After"]) > 0
    for number in range(4):
        client.defaults["REMOTE_ADDR"] = f"198.51.100.{number}"
        for _ in range(20):
            assert post(client, "access/unlock/", WRONG).status_code == 403
    client.defaults["REMOTE_ADDR"] = "203.0.113.1"
    assert post(client, "access/unlock/", WRONG).status_code == 429
    assert post(client, "access/unlock/", {**WRONG, "path": "/nothing/"}).status_code == 403


def guess_from_anywhere(client, address: str, *bodies: Any) -> list[int]:
    """The statuses of these guesses, each from an address of its own."""
    told = []
    for number, body in enumerate(bodies):
        client.defaults["REMOTE_ADDR"] = f"198.51.100.{number}"
        told.append(post(client, address, body).status_code)
    return told


def test_a_password_is_guessed_at_whichever_page_behind_it_is_named(trade, home, client, monkeypatch):
    monkeypatch.setattr(unlock_api, "PER_SECRET", "4/3600")
    trade.create_alias(parent=home, update_slug="deals")
    bodies = [
        {"path": "/trade/", "password": "guess"},
        {"page_id": trade.pk, "password": "guess"},
        {"path": "/trade/prices/", "password": "guess"},
        {"path": "/deals/", "password": "guess"},
    ]
    fifth = {"page_id": ContentPage.objects.get(slug="prices").pk, "password": "sesame"}
    other = {"path": "/trade-fair/", "password": "guess"}
    told = guess_from_anywhere(client, "access/unlock/", *bodies, fifth, other)
    assert told == [403, 403, 403, 403, 429, 403], "another password is another count"


def test_a_page_behind_two_doors_counts_for_both(trade, client, monkeypatch):
    monkeypatch.setattr(unlock_api, "PER_SECRET", "2/3600")
    make_restriction(make_content(trade, slug="inner"), password="inner")
    inner = {"path": "/trade/inner/", "password": "guess"}
    assert guess_from_anywhere(client, "access/unlock/", inner, inner, WRONG) == [403, 403, 429]


def test_a_name_is_guessed_at_however_it_is_spelled(staff, client, monkeypatch):
    monkeypatch.setattr(unlock_api, "PER_SECRET", "4/3600")
    names = ["ada", "ADA", " ada", "\uff41da", "ada"]
    bodies = [{"username": name, "password": "guess"} for name in names]
    assert guess_from_anywhere(client, "access/login/", *bodies) == [403, 403, 403, 403, 429]


def test_a_name_with_nul_is_no_name(staff, client):
    refused = post(client, "access/login/", {"username": "ada\x00", "password": "guess"})
    assert (refused.status_code, refused.json()["errors"][0]["loc"][-1]) == (422, "username")


def test_readers_with_the_password_are_not_counted(trade, client):
    for _ in range(25):
        unlock(client)


def test_a_private_page_is_in_no_list_whatever_token_is_shown(trade, home, client):
    product = make_product(make_category(trade, slug="lamps"), title="Trade lamp")
    headers = {"x-unlock": unlock(client)}
    for address in (
        "pages/?limit=100",
        "pages/?search=trade",
        "graphs/",
        "catalog/products/",
        "catalog/categories/",
    ):
        text = client.get(API + address, headers=headers).content.decode()
        assert "Trade prices" not in text, address
        assert "Trade lamp" not in text, address
    assert client.get(f"{API}catalog/products/{product.pk}/", headers=headers).status_code == 404
    for address in ("/sitemap.xml", "/search/?q=trade"):
        assert "Trade prices" not in client.get(address, headers=headers).content.decode()


def test_our_own_pages_ask_for_the_password_whatever_token_is_shown(trade, client):
    answer = client.get("/trade/", headers={"x-unlock": unlock(client)})
    assert "This page opens with a password" in answer.text


def test_a_private_form_is_read_and_sent_with_the_token(trade, client):
    form: FormPage = make_questions(trade, ("Your name", "singleline"))
    address = f"{API}forms/{form.pk}/"
    body = {"values": {"your_name": "Ada"}, "token": token_of(form.answers_purpose)}
    assert client.get(address).status_code == 404
    assert post(client, f"forms/{form.pk}/submissions/", body).status_code == 404
    headers = {"x-unlock": unlock(client)}
    assert client.get(address, headers=headers).status_code == 200
    sent = client.post(f"{address}submissions/", body, content_type="application/json", headers=headers)
    assert sent.status_code == 201
    assert form.get_submissions().count() == 1


# A person -----------------------------------------------------------------------------------------------------


def person(*groups: str, **fields: Any) -> Any:
    return make_user(*groups, password="a long password", **fields)


def sign_in(client, user: Any, password: str = "a long password") -> Any:
    return post(client, "access/login/", {"username": user.username, "password": password})


@pytest.fixture
def staff(home) -> ContentPage:
    staff = make_content(home, slug="staff")
    make_restriction(staff, kind="login")
    return staff


def test_a_person_opens_what_asks_for_a_login(staff, client):
    refused = verdict(client, "/staff/")
    assert (refused["method"], refused["unlock"]["path"]) == ("login", f"{API}access/login/")
    token = sign_in(client, person()).json()["token"]
    assert is_open(client, "/staff/", token)


def test_a_person_opens_what_is_for_their_group_and_for_no_other(home, client):
    club = make_content(home, slug="club")
    make_restriction(club, kind="groups").groups.set([Group.objects.get(name="Editors")])
    tokens = {name: sign_in(client, person(name)).json()["token"] for name in ("Editors", "Moderators")}
    assert is_open(client, "/club/", tokens["Editors"])
    refused = verdict(client, "/club/", tokens["Moderators"])
    assert (refused["verdict"], refused["status"], refused["method"]) == ("restricted", 403, "login")
    assert is_open(client, "/club/", sign_in(client, person(is_superuser=True)).json()["token"])


def test_a_person_does_not_open_what_asks_for_a_password(trade, client):
    assert not is_open(client, "/trade/", sign_in(client, person(is_superuser=True)).json()["token"])


def test_a_password_does_not_open_what_asks_for_a_person(trade, staff, client):
    assert not is_open(client, "/staff/", unlock(client))


def test_a_persons_token_ends_with_password_account_group_and_hour(staff, home, client):
    user = person("Editors")
    club = make_content(home, slug="club")
    make_restriction(club, kind="groups").groups.set([Group.objects.get(name="Editors")])
    token = sign_in(client, user).json()["token"]
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=61)):
        assert not is_open(client, "/staff/", token)
    assert is_open(client, "/club/", token)
    user.groups.clear()
    assert not is_open(client, "/club/", token)
    user.is_active = False
    user.save()
    assert not is_open(client, "/staff/", token)
    user.is_active = True
    user.save()
    assert is_open(client, "/staff/", token)
    user.set_password("another long password")
    user.save()
    assert not is_open(client, "/staff/", token)


def test_nobody_learns_which_names_there_are(staff, client):
    inactive = person(is_active=False)
    told = [
        sign_in(client, person(), "guess"),
        sign_in(client, inactive),
        post(client, "access/login/", {"username": "nobody-of-this-name", "password": "guess"}),
        post(client, "access/login/", {"username": "nobody-either", "password": "\x00"}),
    ]
    assert {response.status_code for response in told} == {403}
    bodies = [{**response.json(), "request_id": ""} for response in told]
    assert all(body == bodies[0] for body in bodies)


def test_a_failed_login_is_told_to_whoever_listens(staff, client):
    heard = []

    def listen(credentials: Any, **_signal: Any) -> None:
        heard.append(credentials["username"])

    user_login_failed.connect(listen)
    try:
        user = person()
        sign_in(client, user, "guess")
    finally:
        user_login_failed.disconnect(listen)
    assert heard == [user.username]


def test_guessing_a_persons_password_ends_from_wherever_it_is_tried(staff, client):
    user = person()
    for number in range(5):
        client.defaults["REMOTE_ADDR"] = f"198.51.100.{number}"
        for _ in range(20):
            assert sign_in(client, user, "guess").status_code == 403
    client.defaults["REMOTE_ADDR"] = "203.0.113.1"
    assert sign_in(client, user).status_code == 429
    assert sign_in(client, person()).status_code == 200


def test_a_persons_token_reads_and_does_nothing_else(staff, client):
    token = sign_in(client, person(is_superuser=True)).json()["token"]
    form = make_questions(staff, ("Your name", "singleline"))
    for headers in ({"authorization": f"Bearer {token}"}, {"x-unlock": token}):
        assert client.get(f"{API}forms/{form.pk}/submissions/", headers=headers).status_code == 401
    assert not client.cookies


# What it costs ------------------------------------------------------------------------------------------------


def test_a_private_page_costs_the_same_at_few_and_at_many_doors(
    trade, home, client, django_assert_max_num_queries
):
    token = unlock(client)
    for number in range(20):
        make_restriction(make_content(home, slug=f"other-{number}"), password=f"other-{number}")
    verdict(client, "/trade/prices/", token)
    with django_assert_max_num_queries(20):
        assert is_open(client, "/trade/prices/", token)
    with django_assert_max_num_queries(8):
        assert not is_open(client, "/trade/prices/")
    with django_assert_max_num_queries(8):
        unlock(client)
