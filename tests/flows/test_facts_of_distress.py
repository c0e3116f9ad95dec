"""What showing calls and halts needs is read as the viewer, who finds nothing that is not theirs."""

from typing import Any

import pytest

from deconflict.alerts.model import Subject
from deconflict.distress.model import Place
from deconflict.flows.facts_of_distress import facts_for_calls, facts_for_halts, facts_of_distress
from deconflict.flows.order_halt import order_halt
from deconflict.flows.raise_sos import raise_sos

SQUARE = ((14.9, 31.9), (15.2, 31.9), (15.2, 32.1))


@pytest.mark.rule("SEC-01", "LIV-07")
async def test_only_those_concerned_find_a_call_or_a_halt(world: Any) -> None:
    place = Place(15.0, 32.0, world.now())
    call, _ = await world.act("a", raise_sos, "U1", place, "", world.now())
    halt = await world.act("desk", order_halt, SQUARE, "", world.now())
    of = [Subject(sos=call.id), Subject(halt=halt.id)]
    found = await world.read("desk", facts_of_distress, of)
    assert (found.calls, found.halts) == ({call.id: call}, {halt.id: halt})
    assert found.names == {world.parties["a"].id: "Party a"}
    own = await world.read("crew", facts_of_distress, of)
    assert (list(own.calls), list(own.halts)) == ([call.id], [])
    for who in ("b", "facilitator", "oversight"):
        none = await world.read(who, facts_of_distress, of)
        assert (none.calls, none.halts, none.names) == ({}, {}, {})
    assert (await world.read("a", facts_for_calls, [call])).names == {world.parties["a"].id: "Party a"}
    assert (await world.read("desk", facts_for_halts, [halt])).answers == {halt.id: []}
