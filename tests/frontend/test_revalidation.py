"""Publish, and the front end shows it within seconds: what changed is forgotten, everything else stays."""

import base64
import json
import time

from tests.frontend.conftest import caught_up, signed


def test_what_is_published_is_fresh_within_five_seconds_and_nothing_else_is_touched(front, seen, worker):
    from home.models import ArticlePage

    article, listing = "/journal/flags-without-radio/", "/journal/"
    others = ["/about/", "/stores/"]
    seen(article, listing, *others)
    caught_up()
    front.hits(article, listing, *others)
    assert set(front.hits(article, listing, *others)) == {"HIT"}
    page = ArticlePage.objects.get(slug="flags-without-radio", locale__language_code="en-gb")
    before, page.title = page.title, "Flags, and no radio"
    page.save_revision().publish()
    published = time.monotonic()
    while time.monotonic() - published < 5:
        if all("Flags, and no radio" in front.get(path).text for path in (article, listing)):
            break
        time.sleep(0.1)
    took = time.monotonic() - published
    assert took < 5
    assert front.hits(*others) == ["HIT", "HIT"]
    page.title = before
    page.save_revision().publish()


def test_a_page_names_everything_it_is_made_of(shop, front, seen):
    seen("/about/")
    named = set(front.get("/about/").headers["Cache-Tag"].split(","))
    assert {f"page-{shop.resolve('/about/')['page']['id']}", "menu", "settings"} <= named


def test_calls_of_strangers_are_refused(front, secret):
    body = json.dumps({"tags": ["settings"], "urls": [], "old_urls": []}).encode()
    good = signed(secret, body)
    for headers in (
        {"Content-Type": "application/json"},
        signed("whsec_" + base64.b64encode(b"somebody else's").decode(), body),
        signed(secret, body, at=int(time.time()) - 600),
        good | {"webhook-id": "msg_another"},
        good | {"webhook-timestamp": "soon"},
    ):
        assert front.ask("POST", "/api/revalidate", data=body, headers=headers).status_code == 401
    changed = body.replace(b"settings", b"anything")
    assert front.ask("POST", "/api/revalidate", data=changed, headers=good).status_code == 401
    assert front.ask("POST", "/api/revalidate", data=body, headers=good).status_code == 200
