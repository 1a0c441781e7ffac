"""What the front end leans on: validators, methods, origins, types that compile, blocks nobody has heard of."""

import json
import subprocess

from bs4 import BeautifulSoup
from openapi_spec_validator import validate

from tests.frontend.conftest import EXAMPLE
from tests.make import make_content


def test_the_second_question_is_answered_with_304(shop, seen):
    seen("/about/")
    path = f"resolve/?path=/about/&site={shop.host}"
    first = shop.api(path)
    again = shop.api(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_the_front_end_asks_with_the_validator_it_was_given(shop, front, seen, forget):
    seen("/about/")
    front.get("/about/")
    forget("/about/")
    shop.asked.clear()
    assert front.get("/about/").headers["X-Cache"] == "MISS"
    [asked] = shop.asked
    again = shop.api(asked.address.removeprefix("/api/v1/"), headers={"If-None-Match": asked.validator})
    assert (bool(asked.validator), again.status_code) == (True, 304)


def test_head_and_options_are_answered(shop, front, seen):
    seen("/about/")
    path = f"resolve/?path=/about/&site={shop.host}"
    assert shop.api(path, "HEAD").status_code == 200
    preflight = shop.api(
        path, "OPTIONS", headers={"Origin": shop.public, "Access-Control-Request-Method": "GET"}
    )
    assert preflight.status_code == 204
    assert front.ask("HEAD", "/about/").status_code == 200


def test_browsers_on_the_front_ends_origin_may_read(shop, seen):
    seen("/about/")
    answer = shop.api(f"resolve/?path=/about/&site={shop.host}", headers={"Origin": shop.public})
    assert answer.headers["Access-Control-Allow-Origin"] in {"*", shop.public}


def test_the_document_is_valid_and_its_types_compile(shop, node, tmp_path):
    document = shop.api("openapi.json").json()
    validate(document)
    written = tmp_path / "openapi.json"
    written.write_text(json.dumps(document))
    for command in (["npm", "run", "types"], ["astro", "check"], ["tsc", "--noEmit"]):
        made = subprocess.run(
            command, cwd=EXAMPLE, env=node | {"OPENAPI": str(written)}, capture_output=True, text=True
        )
        assert made.returncode == 0, made.stdout + made.stderr


def test_the_lock_file_names_no_registry():
    lock = json.loads((EXAMPLE / "package-lock.json").read_text())
    assert len(lock["packages"]) > 100
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_a_block_nobody_has_heard_of_does_not_break_the_page(front, home, monkeypatch):
    page = make_content(home, title="Strange", slug="strange")
    body = [
        {"type": "text", "id": "1", "value": "<p>Before it.</p>"},
        {"type": "hologram", "id": "2", "value": {"beams": 3}},
        {"type": "text", "id": "3", "value": "<p>After it.</p>"},
    ]
    content = {"title": "Strange", "summary": "", "picture": None, "body": body}
    monkeypatch.setattr(type(page), "get_content", lambda *_args, **_options: content)
    answer = front.get("/strange/")
    story = BeautifulSoup(answer.text, "html.parser").select_one(".story")
    assert answer.status_code == 200
    assert story.get_text(" ", strip=True) == "Before it. After it."
    assert "hologram" in front.log.read_text()
    page.delete()
