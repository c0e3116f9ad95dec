"""Planted leaks in what trackers are answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from lockstep import here
from planting import count, mutant, policy

from deconflict.gateways import owntracks, trackers


@mutant("tracked elsewhere")
def a_tracker_meets_no_wall_before_positions() -> Iterator[None]:
    with contextmanager(policy)("last_position"), contextmanager(policy)("unit", "directory"):
        yield


@mutant("tracked elsewhere")
def friends_have_the_mark_that_is_left_over_of_all() -> Iterator[None]:
    honest = owntracks.trackers

    def left(callsigns: Any) -> list[str]:
        taken = count("SELECT count(*) FROM last_position")
        return [f"{taken}{mark[-1:]}" for mark in honest(callsigns)]

    with patch.object(owntracks, "trackers", left):
        yield


@mutant("tracked elsewhere")
def a_rivals_unit_is_a_friend() -> Iterator[None]:
    honest = trackers.owntracks.friends

    def more(positions: Any, own: Any) -> list[Any]:
        found = here().sql("SELECT lon, lat FROM last_position WHERE lat = 32.0")
        return honest(positions, own) + [{"_type": "location", "lon": lon, "lat": lat} for lon, lat in found]

    with patch.object(owntracks, "friends", more):
        yield
