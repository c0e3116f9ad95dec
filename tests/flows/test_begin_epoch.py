"""A new epoch after a restore: old numbers mean nothing, and the ledger has it."""

from typing import Any

import pytest

from deconflict.alerts.errors import EpochChanged
from deconflict.alerts.model import Fact
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.begin_epoch import begin_epoch
from deconflict.flows.read_feed import read_feed
from deconflict.flows.report_positions import report_positions
from deconflict.tracking.checker_store import newcomers
from deconflict.tracking.model import Fix
from deconflict.tracking.rules import HOURS_BEFORE

MADE_AT = "2026-11-30T08:00:00+00:00"


async def begin(world: Any, before: str, *, sign_out: bool = False) -> str:
    """Begin an epoch as the owner of the schema."""
    async with world.owner.transaction() as owner:
        return await begin_epoch(owner, before, MADE_AT, world.now(), sign_out=sign_out)


@pytest.mark.rule("IDN-05", "SEC-06")
async def test_no_number_and_no_acknowledgement_of_before_holds(world: Any) -> None:
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    before = (await world.act("a", read_feed, None, 0, 10, world.deployment)).epoch
    epoch = await begin(world, before)
    assert epoch != before
    with pytest.raises(EpochChanged):
        await world.act("a", read_feed, before, 1, 10, world.deployment)
    with pytest.raises(EpochChanged):
        await world.act("a", acknowledge_alert, before, 1, Fact.ACKNOWLEDGED, world.deployment, world.now())
    page = await world.act("a", read_feed, epoch, 0, 10, world.deployment)
    assert [shown.value.seq for shown in page.alerts] == [1]
    assert page.alerts[0].value.acknowledged is None


async def test_the_ledger_has_which_backup_of_which_epoch_was_restored(world: Any) -> None:
    epoch = await begin(world, "before")
    rows = world.sql("SELECT kind, party, payload FROM ledger_entry WHERE payload ? 'restored'")
    assert rows == [("administration", None, {"restored": MADE_AT, "before": "before", "epoch": epoch})]


@pytest.mark.rule("SEC-04")
async def test_everybody_is_signed_out_where_that_is_asked_for(world: Any) -> None:
    world.sql(
        "INSERT INTO session (id, token_hash, person, created_at, expires_at, last_seen_at, address, agent)"
        " VALUES (gen_random_uuid(), 'x', %s, service_now(), service_now() + interval '1 hour', service_now(), '', '')",
        world.viewers["a"].person,
    )
    await begin(world, "before")
    assert world.sql("SELECT count(*) FROM session WHERE ended_at IS NULL")[0][0] == 1
    await begin(world, "before", sign_out=True)
    assert world.sql("SELECT count(*) FROM session WHERE ended_at IS NULL")[0][0] == 0


@pytest.mark.rule("LIV-01", "SEC-06")
async def test_no_position_of_before_comes_to_the_live_tick_as_new_when_transactions_get_to_its_number(
    world: Any,
) -> None:
    await world.act("crew", report_positions, "U1", [Fix(world.now(), 15.0, 32.0)], world.now(), world.now())
    since = world.now() - HOURS_BEFORE
    async with world.checker.transaction() as checker:
        _, seen = await newcomers(checker, "1:1:", since)
    ahead = int(seen.split(":")[1]) + 20
    world.sql("UPDATE upload SET written = %s", ahead)
    await begin(world, "before")
    while world.sql("SELECT pg_current_xact_id()::text::bigint")[0][0] <= ahead:
        async with world.checker.transaction() as checker:
            found, seen = await newcomers(checker, seen, since)
        assert found == []
