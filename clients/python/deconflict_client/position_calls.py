"""The requests about positions. Sends nothing."""

from collections.abc import Sequence
from datetime import datetime

from deconflict_client import positions
from deconflict_client.calls import Answer, Call, Page, Repeat, collection


def report(
    unit: str, fixes: Sequence[positions.Fix], sent_at: datetime, *, late: bool = False
) -> Call[positions.Reported]:
    """Report fixes of one unit. A track is a set: made anew, with the time of sending, it may be sent again."""
    body = positions.upload(unit, fixes, sent_at)
    if late:
        body = {**body, "late": True}
    return Call("POST", "/v1/positions", _reported, Repeat.NEVER, body)


def all_positions() -> Call[Page[positions.Position]]:
    """Read one page of last positions."""
    return collection("positions", positions.position)


def _reported(answer: Answer) -> positions.Reported:
    return positions.reported(answer.record)
