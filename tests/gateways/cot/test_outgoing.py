"""What a device is sent: each alert until it is confirmed, each fix once, and at each level what its viewer may see."""

from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from deconflict.api.wire_alerts import alert_out
from deconflict.distress.model import Place
from deconflict.flows.order_halt import order_halt
from deconflict.flows.raise_sos import end_sos, raise_sos
from deconflict.flows.read_feed import read_feed
from deconflict.flows.report_positions import report_positions
from deconflict.gateways.cot.outgoing import Outgoing
from deconflict.tracking.model import Fix

SQUARE = ((14.9, 31.9), (15.3, 31.9), (15.3, 32.1), (14.9, 32.1))


def types(events: list[bytes]) -> list[str | None]:
    return sorted(fromstring(event).get("type") or "" for event in events)


async def stands(world: Any, who: str, lon: float, unit: str = "U1") -> None:
    fixes = [Fix(world.now(), lon, 32.0)]
    await world.act(who, report_positions, unit, fixes, world.now(), world.now())


@pytest.mark.rule("ALR-01", "ALR-03")
async def test_an_alert_is_sent_once_on_a_line_and_again_on_the_next_until_it_is_confirmed(
    world: Any, enrol: Any
) -> None:
    device = await enrol()
    await world.act("a", raise_sos, "U2", None, "", world.now())
    await world.engine.tell_distress()
    stream = Outgoing(world.database, world.deployment, "ANDROID-1")
    assert types(await stream.news(device.viewer, world.now())) == ["b-t-f"]
    assert await stream.news(device.viewer, world.now()) == []
    assert types(await Outgoing(world.database, world.deployment).news(device.viewer, world.now())) == [
        "b-t-f"
    ]
    world.sql(
        "INSERT INTO receipt SELECT feed, seq, 'received', party, notice, %s, NULL, released_at FROM alert WHERE feed ="
        " (SELECT id FROM feed WHERE person = %s)",
        device.viewer.person,
        device.viewer.person,
    )
    assert await Outgoing(world.database, world.deployment).news(device.viewer, world.now()) == []


@pytest.mark.rule("IDN-05")
async def test_in_a_new_epoch_alerts_are_sent_from_the_first_on(world: Any, enrol: Any) -> None:
    device = await enrol()
    await world.act("a", raise_sos, "U2", None, "", world.now())
    await world.engine.tell_distress()
    stream = Outgoing(world.database, world.deployment)
    assert types(await stream.news(device.viewer, world.now())) == ["b-t-f"]
    [(epoch,)] = world.sql("SELECT epoch FROM deployment")
    world.sql("UPDATE deployment SET epoch = 'restored'")
    try:
        assert types(await stream.news(device.viewer, world.now())) == ["b-t-f"]
    finally:
        world.sql("UPDATE deployment SET epoch = %s", epoch)


@pytest.mark.rule("ALR-01")
async def test_it_goes_back_a_minute_and_no_further(world: Any, enrol: Any) -> None:
    device = await enrol("a", "U1")
    stream = Outgoing(world.database, world.deployment)
    for unit in ("U1", "U2"):
        await world.act("a", raise_sos, unit, None, "", world.now())
        await stands(world, "a", 15.1, unit)
        await world.engine.tell_distress()
        assert "b-t-f" in types(await stream.news(device.viewer, world.now()))
        world.clock.advance(40)
    assert types(await stream.news(device.viewer, world.now())) == []
    stream.go_back(world.now())
    again = types(await stream.news(device.viewer, world.now()))
    assert again == ["a-f-G-U-C", "b-t-f"]  # the later of two calls, and where the other unit is
    world.clock.advance(70)
    stream.go_back(world.now())
    assert "b-t-f" not in types(await stream.news(device.viewer, world.now()))


async def test_a_unit_is_shown_when_it_moved_and_not_when_it_was_long_ago(world: Any, enrol: Any) -> None:
    device = await enrol("a", "U1")
    stream = Outgoing(world.database, world.deployment)
    await stands(world, "a", 15.1, "U2")
    await stands(world, "a", 15.2, "U1")  # the device's own
    assert types(await stream.news(device.viewer, world.now())) == ["a-f-G-U-C"]
    world.clock.advance(3)
    assert await stream.news(device.viewer, world.now()) == []
    await stands(world, "a", 15.3, "U2")
    assert types(await stream.news(device.viewer, world.now())) == []  # positions are read every other second
    world.clock.advance(3)
    assert types(await stream.news(device.viewer, world.now())) == ["a-f-G-U-C"]
    world.clock.advance(600)
    assert await Outgoing(world.database, world.deployment).news(device.viewer, world.now()) == []


# Who is sent which events when a unit of A's reports, calls for help and is helped, and the desk halts the area.
# Below level 3 a rival's crew hears of the halt alone, and nobody but its own party and the desk sees the unit.
OWN = ["a-f-G-U-C", "b-a-o-can", "b-a-o-tbl", "b-m-p-s-m", "b-t-f", "b-t-f", "b-t-f"]
TOLD = ["a-f-G-U-C", "b-a-o-can", "b-a-o-tbl", "b-m-p-s-m", "b-t-f", "b-t-f", "b-t-f"]
HALTED = ["a-f-G-U-C", "b-m-p-s-m", "b-t-f"]
DESK = ["a-n-G-U-C", "a-n-G-U-C", "b-a-o-can", "b-a-o-tbl", "b-m-p-s-m", "b-t-f", "b-t-f", "b-t-f"]
TABLE = {
    "a2": dict.fromkeys(range(5), sorted([*OWN])),
    "crew": dict.fromkeys(range(5), sorted([*OWN])),
    "b": {0: HALTED, 1: HALTED, 2: HALTED, 3: TOLD, 4: TOLD},
    "c": {level: list[str]() for level in range(5)},
    "desk": dict.fromkeys(range(5), DESK),
    "facilitator": {level: list[str]() for level in range(5)},
    "oversight": {level: list[str]() for level in range(5)},
}


@pytest.mark.rule("DIS-03", "DIS-06", "LIV-07")
@pytest.mark.parametrize("level", range(5))
async def test_at_each_level_everybody_is_sent_what_the_table_says_and_their_feed_shows(
    world: Any, agreeing: Any, level: int
) -> None:
    await agreeing.ratify(level)
    await world.tick()
    await stands(world, "a", 15.0)
    await stands(world, "b", 15.2)
    place = Place(15.0, 32.0, world.now())
    call, _ = await world.act("a", raise_sos, "U1", place, "ambush", world.now())
    await world.act("desk", order_halt, SQUARE, "convoy", world.now())
    await world.engine.tell_distress()
    await world.act("a", end_sos, call.id, world.now())
    await world.engine.tell_distress()
    sent = {}
    for who in TABLE:
        viewer = world.viewers[who]
        events = await Outgoing(world.database, world.deployment).news(viewer, world.now())
        sent[who] = types(events)
        feed = await world.act(who, read_feed, None, 0, 100, world.deployment)
        readable = str([alert_out(item).model_dump(mode="json") for item in feed.alerts])
        for event in map(fromstring, events):
            if event.get("type") == "b-t-f" and "ambush" in (event.findtext("detail/remarks") or ""):
                assert "ambush" in readable, who
    assert sent == {who: levels[level] for who, levels in TABLE.items()}
