"""What a preview token opens: the page as it will be, as data, with what it refers to as everybody reads it."""

from typing import Any

from django.http import HttpRequest

from wagtail.models import Site

from ninja.security import APIKeyQuery

from cms.models import Page
from headless import answers, limits
from headless.preview.marking import edit_data
from headless.preview.models import PreviewToken
from headless.problems import Refused
from headless.requests import Address, reader_request
from headless.verdicts import PageFound


class Opened(APIKeyQuery):
    """Takes a preview token from the query; one answer, 401, for whatever opens nothing."""

    param_name = "token"

    def authenticate(self, request: HttpRequest, key: str | None) -> PreviewToken:
        token = PreviewToken.objects.opened_by(key or "")
        if token is None:
            limits.check_default(request)  # a good token asks as often as somebody types, a guess does not
            raise Refused(401, "unauthorized", "This preview token opens nothing, or nothing any more.")
        return token


def body_of(token: PreviewToken, path: str | None = None, content_type: str | None = None) -> dict[str, Any]:
    """The body of preview/resolve/: that of resolve/ for the draft, with what tells it from a page.

    `path` may be any address of the page, old or new, with a query. Raises Refused (404) for another page's.
    """
    draft = token.draft
    if content_type is not None and content_type.lower() != draft._meta.label_lower:
        raise elsewhere()
    address = _address(token, draft, path)
    request = request_for(draft, address)
    draft.check_query(request)
    return answers.resolution(address, PageFound(draft, request)) | {
        "preview": True,
        "is_live": draft.live,
        "has_unpublished_changes": draft.has_unpublished_changes,
        "revision_id": token.revision_id,
        "expires_at": token.expires_at,
        "edit": edit_data(draft, token.version),
    }


def elsewhere() -> Refused:
    return Refused(404, "not-found", "The preview token opens one page, and this is another.")


def request_for(draft: Page, address: Address) -> HttpRequest:
    """A reader's request for a draft at its address, which nobody can ask for yet. Marks the draft as one that is
    shown by its link. Raises Refused (404) for a page below no site."""
    parts = draft.get_url_parts()
    if parts is None:
        raise Refused(404, "not-found", "The page stands below no site and has no address.")
    draft.is_shared_draft = True
    request = reader_request(Site.objects.select_related("root_page").get(pk=parts[0]), address)
    request.is_preview = True  # Wagtail's own mark: nothing is kept of what a draft shows
    return request


def address_of(page: Page) -> Address | None:
    """Where a page stands on its site; None below no site."""
    parts = page.get_url_parts()
    return Address.of(parts[2]) if parts else None


def _address(token: PreviewToken, draft: Page, path: str | None) -> Address:
    """The draft's address, with the query of the one asked for."""
    own = address_of(draft)
    if own is None:
        raise Refused(404, "not-found", "The page stands below no site and has no address.")
    if path is None:
        return own
    asked = Address.parse(path)
    if asked.normal not in {own.path, getattr(address_of(token.page), "path", None)}:
        raise elsewhere()
    return Address(own.path, asked.query)
