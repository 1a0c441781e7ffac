"""Many rows: taken in as a job, or written within the request."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse

from wagtail.models import Site

from ninja import Status

from catalog.bulk.figures import Figures
from headless.jobs.accepting import LINES, accept, invalid_body, read_array
from headless.jobs.api import accepted
from headless.jobs.models import BulkJob
from headless.jobs.running import start
from headless.problems import invalid

SCOPE = "catalog:write"


def accept_products(request: HttpRequest, options: dict[str, Any], *, dry_run: bool) -> BulkJob:
    """A job for the products of the body. Raises Refused."""
    mode, missing = options["mode"], options["missing"]
    if mode == "replace" and missing == "keep":
        raise invalid("missing", "With mode=replace nothing that is missing is kept.")
    if missing != "keep" and (mode == "patch" or options["match"] != "external_id"):
        raise invalid(
            "missing", "What is missing can be told only with match=external_id, and not by a patch."
        )
    job = accept(request, "products", options, scope=SCOPE, dry_run=dry_run)
    start(job)
    return job


def write_figures(
    request: HttpRequest, response: HttpResponse, kind: str, site: Site, *, dry_run: bool
) -> Status:
    """The report of an array's rows, or a job for lines. Raises Refused."""
    if request.content_type in LINES:
        job = accept(request, kind, {"site": site.pk}, scope=SCOPE, dry_run=dry_run)
        start(job)
        return Status(202, accepted(response, job))
    rows = read_array(request)
    if not rows:
        raise invalid_body("There is not one row in it.")
    outcomes = Figures(kind, site).write_all(rows, dry_run=dry_run)
    counts = Counter(one.status for one in outcomes)
    return Status(200, {"dry_run": dry_run, "counts": counts, "rows": [asdict(one) for one in outcomes]})
