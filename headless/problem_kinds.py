"""What each kind of problem means and what to do about it: the pages that `type` of a problem document names."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from headless.problems import TITLES, problem
from seo.head import Head

MEANINGS: Final = {
    "bad-request": (
        "The request is no HTTP this server understands, or its body is no JSON. Sending it again changes "
        "nothing."
    ),
    "unauthorized": (
        "The address wants a bearer token, and none was shown, or one that is unknown, revoked, past its "
        "end, or whose owner is no longer active. All of these are answered alike. Make a token in the "
        "admin under Settings, API tokens, and send it as Authorization: Bearer …"
    ),
    "forbidden": (
        "The token is good and has the scope, but the person it belongs to has no right to do this. Give "
        "the person the right, or use a token of somebody who has it."
    ),
    "wrong-password": (
        "The password opens no private page here, or name and password are nobody's who may read it. Which of "
        "them was wrong is not told."
    ),
    "missing-scope": (
        "The token is good but was not given the scope that this needs; detail names it. Tick it in the "
        "admin under Settings, API tokens. Tokens made before scopes existed have none."
    ),
    "not-found": (
        "No address of this API, or nothing anybody may see, is there. Addresses end with a slash. What is "
        "not for everybody is answered as if it did not exist."
    ),
    "unknown-site": (
        "The value of site= is no host name of a site. It is written as hostname or hostname:port."
    ),
    "method-not-allowed": (
        "The address is there but does not take this method; the header Allow names those it takes."
    ),
    "conflict": (
        "What is asked for contradicts what is there, or the idempotency key was sent before with another "
        "request, or the first request with it is still being done. detail says which."
    ),
    "cursor-expired": (
        "The place to go on from is older than what is kept. Read everything once and go on from there."
    ),
    "precondition-failed": (
        "It has changed since you read it, as If-Match asked to be told. Read it again, apply your change "
        "to what is there now, send that."
    ),
    "too-large": (
        "The body or a file is larger than is taken here; detail says how large it may be. Send it in parts."
    ),
    "unsupported-media-type": (
        "The body's Content-Type is not one this address takes. Most take application/json."
    ),
    "too-many-requests": (
        "This address or token has asked as often as it may. Wait as many seconds as Retry-After says; "
        "RateLimit on every answer tells what is left. A token has a higher rate than an address without "
        "one."
    ),
    "invalid-parameter": (
        "A parameter or a field of the body has a value it cannot have, or is no field here. errors names "
        "each with the place (loc), the reason (msg) and the rule (type). Nothing was written."
    ),
    "unknown-parameter": (
        "The query has a parameter this address does not know; the nearest known one is named. A misspelt "
        "filter would otherwise answer with everything."
    ),
    "server-error": (
        "Something broke here; it is in our log under request_id. The same request may work later."
    ),
}


def problem_page(request: HttpRequest, kind: str) -> HttpResponse:
    """What one kind of problem means, for people."""
    if kind not in TITLES:
        return problem(request, 404, detail="There is no problem of this kind.")
    return _page(request, [kind])


def problem_list(request: HttpRequest) -> HttpResponse:
    """What every kind of problem means."""
    return _page(request, list(TITLES))


def _page(request: HttpRequest, kinds: list[str]) -> HttpResponse:
    found = [{"name": kind, "title": TITLES[kind], "meaning": MEANINGS[kind]} for kind in kinds]
    head = Head.of_error(found[0]["title"] if len(found) == 1 else "Problems")
    return TemplateResponse(request, "headless/problems.html", {"kinds": found, "head": head}).render()
