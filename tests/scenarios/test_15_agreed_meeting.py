"""15. Agreed meeting: A and B confirm a rendezvous: no conflict there and then; later or further on it is one."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict_client import Forbidden, MeetingPlace, NotFound, Refused

AT, HOUR = timedelta(hours=4), timedelta(hours=1)


async def party(stage: Any, who: str) -> str:
    return str((await stage[who].who_am_i()).person.party)


def place(stage: Any, radius_m: float = 500.0) -> MeetingPlace:
    """Around 15° E 32° N, for an hour from four hours on, and five minutes before and after."""
    start, spare = stage.clock.now() + AT, timedelta(minutes=5)
    return MeetingPlace(15.0, 32.0, radius_m, start - spare, start + HOUR + spare)


async def agree(stage: Any, **asked: Any) -> Any:
    both = [await party(stage, who) for who in ("a", "b")]
    proposed = await stage["a"].propose_rendezvous(both, place(stage, **asked))
    return await stage["b"].confirm_rendezvous(proposed.id)


@pytest.mark.rule("SEP-10")
async def test_there_and_then_is_no_conflict_and_ten_minutes_later_it_is_one(stage: Any) -> None:
    assert (await agree(stage)).state == "confirmed"
    await stage["a"].register(stage.post("U1", north_m=0, at=AT, takes=HOUR))
    await stage["b"].register(stage.post("U1", north_m=100, at=AT, takes=HOUR))
    await stage.check()
    assert await stage["room"].conflicts() == []

    late = AT + HOUR + timedelta(minutes=10)
    await stage["a"].register(stage.post("U2", north_m=0, at=late, takes=HOUR))
    await stage["b"].register(stage.post("U2", north_m=100, at=late, takes=HOUR))
    await stage.tick()
    (conflict,) = await stage["room"].conflicts()
    assert (conflict.state, conflict.finding.grade) == ("open", "critical")


@pytest.mark.rule("SEP-10")
async def test_two_kilometres_further_on_it_is_a_conflict(stage: Any) -> None:
    await agree(stage)
    # The disc of 500 m grows by the minimum of 1000 m; the posts stand two kilometres north of that.
    await stage["a"].register(stage.post("U1", north_m=3500, at=AT, takes=HOUR))
    await stage["b"].register(stage.post("U1", north_m=3600, at=AT, takes=HOUR))
    await stage.tick()
    (conflict,) = await stage["room"].conflicts()
    assert conflict.state == "open"


@pytest.mark.rule("SEP-10", "CON-04", "DIS-04")
async def test_confirmed_it_resolves_what_was_open_and_ended_it_opens_again_for_the_room(stage: Any) -> None:
    await stage["a"].register(stage.post("U1", north_m=0, at=AT, takes=HOUR))
    await stage["b"].register(stage.post("U1", north_m=100, at=AT, takes=HOUR))
    await stage.tick()
    (overlap,) = await stage["a"].overlaps()

    # At level 1 A does not know its rival: it asks the Room, which passes it on; each side then confirms for itself.
    asked = await stage["a"].propose_about_overlap(overlap.id, place(stage))
    assert (asked.state, [side.party for side in asked.sides]) == ("asked", [await party(stage, "a")])
    passed = await stage["room"].pass_on_rendezvous(asked.id, await party(stage, "b"))
    with pytest.raises(NotFound):
        await stage["a"].rendezvous(passed.id)
    await stage["b"].confirm_rendezvous(passed.id)
    await stage.tick()
    assert [item.state for item in await stage["room"].conflicts()] == ["open"]
    confirmed = await stage["a"].confirm_rendezvous(passed.id)
    assert confirmed.state == "confirmed"
    await stage.tick()
    (conflict,) = await stage["room"].conflicts()
    assert (conflict.state, conflict.resolution) == ("resolved", "rendezvous")
    # It ends no overlap: who shares hours with whom is as it was.
    assert [item.state for item in await stage["a"].overlaps()] == ["open"]

    await stage["b"].end_rendezvous(passed.id)
    await stage.tick()
    (conflict,) = await stage["room"].conflicts()
    assert conflict.state == "open"
    assert [alert.change for alert in await stage.alerts("a") if alert.kind == "rendezvous"][-1] == "ended"


@pytest.mark.rule("SEP-10", "DIS-06")
async def test_nobody_confirms_for_another_and_a_third_party_sees_nothing(stage: Any) -> None:
    both = [await party(stage, who) for who in ("a", "b")]
    proposed = await stage["a"].propose_rendezvous(both, place(stage))
    for who, refusal in (("c", NotFound), ("room", Forbidden), ("facilitator", Forbidden), ("a", Refused)):
        with pytest.raises(refusal):
            await stage[who].confirm_rendezvous(proposed.id)
    assert (await stage["b"].rendezvous(proposed.id)).state == "proposed"
    assert await stage["c"].all_rendezvous() == []
    with pytest.raises(NotFound):
        await stage["c"].rendezvous(proposed.id)
    await stage.check()
    assert await stage.kinds("c") == []
    assert await stage.kinds("b") == [("rendezvous", "proposed")]
