"""If-Match (RFC 9110, 13.1.1): a write that holds only while the thing is what was read."""

import json
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from headless.problems import Refused

NONE = "none"  # the version of what is not stored yet


def tagged(response: HttpResponse, body: dict[str, Any], version: str | None) -> dict[str, Any]:
    """The body, with an entity tag that begins with the version of what is stored and goes on with what is shown."""
    tag(response, json.dumps(body, default=str).encode(), version)
    return body


def tag(response: HttpResponse, shown: bytes, version: str | None) -> None:
    """Set such an entity tag for what is shown."""
    digest = blake2b(shown, digest_size=8).hexdigest()
    response.headers["ETag"] = f'"{version or NONE}-{digest}"'


def require_match(request: HttpRequest, version: str | None) -> None:
    """Raises Refused (412) where If-Match names another version.

    Proxies that compress make tags weak; of ours the part in front is the version all the same.
    """
    asked = request.headers.get("If-Match")
    if asked is None:
        return
    tags = parse_etags(asked)
    named = {tag.removeprefix("W/").strip('"').partition("-")[0] for tag in tags}
    if (version or NONE) in named or (version and tags == ["*"]):
        return
    raise Refused(412, "precondition-failed", "It has changed since it was read; read it again.")
