"""Private pages for front ends: what a request shows to open them (`X-Unlock`), and what it is given for a password.

Two kinds of tokens, both signed, good for an hour and good for reading alone. One opens what one view restriction
covers, and ends when its password, its page or its kind changes. The other stands for a person, as far as login and
group restrictions ask for one, and ends with their password or their account.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, load_backend
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from wagtail.models import PageViewRestriction, Site

from cms import locales
from cms.models import Page

HEADER: Final = "X-Unlock"
SECONDS: Final = 3600
_MOST_TOKENS: Final = 10
_PAGES, _PERSON = "headless.unlock.pages", "headless.unlock.person"
_MAX_ID: Final = 2**63 - 1


@dataclass
class Keys:
    """The tokens of one request. `is_asked`: the answer depends on them, whether there are any or not."""

    tokens: tuple[str, ...] = ()
    is_asked: bool = False

    def open(self, restriction: PageViewRestriction) -> bool:
        self.is_asked = True
        match restriction.restriction_type:
            case PageViewRestriction.PASSWORD:
                return any(
                    constant_time_compare(proof, _proof_of_password(restriction))
                    for number, proof in self._passwords
                    if number == restriction.pk
                )
            case PageViewRestriction.LOGIN:
                return self.person is not None
            case PageViewRestriction.GROUPS:
                return self.person is not None and (
                    self.person.is_superuser
                    or self.person.groups.filter(pk__in=restriction.groups.values("pk")).exists()
                )
            case _:
                return False

    @cached_property
    def person(self) -> Any:
        """The user somebody signed in as within the hour, who is still active and has the same password; or None."""
        return next((person for token in self.tokens if (person := _person_of(token))), None)

    @cached_property
    def _passwords(self) -> list[tuple[int, str]]:
        opened = (_opened(token, _PAGES) for token in self.tokens)
        return [(said["restriction"], said["proof"]) for said in opened if said]


_shown: ContextVar[Keys | None] = ContextVar("keys", default=None)


@contextmanager
def shown(request: HttpRequest) -> Iterator[Keys]:
    """Inside, the tokens of this request open what they open. Outside nothing private is open to anybody."""
    given = request.headers.get(HEADER, "").replace(",", " ").split()
    keys = Keys(tuple(given[:_MOST_TOKENS]))
    outside = _shown.set(keys)
    try:
        yield keys
    finally:
        _shown.reset(outside)


def is_asked() -> bool:
    """Whether the answer at hand depends on what the request shows to open pages."""
    keys = _shown.get()
    return keys is not None and (keys.is_asked or bool(keys.tokens))


def unmet(page: Page) -> PageViewRestriction | None:
    """The first view restriction on a page or above it that the request at hand does not open."""
    keys = _shown.get() or Keys()
    restrictions = page.get_view_restrictions().order_by("pk")
    return next((restriction for restriction in restrictions if not keys.open(restriction)), None)


def opened[Kind: Page](pages: Any, number: int, kind: type[Kind]) -> Kind | None:
    """The page of a queryset with this id, if it is open to the request at hand."""
    page = pages.open().filter(pk=number).first() if number <= _MAX_ID else None
    return page if isinstance(page, kind) and unmet(page) is None else None


def way(method: str) -> dict[str, str]:
    """How a reader gets in where `method` is asked for: "password" or "login"."""
    name = {"password": "unlock", "login": "login"}[method]
    return {"method": "POST", "path": reverse(f"delivery:{name}"), "header": HEADER}


# Giving tokens -----------------------------------------------------------------------------------------------


def page_meant(site: Site, path: str, number: int | None) -> Page | None:
    """The live page somebody wants to open, by its id or by its path in its normal form."""
    pages = Page.objects.of_site(site).live()
    if number is not None:
        return pages.filter(pk=number).first() if number <= _MAX_ID else None
    tree_path = locales.url_path(site, path)
    return pages.filter(url_path=tree_path).first() if tree_path else None


def doors_of(page: Page | None) -> list[PageViewRestriction]:
    """The restrictions with a password on a page or above it; those of an alias are its source's."""
    if page is None:
        return []
    return list(page.get_view_restrictions().filter(restriction_type=PageViewRestriction.PASSWORD))


def tokens_for(doors: Iterable[PageViewRestriction], password: str) -> list[str]:
    """A token for every restriction that has this password; none is the answer to a wrong password and to no doors
    alike."""
    return [
        signing.dumps({"restriction": door.pk, "proof": _proof_of_password(door)}, salt=_PAGES)
        for door in doors
        if door.password and constant_time_compare(door.password, password)
    ]


def token_for(user: Any) -> str:
    """A token for a user `django.contrib.auth.authenticate` has found."""
    said = {"user": str(user.pk), BACKEND_SESSION_KEY: user.backend, "proof": _proof_of_person(user)}
    return signing.dumps(said, salt=_PERSON)


def _proof_of_password(restriction: PageViewRestriction) -> str:
    said = f"{restriction.pk} {restriction.page_id} {restriction.restriction_type} {restriction.password}"
    return salted_hmac(_PAGES, said, algorithm="sha256").hexdigest()


def _proof_of_person(user: Any) -> str:
    return salted_hmac(_PERSON, user.get_session_auth_hash(), algorithm="sha256").hexdigest()


def _person_of(token: str) -> Any:
    said = _opened(token, _PERSON)
    if said is None or said[BACKEND_SESSION_KEY] not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = load_backend(said[BACKEND_SESSION_KEY]).get_user(said["user"])
    return user if user is not None and constant_time_compare(said["proof"], _proof_of_person(user)) else None


def _opened(token: str, salt: str) -> dict[str, Any] | None:
    """What a token says; None for one of another kind, too old, or not ours."""
    try:
        return signing.loads(token, salt=salt, max_age=SECONDS)
    except signing.BadSignature:
        return None
