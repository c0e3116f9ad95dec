"""The shift log is the room's: the neutral staff read it in order, and it stays as it was written."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.flows.write_note import write_note
from deconflict.shiftlog import store as log
from deconflict.shiftlog.model import Matter, MatterKind, NoteKind, Noting


@pytest.fixture
async def logged(world: Any) -> Any:
    """The desk called A about an encounter; a minute later the facilitator notes something."""
    about = Matter(MatterKind.ENCOUNTER, uuid4())
    a = world.parties["a"].id
    call = Noting(NoteKind.CALL, "holds", about, a, "Salem", world.now() - timedelta(minutes=1))
    await world.act("desk", write_note, call, world.now())
    later = world.now() + timedelta(minutes=1)
    noted = Noting(NoteKind.NOTE, "both are calm", None, None, None, later)
    await world.act("facilitator", write_note, noted, later)
    return call, noted


async def test_notes_come_back_whole_and_the_newest_first(world: Any, logged: Any) -> None:
    call, noted = logged
    newest, oldest = await world.read("facilitator", log.page, 10, None)
    assert [newest.said, oldest.said] == [noted, call]
    assert [(item.role, item.name) for item in (newest, oldest)] == [
        ("facilitator", "facilitator"),
        ("desk", "desk"),
    ]
    assert await world.read("desk", log.page, 1, None) == [newest]
    assert await world.read("desk", log.page, 9, (newest.at, newest.id)) == [oldest]


@pytest.mark.rule("SEC-01", "DIS-06")
@pytest.mark.parametrize("who", ["a", "a2", "b", "c", "crew", "oversight", "operator"])
async def test_nobody_but_the_desk_and_the_facilitator_reads_it(world: Any, logged: Any, who: str) -> None:
    assert await world.read(who, log.page, 10, None) == []
