"""The requests about incidents."""

from datetime import UTC, datetime

from deconflict_client import incident_calls
from deconflict_client.calls import Repeat
from deconflict_client.incidents import Observation

SEEN = Observation("crowd", "high", "certain", datetime(2026, 12, 1, 8, tzinfo=UTC))


def test_a_report_may_be_sent_again_by_its_key() -> None:
    call = incident_calls.report("Falcon 2", SEEN, None, "k1")
    assert (call.method, call.path, call.repeat) == ("POST", "/v1/incidents", Repeat.ALWAYS)
    assert call.headers == {"Idempotency-Key": "k1"}
    assert call.body == {"unit": "Falcon 2", "patrol": None, "observation": SEEN.wire()}


def test_ids_are_written_into_addresses_safely() -> None:
    assert incident_calls.incident("a/b").path == "/v1/incidents/a%2Fb"
    assert incident_calls.page().path.startswith("/v1/incidents")
