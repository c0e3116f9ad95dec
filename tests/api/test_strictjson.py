"""JSON is bounded before it is parsed, and refused where two parsers could read two things (SEC-02)."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.api.errors import MalformedJson
from deconflict.api.strictjson import MAX_DEPTH, Fault, nested_deeper_than, parse

pytestmark = pytest.mark.rule("SEC-02")

MEGABYTE = 1024 * 1024
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), inner, max_size=4
        )
    ),
)


@given(VALUES, st.booleans())
def test_whatever_json_can_say_is_read_as_it_is(value, ascii_only) -> None:
    assert parse(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \n", Fault.EMPTY),
        (b"{", Fault.SYNTAX),
        (b'{"a":1,}', Fault.SYNTAX),
        (b"[1] 2", Fault.SYNTAX),
        (b"{'a':1}", Fault.SYNTAX),
        (b"]", Fault.SYNTAX),
        (b'"\x01"', Fault.SYNTAX),
        (b'"unclosed \\" text', Fault.SYNTAX),
        (b"\xef\xbb\xbf{}", Fault.SYNTAX),
        (b'"\xff"', Fault.ENCODING),
        (b'"\xed\xa0\x80"', Fault.ENCODING),
        (b"NaN", Fault.NOT_FINITE),
        (b"[Infinity]", Fault.NOT_FINITE),
        (b"-Infinity", Fault.NOT_FINITE),
        (b"1e999", Fault.NOT_FINITE),
        (b"[-1e999]", Fault.NOT_FINITE),
        (b"1234567890123456789", Fault.TOO_MANY_DIGITS),
        (b"9" * 10_000, Fault.TOO_MANY_DIGITS),
        (b'{"a":1,"a":1}', Fault.DUPLICATE_NAME),
        (b'{"b":{"a":1,"\\u0061":2}}', Fault.DUPLICATE_NAME),
        (b'"\\u0000"', Fault.FORBIDDEN_CHARACTER),
        (b'{"a":["\\ud800"]}', Fault.FORBIDDEN_CHARACTER),
        (b'{"\\udfff":1}', Fault.FORBIDDEN_CHARACTER),
        (b"[" * 33 + b"]" * 33, Fault.TOO_DEEP),
        (b'{"a":' * 33 + b"1" + b"}" * 33, Fault.TOO_DEEP),
        (b"[" * 100_000, Fault.TOO_DEEP),
    ],
)
def test_what_parsers_disagree_about_is_refused(body: bytes, fault: Fault) -> None:
    with pytest.raises(MalformedJson) as refusal:
        parse(body)
    assert refusal.value.reason == fault


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'"\\\\u0000"', "\\u0000"),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        ('"دورية"'.encode(), "دورية"),
        (b'"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["', "[" * 38),
        (b"-123456789012345678", -123456789012345678),
    ],
)
def test_what_only_looks_forbidden_passes(body: bytes, value: object) -> None:
    assert parse(body) == value


def test_the_deepest_allowed_nesting_passes() -> None:
    assert not nested_deeper_than(MAX_DEPTH, b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)


@pytest.mark.parametrize(
    "unit", [b'"\\', b'"', b"[", b"[]", b"[[],", b'{"a":', b'"a",', b"\\u0000", b"]", b"{}[", b"\\\\"]
)
def test_a_hostile_megabyte_is_refused_quickly(unit: bytes) -> None:
    body = (unit * MEGABYTE)[:MEGABYTE]
    started = time.process_time()
    with pytest.raises(MalformedJson):
        parse(body)
    assert time.process_time() - started < 1.0
