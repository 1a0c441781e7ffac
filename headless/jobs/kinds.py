"""Kinds of jobs: what the apps above know of rows. JOB_KINDS names a class for each."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from headless.jobs.models import BulkJob


class Outcome(Protocol):
    """What a kind says of a row; the columns of `BulkRow`."""

    index: int
    key: str
    status: str
    id: int | None
    path: str
    old_path: str
    redirect_created: bool
    errors: list[dict[str, Any]]


class Kind:
    """Writes the rows of one job. Everything is called in a transaction in which the job's row is locked."""

    def __init__(self, job: BulkJob) -> None:
        self.job = job

    def write(self, rows: Sequence[tuple[int, Any]]) -> Sequence[Outcome]:
        """Write (index, row) pairs; what became of each."""
        raise NotImplementedError

    def follow(self) -> bool:
        """One step of what is to be done after the last row; whether there may be another."""
        return False


def kind_of(job: BulkJob) -> Kind:
    found: type[Kind] = import_string(settings.JOB_KINDS[job.kind])
    return found(job)
