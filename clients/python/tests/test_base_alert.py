"""What an alert says of itself, whatever its kind."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deconflict_client.base_alert import Acknowledgement, BaseAlert, Cursor
from deconflict_client.reading_alerts import read_alert
from deconflict_client.wire import Record


@pytest.fixture
def alert(wire) -> BaseAlert:
    return read_alert(Record.of(wire(4, rings=True, acknowledged=None)))


def test_its_place_is_its_number_in_its_epoch(alert: BaseAlert) -> None:
    assert alert.cursor == Cursor(alert.epoch, 4)


def test_it_rings_until_somebody_has_answered_it(alert: BaseAlert) -> None:
    answer = Acknowledgement("Officer", datetime(2026, 12, 1, tzinfo=UTC))
    assert alert.ringing
    assert not replace(alert, rings=False).ringing
    assert not replace(alert, acknowledged=answer).ringing
