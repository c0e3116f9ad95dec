"""Planted leaks in calls for help and halts (LIV-07)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from lockstep import here
from planting import count, mutant

from deconflict.agreements.model import Level
from deconflict.disclosure import distress
from deconflict.flows import tell_halts, tell_sos


@mutant("a call for help")
def a_call_is_told_at_any_level() -> Iterator[None]:
    with patch.object(tell_sos, "_level_at", lambda *_: Level.SEGMENT):
        yield


@mutant("what was called", level=3)
def a_rival_reads_what_was_called() -> Iterator[None]:
    shown = distress._told_view

    def told(*arguments: Any) -> Any:
        [(note,)] = here().sql("SELECT note FROM sos")
        return replace(shown(*arguments), note=note)

    with patch.object(distress, "_told_view", told):
        yield


@mutant("everybody halts")
def a_halt_says_how_many_parties_it_concerns() -> Iterator[None]:
    def numbered(_party: Any) -> str:
        return f"H-{count('SELECT count(DISTINCT party) FROM last_position')}"

    with patch.object(tell_halts, "new_reference", numbered):
        yield


@mutant("a halt elsewhere")
def a_halt_is_told_to_those_it_does_not_concern() -> Iterator[None]:
    with (
        patch.object(tell_halts, "comes_into", lambda *_: True),
        patch.object(tell_halts, "box_of", _the_world),
    ):
        yield


def _the_world(_ring: Any) -> tuple[float, float, float, float]:
    return -180.0, -90.0, 180.0, 90.0
