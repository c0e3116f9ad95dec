"""A feed is read once for all of a person's sockets, as that person, and never with a gap (ALR-01)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from deconflict.alerts.model import Snooze
from deconflict.api.edge import Edge
from deconflict.app import bare_app, stand
from deconflict.live import feed
from deconflict.live.errors import FeedBroken
from deconflict.live.feed import Audience, Follower, deliver, read_on, tell_receipts
from deconflict.live.protocol import MAX_SEQ, CloseCode
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


def following(world: Any, epoch: str, after: int) -> Follower:
    """A socket of A's that has the feed up to that number."""
    follower = Follower(world.viewers["a"])
    follower.protocol.heard(json.dumps({"type": "hello", "epoch": epoch, "after": after}))
    follower.protocol.placed(epoch, 3)
    return follower


async def audience_of(edge: Edge, world: Any, *reached: int) -> Audience:
    """A's sockets, each with the feed up to one of those numbers."""
    page = await read_on(edge, world.viewers["a"], None, 0)
    followers = {following(world, page.epoch, after) for after in reached}
    return Audience(page.feed, page.epoch, world.viewers["a"], followers)


def waiting(follower: Follower) -> list[int]:
    """The numbers of the alerts that wait to be written."""
    return [json.loads(letter.text)["seq"] for letter in follower.outbox._letters]


@pytest.mark.rule("ALR-01")
async def test_each_socket_gets_what_it_lacks_from_one_reading(
    edge: Edge, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    audience, readings = await audience_of(edge, world, 0, 2, 3), []

    async def counted(*arguments: Any) -> Any:
        readings.append(arguments)
        return await read_on(*arguments)

    monkeypatch.setattr(feed, "read_on", counted)
    assert audience.reached == 0
    await deliver(edge, audience, 3)
    assert sorted(map(waiting, audience.followers)) == [[], [1, 2, 3], [3]]
    assert len(readings) == 1
    assert audience.reached == 3
    assert audience.unanswered == {1, 2, 3}


async def test_a_socket_at_its_end_holds_nobody_back(edge: Edge, world: Any) -> None:
    audience = await audience_of(edge, world, 0, 2)
    for follower in audience.followers:
        if follower.protocol.sent == 0:
            follower.protocol.heard("{")
    assert audience.reached == 2
    await deliver(edge, audience, 3)
    assert sorted(map(waiting, audience.followers)) == [[], [3]]
    assert Audience(audience.feed, "e", audience.viewer).reached == MAX_SEQ


@pytest.mark.rule("ALR-01")
@pytest.mark.parametrize(("missing", "after"), [(1, 0), (2, 0), (3, 2)])
async def test_a_gap_is_no_stream(edge: Edge, world: Any, missing: int, after: int) -> None:
    world.sql("DELETE FROM alert WHERE seq = %s", missing)
    with pytest.raises(FeedBroken):
        await read_on(edge, world.viewers["a"], None, after)


@pytest.mark.rule("ALR-05")
async def test_acknowledgements_are_told_once_to_those_who_had_the_alert(edge: Edge, world: Any) -> None:
    audience = await audience_of(edge, world, 1, 3)
    audience.unanswered = {1, 2, 3}
    feed_id = audience.feed
    for seq in (1, 3):
        world.sql(
            "INSERT INTO receipt (feed, seq, fact, party, notice, person, at)"
            " SELECT feed, seq, 'acknowledged', party, notice, %s, now() FROM alert WHERE feed = %s AND seq = %s",
            world.viewers["a"].person,
            feed_id,
            seq,
        )
    for _ in range(2):
        await tell_receipts(edge, audience)
    assert sorted(map(waiting, audience.followers)) == [[1], [1, 3]]
    assert audience.unanswered == {2}


async def test_only_the_newest_unanswered_are_watched(
    edge: Edge, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "WATCHED", 2)
    audience = await audience_of(edge, world, 0)
    await deliver(edge, audience, 3)
    assert audience.unanswered == {2, 3}


async def test_an_audience_ends_as_one(edge: Edge, world: Any) -> None:
    audience = await audience_of(edge, world, 0, 3)
    audience.end(CloseCode.FAILED)
    assert {follower.outbox.close_code for follower in audience.followers} == {CloseCode.FAILED}


@pytest.mark.rule("ALR-05")
async def test_every_device_hears_once_until_when_they_keep_still_and_when_they_ring_again(
    edge: Edge, world: Any
) -> None:
    audience = await audience_of(edge, world, 3, 3)
    until = world.now() + timedelta(minutes=5)
    audience.keep_still(None)
    for _ in range(2):
        audience.keep_still(Snooze(3, until))
    late = following(world, audience.epoch, 3)
    audience.followers.add(late)
    audience.keep_still(Snooze(3, until))
    audience.keep_still(None)
    said = {
        follower: [json.loads(letter.text)["until"] for letter in follower.outbox._letters]
        for follower in audience.followers
    }
    assert set(map(tuple, said.values())) == {(until.isoformat().replace("+00:00", "Z"), None)}
    assert len(said) == 3
