"""Looking at where units were is on the ledger of each party that it shows anything of."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.errors import NotFound
from deconflict.flows.read_tracks import read_tracks
from deconflict.flows.report_positions import report_positions
from deconflict.tracking.errors import TrackWindowRefused
from deconflict.tracking.model import Fix
from deconflict.tracking.past import Window

LOOKS = "SELECT party, person, payload FROM ledger_entry WHERE payload ->> 'what' = 'tracks'"


@pytest.fixture
async def reported(world: Any) -> Any:
    """Units of A and B are somewhere."""
    for who in ("a", "b"):
        now = world.now()
        await world.act(who, report_positions, "U1", [Fix(now, 15.0, 32.0)], now, now)
    return world


def hour(world: Any) -> Window:
    return Window(world.now() - timedelta(hours=1), world.now(), timedelta(seconds=10))


@pytest.mark.rule("DIS-07", "DIS-08")
async def test_the_desk_s_reading_is_on_the_ledger_of_those_it_shows(reported: Any) -> None:
    window = hour(reported)
    found = await reported.act("desk", read_tracks, window, None, reported.now())
    assert len(found) == 2
    looks = reported.sql(LOOKS)
    assert {party for party, *_ in looks} == {reported.parties[slug].id for slug in ("a", "b")}
    for _, person, said in looks:
        assert person == reported.viewers["desk"].person
        assert (said["to"], said["units"], said["from"]) == ("desk", 1, window.since.isoformat())


@pytest.mark.rule("DIS-07")
async def test_an_officer_reads_their_own_without_a_word_on_the_ledger(reported: Any) -> None:
    [track] = await reported.act("a", read_tracks, hour(reported), None, reported.now())
    assert track.party == reported.parties["a"].id
    assert reported.sql(LOOKS) == []


@pytest.mark.rule("DIS-08")
@pytest.mark.parametrize("who", ["facilitator", "oversight", "operator", "crew"])
async def test_the_past_is_not_shown_to_who_was_not_shown_the_present(reported: Any, who: str) -> None:
    with pytest.raises(NotFound):
        await reported.act(who, read_tracks, hour(reported), None, reported.now())


@pytest.mark.rule("SEC-05")
async def test_a_window_before_what_is_kept_is_refused_and_not_on_the_ledger(reported: Any) -> None:
    since = reported.now() - timedelta(hours=73)
    with pytest.raises(TrackWindowRefused):
        await reported.act(
            "desk",
            read_tracks,
            Window(since, since + timedelta(hours=1), timedelta(seconds=10)),
            None,
            reported.now(),
        )
    assert reported.sql(LOOKS) == []
