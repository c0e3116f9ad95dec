"""Where units were, said over a socket: stored, answered, and behind no alert."""

import asyncio
from datetime import timedelta

import pytest

from deconflict.live.outbox import Outbox
from deconflict.live.storing import WAITING, Storing
from deconflict.live.uploads import Said
from deconflict.tracking.model import Fix


def upload(world, number: int = 1, **others) -> dict:
    now = world.now()
    fixes = [{"at": (now - timedelta(seconds=ago)).isoformat(), "lon": 15.0, "lat": 32.0} for ago in (2, 1)]
    return {
        "type": "position",
        "id": number,
        "unit": "U1",
        "sent_at": now.isoformat(),
        "fixes": fixes,
        **others,
    }


@pytest.mark.rule("LIV-01")
async def test_fixes_are_stored_and_their_device_is_told_so(served) -> None:
    line = await served.line("a")
    await line.greet()
    await line.say(upload(served.world))
    stored = {"type": "stored", "id": 1, "stored": 2, "clock_offset_s": 0.0, "set_aside": []}
    assert await line.hear("stored") == stored
    assert served.world.sql("SELECT lon, lat FROM last_position") == [(15.0, 32.0)]
    assert served.world.sql("SELECT octet_length(fixes) FROM upload") == [(96,)]


@pytest.mark.rule("SEC-03", "DIS-06")
@pytest.mark.parametrize("unit", ["U9", "Heron"])
async def test_a_rivals_unit_and_an_unknown_one_are_the_same_refusal_and_the_line_stays(served, unit) -> None:
    line = await served.line("a")
    await line.greet()
    for number, said in enumerate((upload(served.world, unit=unit), upload(served.world))):
        await line.say({**said, "id": number})
    assert await line.hear("refused") == {"type": "refused", "id": 0, "code": "unit_not_yours"}
    assert (await line.hear("stored"))["id"] == 1


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize(
    ("who", "others", "code"),
    [
        ("desk", {}, "role_refused"),
        ("a", {"sent_at": "2020-01-01T00:00:00Z"}, "clock_off"),
        ("a", {"fixes": []}, "malformed_message"),
        ("a", {"fixes": [{"at": "now", "lon": 1, "lat": 2}]}, "malformed_message"),
    ],
)
async def test_what_cannot_be_stored_is_refused_by_its_number(
    served, who: str, others: dict, code: str
) -> None:
    line = await served.line(who)
    await line.greet()
    await line.say(upload(served.world, 5, **others))
    assert await line.hear("refused") == {"type": "refused", "id": 5, "code": code}
    assert served.world.sql("SELECT count(*) FROM upload") == [(0,)]


@pytest.mark.rule("ALR-07")
async def test_while_fixes_wait_to_be_stored_alerts_are_told(served) -> None:
    world, line = served.world, await served.line("a")
    await line.greet()
    for _ in range(2):
        await served.hub.storing.acquire()  # as if the database took its time for fixes
    for number in range(WAITING + 2):
        await line.say(upload(world, number))
    for who in ("a", "b"):
        await world.register(who, unit="U1", lat=32.0)
    await world.tick()
    assert (await line.hear())["type"] == "alert"
    for _ in range(2):
        served.hub.storing.release()
    heard = {(await line.hear("stored"))["id"] for _ in range(WAITING + 2)}
    assert heard == set(range(WAITING + 2))


@pytest.mark.rule("ALR-07")
async def test_who_says_more_than_is_stored_waits_and_nothing_piles_up(world) -> None:
    box = Outbox()
    storing = Storing(None, asyncio.Semaphore(0), world.viewers["a"], box)  # type: ignore[arg-type]  # never used
    said = Said(None, "U1", world.now(), [Fix(world.now(), 15.0, 32.0)])
    for _ in range(WAITING):
        await storing.put(said)
    waits = asyncio.create_task(storing.put(said))
    await asyncio.sleep(0)
    assert not waits.done()
    waits.cancel()
