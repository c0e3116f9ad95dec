"""Every alert says the same of itself, whatever it is about."""

from datetime import UTC, datetime

from deconflict.alerts.model import AlertKind
from deconflict.api.wire_alert_head import AcknowledgedOut, AlertOut, about, head_of, same
from deconflict.disclosure.views import AlertView, WithheldView

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_the_head_has_all_that_every_alert_says() -> None:
    view = AlertView(
        "e",
        1,
        AlertKind.SOS,
        "raised",
        True,
        None,
        "T4-7WPB",
        AT,
        False,
        False,
        ("Salem", AT),
        WithheldView(),
    )
    head = head_of(view)
    assert head["acknowledged"] == AcknowledgedOut(by="Salem", at=AT)
    assert AlertOut(**head).kind is AlertKind.SOS


def test_the_fields_of_the_head_are_not_taken_from_what_an_alert_is_about() -> None:
    class Told(AlertOut):
        patrol: str | None

    assert same(WithheldView("T4-7WPB"), Told) == {"patrol": None}
    assert about("sos")["kind"] == "sos"
