"""One product by its external id: written, tried out, read."""

from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from wagtail.models import Site

from catalog.bulk.outcomes import Outcome
from catalog.bulk.planning import Rights
from catalog.bulk.products import Options, Products, index
from catalog.bulk.rows import ProductBody, ProductRow
from catalog.importing.problems import BadValue
from catalog.importing.rows import ID_MAX
from catalog.importing.turns import take_turn
from catalog.importing.values import as_text, required
from catalog.models import ProductPage
from headless.preconditions import require_match
from headless.problems import Refused, invalid
from headless.requests import Address, reader_request


def put(
    request: HttpRequest, site: Site, source: str, identity: str, body: ProductBody, *, dry_run: bool
) -> dict[str, Any]:
    """Create or update, or say what that would do. Raises Refused: 412 where `If-Match` does not hold, 409, 422."""
    options = Options(
        site=site,
        user=request.user,
        source=source,
        publish=body.publish,
        on_slug_change=body.on_slug_change,
        exact=True,
    )
    facts = {name: getattr(body, name) for name in body.model_fields_set - {"publish", "on_slug_change"}}
    row = ProductRow.model_construct(id=_identity(identity), **facts)
    with transaction.atomic():
        take_turn()
        page = find(source, identity)
        require_match(request, version_of(page).strip('"') if page else None)
        products = Products(options)
        [outcome] = products.write([(0, row)])
        if outcome.status == "failed":
            raise _refusal(outcome)
        page = ProductPage.objects.get(pk=outcome.id)
        answer = _answer(page, site, outcome, dry_run=dry_run)
        if not dry_run and outcome.status == "created":
            index([page.pk])
        transaction.set_rollback(dry_run)
    return answer


def find(source: str, identity: str) -> ProductPage | None:
    key = f"{source}:{identity}"
    return (
        ProductPage.objects.filter(external_id=key, alias_of=None).order_by("pk").first()
        if len(key) < 191
        else None
    )


def version_of(page: ProductPage) -> str:
    """An entity tag that changes with the page's words and with its variants (RFC 9110, 8.8.3)."""
    variants = page.variants.order_by("pk").values_list("pk", "updated_at")
    said = (page.latest_revision_id, page.live, page.url_path, list(variants))
    return f'"{blake2b(repr(said).encode(), digest_size=12).hexdigest()}"'


def described(page: ProductPage) -> dict[str, Any]:
    """What a source is told of a product of its own."""
    return {
        "id": page.pk,
        "external_id": page.external_id,
        "live": page.live,
        "url": page.get_full_url(),
        "path": page.get_url_parts()[2] if page.get_url_parts() else None,
        "version": version_of(page),
    }


def readable_to(request: HttpRequest, source: str, identity: str) -> ProductPage:
    """The product, where the token's owner may change it. Raises Refused (404), the same for one that is not there."""
    page = find(source, identity)
    if page is None or not Rights(request.user).may("change", page.path):
        raise Refused(404, "not-found", f"No product is known as {source}:{identity[:100]}.")
    return page


def _identity(identity: str) -> str:
    try:
        if as_text(identity) == identity:
            return required(identity, ID_MAX)
    except BadValue as bad:
        raise invalid("external_id", f"The id {bad.rule}.", "path") from bad
    raise invalid("external_id", "The id has control characters or white space at its ends.", "path")


def _refusal(outcome: Outcome) -> Refused:
    """A row's errors as a problem: 403 and 409 where all of them are of that kind, else 422."""
    kinds = {one["type"] for one in outcome.errors}
    status, kind = {
        frozenset({"forbidden"}): (403, "forbidden"),
        frozenset({"conflict"}): (409, "conflict"),
    }.get(frozenset(kinds), (422, "invalid-parameter"))
    refusal = Refused(status, kind, outcome.errors[0]["msg"], where="body")
    refusal.errors = [{**one, "loc": ["body", *one["loc"]]} for one in outcome.errors]
    return refusal


def _answer(page: ProductPage, site: Site, outcome: Outcome, *, dry_run: bool) -> dict[str, Any]:
    """What was done; of a dry run also the head the page would have."""
    head = None
    if dry_run and (parts := page.get_url_parts()):
        head = page.get_head(reader_request(site, Address.of(parts[2]))).as_dict()
    redirects = (
        [{"from_path": outcome.old_path, "to_path": outcome.path, "status": 301}]
        if outcome.redirect_created
        else []
    )
    return {
        **described(page),
        "status": outcome.status,
        "unchanged": outcome.status == "unchanged",
        "dry_run": dry_run,
        "old_path": outcome.old_path or None,
        "redirects": redirects,
        "head": head,
        "version": None if dry_run else version_of(page),
    }
