"""Asking the application inside its own process: no server, no socket, every layer of middleware."""

import time
from collections.abc import Mapping
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from wagtail.models import Site

from PIL import Image, UnidentifiedImageError

from cms.sites import AS_PUBLIC
from seo.audit.answer import Answer


class Application:
    """The site's own application as its readers meet it, on every host and scheme that is asked of it.

    Answers say of search engines what the public site would say, also where this one is not public. `get_response` and
    not the WSGI call: that one ends with the signal on which Django closes database connections, under the feet of
    whoever is asking. One thread at a time.
    """

    concurrency = 1
    is_live = False

    def __init__(self, site: Site) -> None:
        self.site = site
        self.root = site.root_url
        self._handler = WSGIHandler()

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to one request; redirects are not followed."""
        begun = time.perf_counter()
        response = self._handler.get_response(_request(url, method, headers or {}))
        seconds = time.perf_counter() - begun
        body = b"".join(response) if response.streaming else response.content
        said = {name.lower(): value for name, value in response.items()}
        if response.cookies:
            said["set-cookie"] = "\n".join(morsel.OutputString() for morsel in response.cookies.values())
        return Answer(url, response.status_code, said, b"" if method == "HEAD" else body, seconds)

    def may_ask(self, url: str) -> bool:
        return f"{url}/".startswith(f"{self.root}/")

    def file(self, url: str, *, with_pixels: bool = False) -> Answer | None:
        """What the web server answers for a file of ours, told by the storage; None for what is no file of ours.

        `with_pixels` opens a picture, but reads no more of it than its size.
        """
        for prefix, opened in ((settings.MEDIA_URL, _in_media), (settings.STATIC_URL, _in_static)):
            start = prefix if "//" in prefix else self.root + prefix
            if url.startswith(start):
                name = unquote(urlsplit(url[len(start) :]).path)
                kind = guess_type(name)[0] or "application/octet-stream"
                file = opened(name)
                if file is None:
                    return Answer(url, 404)
                with file:
                    pixels = pixels_of(file) if with_pixels and kind.startswith("image/") else None
                    return Answer(url, 200, {"content-type": kind}, pixels=pixels, size=file.size)
        return None


def _in_media(name: str) -> File | None:
    try:
        return default_storage.open(name)
    except (OSError, SuspiciousFileOperation):
        return None


def _in_static(name: str) -> File | None:
    found = finders.find(name)
    if found:
        return File(Path(str(found)).open("rb"))
    try:
        return staticfiles_storage.open(name)
    except (OSError, SuspiciousFileOperation):
        return None


def pixels_of(file: IO[bytes]) -> tuple[int, int] | None:
    """The size of a picture; None for a drawing, which has none, and for what is no picture."""
    try:
        with Image.open(file) as picture:
            return picture.size
    except UnidentifiedImageError:
        return None


def _request(url: str, method: str, headers: Mapping[str, str]) -> WSGIRequest:
    parts = urlsplit(url)
    default_port = 443 if parts.scheme == "https" else 80
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote(parts.path or "/", "utf-8", "surrogateescape")
        .encode("utf-8", "surrogateescape")
        .decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or default_port),
        "HTTP_HOST": parts.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": BytesIO(),
        AS_PUBLIC: True,
    }
    if parts.scheme == "https":
        environ["HTTP_X_FORWARDED_PROTO"] = "https"  # what SECURE_PROXY_SSL_HEADER believes
    for name, value in headers.items():
        environ["HTTP_" + name.upper().replace("-", "_")] = value
    return WSGIRequest(environ)
