"""Calls for help and halts are read whole, and what is kept from somebody is None."""

from datetime import UTC, datetime

import pytest

from deconflict_client.distress import Standing, halt, sos
from deconflict_client.errors import Unreadable
from deconflict_client.reading_alerts import read_alert
from deconflict_client.wire import JsonObject, Record


def test_a_call_of_ones_own_and_one_of_a_rivals(sos_record) -> None:
    call = sos(Record(sos_record()))
    assert (call.callsign, call.note, call.by_desk) == ("Falcon 2", "Ambush", False)
    assert call.place == Standing(13.19, 32.88, datetime(2026, 12, 1, 8, tzinfo=UTC))
    told = sos(Record(sos_record(unit=None, note=None, by_desk=None, place=None)))
    assert (told.unit, told.note, told.by_desk, told.place) == (None, None, None, None)


def test_a_halt_as_the_desk_and_as_a_party_reads_it(halt_record) -> None:
    seen = halt(Record(halt_record()))
    assert seen.area == ((13.1, 32.8), (13.2, 32.8), (13.2, 32.9))
    [answers] = seen.answers or ()
    assert ([item.by for item in answers.acknowledged], answers.outstanding) == (["Salem"], ("Omar",))
    assert halt(Record(halt_record(answers=None, by=None))).answers is None


@pytest.mark.parametrize("area", [[[1.0]], [["a", "b"]], ["x"]])
def test_an_area_that_is_none_cannot_be_read(halt_record, area: list[object]) -> None:
    with pytest.raises(Unreadable):
        halt(Record(halt_record(area=area)))


@pytest.mark.parametrize("kind", ["sos", "halt"])
def test_alerts_about_them_are_read(wire, sos_record, halt_record, kind: str) -> None:
    body: JsonObject = {"sos": sos_record, "halt": halt_record}[kind](id=None)
    body = {name: value for name, value in body.items() if name != "id"} | {kind: "x1"}
    alert = read_alert(Record(wire(1, **body, kind=kind)))
    assert getattr(alert, kind).id == "x1"
    over = read_alert(Record(wire(2, **body, kind="all_clear")))
    assert getattr(over, kind).id == "x1"
