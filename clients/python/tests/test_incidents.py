"""Incidents are read whole, with the observation by itself, also out of an alert."""

from datetime import UTC, datetime

from deconflict_client.alerts import IncidentAlert
from deconflict_client.incidents import Observation, Photo, Spot, incident
from deconflict_client.reading_alerts import read_alert
from deconflict_client.wire import JsonObject, Record

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
SEEN = Observation("crowd", "high", "probable", AT, "at the well", Spot(13.19, 32.88, 12.0))
PHOTO: JsonObject = {
    "id": "p1",
    "media_type": "image/jpeg",
    "size_bytes": 7,
    "width": 24,
    "height": 16,
    "added_at": "2026-12-01T08:00:00Z",
}


def record(**other: object) -> JsonObject:
    """An incident as it comes to its own party."""
    known: JsonObject = {
        "id": "i1",
        "reference": "N3-8KQD",
        "party": "1",
        "party_name": "Command",
        "unit": "u1",
        "callsign": "Falcon 2",
        "patrol": None,
        "state": "reported",
        "observation": SEEN.wire(),
        "reported_by": "Salem",
        "reported_at": "2026-12-01T08:00:03Z",
        "photos": [PHOTO],
    }
    return {**known, **other}  # type: ignore[dict-item]  # what a test says in the place of what is known


def test_an_incident_is_read_with_its_photos_and_what_was_sent_comes_back() -> None:
    found = incident(Record(record()))
    assert (found.observation, found.state, found.patrol) == (SEEN, "reported", None)
    assert found.photos == (Photo("p1", "image/jpeg", 7, 24, 16, AT),)


def test_nobody_has_to_know_where() -> None:
    seen = Observation("other", "low", "possible", AT)
    assert seen.wire()["place"] is None
    assert incident(Record(record(observation=seen.wire()))).observation == seen


def test_an_alert_about_one_is_read(wire) -> None:
    body = {name: value for name, value in record(incident="i1").items() if name != "id"}
    alert = read_alert(Record(wire(1, **body, kind="incident")))
    assert isinstance(alert, IncidentAlert)
    assert (alert.incident.id, alert.incident.observation) == ("i1", SEEN)
