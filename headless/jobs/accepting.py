"""Taking the body of a bulk write in: a JSON array, or one object per line, streamed to disk and cut into parts."""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import batched
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError

from headless.jobs.models import PART, BulkJob, BulkPart, Sent
from headless.problems import Refused, invalid

ARRAY_ROWS = 1_000
ARRAY_BYTES = 5 * 1024 * 1024
LINE_BYTES = 1024 * 1024
DEPTH = 8
LINES = {"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"}


def read_array(request: HttpRequest, most: int = ARRAY_ROWS) -> list[Any]:
    """The rows of a JSON array. Raises Refused: 400, 413, 415, 422."""
    _refuse_encoding(request)
    if request.content_type != "application/json":
        raise Refused(415, "unsupported-media-type", "Send application/json.")
    with _received(request, ARRAY_BYTES) as body:
        return _array(body, most)


def accept(request: HttpRequest, kind: str, options: dict[str, Any], *, scope: str, dry_run: bool) -> BulkJob:
    """A job for the rows of the body, which waits to be begun. Raises Refused: 400, 413, 415, 422."""
    _refuse_encoding(request)
    is_lines = request.content_type in LINES
    if not is_lines and request.content_type != "application/json":
        raise Refused(
            415,
            "unsupported-media-type",
            "Send application/json, or application/x-ndjson with an object per line.",
        )
    with _received(request, settings.BULK_BYTES if is_lines else ARRAY_BYTES) as body, transaction.atomic():
        job = BulkJob.objects.create(
            kind=kind, options=options, owner=request.user, scope=scope, dry_run=dry_run
        )
        rows = _lines(body) if is_lines else enumerate_rows(_array(body, ARRAY_ROWS))
        for number, some in enumerate(batched(rows, PART, strict=False)):
            job.total += len(some)
            if job.total > settings.BULK_ROWS:
                raise Refused(413, "too-large", f"At most {settings.BULK_ROWS} rows are taken at once.")
            BulkPart.of(job, number, list(some)).save(force_insert=True)
        if not job.total:
            raise invalid_body("There is not one row in it.")
        job.save()
    return job


def enumerate_rows(rows: list[Any]) -> Iterator[Sent]:
    for index, row in enumerate(rows):
        yield _judged(index, row)


def invalid_body(message: str) -> Refused:
    refusal = invalid("rows", message)
    refusal.errors[0]["loc"] = ["body"]
    return refusal


def _refuse_encoding(request: HttpRequest) -> None:
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Refused(415, "unsupported-media-type", "Compressed bodies are not taken.")


def _received(request: HttpRequest, limit: int) -> IO[bytes]:
    """The body in a file without a name, which goes away when it is closed."""
    too_large = Refused(413, "too-large", f"At most {limit} bytes are taken at once.")
    announced = request.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced[:20]) > limit:
        raise too_large
    body = TemporaryFile()  # noqa: SIM115 - the caller closes it
    try:
        while chunk := request.read(64 * 1024):
            body.write(chunk)
            if body.tell() > limit:
                raise too_large
    except (RawPostDataException, UnreadablePostError) as failure:
        body.close()
        raise Refused(400, "bad-request", "The body broke off.") from failure
    except Refused:
        body.close()
        raise
    body.seek(0)
    return body


def _array(body: IO[bytes], most: int) -> list[Any]:
    try:
        rows = _parsed(body.read())
    except ValueError as failure:
        raise Refused(400, "bad-request", f"The body is not JSON: {str(failure)[:200]}.") from failure
    if not isinstance(rows, list):
        raise invalid_body("The body is to be an array of objects.")
    if len(rows) > most:
        raise Refused(
            413, "too-large", f"An array has at most {most} rows; send more as application/x-ndjson."
        )
    return rows


def _lines(body: IO[bytes]) -> Iterator[Sent]:
    """Rows line by line; one that cannot be read is told of in the report and costs nothing else."""
    index = 0
    while line := body.readline(LINE_BYTES + 1):
        if len(line) > LINE_BYTES:
            while line and not line.endswith(b"\n"):
                line = body.readline(LINE_BYTES)
            yield index, None, f"The row is longer than {LINE_BYTES} bytes."
        elif not (said := line.strip(b"\xef\xbb\xbf \t\r\n")):
            continue
        else:
            yield _line(index, said)
        index += 1


def _line(index: int, said: bytes) -> Sent:
    try:
        row = _parsed(said)
    except ValueError as failure:
        return index, None, f"The row is not JSON: {str(failure)[:200]}."
    return _judged(index, row)


def _judged(index: int, row: Any) -> Sent:
    if not isinstance(row, dict):
        return index, None, "The row is no JSON object."
    return (index, row, "") if _is_shallow(row, DEPTH) else (index, None, "The row is nested too deeply.")


def _is_shallow(value: Any, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not inner or (levels > 0 and all(_is_shallow(each, levels - 1) for each in inner))


def _parsed(said: bytes) -> Any:
    """Raises ValueError for what is no JSON in UTF-8, whatever is wrong with it."""
    try:
        return json.loads(said.decode("utf-8"), parse_float=Decimal, parse_constant=_refuse_constant)
    except RecursionError as failure:
        raise ValueError("it is nested too deeply") from failure


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
