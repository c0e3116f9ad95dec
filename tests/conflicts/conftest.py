"""Findings and conflicts to begin from."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.conflicts.model import Conflict, ConflictState, Pair, Side
from deconflict.separation.check import Finding, Grade, PointInTime

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def finding() -> Callable[..., Finding]:
    """A caution at 800 m from eight to half past."""

    def make(**other: Any) -> Finding:
        point, later = PointInTime(15.0, 32.0, EIGHT), EIGHT + timedelta(minutes=30)
        values = {
            "grade": Grade.CAUTION,
            "distance_m": 800.0,
            "lag_s": 60.0,
            "nominal_distance_m": 2000.0,
            "least_lag_s": 30.0,
            "at_a": point,
            "at_b": point,
            "first_a": EIGHT,
            "last_a": later,
            "first_b": EIGHT,
            "last_b": later,
        }
        return Finding(**{**values, **other})

    return make


@pytest.fixture(scope="session")
def conflict(finding: Callable[..., Finding]) -> Callable[..., Conflict]:
    """An open conflict between two patrols, found at seven."""

    def make(**other: Any) -> Conflict:
        one = Side(uuid4(), UUID(int=1), 1, "U1", "K7-2M4Q")
        two = Side(uuid4(), UUID(int=2), 1, "U2", "RX-9C3H")
        seven, found = EIGHT - timedelta(hours=1), uuid4()
        values = {
            "id": uuid4(),
            "reference": "T4-7WPB",
            "pair": Pair(one, two, None),
            "state": ConflictState.OPEN,
            "episode": 1,
            "finding_id": found,
            "finding": finding(),
            "over_at": EIGHT + timedelta(minutes=30),
            "opened_at": seven,
            "updated_at": seven,
            "resolution": None,
            "alarm_id": found,
            "alarm": other.get("finding", finding()),
        }
        return Conflict(**{**values, **other})

    return make
