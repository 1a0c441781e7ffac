"""How caches are told: which headers carry tags and lifetimes, and the call that drops tags. One class per language."""

import json
from collections.abc import Iterable, Sequence
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from delivery.outbound import Answer, call


class Backend(Protocol):
    """The language of one kind of cache. `most_tags` go into one call."""

    most_tags: int

    def headers(self, tags: Iterable[str], seconds: int) -> dict[str, str]:
        """What an answer tells that cache: what it was made from and, if not 0, how long it may be kept unasked."""

    def purge(self, tags: Sequence[str]) -> Answer:
        """Drop everything that carries one of these. Raises delivery.outbound.Unanswered and Refused."""


class TagHeader:
    """For nobody in particular: the tags as Cloudflare, Akamai and others read them. There is nobody to call."""

    most_tags = 30

    def headers(self, tags: Iterable[str], seconds: int) -> dict[str, str]:
        """`Cache-Tag`, and `CDN-Cache-Control` (RFC 9213)."""
        lifetime = {"CDN-Cache-Control": f"public, max-age={seconds}"} if seconds else {}
        return {"Cache-Tag": ",".join(tags), **lifetime}

    def purge(self, tags: Sequence[str]) -> Answer:
        raise NotImplementedError


class Cloudflare(TagHeader):
    """PURGE_URL is https://api.cloudflare.com/client/v4/zones/ZONE/purge_cache, PURGE_TOKEN one that may purge."""

    def purge(self, tags: Sequence[str]) -> Answer:
        return call(
            "POST",
            settings.PURGE_URL,
            json.dumps({"tags": list(tags)}).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {settings.PURGE_TOKEN}"},
        )


class Fastly:
    """PURGE_URL is https://api.fastly.com/service/SERVICE/purge, PURGE_TOKEN one with the scope purge_select."""

    most_tags = 256

    def headers(self, tags: Iterable[str], seconds: int) -> dict[str, str]:
        lifetime = {"Surrogate-Control": f"max-age={seconds}"} if seconds else {}
        return {"Surrogate-Key": " ".join(tags), **lifetime}

    def purge(self, tags: Sequence[str]) -> Answer:
        headers = {"Surrogate-Key": " ".join(tags), "Fastly-Key": settings.PURGE_TOKEN, "Content-Length": "0"}
        return call("POST", settings.PURGE_URL, b"", headers)


def backend() -> Backend:
    """Who PURGE_BACKEND names, else the tags alone."""
    return import_string(settings.PURGE_BACKEND)() if settings.PURGE_BACKEND else TagHeader()


def lifetime() -> int:
    """Seconds an answer may be kept unasked by a cache that is told of changes; none where nobody is told."""
    return settings.CDN_SECONDS if settings.PURGE_BACKEND else 0
