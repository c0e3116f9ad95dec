"""Reading what the service sends: strict where it matters, indifferent to what is new."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict_client.errors import Unreadable
from deconflict_client.wire import Record, parse, time_of

FULL = Record(
    {
        "text": "a",
        "integer": 5,
        "number": 1.5,
        "flag": True,
        "time": "2026-12-01T08:00:00Z",
        "record": {"b": 1},
    },
    "/here",
)
READERS = ["text", "integer", "number", "time", "record"]


def test_what_is_there_is_read() -> None:
    assert FULL.text("text") == FULL.maybe_text("text") == "a"
    assert FULL.integer("integer") == FULL.maybe_integer("integer") == 5
    assert FULL.number("number") == FULL.maybe_number("number") == 1.5
    assert FULL.number("integer") == 5.0
    assert FULL.flag("flag", default=False)
    assert FULL.time("time") == FULL.maybe_time("time") == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert FULL.record("record") == FULL.maybe_record("record") == Record({"b": 1}, "/here/record")


@pytest.mark.parametrize("reader", READERS)
def test_what_is_absent_or_null_is_none_where_it_may_be(reader: str) -> None:
    read = getattr(Record({"null": None}), f"maybe_{reader}")
    assert read("absent") is None
    assert read("null") is None


@pytest.mark.parametrize("reader", READERS)
def test_what_must_be_there_is_missed_by_its_place(reader: str) -> None:
    with pytest.raises(Unreadable) as missed:
        getattr(FULL, reader)("absent")
    assert missed.value.pointer == "/here/absent"


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        ("text", 5),
        ("integer", "5"),
        ("integer", True),
        ("integer", 5.0),
        ("number", "5"),
        ("number", False),
        ("time", "noon"),
        ("time", "2026-12-01T08:00:00"),
        ("record", []),
    ],
)
def test_a_wrong_shape_is_refused(reader: str, value: object) -> None:
    with pytest.raises(Unreadable):
        getattr(Record({"it": value}), reader)("it")


def test_lists_are_empty_when_absent_and_say_which_item_is_wrong() -> None:
    record = Record({"list": [{"a": 1}, 5], "times": ["2026-12-01T08:00:00Z", "noon"], "text": "abc"})
    assert record.values("absent") == ()
    assert record.records("absent") == []
    assert record.times("absent") == ()
    for read, pointer in ((record.records, "/list/1"), (record.times, "/times/1"), (record.values, "/text")):
        with pytest.raises(Unreadable) as wrong:
            read(pointer.split("/")[1])
        assert wrong.value.pointer == pointer


def test_a_flag_has_a_default_but_no_other_shape() -> None:
    assert Record({}).flag("it", default=True)
    with pytest.raises(Unreadable):
        Record({"it": 1}).flag("it", default=True)


def test_a_record_is_an_object() -> None:
    with pytest.raises(Unreadable):
        Record.of([1])


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_json_comes_back_as_it_went(value: object) -> None:
    assert parse(json.dumps(value)) == value


@pytest.mark.parametrize("text", ["", "{", b"\xff\xfe\xfd"])
def test_what_is_no_json_is_unreadable(text: str | bytes) -> None:
    with pytest.raises(Unreadable):
        parse(text)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_time_comes_back_as_it_went(time: datetime) -> None:
    assert time_of(time.isoformat(), "/at") == time
