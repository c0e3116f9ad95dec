"""What came of a press is written once, by the engine."""

from typing import Any

import pytest

from deconflict.flows.escalate_by_hand import ask_to_escalate
from deconflict.shiftlog import checker_store as presses
from deconflict.shiftlog import store as log
from deconflict.shiftlog.model import NoteKind, Reached


@pytest.mark.rule("ALR-04")
async def test_a_press_waits_until_it_is_settled_and_is_settled_once(world: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.tick()
    [alert, *_] = await world.feed("desk")
    note = await world.act("desk", ask_to_escalate, alert.epoch, alert.seq, world.now())
    first, second = Reached(world.parties["a"].id, "duty"), Reached(world.parties["b"].id, None)
    async with world.checker.transaction() as checker:
        [press] = await presses.waiting(checker)
        assert press == note.press
        await presses.settle(checker, press, [first, second], world.now())
        await presses.settle(checker, press, [], world.now())
        assert await presses.waiting(checker) == []
    [kept] = await world.read("facilitator", log.page, 10, None)
    assert (kept.said.kind, kept.press.reached) == (NoteKind.ESCALATION, (first, second))
    assert kept.press.done_at == world.now()
