"""The requests about calls for help and halts. Sends nothing."""

from collections.abc import Sequence
from urllib.parse import quote

from deconflict_client import distress
from deconflict_client.calls import Answer, Call, Page, Repeat, collection
from deconflict_client.wire import Json


def call_for_help(unit: str, place: distress.Standing | None, note: str) -> Call[distress.Sos]:
    """Call for help: while a unit's call stands another changes nothing, so it may be sent again."""
    body: Json = {"unit": unit, "place": None if place is None else place.wire(), "note": note}
    return Call("POST", "/v1/sos", _sos, Repeat.ALWAYS, body)


def calls() -> Call[Page[distress.Sos]]:
    """Read one page of calls."""
    return collection("sos", distress.sos)


def call(wanted: str) -> Call[distress.Sos]:
    """Read one call."""
    return Call("GET", f"/v1/sos/{quote(wanted, safe='')}", _sos, Repeat.ALWAYS)


def end_call(wanted: str) -> Call[distress.Sos]:
    """End a call."""
    return Call("POST", f"/v1/sos/{quote(wanted, safe='')}/end", _sos, Repeat.IF_UNSENT)


def order_halt(area: Sequence[tuple[float, float]], note: str) -> Call[distress.Halt]:
    """Order an all halt of an area."""
    body: Json = {"area": [list(corner) for corner in area], "note": note}
    return Call("POST", "/v1/halts", _halt, Repeat.IF_UNSENT, body)


def halts() -> Call[Page[distress.Halt]]:
    """Read one page of halts."""
    return collection("halts", distress.halt)


def halt(wanted: str) -> Call[distress.Halt]:
    """Read one halt."""
    return Call("GET", f"/v1/halts/{quote(wanted, safe='')}", _halt, Repeat.ALWAYS)


def lift_halt(wanted: str) -> Call[distress.Halt]:
    """Lift a halt."""
    return Call("POST", f"/v1/halts/{quote(wanted, safe='')}/lift", _halt, Repeat.IF_UNSENT)


def _sos(answer: Answer) -> distress.Sos:
    return distress.sos(answer.record)


def _halt(answer: Answer) -> distress.Halt:
    return distress.halt(answer.record)
