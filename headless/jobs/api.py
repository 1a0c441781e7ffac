"""jobs/: how far bulk writes are, what became of every row, and stopping them."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ninja import Query, Router

from headless.access import Scoped
from headless.api import Limit, Offset
from headless.jobs import schemas
from headless.jobs.models import BulkJob
from headless.models import TokenPolicy
from headless.problems import Refused, invalid

router = Router(tags=["jobs"], auth=Scoped("jobs:read"))

MostRows = Annotated[int, Query(ge=1, le=1000)]
Cursor = Annotated[str | None, Query(max_length=20, description="`next_cursor` of the answer before")]


@router.get("/", response=schemas.JobList, summary="Jobs", operation_id="jobs")
def jobs(
    request: HttpRequest, state: schemas.State | None = None, limit: Limit = 20, offset: Offset = 0
) -> dict[str, Any]:
    """Your own, the newest first; an administrator sees everybody's."""
    found = BulkJob.objects.seen_by(request.user)
    if state is not None:
        found = found.filter(state=state)
    return {"count": found.count(), "items": [described(job) for job in found[offset : offset + limit]]}


@router.get("/{uuid:job_id}/", response=schemas.Job, summary="One job", operation_id="job")
def job(request: HttpRequest, job_id: UUID) -> dict[str, Any]:
    """How far it is. Ask again until `finished_at` is set."""
    return described(_job(request, job_id))


@router.get(
    "/{uuid:job_id}/rows/", response=schemas.RowList, summary="What became of rows", operation_id="job_rows"
)
def job_rows(
    request: HttpRequest,
    job_id: UUID,
    status: schemas.Status | None = None,
    cursor: Cursor = None,
    limit: MostRows = 100,
) -> dict[str, Any]:
    """Row by row, as far as they are done: with the addresses before and after, and what was wrong."""
    rows = _job(request, job_id).rows.filter(index__gt=_position(cursor))
    found = list((rows.filter(status=status) if status else rows)[: limit + 1])
    more = len(found) > limit
    return {
        "items": [_row(row) for row in found[:limit]],
        "next_cursor": str(found[limit - 1].index) if more else None,
    }


@router.post(
    "/{uuid:job_id}/actions/cancel/", response=schemas.Job, summary="Stop a job", operation_id="cancel_job"
)
def cancel_job(request: HttpRequest, job_id: UUID) -> dict[str, Any]:
    """It stops after the rows in hand; what is written stays. The token needs the scope the job was made with."""
    found = _job(request, job_id)
    _require_scope(request, found.scope)
    if not found.is_open:
        raise Refused(409, "conflict", f"The job is over: {found.state}.", where="path")
    found.cancel()
    return described(found)


def described(job: BulkJob) -> dict[str, Any]:
    """A job as every answer says it."""
    return {
        "id": job.pk,
        "kind": job.kind,
        "state": job.state,
        "dry_run": job.dry_run,
        "progress": {"done": job.done, "total": job.total},
        "counts": job.counts,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "eta": job.eta,
        "warnings": job.warnings,
    }


def accepted(response: HttpResponse, job: BulkJob) -> dict[str, Any]:
    """The body of a 202, whose header says where to ask."""
    response.headers["Location"] = reverse("delivery:job", args=[job.pk])
    return described(job)


def _job(request: HttpRequest, job_id: UUID) -> BulkJob:
    found = BulkJob.objects.seen_by(request.user).filter(pk=job_id).first()
    if found is None:
        raise Refused(404, "not-found", f"You have no job {job_id}.", where="path")
    return found


def _row(row: Any) -> dict[str, Any]:
    return {
        "index": row.index,
        "key": row.key,
        "status": row.status,
        "id": row.object_id,
        "path": row.path or None,
        "old_path": row.old_path or None,
        "redirect_created": row.redirect_created,
        "errors": row.errors,
    }


def _position(cursor: str | None) -> int:
    if cursor is None:
        return -1
    if not (cursor.isascii() and cursor.isdigit()) or int(cursor) > 2**31:
        raise invalid("cursor", "This is no next_cursor of an answer here.")
    return int(cursor)


def _require_scope(request: HttpRequest, scope: str) -> None:
    policy = TokenPolicy.objects.filter(token=request.auth).first()
    if policy is None or scope not in policy.scopes:
        raise Refused(403, "missing-scope", f"The token has not the scope {scope}.")
