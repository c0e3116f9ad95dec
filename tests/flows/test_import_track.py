"""A track from a file: as written, in pieces, whole or not at all."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows import import_track as module
from deconflict.flows.import_track import import_track
from deconflict.patrols.errors import UnitNotYours
from deconflict.tracking.model import Fix, FixFault

SECOND = timedelta(seconds=1)


@pytest.mark.rule("LIV-01")
async def test_pieces_of_several_units_are_stored_and_what_is_set_aside_keeps_its_place(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 2)
    now = world.now()
    track = [
        ("U1" if index % 2 else "U2", Fix(now - (9 - index) * SECOND, 15.0, 32.0)) for index in range(10)
    ]
    track[4] = ("U2", Fix(now - timedelta(days=31), 15.0, 32.0))
    done = await world.act("crew", import_track, track, now)
    assert (done.stored, done.set_aside) == (9, {4: FixFault.TOO_OLD})
    assert world.sql("SELECT count(*), bool_and(late) FROM upload") == [(6, True)]


async def test_one_unit_that_is_not_ones_own_and_nothing_is_stored(world: Any) -> None:
    track = [("U1", Fix(world.now(), 15.0, 32.0)), ("U99", Fix(world.now(), 15.0, 32.0))]
    with pytest.raises(UnitNotYours):
        await world.act("a", import_track, track, world.now())
    assert world.sql("SELECT count(*) FROM upload") == [(0,)]
