"""What requests about positions say about themselves."""

from datetime import UTC, datetime

from deconflict_client import position_calls as calls
from deconflict_client.calls import Repeat
from deconflict_client.positions import Fix

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_what_says_when_it_was_sent_is_never_sent_again_as_it_is() -> None:
    sent = calls.report("Saqr 1", [Fix(AT, 15.0, 32.0)], AT)
    assert (sent.repeat, calls.all_positions().repeat) == (Repeat.NEVER, Repeat.ALWAYS)
    assert calls.report("Saqr 1", [], AT, late=True).body["late"] is True
    assert sent.body == {
        "unit": "Saqr 1",
        "sent_at": "2026-12-01T08:00:00+00:00",
        "fixes": [{"at": "2026-12-01T08:00:00+00:00", "lon": 15.0, "lat": 32.0}],
    }
