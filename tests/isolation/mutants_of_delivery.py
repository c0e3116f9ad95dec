"""Planted leaks in what climbs unacknowledged and in what goes out of band (ALR-04)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from planting import count, mutant

from deconflict.alerts import ladder_store
from deconflict.flows import escalate
from deconflict.summons import store as summons


@mutant("acknowledged")
def a_rival_s_acknowledgement_stops_everybody_s_ladder() -> Iterator[None]:
    ended = ladder_store.due

    async def due(*arguments: Any) -> Any:
        anybody = count("SELECT count(*) FROM receipt WHERE fact = 'acknowledged'")
        return [] if anybody else await ended(*arguments)

    with patch.object(ladder_store, "due", due):
        yield


@mutant("one more, one less")
def a_call_counts_what_all_sides_have_left_unanswered() -> Iterator[None]:
    called = escalate._call

    def call(*arguments: Any) -> Any:
        made, ladders = called(*arguments)
        return replace(made, unanswered=count("SELECT count(*) FROM ladder")), ladders

    with patch.object(escalate, "_call", call):
        yield


@mutant("one more, one less")
def a_phone_is_called_later_when_others_are() -> Iterator[None]:
    def due_at(now: datetime, last: datetime | None) -> datetime:
        return (last or now) + timedelta(seconds=count("SELECT count(*) FROM ladder"))

    with patch.object(summons, "due_at", due_at):
        yield
