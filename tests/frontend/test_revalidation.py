"""Publish, and the front end shows it within seconds: what changed is forgotten, everything else stays."""

import base64
import json
import threading
import time

from django.test import override_settings

import pytest

from tests.frontend.conftest import signed

JOBS = [("delivery.webhooks.sending.send_due", 1)]


@pytest.fixture
def worker(webhook, writing, tmp_path):
    """The worker, as `manage.py run_worker` runs it."""
    from delivery.worker import Worker

    worker = Worker()
    with override_settings(
        PERIODIC=JOBS, WEBHOOK_PRIVATE_HOSTS=["localhost"], WORKER_HEARTBEAT=str(tmp_path / "heartbeat")
    ):
        thread = threading.Thread(target=worker.run, args=[0.5])
        thread.start()
        yield worker
        worker.stop.set()
        thread.join(30)


def caught_up() -> None:
    """Returns when nothing waits to be told that other tests have changed."""
    from delivery.webhooks.models import Delivery

    waited_since = time.monotonic()
    time.sleep(3)  # what happens to one thing within two seconds is told at once
    while Delivery.objects.filter(state=Delivery.State.PENDING).exists():
        assert time.monotonic() - waited_since < 60
        time.sleep(0.2)


def hits(front, *paths):
    return [front.get(path).headers["X-Cache"] for path in paths]


def test_what_is_published_is_fresh_within_five_seconds_and_nothing_else_is_touched(front, seen, worker):
    from home.models import ArticlePage

    article, listing = "/journal/flags-without-radio/", "/journal/"
    others = ["/about/", "/stores/"]
    seen(article, listing, *others)
    caught_up()
    hits(front, article, listing, *others)
    assert set(hits(front, article, listing, *others)) == {"HIT"}
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
    assert hits(front, *others) == ["HIT", "HIT"]
    page.title = before
    page.save_revision().publish()


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
