"""The requests about calls for help and halts."""

from datetime import UTC, datetime

from deconflict_client import distress_calls
from deconflict_client.calls import Repeat
from deconflict_client.distress import Standing

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_a_call_for_help_may_be_sent_again() -> None:
    call = distress_calls.call_for_help("Falcon 2", Standing(13.0, 32.0, AT), "Ambush")
    assert (call.method, call.path, call.repeat) == ("POST", "/v1/sos", Repeat.ALWAYS)
    place = {"lon": 13.0, "lat": 32.0, "at": "2026-12-01T08:00:00+00:00"}
    assert call.body == {"unit": "Falcon 2", "place": place, "note": "Ambush"}
    assert distress_calls.call_for_help("Falcon 2", None, "").body == {
        "unit": "Falcon 2",
        "place": None,
        "note": "",
    }


def test_ids_are_written_into_addresses_safely() -> None:
    assert distress_calls.end_call("a/b").path == "/v1/sos/a%2Fb/end"
    assert distress_calls.call("a/b").path == "/v1/sos/a%2Fb"
    assert distress_calls.lift_halt("h1").path == "/v1/halts/h1/lift"
    assert distress_calls.halt("h1").path == "/v1/halts/h1"


def test_an_area_is_sent_corner_by_corner() -> None:
    assert distress_calls.order_halt([(13.0, 32.0)], "why").body == {"area": [[13.0, 32.0]], "note": "why"}
