"""The messages of `deconflict.v1`, subprotocol of `/v1/live`: their shapes, examples and published schema.

Alerts have the same bodies as over REST (`api/wire_alerts.py`). What a client says is judged by `protocol.py`;
the shapes here say the same for those who write clients.
"""

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import Field, TypeAdapter

from deconflict.api.wire import In, Out, example
from deconflict.api.wire_alerts import AnyAlert, alert_out
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.views import AlertView
from deconflict.live.protocol import MAX_EPOCH, MAX_SEQ, CloseCode, Fault, Refuse, Welcome

SUBPROTOCOL: Final = "deconflict.v1"
EPOCH: Final = "p4vLh1rF2kQ"

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


class ErrorOut(Out):
    """What was wrong; a close follows."""

    model_config = example({"type": "error", "code": "malformed_message"})

    type: Literal["error"] = "error"
    code: Fault


FromClient = HelloIn | StatementIn
FromServer = WelcomeOut | AnyAlert | TickOut | ReceiptOut | ErrorOut

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


def tick(at: datetime) -> str:
    """Write a heartbeat."""
    return TickOut(at=at).model_dump_json()


def welcome(step: Welcome) -> str:
    """Write the answer to hello."""
    return WelcomeOut(epoch=step.epoch, recovered=step.recovered, seq=step.seq).model_dump_json()


def refusal(step: Refuse) -> str:
    """Write what was wrong."""
    return ErrorOut(code=step.fault).model_dump_json()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of every message, by who says it, and the close codes."""
    adapters = {
        "from_client": (TypeAdapter(FromClient), "validation"),
        "from_server": (TypeAdapter(FromServer), "serialization"),
    }
    inputs = [(name, mode, adapter) for name, (adapter, mode) in adapters.items()]
    parts, definitions = TypeAdapter.json_schemas(inputs)  # type: ignore[arg-type]  # names and modes are literals
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Messages of {SUBPROTOCOL} on /v1/live",
        "properties": {name: part for (name, _), part in parts.items()},
        "x-close-codes": {str(int(code)): reason for code, reason in CLOSINGS.items()},
        **definitions,
    }
