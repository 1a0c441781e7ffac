"""The two ends of every proof: the CMS and the front end, as programs ask them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from bs4 import BeautifulSoup

from seo.parity import head_differences
from tests.frontend import seed

LONG = 120  # seconds: the first visitor of a page waits for its picture sizes


def until[Found](look: Callable[[], Found], seconds: float) -> Found:
    """What `look` answers, once that is something. Fails when that takes longer."""
    begun = time.monotonic()
    while not (found := look()):
        assert time.monotonic() - begun < seconds, "It did not come about in time."
        time.sleep(0.1)
    return found


@dataclass(frozen=True)
class Asked:
    """A question the CMS was asked."""

    method: str
    address: str
    validator: str


@dataclass
class Shop:
    """The CMS: its own address, the public one of its site, and what it has been asked.

    `rows` are the products its ERP has written, `token` is what that shows.
    """

    url: str
    public: str
    asked: list[Asked] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    token: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.public).netloc

    def get(self, path: str, **options: Any) -> requests.Response:
        """A page as Django renders it, under the site's public name."""
        return requests.get(
            self.url + path, headers={"Host": self.host}, timeout=LONG, allow_redirects=False, **options
        )

    def api(self, path: str, method: str = "GET", **options: Any) -> requests.Response:
        options.setdefault("timeout", LONG)
        return requests.request(method, f"{self.url}/api/v1/{path}", **options)

    def resolve(self, path: str) -> dict[str, Any]:
        return self.api(f"resolve/?path={quote(path, safe='')}&site={self.host}").json()

    def write(self, path: str, body: Any, method: str = "POST") -> requests.Response:
        """A write of the ERP."""
        return self.api(path, method, json=body, headers={"Authorization": f"Bearer {self.token}"})

    def path_of(self, row: dict[str, Any]) -> str:
        """Where a product of the ERP stands."""
        told = {"Authorization": f"Bearer {self.token}"}
        return self.api(address_of(row), headers=told).json()["path"]

    def write_products(self) -> dict[str, Any]:
        """All rows in one bulk write; the job when it is over."""
        asked = self.write(
            f"catalog/products/bulk/?source={seed.SOURCE}&publish=true&site={self.host}", self.rows
        )
        assert asked.status_code == 202, asked.text
        told = {"Authorization": f"Bearer {self.token}"}

        def over() -> dict[str, Any] | None:
            job = requests.get(self.url + asked.headers["Location"], headers=told, timeout=LONG).json()
            return job if job["finished_at"] else None

        return until(over, LONG)

    @property
    def addresses(self) -> list[str]:
        """Every address of the site's sitemaps."""

        def locations(path: str) -> list[str]:
            found = BeautifulSoup(self.get(path).text, "xml").select("url > loc, sitemap > loc")
            return [each.text.removeprefix(self.public) for each in found]

        found = [path for sitemap in locations("/sitemap.xml") for path in locations(sitemap)]
        return list(dict.fromkeys(found))

    def note(self, environ: dict[str, Any], **_rest: Any) -> None:
        address = f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
        self.asked.append(Asked(environ["REQUEST_METHOD"], address, environ.get("HTTP_IF_NONE_MATCH", "")))


@dataclass
class Front:
    """The example front end, and the file it writes its complaints to."""

    url: str
    log: Path

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.ask("GET", path, **options)

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        """Under its own name, whatever this machine makes of names below localhost."""
        options.setdefault("allow_redirects", False)
        address = urlsplit(self.url)
        options["headers"] = {"Host": address.netloc, **options.get("headers", {})}
        return requests.request(method, f"http://localhost:{address.port}{path}", timeout=LONG, **options)

    def hits(self, *paths: str) -> list[str]:
        """Whether each came from memory: HIT or MISS."""
        return [self.get(path).headers["X-Cache"] for path in paths]


def address_of(row: dict[str, Any]) -> str:
    """Where a product of the ERP is written."""
    return f"catalog/products/by-external-id/{seed.SOURCE}/{row['id']}/"


def wrong_heads(shop: Shop, front: Front) -> dict[str, Any]:
    """What is wrong at the addresses of a site's sitemaps: a status, or where a head is not the one that was told."""
    wrong: dict[str, Any] = {}
    for path in shop.addresses:
        rendered = shop.get(path).text
        told = shop.resolve(path)["head"]
        page = front.get(path)
        if page.status_code != 200:
            wrong[path] = page.status_code
        elif differences := head_differences(page.text, told) + head_differences(rendered, told):
            wrong[path] = differences
    return wrong
