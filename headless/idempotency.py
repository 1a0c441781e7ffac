"""A write that is sent twice is done once: Idempotency-Key (draft-ietf-httpapi-idempotency-key-header)."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import blake2b, sha512
from typing import Any, Final

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from wagtail.models import APIToken

from headless.access import Scoped, bearer_of
from headless.models import KeptAnswer
from headless.parameters import operation_of
from headless.problems import Refused

KEPT: Final = timedelta(hours=24)
LOST: Final = timedelta(minutes=10)  # a request not answered for so long died with its process
_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")
_WRITES: Final = {"POST", "PUT", "PATCH"}
# Say nothing of the write: a better token, what has been read again or a later moment may do it.
_NOT_KEPT: Final = {401, 403, 408, 412, 429}


def tells_secret[View: Callable[..., Any]](view: View) -> View:
    """Mark an operation's function whose answer holds a secret, which is said once: of that answer no body is kept."""
    view.tells_secret = True
    return view


def remember(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view decorator for all operations of an API: POST, PUT and PATCH of a token with a key are done once.

    Who may not do it now is refused before the key is looked up, whatever the key was answered.
    """
    operation = operation_of(run)
    is_secret = getattr(operation.view_func, "tells_secret", False)
    if not _WRITES.intersection(operation.methods):
        return run

    @wraps(run)
    def remembered(request: HttpRequest, **path_parameters: Any) -> HttpResponse:
        key, token = request.headers.get("Idempotency-Key"), bearer_of(request)
        if key is None or token is None:
            return run(request, **path_parameters)
        try:
            for door in operation.auth_callbacks:
                if isinstance(door, Scoped):
                    door(request)
            mine, known = _begin(token, key, _hash(request))
            if not mine:
                return _again(known, is_secret=is_secret)
        except Refused as refusal:
            return operation.api.on_exception(request, refusal)
        return _finish(known, run(request, **path_parameters), is_secret=is_secret)

    return remembered


def prune() -> None:
    """Forget what is older than a day. The worker runs it by the clock; without a worker rows stay until then."""
    KeptAnswer.objects.filter(created_at__lt=timezone.now() - KEPT).delete()


def _begin(token: APIToken, key: str, request_hash: str) -> tuple[bool, KeptAnswer]:
    """Whether the write is this request's to do, and the row of its key. Raises Refused."""
    if not _KEY.fullmatch(key):
        message = "An idempotency key has 1 to 255 visible ASCII characters."
        raise Refused(
            422,
            "invalid-parameter",
            message,
            [("Idempotency-Key", message, "value_error")],
            where="header",
        )
    now = timezone.now()
    stale = Q(created_at__lt=now - KEPT) | Q(created_at__lt=now - LOST, status=None)
    KeptAnswer.objects.filter(stale, token=token, key=key).delete()
    row, mine = KeptAnswer.objects.get_or_create(
        token=token, key=key, defaults={"request_hash": request_hash}
    )
    if mine:
        return True, row
    if row.request_hash != request_hash:
        raise Refused(409, "conflict", "This idempotency key was sent with another request; take a new one.")
    if row.status is None:
        wait = {"Retry-After": "1"}
        raise Refused(
            409, "conflict", "The request with this idempotency key is still being done.", headers=wait
        )
    return False, row


def _again(row: KeptAnswer, *, is_secret: bool) -> HttpResponse:
    """What was answered. Raises Refused where that was a secret."""
    if is_secret and row.is_success:
        message = "This was done already under this idempotency key; the secret it was answered is said once."
        told = {name: row.headers[name] for name in ("Location",) if name in row.headers}
        raise Refused(409, "conflict", message, headers=told)
    return row.as_response


def _finish(row: KeptAnswer, response: HttpResponse, *, is_secret: bool) -> HttpResponse:
    """Keep the answer, but not a failure: what failed is to be tried again."""
    if response.status_code >= 500 or response.status_code in _NOT_KEPT or response.streaming:
        row.delete()
        return response
    row.status = response.status_code
    row.body = b"" if is_secret and row.is_success else response.content
    row.headers = {
        name: response.headers[name] for name in ("Content-Type", "Location", "ETag") if name in response
    }
    row.save(update_fields=["status", "body", "headers"])
    return response


def _hash(request: HttpRequest) -> str:
    """The request in short, keyed by its bearer token, which the database does not hold: a body may say a password.

    Of a body too large to be held, which is read in parts, its length.
    """
    said = request.META.get("CONTENT_LENGTH") or ""
    length = int(said) if said.isdecimal() else 0
    parts = [
        request.method,
        request.get_host(),
        request.get_full_path(),
        request.content_type,
        request.headers.get("If-Match"),
        length,
    ]
    key = sha512(request.headers["Authorization"].partition(" ")[2].encode()).digest()
    digest = blake2b(f"{json.dumps(parts)}\n".encode(), digest_size=32, key=key)
    if length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        digest.update(request.body)
    return digest.hexdigest()
