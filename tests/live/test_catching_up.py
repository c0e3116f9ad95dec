"""What sockets missed is read few at a time, and once for a person's devices that wait for the same."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from deconflict.alerts.model import Fact
from deconflict.api.edge import Edge
from deconflict.app import bare_app, stand
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.live import catching_up as module
from deconflict.live.catching_up import CatchingUp
from deconflict.runtime.errors import DatabaseBusy
from deconflict.runtime.settings import Settings


@pytest.fixture
async def edge(world: Any) -> Edge:
    """What sockets stand on, over a world where A and B were told three times."""
    for number in (1, 2, 3):
        for who in ("a", "b"):
            await world.register(who, unit=f"U{number}", lat=32.0 + number)
        await world.tick()
    app = bare_app()
    stand(app, Settings(database_url=SecretStr("unused")), world.database, world.clock)
    return app.state.edge


@pytest.fixture
async def catching_up(edge: Edge) -> AsyncIterator[CatchingUp]:
    """The readings of that world's sockets."""
    found = CatchingUp(edge)
    yield found
    await found.stop()


@pytest.fixture
def readings(catching_up: CatchingUp, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """After which numbers was read, one entry for each reading."""
    made: list[int] = []
    read = module.read_within

    async def counted(session: Any, viewer: Any, epoch: Any, after: int, deployment: Any) -> Any:
        made.append(after)
        return await read(session, viewer, epoch, after, deployment)

    monkeypatch.setattr(module, "read_within", counted)
    return made


@pytest.mark.rule("ALR-01")
async def test_a_reading_has_what_comes_after_a_number_and_what_nobody_answered(
    catching_up: CatchingUp, world: Any
) -> None:
    missed = await catching_up.read(world.viewers["a"], None, 1)
    assert [seq for seq, _ in missed.letters] == [2, 3]
    assert [json.loads(letter.text)["seq"] for _, letter in missed.letters] == [2, 3]
    assert (missed.last, missed.unanswered) == (3, {1, 2, 3})
    deployment, now = world.deployment, world.now()
    await world.act("a", acknowledge_alert, missed.epoch, 1, Fact.ACKNOWLEDGED, deployment, now)
    assert 1 not in (await catching_up.read(world.viewers["a"], None, 1)).unanswered


async def test_devices_that_wait_for_the_same_share_one_reading(
    catching_up: CatchingUp, world: Any, readings: list[int]
) -> None:
    places = [("a", 0)] * 5 + [("a", 1)] * 2 + [("b", 0)] * 3
    found = await asyncio.gather(
        *(catching_up.read(world.viewers[who], None, after) for who, after in places)
    )
    assert [[seq for seq, _ in missed.letters] for missed in found] == [[1, 2, 3]] * 5 + [[2, 3]] * 2 + [
        [1, 2, 3]
    ] * 3
    assert sorted(readings) == [0, 0, 1]


@pytest.mark.rule("DIS-02")
async def test_nobody_joins_a_reading_that_has_begun(
    catching_up: CatchingUp, world: Any, readings: list[int]
) -> None:
    first = asyncio.create_task(catching_up.read(world.viewers["a"], None, 0))
    while not readings:  # noqa: ASYNC110  (it is a reading that begins)
        await asyncio.sleep(0)
    await catching_up.read(world.viewers["a"], None, 0)
    await first
    assert readings == [0, 0]


async def test_who_leaves_takes_nothing_from_those_who_wait_for_the_same(
    catching_up: CatchingUp, world: Any, readings: list[int]
) -> None:
    both = [asyncio.create_task(catching_up.read(world.viewers["a"], None, 0)) for _ in range(2)]
    await asyncio.sleep(0)
    both[0].cancel()
    assert (await both[1]).last == 3
    assert readings == [0]


@pytest.mark.rule("ALR-07")
async def test_one_person_s_readings_hold_up_nobody_else_s(
    edge: Edge, world: Any, readings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 1)
    one_at_a_time = CatchingUp(edge)
    many = [asyncio.create_task(one_at_a_time.read(world.viewers["a"], None, after)) for after in range(3)]
    await asyncio.sleep(0)
    await one_at_a_time.read(world.viewers["b"], None, 3)
    await asyncio.gather(*many)
    assert readings == [0, 3, 1, 2]


async def test_a_person_has_one_reading_at_a_time(
    catching_up: CatchingUp, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once: list[int] = []
    read, reading = module.read_within, set()

    async def counted(session: Any, *arguments: Any) -> Any:
        reading.add(session)
        at_once.append(len(reading))
        try:
            return await read(session, *arguments)
        finally:
            reading.remove(session)

    monkeypatch.setattr(module, "read_within", counted)
    await asyncio.gather(*(catching_up.read(world.viewers["a"], None, after) for after in range(4)))
    assert at_once == [1] * 4


async def test_what_everybody_left_is_not_read(
    catching_up: CatchingUp, world: Any, readings: list[int]
) -> None:
    first = asyncio.create_task(catching_up.read(world.viewers["a"], None, 0))
    left = [asyncio.create_task(catching_up.read(world.viewers["a"], None, 1)) for _ in range(2)]
    await asyncio.sleep(0)
    for waiter in left:
        waiter.cancel()
    await asyncio.wait(left)
    comes_again = asyncio.create_task(catching_up.read(world.viewers["a"], None, 2))
    await asyncio.gather(first, comes_again)
    assert readings == [0, 2]


async def test_what_is_being_read_ends_with_the_last_who_waits_for_it(
    catching_up: CatchingUp, world: Any, readings: list[int]
) -> None:
    leaves = asyncio.create_task(catching_up.read(world.viewers["a"], None, 0))
    while not readings:  # noqa: ASYNC110  (it is a reading that begins)
        await asyncio.sleep(0)
    leaves.cancel()
    await asyncio.wait([leaves])
    assert leaves.cancelled()
    assert (await catching_up.read(world.viewers["a"], None, 0)).last == 3
    await catching_up.quiet(60.0)
    assert not catching_up.busy


async def test_who_comes_as_the_last_leaves_gets_a_reading_of_its_own(
    catching_up: CatchingUp, world: Any, readings: list[int]
) -> None:
    leaves = asyncio.create_task(catching_up.read(world.viewers["a"], None, 0))
    await asyncio.sleep(0)
    leaves.cancel()
    comes = asyncio.create_task(catching_up.read(world.viewers["a"], None, 0))
    assert (await comes).last == 3
    assert leaves.cancelled()


async def test_who_gets_no_turn_in_time_is_told_that_the_service_is_busy(
    edge: Edge, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 0)
    monkeypatch.setattr(module, "TURN_WITHIN_S", 0.01)
    full = CatchingUp(edge)
    with pytest.raises(DatabaseBusy):
        await full.read(world.viewers["a"], None, 0)
    await full.stop()


async def test_what_can_wait_waits_while_somebody_catches_up_but_not_for_ever(
    catching_up: CatchingUp, world: Any, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    await catching_up.quiet(0.0)
    assert not catching_up.busy
    reading = asyncio.create_task(catching_up.read(world.viewers["a"], None, 0))
    await asyncio.sleep(0)
    assert catching_up.busy
    await catching_up.quiet(60.0)
    assert reading.done() or not catching_up.busy
    await reading
    monkeypatch.setattr(module, "AT_ONCE", 0)
    stuck = CatchingUp(edge)
    waiting = asyncio.create_task(stuck.read(world.viewers["a"], None, 0))
    await asyncio.sleep(0)
    await stuck.quiet(0.01)
    assert stuck.busy
    await stuck.stop()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_reading_gives_way_to_who_is_being_let_in_but_not_for_ever(
    catching_up: CatchingUp, world: Any, readings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with catching_up.arriving():
        with catching_up.arriving():
            first = catching_up.read(world.viewers["a"], None, 0, gives_way=True)
            reading = asyncio.create_task(first)
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.01)
        assert readings == []
    assert (await reading).last == 3
    with catching_up.arriving():
        assert (await catching_up.read(world.viewers["a"], None, 0)).last == 3, (
            "a further page waits for nobody"
        )
    monkeypatch.setattr(module, "ARRIVALS_S", 0.01)
    with catching_up.arriving():
        assert (await catching_up.read(world.viewers["a"], None, 0, gives_way=True)).last == 3
