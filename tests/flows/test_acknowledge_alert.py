"""Received, seen, acknowledged: by whom, of what, and what it does to the subject."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.alerts.errors import EpochChanged
from deconflict.alerts.model import AlertKind, Fact
from deconflict.disclosure.views import WithheldView
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.administer import add_device
from deconflict.parties.model import DeviceId, Viewer

RECEIPTS = "SELECT fact, person, device, party FROM receipt ORDER BY at, fact"


@pytest.fixture
async def told(world: Any) -> Any:
    """A and B are in conflict and everybody concerned was told once."""
    await world.register("a")
    await world.register("b")
    await world.tick()
    [alert] = await world.feed("a")
    world.epoch = alert.epoch
    return world


async def state(world: Any, who: str, seq: int, fact: Fact, **other: Any) -> Any:
    values = {"epoch": world.epoch, "deployment": world.deployment, **other}
    shown = await world.act(
        who, acknowledge_alert, values["epoch"], seq, fact, values["deployment"], world.now()
    )
    return shown.value


@pytest.mark.rule("ALR-03", "IDN-03", "ALR-05")
async def test_three_different_facts_with_who_and_on_what_device(told: Any) -> None:
    a = told.viewers["a"]
    async with told.owner.transaction() as owner:
        phone = (await add_device(owner, a.person, "phone", told.now())).device
    told.viewers["phone"] = Viewer(uuid4(), a.person, a.party, a.role, DeviceId(phone.id), a.expires_at)
    shown = await state(told, "phone", 1, Fact.RECEIVED)
    assert (shown.received, shown.seen, shown.acknowledged) == (True, False, None)
    told.clock.advance(1)
    shown = await state(told, "a", 1, Fact.SEEN)
    assert (shown.received, shown.seen, shown.acknowledged) == (True, True, None)
    told.clock.advance(1)
    shown = await state(told, "a2", 1, Fact.ACKNOWLEDGED)
    assert shown.acknowledged == ("a2", told.now())
    acknowledged_at = told.now()
    told.clock.advance(1)
    shown = await state(told, "phone", 1, Fact.ACKNOWLEDGED)
    assert shown.acknowledged == ("a2", acknowledged_at)
    ours, colleague = told.parties["a"].id, told.viewers["a2"].person
    assert told.sql(RECEIPTS) == [
        ("received", a.person, phone.id, ours),
        ("seen", a.person, None, ours),
        ("acknowledged", colleague, None, ours),
        ("acknowledged", a.person, phone.id, ours),
    ]
    assert [alert.acknowledged for alert in await told.feed("b")] == [None]
    assert [alert.acknowledged for alert in await told.feed("desk")] == [None]
    assert told.sql("SELECT party, state FROM overlap WHERE state = 'acknowledged'") == [
        (ours, "acknowledged")
    ]
    entries = told.sql("SELECT person FROM ledger_entry WHERE kind = 'acknowledgement'")
    assert entries == [(colleague,)]


@pytest.mark.rule("ALR-03")
async def test_acknowledging_is_never_consent(told: Any) -> None:
    before = (
        told.sql("SELECT id, state, version FROM patrol ORDER BY id"),
        told.sql("SELECT * FROM plan ORDER BY id"),
    )
    await state(told, "a", 1, Fact.ACKNOWLEDGED)
    await state(told, "b", 1, Fact.ACKNOWLEDGED)
    assert told.sql("SELECT state, resolution FROM conflict") == [("open", None)]
    await state(told, "desk", 1, Fact.ACKNOWLEDGED)
    assert told.sql("SELECT state, resolution FROM conflict") == [("acknowledged", None)]
    after = (
        told.sql("SELECT id, state, version FROM patrol ORDER BY id"),
        told.sql("SELECT * FROM plan ORDER BY id"),
    )
    assert after == before


@pytest.mark.rule("IDN-05")
async def test_an_acknowledgement_of_another_epoch_lands_nowhere_and_says_which_one_holds(told: Any) -> None:
    with pytest.raises(EpochChanged) as refused:
        await state(told, "a", 1, Fact.ACKNOWLEDGED, epoch="yesterday")
    assert refused.value.epoch == told.epoch
    assert told.sql(RECEIPTS) == []


@pytest.mark.rule("DIS-06", "IDN-03")
async def test_a_number_that_ones_own_feed_has_not_is_absent_whoever_has_it(told: Any) -> None:
    await told.register("b", unit="U2", lat=34)
    await told.register("c", unit="U2", lat=34)
    await told.tick()
    assert len(await told.feed("b")) == 2
    answers = set()
    for who, seq in (
        ("a", 2),
        ("a", 99),
        ("a", 0),
        ("a", -1),
        ("crew", 1),
        ("facilitator", 1),
        ("operator", 1),
    ):
        with pytest.raises(NotFound) as absent:
            await state(told, who, seq, Fact.ACKNOWLEDGED)
        answers.add(str(absent.value))
    assert answers == {"not_found()"}
    assert told.sql(RECEIPTS) == []


@pytest.mark.rule("IDN-05", "ALR-05")
async def test_an_old_alert_acknowledges_itself_and_not_what_became_of_its_subject(told: Any) -> None:
    [(theirs,)] = told.sql("SELECT id FROM patrol WHERE party = %s", told.parties["b"].id)
    await told.amend("b", theirs, 1, time_tolerance_s=3600.0, lat=32.001)
    [(ours,)] = told.sql("SELECT id FROM patrol WHERE party = %s", told.parties["a"].id)
    await told.amend("a", ours, 1, time_tolerance_s=3600.0, lat=32.001)
    await told.tick()
    changes = [(alert.seq, alert.change) for alert in await told.feed("a")]
    assert changes == [(1, "opened"), (2, "worse")]
    first = await state(told, "a", 1, Fact.ACKNOWLEDGED)
    assert first.acknowledged is not None
    assert first.body.revision == 1
    assert told.sql("SELECT state FROM overlap WHERE patrol = %s", ours) == [("open",)]
    await state(told, "a", 2, Fact.ACKNOWLEDGED)
    assert told.sql("SELECT state FROM overlap WHERE patrol = %s", ours) == [("acknowledged",)]


@pytest.mark.rule("DIS-03", "ALR-01")
async def test_at_level_zero_a_number_is_noted_and_nothing_more_is_shown(told: Any) -> None:
    shown = await state(told, "a", 1, Fact.ACKNOWLEDGED, deployment=told.at_level(0))
    assert (shown.kind, shown.body) == (AlertKind.WITHHELD, WithheldView())
    assert shown.acknowledged == ("a", told.now())
