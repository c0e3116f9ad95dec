"""The requests about positions. Sends nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime

from deconflict_client import positions
from deconflict_client.calls import Answer, Call, Page, Repeat, collection
from deconflict_client.wire import Json


def report(unit: str, fixes: Sequence[positions.Fix], sent_at: datetime) -> Call[positions.Reported]:
    """Report fixes of one unit. A track is a set: made anew, with the time of sending, it may be sent again."""
    body: Json = {
        "unit": unit,
        "sent_at": sent_at.astimezone(UTC).isoformat(),
        "fixes": [fix.wire() for fix in fixes],
    }
    return Call("POST", "/v1/positions", _reported, Repeat.NEVER, body)


def all_positions() -> Call[Page[positions.Position]]:
    """Read one page of last positions."""
    return collection("positions", positions.position)


def _reported(answer: Answer) -> positions.Reported:
    return positions.reported(answer.record)
