"""The desk and the facilitator write into the shift log, and what they wrote can be proved later."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest

from deconflict.flows.write_note import write_note
from deconflict.parties.errors import RoleRefused
from deconflict.runtime.clock import EARLIEST
from deconflict.shiftlog.errors import NoSuchParty
from deconflict.shiftlog.model import Matter, MatterKind, NoteKind, Noting


def said(world: Any, **changed: Any) -> Noting:
    about = Matter(MatterKind.CONFLICT, uuid4())
    called = world.parties["a"].id
    first = Noting(NoteKind.CALL, "holds at the bridge", about, called, "Salem", world.now())
    return replace(first, **changed)


@pytest.mark.parametrize("who", ["desk", "facilitator"])
async def test_what_was_written_is_on_the_ledger_as_a_digest(world: Any, who: str) -> None:
    note = await world.act(who, write_note, said(world), world.now())
    entry = "SELECT party, person, payload FROM ledger_entry WHERE subject = %s"
    digest = sha256(b"holds at the bridge").hexdigest()
    assert world.sql(entry, note.id) == [(None, world.viewers[who].person, {"log": "call", "sha256": digest})]


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize("who", ["a", "crew", "oversight", "operator"])
async def test_nobody_else_writes_into_it(world: Any, who: str) -> None:
    with pytest.raises(RoleRefused):
        await world.act(who, write_note, said(world), world.now())
    assert world.sql("SELECT count(*) FROM note") == [(0,)]


async def test_a_device_that_is_ahead_writes_nothing_in_the_future(world: Any) -> None:
    """A note written offline keeps its time; one from a clock that is ahead gets that of its arrival."""
    now = world.now()
    times = [now - timedelta(hours=2), now + timedelta(days=1)]
    kept = [await world.act("desk", write_note, said(world, written_at=at), now) for at in times]
    assert [(note.said.written_at, note.at) for note in kept] == [(times[0], now), (now, now)]


async def test_a_clock_that_knows_nothing_costs_no_note(world: Any) -> None:
    note = await world.act(
        "desk", write_note, said(world, written_at=EARLIEST - timedelta(hours=1)), world.now()
    )
    assert note.said.written_at == EARLIEST


async def test_a_call_of_nobody_is_refused(world: Any) -> None:
    with pytest.raises(NoSuchParty):
        await world.act("desk", write_note, said(world, called=uuid4()), world.now())
