"""What a device says of where its unit was: read quickly or strictly, it is the same."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.api.errors import MalformedJson
from deconflict.api.strictjson import parse
from deconflict.live.messages import MOST_FIXES
from deconflict.live.uploads import Said, quickly, strictly
from deconflict.tracking.model import Fix

AT = "2026-12-01T08:00:00Z"
FIX = {"at": AT, "lon": 13.19, "lat": 32.88}


def said(**others: object) -> dict[str, object]:
    return {"type": "position", "id": 7, "unit": "Falcon 2", "sent_at": AT, "fixes": [FIX], **others}


def fix(**others: object) -> dict[str, object]:
    return said(fixes=[FIX, {**FIX, **others}])


numbers = st.floats(-200.0, 200.0) | st.integers(-200, 200) | st.none() | st.booleans() | st.just("1.0")
times = st.sampled_from(
    [AT, "2026-12-01T08:00:00.123Z", "2026-12-01T08:00:00.1Z", "2026-12-01T10:00:00+02:00"]
)
times |= st.sampled_from(
    ["2026-12-01 08:00:00Z", "2026-12-01T08:00:00", "2026-13-01T08:00:00Z", "20261201T080000Z"]
)
fixes = st.fixed_dictionaries(
    {"at": times, "lon": numbers, "lat": numbers},
    optional={"accuracy_m": numbers, "speed_m_s": numbers, "course_deg": numbers, "more": numbers},
)
messages = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["position", "positions"]),
        "unit": st.sampled_from(["Falcon 2", "صقر ١", " Falcon", "", 'Fal"con', "Fal\u202econ"]),
        "sent_at": times,
        "fixes": st.lists(fixes, max_size=4),
    },
    optional={"id": st.integers(-1, 2**64) | st.none() | st.booleans(), "more": numbers},
)


@pytest.mark.rule("SEC-02")
@given(messages)
def test_what_is_read_quickly_is_read_strictly_the_same(message: dict) -> None:
    found = quickly(json.dumps(message, ensure_ascii=False))
    assert found is None or found == strictly(message)


def test_a_plain_message_is_read_quickly() -> None:
    known = {"accuracy_m": 8, "speed_m_s": 11.5, "course_deg": None}
    message = fix(at="2026-12-01T08:00:01.250+00:00", lon=-0.0, **known)
    at = datetime(2026, 12, 1, 8, tzinfo=UTC)
    later = Fix(at.replace(second=1, microsecond=250_000), 0.0, 32.88, 8.0, 11.5, None)
    assert quickly(json.dumps(message)) == Said(7, "Falcon 2", at, [Fix(at, 13.19, 32.88), later])
    assert strictly(message) == quickly(json.dumps(message))


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    "message",
    [
        said(fixes=[]),
        said(fixes=[FIX] * (MOST_FIXES + 1)),
        said(fixes="all"),
        said(fixes=[1]),
        said(unit=None),
        said(unit=""),
        said(sent_at=5),
        said(id=-1),
        said(id=True),
        said(more=1),
        fix(lon=181),
        fix(lat="32"),
        fix(lat=None),
        fix(course_deg=361),
        fix(speed_m_s=-1),
        fix(accuracy_m=False),
        fix(at="yesterday"),
        fix(more=1),
        {"type": "position"},
    ],
)
def test_what_means_nothing_is_read_neither_way(message: dict) -> None:
    assert quickly(json.dumps(message)) is None
    assert strictly(message) is None


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    "text",
    [
        json.dumps(said()).replace('"lon": 13.19', '"lon": 13.19, "lon": 14.0'),
        json.dumps(said()).replace('"id": 7', '"id": 7, "id": 8'),
        json.dumps(said()).replace("13.19", "1e999"),
        json.dumps(said()).replace("13.19", "NaN"),
        json.dumps(said())[:-1],
    ],
)
def test_what_two_parsers_could_read_as_two_things_is_left_to_the_strict_one(text: str) -> None:
    assert quickly(text) is None
    with pytest.raises(MalformedJson):
        parse(text.encode())
