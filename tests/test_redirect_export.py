"""seo/redirects/: flat rules for the edge, in the words of hosts; what a format cannot say it says it leaves out."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wagtail.models import Site

import pytest
import time_machine

from cms.models import RedirectRule
from cms.redirects import hosts
from cms.redirects.edge import EdgeRule
from tests.make import make_content

EXPORT = "/api/v1/seo/redirects/"


def rule(path="/old", location="https://shop.example/new/", **fields: Any) -> EdgeRule:
    return EdgeRule(
        **{
            "id": 1,
            "path": path,
            "query": "",
            "is_pattern": "*" in path,
            "status": 301,
            "location": location,
            "passes": "noise",
            "reason": "",
            "updated_at": datetime(2026, 1, 1, tzinfo=UTC),
            **fields,
        }
    )


def lines(of: Any, *rules: EdgeRule) -> list[str]:
    return [
        line for line in "".join(of(rules)).splitlines() if not line.startswith("# ") or "left out" in line
    ]


# The words of hosts ------------------------------------------------------------------------------------------


def test_netlify():
    assert lines(
        hosts.netlify,
        rule(),
        rule(query="id=7&x=a+b"),
        rule("/blog/*", "https://shop.example/journal/$1", status=308),
        rule("/bücher und", status=302),
        rule(status=410, location=""),
        rule("/a/*/b", "https://shop.example/$1"),
    ) == [
        "/old https://shop.example/new/ 301",
        "/old id=7 x=a%20b https://shop.example/new/ 301",
        "/blog/* https://shop.example/journal/:splat 301",
        "/b%C3%BCcher%20und https://shop.example/new/ 302",
        '# left out: "/old": 410 cannot be said here',
        '# left out: "/a/*/b": only one * at the end of a path can be said here',
    ]


def test_vercel():
    said, left_out = hosts.vercel(
        [
            rule(),
            rule("/a.b(c)", query="id=7"),
            rule("/blog/*/x/*", "https://shop.example/$2/$1", status=308),
            rule(status=451, location=""),
        ]
    )
    assert said == [
        {"source": "/old{/}?", "destination": "https://shop.example/new/", "statusCode": 301},
        {
            "source": r"/a\.b%28c%29{/}?",
            "destination": "https://shop.example/new/",
            "statusCode": 301,
            "has": [{"type": "query", "key": "id", "value": "7"}],
        },
        {
            "source": "/blog/:p1(.*)/x/:p2(.*)",
            "destination": "https://shop.example/:p2/:p1",
            "statusCode": 308,
        },
    ]
    assert [(each["path"], each["why"]) for each in left_out] == [("/old", "451 cannot be said here")]


def test_nginx():
    assert lines(
        hosts.nginx,
        rule(),
        rule(query="id=7", location="https://shop.example/seven/", status=302),
        rule("/gone", "", status=410),
        rule("/all", passes="all"),
        rule("/blog/*", "https://shop.example/journal/$1"),
        rule("/co$t"),
    ) == [
        'location = "/all" { return 301 "https://shop.example/new/$is_args$args"; }',
        'location = "/all/" { return 301 "https://shop.example/new/$is_args$args"; }',
        '# left out: "/co$t": a $ or control character in the old address cannot be said here',
        'location = "/gone" { return 410; }',
        'location = "/gone/" { return 410; }',
        'location = "/old" { if ($args = "id=7") { return 302 "https://shop.example/seven/"; } '
        'return 301 "https://shop.example/new/"; }',
        'location = "/old/" { if ($args = "id=7") { return 302 "https://shop.example/seven/"; } '
        'return 301 "https://shop.example/new/"; }',
        'location ~* "^/blog/(.*)$" { return 301 "https://shop.example/journal/$1"; }',
    ]


def test_apache():
    assert lines(
        hosts.apache,
        rule(query="id=7"),
        rule("/a.b", "https://shop.example/b%C3%BCcher/", passes="all"),
        rule("/gone", "", status=410),
        rule("/law", "", status=451),
        rule("/blog/*", "https://shop.example/journal/$1"),
    ) == [
        "RewriteEngine On",
        'RewriteCond "%{QUERY_STRING}" "^id=7$"',
        'RewriteRule "^/?old/?$" "https://shop.example/new/" [R=301,QSD,NE,NC,L]',
        r'RewriteRule "^/?a\.b/?$" "https://shop.example/b\%C3\%BCcher/" [R=301,QSA,NE,NC,L]',
        'RewriteRule "^/?gone/?$" "-" [G,NC]',
        'RewriteRule "^/?law/?$" "-" [R=451,NC,L]',
        'RewriteRule "^/?blog/(.*)$" "https://shop.example/journal/$1" [R=301,QSD,NE,NC,L]',
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        '/a"; } location / { proxy_pass http://evil',
        "/a\nlocation / { return 301 http://evil; }",
        "/a\r\n/b http://evil 301",
        '/a" "http://evil" [L]\\',
        "/a${PATH}%{ENV:x}`id`",
    ],
)
@pytest.mark.parametrize("form", [hosts.netlify, hosts.nginx, hosts.apache])
def test_what_an_editor_writes_stays_an_address(form, hostile):
    for each in (rule(hostile), rule(location=f"https://shop.example{hostile}"), rule(query=hostile)):
        text = "".join(form([each]))
        said = [
            line
            for line in text.splitlines()
            if line and not line.startswith("#") and "RewriteEngine" not in line
        ]
        assert all(line.startswith(("/", "location = ", "RewriteRule ", "RewriteCond ")) for line in said)
        assert "\r" not in text
        for line in said:
            unescaped = line.replace("\\\\", "").replace('\\"', "")
            assert unescaped.count('"') % 2 == 0
            outside = "".join(unescaped.split('"')[::2])
            assert form is hosts.netlify or "evil" not in outside
            assert len(line.split(" ")) <= 4 or form is not hosts.netlify


# The rules ---------------------------------------------------------------------------------------------------


def ask(client, **query: Any) -> Any:
    response = client.get(EXPORT, query)
    assert response.status_code == 200, response.content
    return response.json()


@pytest.mark.django_db
def test_rules_are_flat_and_absolute(client, home):
    page = make_content(home, slug="new")
    RedirectRule.add("/b", page)
    RedirectRule.add("/a", "/b")
    RedirectRule.add("/q?id=7", "https://elsewhere.example/x", passes="all", status=302)
    RedirectRule.add("/over", status=410, reason="Sold out.")
    RedirectRule.add("/blog/*", "/journal/$1", is_pattern=True)
    body = ask(client)
    assert [(each["path"], each["query"], each["status"], each["location"]) for each in body["items"]] == [
        ("/q", "id=7", 302, "https://elsewhere.example/x"),
        ("/b", "", 301, "https://shop.example/new/"),
        ("/a", "", 301, "https://shop.example/new/"),
        ("/over", "", 410, None),
        ("/blog/*", "", 301, "https://shop.example/journal/$1"),
    ]
    assert [each["location_path"] for each in body["items"]] == [None, "/new/", "/new/", None, "/journal/$1"]
    assert (body["items"][0]["query_goes_on"], body["items"][3]["reason"]) == ("all", "Sold out.")


@pytest.mark.django_db
def test_a_rule_a_live_page_stands_before_is_not_exported(client, home):
    RedirectRule.add("/lamps", "/elsewhere/")
    assert [each["path"] for each in ask(client)["items"]] == ["/lamps"]
    page = make_content(home, slug="lamps")
    assert ask(client)["items"] == []
    page.unpublish()
    assert [each["path"] for each in ask(client)["items"]] == ["/lamps"]


@pytest.mark.django_db
def test_a_rule_to_a_page_that_was_taken_down_leads_where_readers_are_led(client, home):
    page = make_content(home, slug="new")
    RedirectRule.add("/old", page)
    page.unpublish()
    assert ask(client)["items"] == []
    RedirectRule.add("/new", "/other/")
    assert {each["path"]: each["location_path"] for each in ask(client)["items"]} == {
        "/old": "/other/",
        "/new": "/other/",
    }


@pytest.mark.django_db
def test_a_sites_own_rule_comes_before_one_for_every_site(client, home, site):
    other_home = make_content(home.get_parent(), title="Other", slug="other")
    other = Site.objects.create(hostname="other.example", port=443, root_page=other_home)
    RedirectRule.add("/x", "/for-all/")
    RedirectRule.add("/x", "/ours/", site=site)
    RedirectRule.add("/y", "/theirs/", site=other)
    assert [each["location"] for each in ask(client)["items"]] == ["https://shop.example/ours/"]
    assert [each["location"] for each in ask(client, site="other.example")["items"]] == [
        "https://other.example/for-all/",
        "https://other.example/theirs/",
    ]


@pytest.mark.django_db
def test_windows_go_through_all_rules_once(client, home):
    for number in range(5):
        RedirectRule.add(f"/old-{number}", "/new/")
        RedirectRule.add(f"/old-{number}?id=1", "/new/")
    RedirectRule.add("/blog/*", "/journal/$1", is_pattern=True)
    found, query = [], {"limit": 3}
    while True:
        body = ask(client, **query)
        found += [(each["path"], each["query"]) for each in body["items"]]
        if body["next_cursor"] is None:
            break
        query["cursor"] = body["next_cursor"]
    assert len(found) == len(set(found)) == 11
    assert found[-1] == ("/blog/*", "")
    assert [bool(query) for _path, query in found[:10]] == [True] * 5 + [False] * 5
    assert client.get(EXPORT, {"cursor": "x"}).status_code == 422
    assert client.get(EXPORT, {"limit": 3, "format": "nginx"}).headers["X-Next-Cursor"]


@pytest.mark.django_db
def test_what_changed_since_is_told_with_what_is_gone(client, home):
    page = make_content(home, slug="new")
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        RedirectRule.add("/untouched", "/x/")
        RedirectRule.add("/to-page", page)
        removed = RedirectRule.add("/removed", "/x/")
        edited = RedirectRule.add("/edited", "/x/")
    since = (timezone.now() - timedelta(minutes=1)).isoformat()
    edited.target = "/y/"
    edited.save()
    removed.delete()
    page.slug = "newer"
    page.save_revision().publish()
    body = ask(client, updated_since=since)
    assert {each["path"]: each["location_path"] for each in body["items"]} == {
        "/edited": "/y/",
        "/to-page": "/newer/",
        "/new": "/newer/",
    }
    assert body["removed"] == ["/removed"]
    assert ask(client)["removed"] == []


@pytest.mark.django_db
def test_the_export_costs_the_same_for_more_rules(client, home):
    page = make_content(home, slug="new")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(client)
        return len(captured)

    RedirectRule.add("/old", page)
    cost()
    before = cost()
    for number in range(20):
        RedirectRule.add(f"/old-{number}", page)
    assert cost() == before <= 8


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["netlify", "nginx", "apache"])
def test_texts_are_texts(client, home, form):
    RedirectRule.add("/old", "/new/")
    response = client.get(EXPORT, {"format": form})
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "https://shop.example/new/" in response.content.decode()
    assert client.get(EXPORT, {"format": "iis"}).status_code == 422


@pytest.mark.django_db
def test_vercel_is_json(client, home):
    RedirectRule.add("/old", "/new/")
    RedirectRule.add("/over", status=410)
    body = ask(client, format="vercel")
    assert [each["source"] for each in body["redirects"]] == ["/old{/}?"]
    assert [each["path"] for each in body["left_out"]] == ["/over"]
