"""A party at level 3 answers a conflict of its own, and nobody else's."""

from typing import Any

import pytest

from deconflict.alerts.model import Fact, Subject
from deconflict.conflicts import segment_store as segments
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.answer_segment import acknowledge_segment_of, answer_segment
from deconflict.parties.errors import RoleRefused

ANSWERS = "SELECT y.slug, s.acknowledged, s.accepted FROM segment s JOIN party y ON y.id = s.party ORDER BY 1"


@pytest.fixture
async def met(world: Any, agreeing: Any) -> Any:
    """A and B are in conflict and were told so at level 3."""
    await agreeing.ratify(3)
    await world.tick()
    for who in ("a", "b"):
        await world.register(who)
    await world.engine.check_all()
    await world.engine.release_at_once()
    return world


async def own(world: Any, who: str) -> Any:
    """That person's own view."""
    [segment] = await world.read(who, segments.page, 10, None)
    return segment


@pytest.mark.rule("CON-04", "ALR-03")
async def test_its_alert_acknowledges_it_and_it_acknowledges_every_alert_about_it(met: Any) -> None:
    [alert] = await met.feed("a")
    await met.act("a", acknowledge_alert, alert.epoch, 1, Fact.ACKNOWLEDGED, met.deployment, met.now())
    assert met.sql(ANSWERS) == [("a", True, False), ("b", False, False)]
    await met.act("b", answer_segment, (await own(met, "b")).id, met.now(), accepted=True)
    assert met.sql(ANSWERS) == [("a", True, False), ("b", True, True)]
    assert [item.acknowledged is not None for item in await met.feed("b")] == [True]


@pytest.mark.rule("IDN-05")
async def test_an_older_revisions_alert_answers_nothing_newer(met: Any) -> None:
    segment = await own(met, "a")
    await met.act("a", acknowledge_segment_of, Subject(segment=segment.id, revision=9), met.now())
    await met.act("a", acknowledge_segment_of, Subject(patrol=segment.patrol), met.now())
    assert met.sql(ANSWERS)[0] == ("a", False, False)


@pytest.mark.rule("DIS-06", "IDN-04")
@pytest.mark.parametrize("who", ["b", "c", "desk", "facilitator"])
async def test_anothers_view_is_as_absent_as_none(met: Any, who: str) -> None:
    segment = await own(met, "a")
    with pytest.raises(NotFound):
        await met.act(who, answer_segment, segment.id, met.now(), accepted=False)
    assert met.sql(ANSWERS)[0] == ("a", False, False)


@pytest.mark.rule("SEC-01")
async def test_a_crew_reads_it_and_answers_nothing(met: Any) -> None:
    segment = await own(met, "crew")
    with pytest.raises(RoleRefused):
        await met.act("crew", answer_segment, segment.id, met.now(), accepted=False)


@pytest.mark.rule("CON-04")
async def test_what_one_side_said_is_on_its_own_ledger(met: Any) -> None:
    segment = await own(met, "a")
    await met.act("a", answer_segment, segment.id, met.now(), accepted=True)
    [(party, said)] = met.sql(
        "SELECT party, payload ->> 'said' FROM ledger_entry WHERE subject = %s", segment.id
    )
    assert (party, said) == (segment.party, "accepted")
