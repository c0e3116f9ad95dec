"""What the live tick asks about alerts: whose feeds people have, and what was told of a patrol last."""

from typing import Any

from deconflict.alerts.live_store import feeds_of, last_changes
from deconflict.patrols.model import PatrolState


async def test_a_person_shut_out_has_no_feed_any_more(world: Any) -> None:
    crew, officer = (world.viewers[who].person for who in ("crew", "a"))
    async with world.checker.transaction() as checker:
        assert set(await feeds_of(checker, [crew, officer])) == {crew, officer}
        assert await feeds_of(checker, []) == {}
    world.sql("UPDATE person SET disabled_at = now() WHERE id = %s", crew)
    async with world.checker.transaction() as checker:
        [recipient] = (await feeds_of(checker, [crew, officer])).values()
    assert recipient.party == world.parties["a"].id


async def test_the_last_change_told_of_a_patrol_is_the_newest_of_those_asked_for(world: Any) -> None:
    patrol = (await world.register("a")).patrol
    async with world.checker.transaction() as checker:
        assert await last_changes(checker, [patrol.id], {"off_plan"}) == {}
    await world.move("a", patrol.id, PatrolState.ACTIVE)
    await world.move("a", patrol.id, PatrolState.OFF_PLAN)
    left_at = world.now()
    await world.tick()
    async with world.checker.transaction() as checker:
        told = await last_changes(checker, [patrol.id], {"off_plan", "straying"})
        assert told == {patrol.id: ("off_plan", left_at)}
        assert await last_changes(checker, [patrol.id], {"straying"}) == {}
