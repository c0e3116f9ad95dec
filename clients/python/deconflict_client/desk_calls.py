"""The requests about the shift log, escalation by hand, who is connected and where units were. Sends nothing."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from deconflict_client import desk
from deconflict_client.base_alert import Cursor
from deconflict_client.calls import Call, Page, Repeat, collection
from deconflict_client.wire import Json


def notes() -> Call[Page[desk.Note]]:
    """Read one page of the shift log."""
    return collection("notes", desk.note, "/v1/log")


def write_note(said: Mapping[str, Json], key: str) -> Call[desk.Note]:
    """Write into the shift log, once under that key."""
    headers = {"Idempotency-Key": key}
    return Call("POST", "/v1/log", lambda answer: desk.note(answer.record), Repeat.ALWAYS, said, headers)


def escalate(at: Cursor, key: str) -> Call[desk.Note]:
    """Raise by hand what parties have not acknowledged of an alert, once under that key."""
    path = f"/v1/alerts/{quote(at.epoch, safe='')}/{at.seq}/escalate"
    headers = {"Idempotency-Key": key}
    return Call("POST", path, lambda answer: desk.note(answer.record), Repeat.ALWAYS, headers=headers)


def presence() -> Call[Page[desk.Present]]:
    """Read who is connected."""
    return collection("people", desk.present, "/v1/presence")


def tracks(since: datetime, until: datetime, unit: str | None, every_s: int) -> Call[Page[desk.Track]]:
    """Read where units were."""
    named = {"from": _utc(since), "until": _utc(until), "every_s": str(every_s)}
    asked = named if unit is None else {**named, "unit": unit}
    return collection("tracks", desk.track, f"/v1/tracks?{urlencode(asked)}")


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
