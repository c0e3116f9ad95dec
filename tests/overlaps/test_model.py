"""An overlap's moves: acknowledged once, opened again by a rise, ended for good only until it opens again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.overlaps.errors import OverlapEnded
from deconflict.overlaps.model import Overlap, OverlapChange, OverlapState

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
OPEN = Overlap(
    uuid4(), "RX-9C3H", uuid4(), uuid4(), OverlapState.OPEN, 1, (496_000, 496_001), OverlapChange.OPENED, NOW
)


def test_an_open_overlap_is_acknowledged_and_an_ended_one_is_not() -> None:
    acknowledged = OPEN.acknowledged()
    assert acknowledged == replace(OPEN, state=OverlapState.ACKNOWLEDGED)
    assert acknowledged.acknowledged() == acknowledged
    with pytest.raises(OverlapEnded):
        replace(OPEN, state=OverlapState.ENDED).acknowledged()


@pytest.mark.rule("ALR-05")
@pytest.mark.parametrize(
    ("change", "state"),
    [
        (OverlapChange.OPENED, OverlapState.OPEN),
        (OverlapChange.WORSE, OverlapState.OPEN),
        (OverlapChange.UPDATED, OverlapState.ACKNOWLEDGED),
        (OverlapChange.RESOLVED, OverlapState.ENDED),
        (OverlapChange.WITHHELD, OverlapState.WITHHELD),
    ],
)
def test_a_rise_opens_an_acknowledged_overlap_again_and_less_does_not(
    change: OverlapChange, state: OverlapState
) -> None:
    later = NOW + timedelta(minutes=1)
    revised = OPEN.acknowledged().revised((496_002,), (), change, later)
    assert revised == replace(
        OPEN, state=state, revision=2, hours=(496_002,), change=change, released_at=later
    )
