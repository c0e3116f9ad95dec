"""Who speaks with the rival in a conflict that both see, and where it is heard."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.conflicts import segment_store as segments
from deconflict.conflicts.errors import ConflictClosed
from deconflict.errors import NotFound
from deconflict.flows.answer_segment import answer_segment
from deconflict.flows.propose_shift import Proposing
from deconflict.flows.send_message import Saying
from deconflict.flows.speak_of_segment import (
    About,
    about_conflict,
    ask_segment_shift,
    asked_of_segment,
    propose_of_segment,
    say_of_segment,
)
from deconflict.messages import store as messages
from deconflict.messages.errors import NotInTouch
from deconflict.parties.errors import RoleRefused
from deconflict.resolving import store as resolving
from deconflict.resolving.model import Mover


@pytest.fixture
async def met(world: Any, agreeing: Any) -> Any:
    """A and B are in conflict, at level 3, and a tick has passed."""
    await agreeing.ratify(3)
    await world.tick()
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    return world


async def own(world: Any, who: str) -> Any:
    """That person's own view."""
    [segment] = await world.read(who, segments.page, 10, None)
    return segment


async def say(world: Any, who: str, segment: Any, to: str | None = None) -> Any:
    saying = Saying(world.parties[to].id if to else None, "We wait.", urgent=False)
    return await world.act(who, say_of_segment, segment.id, saying, world.deployment, world.now())


async def propose(world: Any, who: str, segment: Any, minutes: int = 20) -> Any:
    proposing = Proposing(None, Mover.SELF, minutes * 60)
    return await world.act(who, propose_of_segment, segment.id, proposing, world.deployment, world.now())


async def heard(world: Any, who: str, reading: Any) -> list[Any]:
    segment = await own(world, who)
    about = await world.act(who, about_conflict, segment.id, world.deployment)
    if about is None:
        return []
    return await world.read(who, reading, 10, None, **about._asdict())  # type: ignore[no-any-return]


@pytest.mark.rule("DIS-03")
async def test_what_one_side_says_the_other_reads_on_its_own_view_of_the_conflict(met: Any) -> None:
    said = await say(met, "a", await own(met, "a"))
    assert said.other == met.parties["b"].id
    await say(met, "a", await own(met, "a"), to="b")
    await met.tick()
    assert [item.text for item in await heard(met, "b", messages.page)] == ["We wait."] * 2
    assert len(await heard(met, "a", messages.page)) == 2
    with pytest.raises(NotInTouch):
        await say(met, "a", await own(met, "a"), to="c")


@pytest.mark.rule("CON-05")
async def test_a_shift_is_proposed_to_the_rival_in_it(met: Any) -> None:
    proposed = await propose(met, "b", await own(met, "b"))
    assert proposed.other == met.parties["a"].id
    await met.engine.check_all()
    [received] = await heard(met, "a", resolving.proposals)
    assert (received.received, received.mover, received.shift_s) == (True, Mover.OTHER, 1200)


@pytest.mark.rule("SEP-11")
async def test_a_party_asks_for_its_own_patrol_in_it(met: Any) -> None:
    segment = await own(met, "a")
    with pytest.raises(NotFound):
        await met.act("a", asked_of_segment, segment.id, met.deployment)
    asked = await met.act("a", ask_segment_shift, segment.id, met.deployment, met.now())
    assert (asked.patrol, asked.party) == (segment.patrol, segment.party)
    await met.tick()
    answered = await met.act("a", asked_of_segment, segment.id, met.deployment)
    assert answered.answered_at is not None


@pytest.mark.rule("DIS-06")
async def test_of_anothers_view_nothing_is_said_proposed_or_asked(met: Any) -> None:
    segment = await own(met, "a")
    for who in ("b", "c", "desk", "facilitator", "operator"):
        with pytest.raises(NotFound):
            await say(met, who, segment)
        with pytest.raises(NotFound):
            await propose(met, who, segment)
        with pytest.raises(NotFound):
            await met.act(who, ask_segment_shift, segment.id, met.deployment, met.now())
        with pytest.raises(NotFound):
            await met.act(who, about_conflict, segment.id, met.deployment)
    with pytest.raises(RoleRefused):
        await say(met, "crew", segment)


@pytest.mark.rule("DIS-06", "DIS-08")
async def test_of_a_conflict_the_desk_alone_has_what_was_said_of_it(met: Any) -> None:
    [(conflict,)] = met.sql("SELECT id FROM conflict")
    about = await met.act("desk", about_conflict, conflict, met.deployment)
    assert about == About(conflict=conflict)
    for who, wanted in (
        ("facilitator", conflict),
        ("operator", conflict),
        ("a", conflict),
        ("desk", uuid4()),
    ):
        with pytest.raises(NotFound):
            await met.act(who, about_conflict, wanted, met.deployment)


@pytest.mark.rule("DIS-02")
async def test_once_the_level_has_fallen_there_is_nobody_to_speak_with(met: Any, agreeing: Any) -> None:
    segment = await own(met, "a")
    await agreeing.lower("b", "a", 2)
    with pytest.raises(NotFound):
        await say(met, "a", segment)
    await met.tick()
    with pytest.raises(NotFound):
        await say(met, "a", segment)


async def test_of_what_is_over_nothing_is_said(met: Any) -> None:
    for who in ("a", "b"):
        await met.act(who, answer_segment, (await own(met, who)).id, met.now(), accepted=True)
    await met.tick()
    with pytest.raises(ConflictClosed):
        await say(met, "a", await own(met, "a"))


async def test_before_the_overlap_is_told_there_is_nothing_to_speak_of_yet(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(3)
    await world.tick()
    for who in ("a", "b"):
        await world.register(who)
    await world.engine.check_all()
    await world.engine.release_at_once()
    with pytest.raises(NotInTouch):
        await say(world, "a", await own(world, "a"))
    assert await world.act("a", about_conflict, (await own(world, "a")).id, world.deployment) is None
    segment = await own(world, "a")
    with pytest.raises(NotFound):
        await world.act("a", ask_segment_shift, segment.id, world.deployment, world.now())
    with pytest.raises(NotFound):
        await world.act("a", asked_of_segment, segment.id, world.deployment)
