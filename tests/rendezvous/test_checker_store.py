"""The checker reads what both sides confirmed, as long as it may matter."""

from datetime import timedelta
from typing import Any

from deconflict.flows.answer_rendezvous import confirm_rendezvous
from deconflict.flows.propose_rendezvous import Proposal, propose_rendezvous
from deconflict.rendezvous import checker_store
from deconflict.rendezvous.model import Where


async def test_only_what_both_confirmed_is_read_and_nothing_that_was_over_before(world: Any) -> None:
    own = await world.register("a")
    start = world.now() + timedelta(hours=2)
    where = Where(15.0, 32.0, 500.0, start, start + timedelta(hours=1))
    pair = [world.parties[slug].id for slug in ("a", "b")]
    asked = Proposal(where, own.patrol.id)
    item = (await world.act("a", propose_rendezvous, pair, asked, world.deployment, world.now())).value

    async def confirmed(since: Any) -> Any:
        async with world.checker.transaction() as checker:
            return await checker_store.confirmed(checker, since)

    assert await confirmed(world.now()) == []
    await world.act("b", confirm_rendezvous, item.id, None, world.now())
    [meant] = await confirmed(where.end)
    assert (meant.sides, meant.where, meant.only) == (frozenset(pair), where, {pair[0]: own.patrol.id})
    assert await confirmed(where.end + timedelta(seconds=1)) == []
    world.sql("UPDATE rendezvous SET ended_at = proposed_at")
    assert await confirmed(where.end) == [], "what was ended exempts nothing, whatever its state says"
