"""What the tests of bulk writes share: a token, a client that shows it, rows."""

import json
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.utils import timezone

from wagtail.models import APIToken

from cms.models import User
from delivery.models import Job as PeriodicJob
from headless.jobs import running
from headless.models import TokenPolicy
from tests.people import make_user, sign_in

SCOPES = ("catalog:write", "jobs:read")


def make_token(user: User | None = None, scopes: tuple[str, ...] = SCOPES) -> str:
    """The secret of a token of this user, an administrator's when none is given."""
    token, secret = APIToken.create_token(user=user or make_user(is_superuser=True), name="ERP")
    TokenPolicy.objects.create(token=token, scopes=list(scopes))
    return secret


def caller(user: User | None = None, scopes: tuple[str, ...] = SCOPES) -> Client:
    """A client of the shop's own host that shows a bearer token."""
    client = sign_in(None)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {make_token(user, scopes)}"
    return client


def send(client: Client, method: str, address: str, body: Any = None, **options: Any) -> Any:
    """A request below /api/v1/ with a JSON body."""
    data = json.dumps(body) if not isinstance(body, str | bytes) else body
    options = {"content_type": "application/json", **options}
    return client.generic(method, f"/api/v1/{address}", data, **options)


def make_body(**fields: Any) -> dict[str, Any]:
    """A product with one variant, as PUT takes it."""
    return {
        "title": "Masthead lantern",
        "category": "/lamps/",
        "description": "<p>Bright.</p>",
        "variants": [{"sku": "ML-1", "price": "120.00", "currency": "GBP", "stock": 3}],
        "publish": True,
        **fields,
    }


def make_rows(count: int, **fields: Any) -> list[dict[str, Any]]:
    """Products as bulk writes take them: lantern 1, lantern 2, …"""
    return [
        {
            "id": str(number),
            "title": f"Lantern {number}",
            "category": "/lamps/",
            "description": f"<p>Lantern number {number}.</p>",
            "brand": "Wick & Sons",
            "variants": [{"sku": f"LN-{number}", "price": "12.50", "currency": "GBP", "stock": 30}],
            **fields,
        }
        for number in range(1, count + 1)
    ]


def as_lines(rows: list[Any]) -> str:
    """Rows as NDJSON; a row that is a string is written as it is."""
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)


def write(client: Client, rows: Any, what: str = "products", **options: Any) -> Any:
    """A bulk write, as lines where it is a string; `options` are its parameters. The response."""
    given = {"source": "erp", "publish": "true"} if what == "products" else {}
    query = urlencode(given | options)
    content_type = "application/x-ndjson" if isinstance(rows, str | bytes) else "application/json"
    return send(client, "POST", f"catalog/{what}/bulk/?{query}", rows, content_type=content_type)


def finish(client: Client, rows: Any, what: str = "products", **options: Any) -> dict[str, Any]:
    """A bulk write worked off by a worker; the job as it then is."""
    response = write(client, rows, what, **options)
    assert response.status_code == 202, response.content
    running.work()
    return client.get(response["Location"]).json()


def rows_of_job(client: Client, job: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    return send(client, "GET", f"jobs/{job['id']}/rows/?{urlencode(query)}").json()["items"]


def make_worker() -> None:
    """A worker seems to run somewhere."""
    PeriodicJob.objects.update_or_create(name="any", defaults={"began_at": timezone.now()})
