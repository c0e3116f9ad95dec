"""From an HTTP answer, or its absence, to a value or a `Problem`. Shared by the sync and the async client."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from deconflict_client.calls import Answer
from deconflict_client.errors import (
    EpochChanged,
    Failed,
    Forbidden,
    KeyReused,
    NotFound,
    Problem,
    Refused,
    SignedOut,
    Stale,
    Unavailable,
    Unreadable,
)
from deconflict_client.reading import particulars
from deconflict_client.wire import Record, parse

NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)

_BY_CODE: Mapping[str, type[Problem]] = {
    "stale": Stale,
    "idempotency_key_reused": KeyReused,
    "epoch_changed": EpochChanged,
}
_BY_STATUS: Mapping[int, type[Problem]] = {
    401: SignedOut,
    403: Forbidden,
    404: NotFound,
    429: Unavailable,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


def read_answer(response: httpx2.Response, now: datetime) -> Answer:
    """Return the body of a success; raise the Problem of anything else."""
    if not response.is_success:
        raise problem_of(response, now)
    body = parse(response.content) if response.content else None
    return Answer(body, _next_page(response))


def unreachable(fault: httpx2.TransportError) -> Unavailable:
    """Say that there was no answer, and whether the request can have arrived."""
    code = "unreachable" if isinstance(fault, NEVER_SENT) else "no_answer"
    return Unavailable(code=code, detail=str(fault) or type(fault).__name__)


def problem_of(response: httpx2.Response, now: datetime) -> Problem:
    """Read a problem+json answer; one that is none (a proxy's) still becomes the Problem of its status."""
    status = response.status_code
    record = _record(response)
    code = record.maybe_text("code") or f"http_{status}"
    kind = _BY_CODE.get(code) or _BY_STATUS.get(status) or (Failed if status >= 500 else Refused)
    return kind(
        code=code,
        status=status,
        title=record.maybe_text("title") or response.reason_phrase,
        detail=record.maybe_text("detail") or "",
        pointer=record.maybe_text("pointer"),
        fields=particulars(record, leave=("type", "title", "status", "code", "detail", "pointer")),
        retry_after_s=retry_after_s(response.headers.get("Retry-After"), now),
    )


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or a date (RFC 9110 10.2.3); None when absent or unreadable."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        return _until(value, now)
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _next_page(response: httpx2.Response) -> str | None:
    link = response.links.get("next", {}).get("url")
    if link is None:
        return None
    here, there = response.url, response.url.join(link)
    if (here.scheme, here.host, here.port) != (there.scheme, there.host, there.port):
        raise Unreadable(pointer="Link", expected="a page of the same service")  # the token goes there
    return str(there)


def _until(date: str, now: datetime) -> float | None:
    try:
        then = parsedate_to_datetime(date)
    except ValueError:
        return None
    return max((then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds(), 0.0)


def _record(response: httpx2.Response) -> Record:
    if "json" not in response.headers.get("Content-Type", ""):
        return Record({})
    try:
        return Record.of(parse(response.content))
    except Unreadable:
        return Record({})
