"""Wagtail's API v3 under our rules: scopes, ends, methods, honest answers. Nothing of Wagtail's is replaced.

A token reads what the public reads; who writes pages asks for `version=draft`, which shows what the token's owner may
edit and needs a scope. An operation nobody put into RULES is refused to tokens.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import wraps
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, re_path

from wagtail.api.v3.querysets import get_pages_queryset
from wagtail.api.validators import APIFieldValidator
from wagtail.coreutils import resolve_model_string

from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.operation import Operation
from pydantic import BaseModel

from cms.models import Page
from headless import openapi, preconditions
from headless.access import Rule, bearer_of, scopes_of
from headless.contract import count_request, keep_contract, nothing_here
from headless.idempotency import remember
from headless.parameters import operation_of, query_parameters, require_known
from headless.problems import Refused, answer_broken, answer_refusals, invalid

DRAFT: Final = "preview:read"
READS: Final = Rule(("content:read", "content:write"))
WRITES: Final = Rule(("content:write",))
RULES: Final[dict[str, Rule]] = {
    # Read by everybody, drafts with a scope: see _as_public.
    "pages_list": Rule(),
    "pages_find": Rule(),
    "pages_detail": Rule(),
    "images_list": Rule(),
    "images_detail": Rule(),
    "documents_list": Rule(),
    "documents_detail": Rule(),
    "whoami": Rule(),
    "pages_create": WRITES,
    "pages_update": WRITES,
    "pages_delete": WRITES,
    **{
        f"pages_actions_{action}": WRITES
        for action in (
            "publish",
            "unpublish",
            "copy",
            "move",
            "delete",
            "revert",
            "convert_alias",
            "create_alias",
            "copy_for_translation",
        )
    },
    "pages_revisions_list": Rule((DRAFT,)),
    "pages_revisions_detail": Rule((DRAFT,)),
    "schema_list": READS,
    "schema_detail": READS,
    "snippets_list": READS,
    "snippets_detail": READS,
    "snippets_create": WRITES,
    "snippets_update": WRITES,
    "snippets_delete": WRITES,
    "snippets_revisions_list": Rule((DRAFT,)),
    "snippets_revisions_detail": Rule((DRAFT,)),
    **{
        f"snippets_actions_{action}": WRITES
        for action in ("delete", "publish", "unpublish", "revert", "copy_for_translation")
    },
    **{
        f"{kind}_{action}": Rule(("media:write",))
        for kind in ("images", "documents")
        for action in ("create", "update", "delete")
    },
    **{
        f"{kind}_{action}": Rule(("content:read", "content:write", "admin"))
        for kind in ("sites", "locales")
        for action in ("list", "detail")
    },
    **{
        f"{kind}_{action}": Rule(("admin",))
        for kind in ("sites", "locales")
        for action in ("create", "update", "delete")
    },
    "audit_runs": Rule(("content:read",)),
    "audit_findings": Rule(("content:read",)),
}
_PUBLIC: Final = {name for name, rule in RULES.items() if not rule.scopes and name != "whoami"}
_HAVE_DRAFTS: Final = {"pages_list", "pages_find", "pages_detail"}
_WRITES: Final = {"POST", "PUT", "PATCH", "DELETE"}
_FORMS: Final = {"multipart/form-data", "application/x-www-form-urlencoded"}
# What operations hear without declaring it: find leads to the detail with what was asked of it.
_ALSO_HEARD: Final = {
    "pages_list": ("version",),
    "pages_find": ("rich_text_format",),
    "pages_detail": ("site",),
}


def govern(api: NinjaAPI) -> None:
    """Put an API that exists under these rules; before its addresses are asked for."""
    answer_refusals(api)
    answer_broken(api)
    api.add_decorator(remember, mode="view")
    api.add_decorator(_ask_scope, mode="view")
    api.add_decorator(count_request, mode="view")
    api.add_decorator(_guard, mode="operation")
    make_whole = api.get_openapi_schema
    api.get_openapi_schema = lambda **options: _mended(make_whole(**options))


def urls(api: NinjaAPI) -> tuple[list[URLPattern], str, str]:
    """The addresses of an API that `govern` was asked for, with what every answer of ours owes."""
    patterns, app_name, namespace = api.urls
    patterns = [*patterns, re_path("", nothing_here, name="nothing-here")]
    for pattern in patterns:
        match pattern.name:
            case "openapi-json":
                pattern.callback = api.docs_decorator(openapi.document_view(api, lambda: RULES))
            case "api-root":
                pattern.callback = nothing_here
        pattern.callback = keep_contract(pattern.callback, max_age=None)
    return patterns, app_name, namespace


def _ask_scope(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for the scope before the body is read: who may not write is not told what is wrong with it. A body is read
    only as what the guard looks into."""
    operation = operation_of(run)
    name = operation.operation_id or ""
    types = _types_of_body(operation)

    @wraps(run)
    def asked(request: HttpRequest, **path_parameters: Any) -> HttpResponse:
        request.operation_id = name
        request.declared_parameters = query_parameters(operation)
        try:
            if name not in _PUBLIC:
                _require(request, name, RULES.get(name))
            _refuse_other_types(request, types)
        except (Refused, AuthenticationError) as refusal:
            return operation.api.on_exception(request, refusal)
        response = run(request, **path_parameters)
        version = getattr(request, "version_read", None)
        if version is not None and response.status_code == 200:
            preconditions.tag(response, response.content, version)
        return response

    return asked


def _guard(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **values: Any) -> Any:
        name = request.operation_id
        _refuse_unknown_parameters(request, name, values)
        if name in _PUBLIC:
            _as_public(request, name, values)
        elif Page.objects.filter(pk=values.get("page_id"), depth=1).exists():
            raise Http404("The root of the tree is no page.")  # and Wagtail's actions fall over it
        _refuse_unknown_fields(request, values)
        if name == "pages_detail" and request.auth is not None:
            # Before the page is read: a tag must never be newer than what it is told with.
            request.version_read = _version_of(Page.objects.filter(pk=values["page_id"]).first())
        if request.method in _WRITES and "If-Match" in request.headers:
            return _while_it_matches(request, values, lambda: view(request, *args, **values))
        return view(request, *args, **values)

    return guarded


def _while_it_matches(request: HttpRequest, values: Mapping[str, Any], write: Callable[[], Any]) -> Any:
    """Write to a page while it is the version If-Match names. Raises Refused: 412, or 422 where nothing has one."""
    if "page_id" not in values:
        raise invalid("If-Match", "If-Match is heard here for pages alone.", "header")
    with transaction.atomic():
        page = Page.objects.select_for_update(of=("self",)).filter(pk=values["page_id"]).first()
        preconditions.require_match(request, _version_of(page))
        return write()


def _version_of(page: Page | None) -> str | None:
    """Another one after every draft that is saved, and when the page is published or taken down."""
    return page and f"{page.latest_revision_id or 0}.{page.live_revision_id or 0}.{page.live:d}"


def _require(request: HttpRequest, name: str, rule: Rule | None) -> None:
    token = bearer_of(request)
    if token is None:
        # Wagtail knows revoked tokens; that one has an end is ours to know.
        raise AuthenticationError
    if rule is None:
        raise Refused(403, "missing-scope", f"No scope opens {name}; tokens cannot use it.")
    if rule.scopes and not scopes_of(token).intersection(rule.scopes):
        raise Refused(403, "missing-scope", f"The token has not the scope {' or '.join(rule.scopes)}.")


def _as_public(request: HttpRequest, name: str, values: dict[str, Any]) -> None:
    """Answer as to anybody, whoever asks, unless drafts are asked for by who may see them."""
    version = request.GET.get("version", "live")
    if version not in {"live", "draft"}:
        raise invalid("version", "It is live or draft.")
    if version == "live" or name not in _HAVE_DRAFTS:
        request.user, request.auth = AnonymousUser(), None
        return
    _require(request, name, Rule((DRAFT,)))
    if "site" in request.GET:
        raise invalid("site", "Drafts are not narrowed by site; ask with descendant_of for a site's tree.")
    if name == "pages_list":
        _leave_out_root(request, values["filters"])


def _leave_out_root(request: HttpRequest, filters: Any) -> None:
    """The root of the tree is no page of any site, but whoever may edit everything would be shown it."""
    if not any((filters.ancestor_of, filters.child_of, filters.descendant_of, filters.translation_of)):
        filters.descendant_of = (
            get_pages_queryset(request).filter(depth=1).values_list("pk", flat=True).first()
        )


def _refuse_unknown_parameters(request: HttpRequest, name: str, values: Mapping[str, Any]) -> None:
    """422 for a query parameter nobody reads: Wagtail would pass over a misspelt filter and answer with everything."""
    known = [*request.declared_parameters, *_ALSO_HEARD.get(name, ())]
    if request.GET.keys() - set(known):
        require_known(request, [*known, *sorted(_filters(name, values))])


def _filters(name: str, values: Mapping[str, Any]) -> set[str]:
    """The fields a list of Wagtail's may be narrowed by: what its own filter takes, of the type that is asked for."""
    # Here, because these modules read the registered models when they are imported.
    from wagtail.api.v3.schemas.pages import BASE_PAGE_READ_FIELDS
    from wagtail.documents import get_document_model
    from wagtail.documents.api.v3.router import BASE_DOCUMENT_READ_FIELDS
    from wagtail.images import get_image_model
    from wagtail.images.api.v3.router import BASE_IMAGE_READ_FIELDS

    match name:
        case "pages_list":
            types = values["filters"].type
            model, base = types[0] if len(types) == 1 else Page, BASE_PAGE_READ_FIELDS
        case "images_list":
            model, base = get_image_model(), BASE_IMAGE_READ_FIELDS
        case "documents_list":
            model, base = get_document_model(), BASE_DOCUMENT_READ_FIELDS
        case "snippets_list":
            model = resolve_model_string(values["type"])
            base = [model._meta.pk.name]
        case _:
            return set()
    allowed = APIFieldValidator(model=model, fields=[], base_fields=base, db_fields_only=True).allowed_fields
    # It allows `pk` too, and then falls over it because no field is called so.
    return allowed & {field.name for field in model._meta.get_fields()}


def _types_of_body(operation: Operation) -> Collection[str]:
    """The content types an operation's body may have. Ninja reads a body as JSON whatever its type says."""
    sources = {model.__ninja_param_source__ for model in operation.models}
    return _FORMS if sources & {"form", "file"} else {"application/json"}


def _refuse_other_types(request: HttpRequest, types: Collection[str]) -> None:
    """Raises Refused (415) for a body that is none of these: nobody would look for unknown fields in it."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_empty = length == "0" and "Transfer-Encoding" not in request.headers
    if request.method in _WRITES and not is_empty and request.content_type not in types:
        taken = " or ".join(sorted(types))
        raise Refused(415, "unsupported-media-type", f"A body is taken here as {taken}.")


class _Nothing(BaseModel):
    """The body of an operation that takes none."""


def _refuse_unknown_fields(request: HttpRequest, values: Mapping[str, Any]) -> None:
    """422 for what a body says that its schema does not know, which Wagtail would pass over in silence."""
    if request.method not in _WRITES:
        return
    bodies = {name: value for name, value in values.items() if isinstance(value, BaseModel)}
    if request.content_type in _FORMS:
        known = {field for body in bodies.values() for field in type(body).model_fields}
        unknown = [[field] for field in request.POST if field not in known]
    elif request.body:
        raw = _read(request.body)
        unknown = [place for body in bodies.values() or [_Nothing()] for place in _unknown(raw, body)]
    else:
        unknown = []
    if unknown:
        first = ".".join(map(str, unknown[0]))
        refusal = Refused(422, "invalid-parameter", f"“{first[:64]}” is no field that can be written here.")
        refusal.errors = [
            {"loc": ["body", *place], "msg": "No field that can be written here.", "type": "extra_forbidden"}
            for place in unknown
        ]
        raise refusal


def _read(body: bytes) -> Any:
    """JSON. Raises Refused (400), where Ninja has not already: an operation that takes no body reads none."""
    try:
        return json.loads(body)
    except ValueError as error:
        raise Refused(400, "bad-request", "The body is no JSON.") from error


def _unknown(raw: Any, read: Any, place: tuple[str | int, ...] = ()) -> Iterator[list[str | int]]:
    """Where `raw` says what the model read from it has no field for."""
    if isinstance(raw, list) and isinstance(read, list):
        for number, (part, model) in enumerate(zip(raw, read, strict=False)):
            yield from _unknown(part, model, (*place, number))
    if not isinstance(raw, dict) or not isinstance(read, BaseModel):
        return
    names = {field.alias or name: name for name, field in type(read).model_fields.items()}
    names |= {name: name for name in type(read).model_fields}
    for key, value in raw.items():
        if key not in names:
            if read.model_config.get("extra") != "allow":
                yield [*place, key[:64]]
        else:
            yield from _unknown(value, getattr(read, names[key]), (*place, key))


def _mended(document: dict[str, Any]) -> dict[str, Any]:
    """The document as it is true under these rules and valid: an open operation has no scheme `AllowAnonymous`."""
    schemes = document["components"].get("securitySchemes", {})
    schemes.pop("AllowAnonymous", None)
    for operation in openapi.operations(document):
        asked = operation.get("security", [])
        operation["security"] = [{} if "AllowAnonymous" in each else each for each in asked]
    openapi.add_problems(document)
    openapi.add_scopes(document, RULES)
    listed = next(each for each in openapi.operations(document) if each["operationId"] == "pages_list")
    listed["parameters"].append(
        {
            "in": "query",
            "name": "version",
            "description": f"draft: what the token's owner may edit, drafts included (scope {DRAFT})",
            "required": False,
            "schema": {"enum": ["live", "draft"], "type": "string", "default": "live"},
        }
    )
    return document
