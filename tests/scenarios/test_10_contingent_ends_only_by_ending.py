"""10. Contingent ends only by ending: every other move is refused and changes nothing."""

from typing import Any

import pytest

from deconflict_client import Refused

VERBS = ("confirm", "start", "withdraw", "off_plan", "contingent", "end")
# What each state allows, by the client's verbs; None: the way there from a new patrol.
ALLOWED = {
    "draft": {"confirm"},
    "registered": {"start", "withdraw"},
    "active": {"off_plan", "contingent", "end"},
    "off_plan": {"start", "contingent", "end"},
    "contingent": {"end"},
    "ended": set(),
    "withdrawn": set(),
}
WAY = {
    "draft": (),
    "registered": ("confirm",),
    "active": ("confirm", "start"),
    "off_plan": ("confirm", "start", "off_plan"),
    "contingent": ("confirm", "start", "contingent"),
    "ended": ("confirm", "start", "end"),
    "withdrawn": ("confirm", "withdraw"),
}


@pytest.mark.rule("PAT-01")
@pytest.mark.parametrize("state", list(WAY))
async def test_every_move_that_a_state_does_not_allow_is_refused_and_changes_nothing(
    stage: Any, state: str
) -> None:
    patrol = await stage["b"].register(stage.plan(draft=True))
    for verb in WAY[state]:
        patrol = await getattr(stage["b"], verb)(patrol.id)
    assert patrol.state == state
    for verb in set(VERBS) - ALLOWED[state]:
        with pytest.raises(Refused) as refusal:
            await getattr(stage["b"], verb)(patrol.id)
        assert refusal.value.code == "move_refused", (state, verb)
    assert (await stage["b"].patrol(patrol.id)).state == state


async def test_a_contingent_patrol_ends(stage: Any) -> None:
    patrol = await stage["b"].register(stage.plan())
    for verb in ("start", "contingent", "end"):
        patrol = await getattr(stage["b"], verb)(patrol.id)
    assert patrol.state == "ended"
    await stage.tick()
    assert await stage.kinds("room") == [("patrol", "contingent")]
    assert await stage.kinds("a") == []
