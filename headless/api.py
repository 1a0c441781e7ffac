"""resolve/, head/ and pages/: what stands at an address, and lists of pages."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri

from ninja import Query, Router
from ninja.responses import Status

from cms.rich_text import TextFormat
from headless import answers, explaining, fallbacks, lists, schemas
from headless.access import Scoped
from headless.bodies import InvalidBody
from headless.fallbacks import Fallback
from headless.parameters import apart, one_of
from headless.problems import Refused, invalid
from headless.requests import Address, language_asked_for, site_asked_for
from headless.verdicts import Verdict, resolve_all
from seo.headers import canonical_link

router = Router(tags=["content"])

SiteName = Annotated[
    str | None,
    Query(description="hostname[:port]; without it the site of the Host header, else the default one"),
]
Locale = Annotated[
    str | None, Query(description="a language of the site, e.g. ru; without it the default one")
]
Path = Annotated[
    str | None, Query(description="the address within the site, with its query if it has one: /lamps/?page=2")
]
HtmlPath = Annotated[str | None, Query(description="the same as `path`, as Wagtail's own API calls it")]
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Text = Annotated[str, Query(max_length=200)]
PageLocale = Annotated[
    str | None, Query(description="a language of the site; without it that of the path, e.g. of /ru/svet/")
]
WithFallback = Annotated[
    Fallback,
    Query(
        description="where there is nothing in the language: nothing, what there is in the default language, or in "
        "the nearest one first; the body says which was served"
    ),
]
WithTextFormat = Annotated[
    TextFormat, Query(description="rich text as HTML, as Markdown, or as a tree of blocks")
]
Include = Annotated[
    list[str],
    Query(
        max_length=20,
        description="the parts of a page's answer, repeated or separated by commas; "
        f"{', '.join(answers.PARTS)}; without it {', '.join(answers.USUAL_PARTS)}",
    ),
]
Strict = Annotated[bool, Query(description="answer with the verdict's own status instead of 200")]
# What an answer may have as its status when it is strict.
STRICT_STATUSES = frozenset({301, 302, 307, 308, 401, 403, 404, 410, 451})


@router.get(
    "/resolve/",
    response={200: schemas.Resolution, STRICT_STATUSES: schemas.Resolution},
    summary="What stands at an address",
    operation_id="resolve",
    exclude_unset=True,
)
def resolve(
    request: HttpRequest,
    response: HttpResponse,
    path: Path = None,
    html_path: HtmlPath = None,
    site: SiteName = None,
    locale: PageLocale = None,
    fallback: WithFallback = "none",
    include: Include = [],  # noqa: B006 - read, never changed
    rich_text_format: WithTextFormat = "html",
    strict: Strict = False,
) -> Status:
    """Always 200 with a verdict: page (content, head, breadcrumbs), redirect, gone, missing, restricted."""
    address = _address(path, html_path)
    verdict = _verdict(request, site, address, locale, fallback)
    parts = one_of("include", apart(include), answers.PARTS) or answers.USUAL_PARTS
    body = answers.resolution(address, verdict, parts, rich_text_format)
    return _answered(response, body, strict=strict)


@router.post(
    "/resolve/batch/",
    response=schemas.BatchResolution,
    summary="What stands at up to 50 addresses",
    operation_id="resolve_batch",
)
def resolve_batch(request: HttpRequest, paths: schemas.Batch, site: SiteName = None) -> dict[str, Any]:
    """Verdicts, titles and where redirects lead: for checking links, and for static builds."""
    found = site_asked_for(request, site)
    addresses = _addresses(paths.paths)
    verdicts = resolve_all(found, addresses)
    return {"items": [answers.summary(*pair) for pair in zip(addresses, verdicts, strict=True)]}


@router.get(
    "/head/",
    response={200: schemas.HeadResolution, STRICT_STATUSES: schemas.HeadResolution},
    summary="The head of an address",
    operation_id="head",
    exclude_unset=True,
)
def head(
    request: HttpRequest,
    response: HttpResponse,
    path: Path = None,
    html_path: HtmlPath = None,
    site: SiteName = None,
    locale: PageLocale = None,
    fallback: WithFallback = "none",
    strict: Strict = False,
) -> Status:
    """The verdict with the head only, for front ends that have their content from elsewhere."""
    address = _address(path, html_path)
    verdict = _verdict(request, site, address, locale, fallback)
    return _answered(response, answers.head_resolution(address, verdict), strict=strict)


@router.get(
    "/explain/",
    response=schemas.Explanation,
    summary="Why an address is not served",
    operation_id="explain",
    auth=Scoped("content:read"),
)
def explain(request: HttpRequest, path: Path = None, site: SiteName = None) -> dict[str, Any]:
    """The verdict, and why: draft, scheduled, expired, restricted, moved, elsewhere… as far as the token's owner may
    see the page in the admin."""
    return explaining.explain(site_asked_for(request, site), _address(path, None), request.user)


@router.get(
    "/graphs/", response=schemas.GraphList, summary="Structured data of the site", operation_id="graphs"
)
def graphs(
    request: HttpRequest,
    site: SiteName = None,
    locale: Locale = None,
    after: Annotated[int, Query(ge=0, lt=2**31, description="`next` of the answer before")] = 0,
    limit: Annotated[int, Query(ge=1, le=20)] = 10,
) -> dict[str, Any]:
    """The JSON-LD graph of every page search engines may list, a few at a time, for agents that read whole sites."""
    found = site_asked_for(request, site)
    return lists.graphs(found, language_asked_for(found, locale), after=after, limit=limit)


def _verdict(
    request: HttpRequest, site: str | None, address: Address, locale: str | None, fallback: Fallback
) -> Verdict:
    found = site_asked_for(request, site)
    language = None if locale is None else language_asked_for(found, locale)
    return fallbacks.resolve(found, address, language, fallback)


def _answered(response: HttpResponse, body: dict[str, Any], *, strict: bool) -> Status:
    """The body, after the headers have said its version and which page it belongs to, and its verdict's own status
    where that is wanted."""
    canonical = (body.get("head") or {}).get("canonical")
    if canonical:
        response.headers["Link"] = canonical_link(canonical)
    response.headers["ETag"] = body["cache"]["etag"]
    if strict and body["verdict"] == "redirect":
        response.headers["Location"] = iri_to_uri(body["location"])
    if strict and body["status"] == 401:
        response.headers["WWW-Authenticate"] = f"Pharos method={body['method']}"
    return Status(body["status"] if strict else 200, body)


def _addresses(paths: Sequence[str]) -> list[Address]:
    """Raises InvalidBody with the number of each that is no path."""
    found, errors = [], []
    for number, path in enumerate(paths):
        try:
            found.append(Address.parse(path))
        except Refused as refused:
            errors.append((["paths", number], refused.message, "value_error"))
    if errors:
        raise InvalidBody(errors)
    return found


def _address(path: str | None, html_path: str | None) -> Address:
    value = path if path is not None else html_path
    if value is None:
        raise invalid("path", "A path is needed: path=/ is the home page.")
    return Address.parse(value)
