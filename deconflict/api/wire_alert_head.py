"""What every alert says on the wire, whatever it is about: its number, its kind, what became of it."""

from datetime import datetime
from typing import Any, Final, Literal

from pydantic import Field

from deconflict.alerts.model import AlertKind
from deconflict.api.wire import Out
from deconflict.disclosure.views import AlertView

EXAMPLE_HEAD: Final[dict[str, Any]] = {
    "type": "alert",
    "epoch": "p4vLh1rF2kQ",
    "seq": 12,
    "kind": "overlap",
    "change": "opened",
    "rings": True,
    "level": 1,
    "reference": "RX-9C3H",
    "released_at": "2026-11-30T17:12:20Z",
    "received": False,
    "seen": False,
    "acknowledged": None,
}


def about(kind: str) -> dict[str, Any]:
    """Return the head of an example of that kind."""
    return EXAMPLE_HEAD | {"kind": kind, "level": None}


class AcknowledgedOut(Out):
    """Who acknowledged and when. Acknowledging is never consent (ALR-03)."""

    by: str
    at: datetime


class AlertOut(Out):
    """An alert of the viewer's own feed (ALR-01); what it is about follows in the fields of its kind."""

    type: Literal["alert"] = "alert"
    epoch: str
    seq: int = Field(ge=1)
    kind: AlertKind
    change: str
    rings: bool
    level: int | None
    reference: str
    released_at: datetime
    received: bool
    seen: bool
    acknowledged: AcknowledgedOut | None


def head_of(view: AlertView) -> dict[str, Any]:
    """Return the fields that every alert has."""
    by_at = view.acknowledged
    return {
        **same(view, AlertOut),
        "acknowledged": by_at and AcknowledgedOut(by=by_at[0], at=by_at[1]),
    }


def same(view: object, wanted: type[Out]) -> dict[str, Any]:
    """Return the view's fields that the message has under the same name, those of the head excepted."""
    head = () if wanted is AlertOut else AlertOut.model_fields
    names = (name for name in wanted.model_fields if name not in head)
    return {name: getattr(view, name) for name in names if hasattr(view, name)}
