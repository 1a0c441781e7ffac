"""access/: a password of a page, or a person's own, against a token that opens private pages for an hour."""

from typing import Annotated, Any

from django.contrib.auth import authenticate
from django.http import HttpRequest

from ninja import Router, Schema
from pydantic import ConfigDict, Field, model_validator

from headless import limits, unlock
from headless.api import SiteName
from headless.idempotency import tells_secret
from headless.problems import Refused
from headless.requests import Address, site_asked_for
from headless.schemas import Words

router = Router(tags=["access"])

# Failures in so many seconds: of one address, of one page or name whoever asks. Front ends ask for many readers.
PER_ADDRESS = "20/600"
PER_SECRET = "100/3600"  # noqa: S105 - a rate


class Unlocking(Schema):
    """The page by its path or by its id."""

    model_config = ConfigDict(extra="forbid")
    path: Annotated[Words, Field(max_length=2000)] | None = None
    page_id: int | None = Field(None, ge=1)
    password: Words = Field(max_length=255)

    @model_validator(mode="after")
    def _names_a_page(self) -> "Unlocking":
        if (self.path is None) == (self.page_id is None):
            raise ValueError("either path or page_id is needed")
        return self


class SigningIn(Schema):
    model_config = ConfigDict(extra="forbid")
    username: Words = Field(max_length=150)
    password: Words = Field(max_length=4096)


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
    # By what was asked for, not by what was found: nobody learns from a limit which pages there are.
    secret = f"page {found.pk} {body.page_id or path}"
    return _given(request, "unlock", secret, lambda: " ".join(unlock.tokens_for(page, body.password)))


@router.post(
    "/login/", response=Unlocked, summary="Open pages as a person", operation_id="login", url_name="login"
)
@tells_secret
def login(request: HttpRequest, body: SigningIn) -> Any:
    """For pages that ask for a login or a group. The token reads; it neither signs in nor writes."""

    def token() -> str:
        user = authenticate(request, username=body.username.replace("\x00", ""), password=body.password)
        return unlock.token_for(user) if user is not None else ""

    return _given(request, "login", f"user {body.username.casefold()}", token)


def _given(request: HttpRequest, name: str, secret: str, token: Any) -> dict[str, str]:
    """The token asked for. Raises Refused: 429 after too many failures, before anything is tried; 403 for one more."""
    tried = ((f"{name}-address", PER_ADDRESS, None), (f"{name}-secret", PER_SECRET, secret))
    for limit, rate, whose in tried:
        limits.check(request, limit, rate, whose, counts=False)
    found = token()
    if found:
        return {"token": found}
    for limit, rate, whose in tried:
        limits.check(request, limit, rate, whose)
    raise Refused(403, "wrong-password", "This opens nothing.")
