"""What pages of which origins may read in a browser: the front end's everything it needs, others' nothing of secrets.

The example asks the CMS from its server; here its pages do, as those of a front end in the browser would.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.test import override_settings

import pytest

from tests.frontend.ends import address_of

ASK = """async ([address, options]) => {
    try { return (await fetch(address, options)).status } catch (error) { return error.name }
}"""
REFUSED = "TypeError"  # all a page learns of an answer that is not for its origin
JSON = {"Content-Type": "application/json"}


class Empty(BaseHTTPRequestHandler):
    """A page with nothing on it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def stranger():
    """The origin of somebody who has nothing to do with the CMS."""
    server = ThreadingHTTPServer(("localhost", 0), Empty)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join(20)
    server.server_close()


@pytest.fixture
def asks(browser, shop):
    """asks(origin, path, options): the status a page of this origin is told by the API, or the name of its error."""
    contexts = []

    def ask(origin: str, path: str, **options) -> int | str:
        # The pages of the example allow themselves no such question; what is judged here is what the CMS allows.
        context = browser.new_context(bypass_csp=True)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{origin}/", wait_until="commit")
        shop.asked.clear()
        return page.evaluate(ASK, [f"{shop.url}/api/v1/{path}", options])

    yield ask
    for context in contexts:
        context.close()


@pytest.fixture
def about(shop, seen):
    seen("/", "/about/")
    return f"resolve/?path=/about/&site={shop.host}"


def test_pages_of_every_origin_may_read_what_is_public(asks, front, stranger, about):
    assert asks(front.url, about) == 200
    assert asks(stranger, about) == 200


def test_public_reads_can_be_kept_from_pages_of_other_origins(shop, asks, front, stranger, about):
    with override_settings(API_OPEN_READS=False):
        assert asks(front.url, about) == 200
        assert asks(stranger, about) == REFUSED
        assert [asked.method for asked in shop.asked] == ["GET"], "it is the browser that keeps the answer"


@pytest.fixture
def private(shop, home):
    """(path, options) of requests that write or show a secret, with the status they deserve."""
    from home.models import FormPage

    form = FormPage.objects.child_of(home).get(slug="contact")
    bearer = {"Authorization": f"Bearer {shop.token}"}
    wrong = '{"path": "/about/", "password": "guess"}'
    site = f"?site={shop.host}"
    return [
        (f"forms/{form.pk}/submissions/{site}", {"method": "POST", "headers": JSON, "body": "{}"}, 422),
        (f"access/unlock/{site}", {"method": "POST", "headers": JSON, "body": wrong}, 403),
        (f"resolve/{site}&path=/about/", {"headers": {"X-Unlock": "a-token"}}, 200),
        (address_of(shop.rows[0]), {"headers": bearer}, 200),
    ]


def test_writes_and_secrets_are_for_the_front_ends_origin(shop, asks, front, stranger, private, about):
    for path, options, status in private:
        assert asks(front.url, path, **options) == status, path
        assert asks(stranger, path, **options) == REFUSED, path
        assert {asked.method for asked in shop.asked} == {"OPTIONS"}, "it is not even sent"


def test_the_second_sites_front_end_writes_to_its_own_site(asks, harbour, harbour_front, front, shop):
    wrong = {"method": "POST", "headers": JSON, "body": '{"path": "/about/", "password": "guess"}'}
    assert asks(harbour_front.url, f"access/unlock/?site={harbour.host}", **wrong) == 403
    assert asks(harbour_front.url, f"access/unlock/?site={shop.host}", **wrong) == REFUSED
