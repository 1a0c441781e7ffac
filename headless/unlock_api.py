"""access/: a password of a page, or a person's own, against a token that opens private pages for an hour."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from django.contrib.auth import authenticate, get_user_model
from django.http import HttpRequest

from ninja import Router, Schema
from pydantic import AfterValidator, ConfigDict, Field, model_validator

from headless import limits, unlock
from headless.api import SiteName
from headless.idempotency import tells_secret
from headless.problems import Refused
from headless.requests import Address, site_asked_for
from headless.schemas import Secret, Words

router = Router(tags=["access"])

# Failures in so many seconds: of one address, of one password or name whoever asks. Front ends ask for many readers.
PER_ADDRESS = "20/600"
PER_SECRET = "100/3600"  # noqa: S105 - a rate


class Unlocking(Schema):
    """The page by its path or by its id."""

    model_config = ConfigDict(extra="forbid")
    path: Annotated[Words, Field(max_length=2000)] | None = None
    page_id: int | None = Field(None, ge=1)
    password: Secret = Field(max_length=255)

    @model_validator(mode="after")
    def _names_a_page(self) -> "Unlocking":
        if (self.path is None) == (self.page_id is None):
            raise ValueError("either path or page_id is needed")
        return self


def _name(value: str) -> str:
    """A name as Django's own login form reads it; one name has one spelling, and so one count of failures."""
    if "\x00" in value:
        raise ValueError("a name has no NUL")
    return get_user_model().normalize_username(value.strip())


class SigningIn(Schema):
    model_config = ConfigDict(extra="forbid")
    username: Annotated[Words, Field(max_length=150), AfterValidator(_name)]
    password: Secret = Field(max_length=4096)


class Unlocked(Schema):
    """Send `token` in the header named `header`; several are separated by spaces."""

    token: str
    header: str = unlock.HEADER
    expires_in: int = unlock.SECONDS


@router.post(
    "/unlock/",
    response=Unlocked,
    summary="Open pages with their password",
    operation_id="unlock",
    url_name="unlock",
)
@tells_secret
def unlock_page(request: HttpRequest, body: Unlocking, site: SiteName = None) -> Any:
    """For the tree of pages this password opens. A wrong password and no such page are the same answer."""
    found = site_asked_for(request, site)
    path = Address.parse(body.path, "path", "body").normal if body.path is not None else ""
    page = unlock.page_meant(found, path, body.page_id)
    doors = unlock.doors_of(page)
    # A password is counted for, whichever page behind it is named, and how. That a page is behind one is no secret:
    # resolve/ says so. Where there is none to guess, what was asked for is counted, so that the answers are the same.
    secrets = [f"door {door.pk}" for door in doors] or [f"page {found.pk} {body.page_id or path}"]
    return _given(request, "unlock", secrets, lambda: " ".join(unlock.tokens_for(doors, body.password)))


@router.post(
    "/login/", response=Unlocked, summary="Open pages as a person", operation_id="login", url_name="login"
)
@tells_secret
def login(request: HttpRequest, body: SigningIn) -> Any:
    """For pages that ask for a login or a group. The token reads; it neither signs in nor writes."""

    def token() -> str:
        user = authenticate(request, username=body.username, password=body.password)
        return unlock.token_for(user) if user is not None else ""

    return _given(request, "login", [f"user {body.username.casefold()}"], token)


def _given(
    request: HttpRequest, name: str, secrets: Sequence[str], token: Callable[[], str]
) -> dict[str, str]:
    """The token asked for. Raises Refused: 429 after too many failures, before anything is tried; 403 for one more.

    A failure counts for the address and for each of the secrets it may have been a guess at.
    """
    tried = [
        (f"{name}-address", PER_ADDRESS, None),
        *((f"{name}-secret", PER_SECRET, secret) for secret in secrets),
    ]
    for limit, rate, whose in tried:
        limits.check(request, limit, rate, whose, counts=False)
    found = token()
    if found:
        return {"token": found}
    for limit, rate, whose in tried:
        limits.check(request, limit, rate, whose)
    raise Refused(403, "wrong-password", "This opens nothing.")
