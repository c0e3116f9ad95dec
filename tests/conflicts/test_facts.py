"""A finding survives being written as JSON and read again, to the last digit."""

from datetime import UTC, datetime

import orjson
from hypothesis import given
from hypothesis import strategies as st

from deconflict.conflicts.facts import from_facts, to_facts
from deconflict.separation.area import ZoneFinding, ZoneKind
from deconflict.separation.check import Finding, Grade, PointInTime

TIMES = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
METRES = st.floats(0, 1e5)
POINTS = st.builds(PointInTime, st.floats(-180, 180), st.floats(-80, 80), TIMES)
FINDINGS = st.builds(
    Finding,
    grade=st.sampled_from(Grade),
    distance_m=METRES,
    lag_s=st.floats(-7200, 7200),
    nominal_distance_m=st.none() | METRES,
    least_lag_s=st.none() | st.floats(0, 7200),
    at_a=POINTS,
    at_b=POINTS,
    first_a=st.none() | TIMES,
    last_a=st.none() | TIMES,
    first_b=st.none() | TIMES,
    last_b=st.none() | TIMES,
)
ZONE_FINDINGS = st.builds(
    ZoneFinding,
    kind=st.sampled_from(ZoneKind),
    grade=st.sampled_from(Grade),
    distance_m=METRES,
    nominal_distance_m=st.none() | METRES,
    first=TIMES,
    last=TIMES,
    at=POINTS,
)


@given(FINDINGS | ZONE_FINDINGS)
def test_what_is_read_is_what_was_written(finding: Finding | ZoneFinding) -> None:
    assert from_facts(orjson.loads(orjson.dumps(to_facts(finding)))) == finding
