"""The checker's lag as it is seen from outside."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from deconflict.bench.backlog import queue
from deconflict.bench.lag import Lag, until_checked, until_told, watched
from deconflict.bench.scene import Scene

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_todo_that_is_gone_had_waited_until_now() -> None:
    lag, first, second = Lag(), uuid4(), uuid4()
    lag.look([(first, NOW, later(0)), (second, NOW, later(0))], later(0))
    lag.look([(second, NOW, later(0.2))], later(0.2))
    lag.look([], later(0.5))
    assert lag.seconds == [0.2, 0.5]
    assert lag.most == 2
    assert lag.waiting == {}


def test_what_nobody_saw_waiting_counts_as_one_look() -> None:
    lag = Lag(seconds=[0.5])
    assert lag.spread(checked=4).count == 4
    assert lag.spread(checked=4).p50 == 10.0


async def test_todos_are_watched_on_the_database(scene: Scene) -> None:
    async with watched(scene) as lag:
        queue(scene, scene.sample(3))
        async with asyncio.timeout(10):
            while len(lag.waiting) < 3:  # noqa: ASYNC110  (the watch looks by itself)
                await asyncio.sleep(0.01)
        with scene.ground.administrator() as connection:
            connection.execute("DELETE FROM check_due")
        assert await until_checked(lag, 10) < 10
    assert len(lag.seconds) == 3


async def test_an_idle_engine_has_checked_and_told_everything(scene: Scene) -> None:
    def run(*statements: str) -> None:
        with scene.ground.administrator() as connection:
            for statement in statements:
                connection.execute(statement.encode())

    run("DELETE FROM check_due", "DELETE FROM notice")
    assert await until_told(scene, 10)
    queue(scene, scene.sample(1))
    assert not await until_told(scene, 0.1)
    run(
        "DELETE FROM check_due",
        "INSERT INTO notice (id, kind, change, rings, found_at) "
        "VALUES (gen_random_uuid(), 'zone', 'new', true, clock_timestamp())",
    )
    assert not await until_told(scene, 0.1)
    run("UPDATE notice SET released_at = found_at")
    assert await until_told(scene, 10)
    run("DELETE FROM notice")
