"""What the API says of preview tokens to who may make them."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from cms.models import Page
from headless.preview.models import PreviewToken, PreviewTokenQuerySet, may_see_draft
from headless.problems import Refused


def issue(
    user: AbstractBaseUser, page_id: int, revision_id: int | None, label: str, lasts: timedelta
) -> tuple[PreviewToken, str]:
    """A new token and its secret. Raises Refused (422) where there is no such page or revision for this person: the
    same words for what is not there and what is not theirs."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None or not may_see_draft(user, page):
        raise _refused("page_id", f"There is no page {page_id} whose draft you may see.")
    if page.get_url_parts() is None:
        raise _refused("page_id", "The page stands below no site and has no address.")
    revision = page.revisions.filter(pk=revision_id).first() if revision_id is not None else None
    if revision_id is not None and revision is None:
        raise _refused("revision_id", f"The page has no version {revision_id}.")
    return PreviewToken.issue(page, user, revision=revision, label=label, lasts=lasts)


def token_of(user: AbstractBaseUser, token_id: int) -> PreviewToken:
    """One of the tokens somebody sees. Raises Refused (404)."""
    token = PreviewToken.objects.of(user).filter(pk=token_id).first()
    if token is None:
        raise Refused(404, "not-found", f"There is no preview token {token_id}.")
    return token


def of_page(tokens: PreviewTokenQuerySet, page_id: int | None) -> PreviewTokenQuerySet:
    """Tokens, ready to be told of; those of one page where one is named."""
    tokens = tokens.select_related("page", "created_by")
    return tokens if page_id is None else tokens.filter(page=page_id)


def token_data(token: PreviewToken) -> dict[str, Any]:
    """A token without its secret."""
    return {
        "id": token.pk,
        "page_id": token.page_id,
        "page_title": token.page.draft_title,
        "revision_id": token.revision_id,
        "label": token.label,
        "prefix": token.prefix,
        "created_by": token.created_by.get_username(),
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
        "revoked_at": token.revoked_at,
        "is_good": token.is_good,
    }


def _refused(name: str, words: str) -> Refused:
    return Refused(422, "invalid-parameter", words, [(name, words, "value_error")], where="body")
