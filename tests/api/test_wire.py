"""What comes in is what it says it is: numbers are numbers, times have offsets, nothing is dropped (SEC-02)."""

import math
from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from deconflict.api.wire import Flag, In, Moment, Name, Number, Position, example

pytestmark = pytest.mark.rule("SEC-02")


def first_fault(kind: object, value: object) -> str:
    """What validation says of a value."""
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(kind).validate_python(value)
    return refusal.value.errors()[0]["type"]


@pytest.mark.parametrize("value", ["1", True, None, [1], math.nan, math.inf, -math.inf, 10**400])
def test_what_is_no_finite_number_is_refused(value: object) -> None:
    first_fault(Number, value)


def test_numbers_come_in_as_floats_without_a_negative_zero() -> None:
    read = TypeAdapter(Number).validate_python
    assert read(1) == 1.0
    assert math.copysign(1.0, read(-0.0)) == 1.0


@pytest.mark.parametrize("value", [1, 0, "true", "yes", None])
def test_flags_are_true_or_false(value: object) -> None:
    first_fault(Flag, value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-01T08:00:00Z", datetime(2026, 12, 1, 8, tzinfo=UTC)),
        ("2026-12-01t08:00:00z", datetime(2026, 12, 1, 8, tzinfo=UTC)),
        ("2026-12-01T10:00:00+02:00", datetime(2026, 12, 1, 8, tzinfo=UTC)),
        ("2026-12-01T08:00:00.25-00:00", datetime(2026, 12, 1, 8, 0, 0, 250_000, UTC)),
        ("2026-12-01T08:00:00.123456789Z", datetime(2026, 12, 1, 8, 0, 0, 123_456, UTC)),
    ],
)
def test_times_are_read_in_utc(text: str, expected: datetime) -> None:
    read = TypeAdapter(Moment).validate_python(text)
    assert read == expected
    assert read.tzinfo is UTC
    assert TypeAdapter(Moment).validate_python(expected) == expected


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("2026-12-01T08:00:00", "naive_time"),
        ("2026-12-01", "not_a_time"),
        ("2026-12-01 08:00:00Z", "not_a_time"),
        ("2026-13-01T08:00:00Z", "not_a_time"),
        ("2026-12-01T08:00:60Z", "not_a_time"),
        ("2026-12-01T24:00:00Z", "not_a_time"),
        ("0001-01-01T00:00:00+14:00", "not_a_time"),
        ("9999-12-31T23:59:59-14:00", "not_a_time"),
        ("2026-W49-2T08:00:00Z", "not_a_time"),
        ("1764576000", "not_a_time"),
        (1764576000, "not_a_time"),
        ("", "not_a_time"),
        (None, "not_a_time"),
        ("٢٠٢٦-12-01T08:00:00Z", "not_a_time"),
    ],
)
def test_what_is_no_time_is_refused(value: object, fault: str) -> None:
    assert first_fault(Moment, value) == fault


@pytest.mark.parametrize("value", ["", "   ", "a" * 201, "a\x07b", "a\nb", "salem\u202etsae", 3, None])
def test_names_are_short_and_show_as_they_are(value: object) -> None:
    first_fault(Name, value)


def test_names_in_arabic_pass() -> None:
    assert TypeAdapter(Name).validate_python("  دورية الشرق ") == "دورية الشرق"


@pytest.mark.parametrize("value", [[], [1.0], [1.0, 2.0, 3.0, 4.0], ["1", "2"], "12", {"lon": 1, "lat": 2}])
def test_positions_are_two_or_three_numbers(value: object) -> None:
    first_fault(Position, value)


class Message(In):
    """A message of one field."""

    model_config = example({"number": 1})

    number: Number


def test_an_unknown_field_is_refused_and_the_example_is_published() -> None:
    assert first_fault(Message, {"number": 1, "colour": "red"}) == "extra_forbidden"
    assert Message.model_json_schema()["examples"] == [{"number": 1}]
    with pytest.raises(ValidationError):
        Message(number=1).number = 2
