"""Which events say an alert or a position; of what is withheld not a word goes out."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from defusedxml.ElementTree import fromstring

from deconflict.alerts.model import AlertKind
from deconflict.gateways.cot.telling import alert_events, alert_of, message_of, place_of, position_event
from deconflict.gateways.cot.writing import OTHER, OWN
from deconflict.tracking.model import Fix

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
HEAD = {"epoch": "e.x", "seq": 7, "reference": "T4-7WPB", "rings": True}
PLACE = {"lon": 15.0, "lat": 32.0, "at": AT}


def types(alert: dict[str, object]) -> list[str | None]:
    return [fromstring(event).get("type") for event in alert_events(alert, "ANDROID-1", AT)]


@pytest.mark.rule("LIV-07")
def test_a_call_is_a_message_and_an_emergency_and_its_end_ends_that() -> None:
    sos = uuid4()
    raised = HEAD | {"kind": AlertKind.SOS, "sos": sos, "place": PLACE, "callsign": "U1"}
    over = raised | {"kind": AlertKind.ALL_CLEAR}
    assert types(raised) == ["b-t-f", "b-a-o-tbl"]
    assert types(over) == ["b-t-f", "b-a-o-can"]
    uids = {fromstring(alert_events(alert, "A", AT)[1]).get("uid") for alert in (raised, over)}
    assert len(uids) == 1
    assert types(raised | {"place": None}) == ["b-t-f"]


def test_a_halt_is_marked_in_the_middle_of_its_area() -> None:
    area = [(15.0, 32.0), (15.2, 32.0), (15.2, 32.2), (15.0, 32.2)]
    halt = HEAD | {"kind": AlertKind.HALT, "halt": uuid4(), "area": area}
    place = place_of(halt)
    assert place is not None
    assert (place.lon, place.lat) == pytest.approx((15.1, 32.1))
    assert types(halt) == ["b-t-f", "b-m-p-s-m"]


@pytest.mark.rule("DIS-06")
def test_of_a_withheld_number_not_a_word_goes_out() -> None:
    assert types(HEAD | {"kind": AlertKind.WITHHELD, "reference": ""}) == []
    assert types(HEAD | {"kind": AlertKind.WITHHELD}) == ["b-t-f"]


def test_a_message_leads_back_to_its_alert_and_no_other_does() -> None:
    assert alert_of(message_of(HEAD)) == ("e.x", 7)
    for other in ("", "e", "e.x", "e.-1", "e.7²", "e." + "9" * 20):
        assert alert_of(other) is None


def test_own_units_are_friends_and_others_neutral() -> None:
    for own, kind in ((True, OWN), (False, OTHER)):
        fix = Fix(AT, 15.0, 32.0, speed_m_s=3.0)
        event = fromstring(position_event(uuid4(), "الصقر ٢", fix, own=own))
        assert event.get("type") == kind
        assert event.find("detail/track").attrib == {"speed": "3.00"}
    assert place_of(HEAD | {"kind": AlertKind.GLASS}) is None
    seen = {"place": {"lon": 15.0, "lat": 32.0, "accuracy_m": None}, "words": "ditch"}
    incident = HEAD | {"kind": AlertKind.INCIDENT, "incident": uuid4(), "observation": seen}
    found = place_of(incident)
    assert found is not None
    assert (found.lon, found.lat) == (15.0, 32.0)
    assert place_of(incident | {"observation": seen | {"place": None}}) is None
    assert f"deconflict-{incident['incident']}".encode() in b"".join(alert_events(incident, "x", AT))
