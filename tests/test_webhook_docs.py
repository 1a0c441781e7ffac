"""What docs/headless/webhooks.md tells receivers to do is right: its code is run, its schema holds for what is sent."""

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

import jsonschema
import pytest

from delivery.models import Change
from delivery.webhooks import queue
from delivery.webhooks.models import Event
from delivery.webhooks.signing import secret_of, signature
from tests.webhooks import make_change, make_webhook, tell, waiting

DOCUMENT = (settings.ROOT / "docs" / "headless" / "webhooks.md").read_text()
SECRET, OTHER = secret_of("one"), secret_of("another")
BODY = '{"type":"page.moved","title":"Öl"}'
NOW = 1_795_683_600
STANDARD = {
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "headers": {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    "body": '{"test": 2432232314}',
    "now": 1614265330,
}


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)


def headers_of(*secrets: str, **changed: str) -> dict[str, str]:
    made = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(NOW),
        "webhook-signature": signature(secrets, "msg_1", NOW, BODY.encode()),
    }
    return made | changed


CALLS: list[tuple[str, dict[str, Any], bool]] = [
    ("the example of the standard", STANDARD, True),
    ("another body", STANDARD | {"body": '{"test": 2432232315}'}, False),
    ("ours", {"headers": headers_of(SECRET)}, True),
    ("ours, while secrets are changed", {"headers": headers_of(OTHER, SECRET)}, True),
    ("another's", {"headers": headers_of(OTHER)}, False),
    ("another id", {"headers": headers_of(SECRET, **{"webhook-id": "msg_2"})}, False),
    ("another time", {"headers": headers_of(SECRET, **{"webhook-timestamp": str(NOW + 1)})}, False),
    ("played again later", {"headers": headers_of(SECRET), "now": NOW + 301}, False),
    ("from the future", {"headers": headers_of(SECRET), "now": NOW - 301}, False),
    ("no time", {"headers": headers_of(SECRET, **{"webhook-timestamp": "soon"})}, False),
    (
        "a signature of another kind",
        {"headers": headers_of(SECRET, **{"webhook-signature": "v1a,AAAA é"})},
        False,
    ),
    ("nothing", {"headers": {}}, False),
]


@pytest.mark.parametrize(("call", "is_ours"), [call[1:] for call in CALLS], ids=[call[0] for call in CALLS])
def test_the_python_of_the_guide_takes_what_is_ours_and_nothing_else(call, is_ours):
    names: dict[str, Any] = {}
    exec(blocks("python")[0], names)
    call = {"secret": SECRET, "body": BODY, "now": NOW, **call}
    assert names["verify"](call["secret"], call["headers"], call["body"].encode(), now=call["now"]) is is_ours


@pytest.mark.browser
def test_the_node_of_the_guide_takes_what_is_ours_and_nothing_else(tmp_path):
    node = shutil.which("node")
    assert node, "Node is needed, as for every test in a browser."
    calls = [{"secret": SECRET, "body": BODY, "now": NOW, **call} for _name, call, _is_ours in CALLS]
    (tmp_path / "verify.mjs").write_text(blocks("js")[0])
    (tmp_path / "run.mjs").write_text(
        'import { verify } from "./verify.mjs";\n'
        f"const calls = {json.dumps(calls)};\n"
        "console.log(JSON.stringify(calls.map((c) => verify(c.secret, c.headers, c.body, c.now))));\n"
    )
    run = subprocess.run([node, "run.mjs"], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == [is_ours for _name, _call, is_ours in CALLS]


@pytest.mark.django_db
def test_the_schema_holds_for_every_body_that_is_sent(site):
    schema = next(json.loads(block) for block in blocks("json") if "$schema" in block)
    jsonschema.Draft202012Validator.check_schema(schema)
    webhook = make_webhook()
    tell(*(make_change(kind, position=number) for number, kind in enumerate(Change.Kind, 1)))
    tell(*(make_change(Change.Kind.OFFER, page_id=number, site_id=site.pk) for number in range(30, 60)))
    queue.announce(Event.FORM_SUBMITTED, {"kind": "form", "id": 3}, site_id=site.pk)
    webhook.test()
    bodies = [json.loads(delivery.payload) for delivery in waiting()]
    assert len({body["type"] for body in bodies}) == 12
    for body in bodies:
        jsonschema.validate(body, schema)
    assert sorted(schema["properties"]["type"]["enum"]) == sorted(Event.values)
    assert datetime.fromisoformat(bodies[0]["occurred_at"]).tzinfo == UTC
