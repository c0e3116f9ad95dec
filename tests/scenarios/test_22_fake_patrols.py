"""22. Fake patrols: A registers decoys to find B; it learns what its own covers share, in a budget, and it shows."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict_client import Forbidden, NotFound, Problem, Stale

DECOYS = 100
BUDGET = 20


async def whole_feed(client: Any) -> list[Any]:
    """Everything in somebody's feed, page after page."""
    page = await client.alerts()
    found = list(page.alerts)
    while page.alerts:
        page = await client.alerts(page.epoch, page.alerts[-1].seq)
        found += page.alerts
    return found


@pytest.mark.rule("PRB-02", "PRB-03", "PAT-02", "DIS-04")
async def test_a_hundred_decoys_bring_a_budget_of_notices_and_a_ghost_ratio(stage: Any) -> None:
    sought = await stage["b"].register(
        stage.post("U1", north_m=0, at=timedelta(hours=4), takes=timedelta(hours=8))
    )
    await stage.tick()
    decoys = []
    for number in range(DECOYS):
        at = timedelta(hours=4, minutes=4 * number)
        decoy = stage.plan(at=at, takes=timedelta(minutes=3), west=14.99, east=15.01)
        decoys.append(await stage["a"].register(decoy))
        stage.clock.advance(0.01)
    await stage.tick()
    learnt = [alert for alert in await stage.alerts("a") if alert.kind == "overlap"]
    assert [alert.patrol for alert in learnt] != []
    assert {alert.patrol for alert in learnt} == {decoy.id for decoy in decoys[:BUDGET]}
    assert all(not alert.areas and sought.id not in str(alert.wire) for alert in learnt)

    another = await stage["a"].register(stage.plan("U1", at=timedelta(hours=15), west=14.99, east=15.01))
    assert "budget_used" in {finding.code for finding in another.findings}
    [budget] = [item for item in await stage["a"].budgets() if item.callsign == "U1"]
    assert (budget.overlaps.drawn, budget.overlaps.limit, budget.notices_used) == (BUDGET, BUDGET, True)
    assert len(await stage["a"].patrols()) == DECOYS + 1  # all on record

    assert [kind for kind, _ in await stage.kinds("b")] == ["overlap"]  # the probed side knows
    await stage.check()
    desk = [(alert.kind, alert.change) for alert in await whole_feed(stage["room"])]
    assert desk.count(("conflict", "opened")) == DECOYS  # and the room knows of each
    assert desk.count(("budget", "used")) == DECOYS - BUDGET
    assert await stage.alerts("c") == []

    for decoy in decoys:
        await stage["a"].withdraw(decoy.id)
    await stage.tick()
    for who in ("facilitator", "room"):
        figures = {line.name: line for line in await stage[who].figures()}
        assert (figures["Party A"].ghosts, figures["Party A"].ghost_ratio) == (DECOYS, 1.0)
        assert (figures["Party A"].withdrawn, figures["Party A"].budgets_used) == (BUDGET, 1)
        assert (figures["Party B"].ghosts, figures["Party B"].ghost_ratio) == (0, None)
    assert [line.name for line in await stage["b"].figures()] == ["Party B"]


@pytest.mark.rule("PRB-02", "PRB-03", "DIS-05")
async def test_asking_instead_is_answered_at_the_tick_seen_by_the_other_side_and_soon_over(
    stage: Any,
) -> None:
    await stage["b"].register(stage.plan())
    await stage.tick()
    asked = await stage["a"].ask_check(stage.plan("U2"))
    assert asked.state == "pending"
    await stage.check()
    assert (await stage["a"].check(asked.id)).state == "pending"
    assert await stage.tick() == asked.answer_by
    answered = await stage["a"].check(asked.id)
    assert (answered.state, bool(answered.hours), answered.areas) == ("answered", True, ())
    clear = await stage["a"].ask_check(stage.plan("U2", lat=33.0))
    await stage.tick()
    assert (await stage["a"].check(clear.id)).hours == ()

    assert await stage.kinds("b") == [("probe", "asked")]
    assert await stage.kinds("a") == await stage.kinds("c") == await stage.kinds("room") == []
    with pytest.raises(NotFound):
        await stage["b"].check(asked.id)
    for _ in range(8):
        await stage["a"].ask_check(stage.plan("U2"))
    with pytest.raises(Problem) as refused:
        await stage["a"].ask_check(stage.plan("U2"))
    assert (refused.value.code, refused.value.fields["limit"]) == ("budget_used", 10)
    with pytest.raises(Forbidden):
        await stage["room"].ask_check(stage.plan("U2"))


@pytest.mark.rule("PRB-02")
async def test_amending_one_decoy_again_and_again_ends_in_silence(stage: Any) -> None:
    await stage["b"].register(stage.plan())
    mine = await stage["a"].register(stage.plan())
    await stage.tick()
    for version in range(1, BUDGET + 3):
        moved = await stage["a"].amend(mine.id, stage.plan(lat=32.0 + 0.001 * version), version)
        await stage.tick()
    assert "budget_used" in {finding.code for finding in moved.findings}
    assert (await stage.kinds("a"))[-1] == ("overlap", "withheld")
    told = len(await stage.kinds("a"))
    await stage["a"].amend(mine.id, stage.plan(lat=40.0), moved.version)
    await stage.tick()
    assert len(await stage.kinds("a")) == told
    with pytest.raises(Stale):
        await stage["a"].amend(mine.id, stage.plan(), 1)
