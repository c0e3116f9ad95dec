"""Tracks on the wire."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from deconflict.api.wire_tracks import TracksOut
from deconflict.parties.model import PartyId, UnitId
from deconflict.tracking.model import Fix
from deconflict.tracking.past import Track, Window


def test_a_track_is_shown_with_its_callsign_and_what_is_not_known_is_null() -> None:
    at = datetime(2026, 12, 1, 8, tzinfo=UTC)
    track = Track(PartyId(uuid4()), UnitId(uuid4()), (Fix(at, 13.0, 32.0, None, 2.5),))
    window = Window(at, at + timedelta(hours=1), timedelta(seconds=30))
    said = TracksOut.of(window, [track], {track.unit: "Saqr 1"}).model_dump()
    assert (said["every_s"], said["tracks"][0]["callsign"]) == (30, "Saqr 1")
    [fix] = said["tracks"][0]["fixes"]
    assert (fix["lon"], fix["accuracy_m"], fix["speed_m_s"], fix["course_deg"]) == (13.0, None, 2.5, None)
