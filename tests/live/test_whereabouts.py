"""Who is told where units are, and that it is the latest."""

from datetime import timedelta

import pytest

from deconflict.flows.report_positions import report_positions
from deconflict.live.whereabouts import Whereabouts
from deconflict.tracking.model import Fix


async def report(world, who: str, unit: str, lon: float, ago_s: float = 0.0) -> None:
    at = world.now() - timedelta(seconds=ago_s)
    await world.act(who, report_positions, unit, [Fix(at, lon, 32.0)], world.now(), world.now())


@pytest.mark.rule("DIS-06", "DIS-08")
async def test_ones_own_and_the_desk_are_told_where_a_unit_is_and_a_rival_is_not(served) -> None:
    lines = {who: await served.line(who) for who in ("a", "b", "desk")}
    for line in lines.values():
        await line.greet()
    await served.until(lambda: len(served.hub.audiences) == 3)
    await report(served.world, "a", "U1", 15.0)
    for who in ("a", "desk"):
        heard = await lines[who].hear("position")
        assert (heard["callsign"], heard["lon"], heard["lat"]) == ("U1", 15.0, 32.0)
    await report(served.world, "b", "U1", 16.0)
    assert (await lines["b"].hear("position"))["lon"] == 16.0


async def test_a_position_is_told_once_and_an_older_one_never(served) -> None:
    line = await served.line("a")
    await line.greet()
    await served.until(lambda: len(served.hub.audiences) == 1)
    await report(served.world, "a", "U1", 15.0)
    await report(served.world, "a", "U2", 15.5)
    heard = {(await line.hear("position"))["callsign"] for _ in range(2)}
    assert heard == {"U1", "U2"}
    await report(served.world, "a", "U1", 14.0, ago_s=60.0)
    await report(served.world, "a", "U2", 15.6, ago_s=-1.0)
    assert (await line.hear("position"))["lon"] == 15.6


@pytest.mark.rule("ALR-07")
async def test_of_a_side_only_one_reads_for_all(served) -> None:
    lines = [await served.line("a") for _ in range(3)]
    for line in lines:
        await line.greet()
    await served.until(lambda: sum(len(each.followers) for each in served.hub.audiences) == 3)
    await report(served.world, "a", "U1", 15.0)
    for line in lines:
        assert (await line.hear("position"))["callsign"] == "U1"


async def test_nobody_follows_and_nothing_is_read(served) -> None:
    await report(served.world, "a", "U1", 15.0)
    await Whereabouts(None, served.hub).look()  # type: ignore[arg-type]  # there is nobody to read for


@pytest.mark.rule("DIS-02", "DIS-03")
async def test_a_rival_is_told_at_live_level_4_and_by_what_is_taken_back_its_line_is_closed(
    served, agreeing_class
) -> None:
    world, agreeing = served.world, agreeing_class(served.world)
    await agreeing.ratify(4)
    await world.tick()
    line = await served.line("b")
    await line.greet()
    await served.until(lambda: len(served.hub.audiences) == 1)
    await report(world, "a", "U1", 15.0)
    await world.engine.share_positions()
    heard = await line.hear("position")
    assert (heard["callsign"], heard["lon"]) == ("U1", 15.0)
    assert heard["unit"] not in {str(unit) for (unit,) in world.sql("SELECT id FROM unit")}
    await agreeing.lower("a", "b", 3)
    await report(world, "a", "U1", 15.1)
    await world.engine.share_positions()
    assert await line.closed() == 4003
    assert world.sql("SELECT count(*) FROM shared_position") == [(0,)]
