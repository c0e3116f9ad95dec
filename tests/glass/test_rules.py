"""How narrow a scope is, and what lies in a box (DIS-08)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deconflict.glass.errors import EndRefused, ScopeTooWide
from deconflict.glass.model import Area
from deconflict.glass.rules import require_end, require_narrow, touches

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def area(**other: Any) -> Area:
    values = {"west": 15.0, "south": 32.0, "east": 15.5, "north": 32.5, "start": NOON}
    return Area(**{**values, "end": NOON + timedelta(hours=6), **other})


@pytest.mark.rule("DIS-08")
@pytest.mark.parametrize(
    "wide",
    [
        {"east": 16.1},
        {"east": 15.0},
        {"north": 33.1},
        {"north": 31.0},
        {"west": 180.5, "east": 180.9},
        {"south": 90.1, "north": 90.5},
        {"end": NOON},
        {"end": NOON + timedelta(days=7, seconds=1)},
    ],
)
def test_what_is_not_narrow_is_refused(wide: dict[str, Any]) -> None:
    assert require_narrow(area()) == area()
    with pytest.raises(ScopeTooWide):
        require_narrow(area(**wide))


@pytest.mark.rule("DIS-08")
def test_a_look_lasts_a_day_at_most() -> None:
    assert require_end(NOON + timedelta(hours=24), NOON)
    for end in (NOON, NOON + timedelta(hours=24, seconds=1)):
        with pytest.raises(EndRefused):
            require_end(end, NOON)


@pytest.mark.parametrize(
    ("places", "inside"),
    [
        (((15.1, 32.1), (15.2, 32.2)), True),
        (((14.0, 32.2), (16.0, 32.2)), True),  # right through
        (((14.0, 33.0), (16.0, 33.0)), False),
        (((15.5, 32.5), (16.0, 33.0)), True),  # touching counts
    ],
)
def test_a_way_touches_a_box_when_one_of_its_legs_may(places: Any, inside: bool) -> None:
    assert touches(area(), places) is inside
