"""The messages of `deconflict.v1`, subprotocol of `/v1/live`: their shapes, examples and published schema.

Alerts have the same bodies as over REST (`api/wire_alerts.py`). What a client says is judged by `protocol.py`;
the shapes here say the same for those who write clients.
"""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field

from deconflict.alerts.model import Snooze
from deconflict.api.wire import In, Moment, Name, Out, example
from deconflict.api.wire_alerts import AnyAlert, alert_out
from deconflict.api.wire_positions import FIX, POSITION, FixIn, PositionOut, ReportedOut, position_out
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.views import AlertView, PositionView
from deconflict.flows.report_positions import Reported
from deconflict.live.protocol import MAX_EPOCH, MAX_SEQ, CloseCode, Fault, Refuse, Welcome
from deconflict.tracking.model import Position

SUBPROTOCOL: Final = "deconflict.v1"
EPOCH: Final = "p4vLh1rF2kQ"

MOST_FIXES: Final = 100
"""In one message: what is more waits behind the alerts of a thin line for too long."""

Epoch = Annotated[str, Field(min_length=1, max_length=MAX_EPOCH)]


class HelloIn(In):
    """The first message: where the client stands. Without an epoch (the first time) `after` is 0."""

    model_config = example({"type": "hello", "epoch": EPOCH, "after": 11})

    type: Literal["hello"]
    epoch: Epoch | None
    after: int = Field(ge=0, le=MAX_SEQ)


class StatementIn(In):
    """What became of an alert: received by the device, seen or acknowledged by a person (ALR-03)."""

    model_config = example({"type": "acknowledge", "epoch": EPOCH, "seq": 12})

    type: Literal["received", "seen", "acknowledge"]
    epoch: Epoch
    seq: int = Field(ge=1, le=MAX_SEQ)


class PositionIn(In):
    """Where a unit of one's own party was, as by `POST /v1/positions`; answered with its `id`."""

    model_config = example(
        {"type": "position", "id": 7, "unit": "Falcon 2", "sent_at": "2026-12-01T08:00:03Z", "fixes": [FIX]}
    )

    type: Literal["position"]
    id: Annotated[int, Field(strict=True, ge=0, le=MAX_SEQ)] | None = None
    unit: Annotated[Name, Field(description="The unit's id or callsign, of one's own party.")]
    sent_at: Moment
    fixes: Annotated[list[FixIn], Field(min_length=1, max_length=MOST_FIXES)]


class WelcomeOut(Out):
    """The answer to hello. `recovered` false: read the picture, then say hello from its number."""

    model_config = example({"type": "welcome", "epoch": EPOCH, "recovered": True, "seq": 12})

    type: Literal["welcome"] = "welcome"
    epoch: str
    recovered: bool
    seq: int = Field(description="The feed's newest number; alerts up to it follow.")


class TickOut(Out):
    """The service's heartbeat, at a constant period; a client that misses it says so on its face (ALR-07)."""

    model_config = example({"type": "tick", "at": "2026-12-01T08:00:05Z"})

    type: Literal["tick"] = "tick"
    at: datetime


class ReceiptOut(Out):
    """Somebody of one's own side acknowledged an alert, on whichever device (ALR-05): stop ringing."""

    model_config = example(
        {
            "type": "receipt",
            "epoch": EPOCH,
            "seq": 12,
            "fact": "acknowledged",
            "by": "Salem",
            "at": "2026-12-01T08:00:07Z",
        }
    )

    type: Literal["receipt"] = "receipt"
    epoch: str
    seq: int
    fact: Literal["acknowledged"] = "acknowledged"
    by: str
    at: datetime


class SnoozedOut(Out):
    """One's own devices keep still about alerts up to that number until then (ALR-05); null: they ring again."""

    model_config = example({"type": "snooze", "epoch": EPOCH, "up_to": 12, "until": "2026-12-01T08:10:00Z"})

    type: Literal["snooze"] = "snooze"
    epoch: str
    up_to: int
    until: datetime | None


class StoredOut(ReportedOut):
    """What became of a `position` message, once it is stored."""

    model_config = example(
        {"type": "stored", "id": 7, "stored": 1, "clock_offset_s": 0.0, "set_aside": []},
    )

    type: Literal["stored"] = "stored"
    id: int | None


class RefusedOut(Out):
    """Nothing of a `position` message was stored, and sending it again changes nothing; the line stays open."""

    model_config = example({"type": "refused", "id": 7, "code": "unit_not_yours"})

    type: Literal["refused"] = "refused"
    id: int | None
    code: str = Field(description="As over HTTP, or `malformed_message`.")


class PositionMessageOut(PositionOut):
    """Where a unit is by its newest fix. Only the latest is sent, and on a slow line one may be left out (ALR-07)."""

    model_config = example({"type": "position", **POSITION})

    type: Literal["position"] = "position"


class ErrorOut(Out):
    """What was wrong; a close follows."""

    model_config = example({"type": "error", "code": "malformed_message"})

    type: Literal["error"] = "error"
    code: Fault


FromClient = HelloIn | StatementIn | PositionIn
FromServer = (
    WelcomeOut
    | AnyAlert
    | TickOut
    | ReceiptOut
    | SnoozedOut
    | StoredOut
    | RefusedOut
    | PositionMessageOut
    | ErrorOut
)

CLOSINGS: Final = {
    CloseCode.FAILED: "the service failed; connect again",
    CloseCode.RESTART: "the service restarts; connect again",
    CloseCode.SIGNED_OUT: "signed out",
    CloseCode.AGREEMENT_CHANGED: "an agreement changed; fetch the picture again",
    CloseCode.TOO_SLOW: "too slow; connect again and resume",
    CloseCode.BAD_MESSAGE: "bad message",
}


def alert(shown: Disclosed[AlertView]) -> str:
    """Write an alert."""
    return alert_out(shown).model_dump_json()


def receipt(epoch: str, seq: int, by: str, at: datetime) -> str:
    """Write that an alert was acknowledged."""
    return ReceiptOut(epoch=epoch, seq=seq, by=by, at=at).model_dump_json()


def snooze(epoch: str, kept: Snooze | None) -> str:
    """Write until when the person's devices keep still."""
    if kept is None:
        return SnoozedOut(epoch=epoch, up_to=0, until=None).model_dump_json()
    return SnoozedOut(epoch=epoch, up_to=kept.up_to, until=kept.until).model_dump_json()


def tick(at: datetime) -> str:
    """Write a heartbeat."""
    return TickOut(at=at).model_dump_json()


def welcome(step: Welcome) -> str:
    """Write the answer to hello."""
    return WelcomeOut(epoch=step.epoch, recovered=step.recovered, seq=step.seq).model_dump_json()


def stored(number: int | None, done: Reported) -> str:
    """Write what was stored of a device's fixes."""
    return StoredOut(id=number, **dict(ReportedOut.of(done))).model_dump_json()


def refused(number: int | None, code: str) -> str:
    """Write that nothing of them was."""
    return RefusedOut(id=number, code=code).model_dump_json()


def position(seen: Position | Disclosed[PositionView]) -> str:
    """Write where a unit is."""
    return PositionMessageOut(**dict(position_out(seen))).model_dump_json()


def refusal(step: Refuse) -> str:
    """Write what was wrong."""
    return ErrorOut(code=step.fault).model_dump_json()
