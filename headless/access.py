"""Who may do what through the APIs: scopes of bearer tokens. A right of the person and a scope of the token, both."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.models import APIToken
from wagtail.permissions import policy_registry

from cms.models import Page, Picture, User
from headless.models import TokenPolicy
from headless.problems import Refused

PAGE_RIGHTS: Final = ("page:add", "page:change", "page:publish")
MEDIA_RIGHTS: Final = ("picture:add", "picture:change")
SCOPES: Final = {
    "content:read": _("Read what explains pages: why an address is not served, findings"),
    "content:write": _("Write pages, menus and texts"),
    "media:write": _("Write pictures and documents"),
    "catalog:write": _("Write products, prices and stock"),
    "redirects:write": _("Write redirects"),
    "forms:read": _("Read what people sent through forms"),
    "reviews:moderate": _("Approve and refuse reviews"),
    "webhooks:manage": _("Set up webhooks and read their deliveries"),
    "preview:read": _("Read drafts and make preview links"),
    "jobs:read": _("Follow jobs of bulk writes"),
    "admin": _("Change settings, sites and languages"),
}

# What a person's own rights must hold, any of it, before a token of his may have the scope, and before that opens an
# operation which names no right of its own. An empty tuple is for superusers alone.
COVERED_BY: Final[dict[str, tuple[str, ...]]] = {
    "content:read": ("wagtailadmin.access_admin",),
    "content:write": PAGE_RIGHTS,
    "media:write": MEDIA_RIGHTS,
    "catalog:write": ("catalog.change_variant",),
    "redirects:write": ("cms.change_redirectrule",),
    "forms:read": ("wagtailforms.view_formsubmission",),
    "reviews:moderate": ("catalog.change_review",),
    "webhooks:manage": ("delivery.view_webhook", "delivery.change_webhook"),
    "preview:read": PAGE_RIGHTS,
    "jobs:read": ("catalog.change_variant",),
    "admin": (),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What an operation asks of a token: any of these scopes (none: whoever comes), and a right of the token's owner,
    `permission` ("app.codename") or else any that covers the scope. Asked at the door, and by the documents."""

    scopes: tuple[str, ...] = ()
    permission: str | None = None

    def is_open_to(self, token: APIToken) -> bool:
        return self.refusal(token) is None

    def refusal(self, token: APIToken) -> Refused | None:
        """What keeps this token out, 403 `missing-scope` or `forbidden`; None where nothing does."""
        if not self.scopes:
            return None
        held = [scope for scope in self.scopes if scope in scopes_of(token)]
        if not held:
            return Refused(403, "missing-scope", f"The token has not the scope {' or '.join(self.scopes)}.")
        rights = (
            [self.permission] if self.permission else [right for name in held for right in COVERED_BY[name]]
        )
        if _has_any(token.user, rights):
            return None
        asked = " or ".join(dict.fromkeys(rights)) or "superusers alone"
        return Refused(403, "forbidden", f"The token's owner may not do this ({asked}).")


class Scoped(BearerTokenAuth):
    """Takes a bearer token that has `scope` and whose owner has `permission` ("app.codename"), or without one any right
    that covers the scope (COVERED_BY).

    401 without a token that is good now; 403 `missing-scope` or `forbidden` for one that is, but not for this.
    """

    def __init__(self, scope: str, permission: str | None = None) -> None:
        if scope not in SCOPES:
            raise ValueError(f"no scope: {scope}")
        super().__init__()
        self.rule = Rule((scope,), permission)

    def authenticate(self, request: HttpRequest, token: str) -> APIToken | None:
        found = good_token(request, token)
        request.user = found.user if found else AnonymousUser()
        if found is None:
            return None
        self._touch_last_used(found)
        if refusal := self.rule.refusal(found):
            raise refusal
        return found


def covers(person: User, scope: str) -> bool:
    """Whether this person's own rights hold anything a token with `scope` could do."""
    return _has_any(person, COVERED_BY[scope])


def _has_any(person: User, rights: Iterable[str]) -> bool:
    return person.is_active and (person.is_superuser or any(_has(person, right) for right in rights))


def _has(person: User, right: str) -> bool:
    kind, _colon, action = right.partition(":")
    if not action:
        return person.has_perm(right)
    model = {"page": Page, "picture": Picture}[kind]
    return policy_registry.get_by_type(model).user_has_permission(person, action)


def bearer_of(request: HttpRequest) -> APIToken | None:
    """The good token a request shows, if any. Says nothing about what it may do."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return good_token(request, secret) if scheme.lower() == "bearer" else None


def good_token(request: HttpRequest, secret: str) -> APIToken | None:
    """The token, with owner and policy, that is neither revoked nor expired and whose owner is active; asked once."""
    known: dict[str, APIToken | None] = request.__dict__.setdefault("_good_tokens", {})
    if secret not in known:
        known[secret] = _look_up(secret)
    return known[secret]


def scopes_of(token: APIToken) -> frozenset[str]:
    """The scopes of a token; none for one without a policy, which is how those made before policies stand."""
    policy: TokenPolicy | None = getattr(token, "policy", None)
    return frozenset(policy.scopes) if policy else frozenset()


def _look_up(secret: str) -> APIToken | None:
    if not APIToken.validate_token_format(secret):
        return None
    found = (
        APIToken.objects.select_related("user", "policy")
        .filter(key_hash__in=APIToken.candidate_key_hashes(secret), revoked_at__isnull=True)
        .first()
    )
    if found is None or not found.user.is_active:
        return None
    policy: TokenPolicy | None = getattr(found, "policy", None)
    return None if policy and policy.has_expired else found
