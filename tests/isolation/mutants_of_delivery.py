"""Planted leaks in what climbs unacknowledged, in what goes out of band (ALR-04) and in whom it reached."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from planting import WORLDS, both, count, mutant
from sqlalchemy import true

from deconflict.alerts import ladder_store, receipt_store
from deconflict.api import receipts
from deconflict.flows import escalate
from deconflict.parties import scope
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


@mutant("acknowledged")
def a_party_reads_how_far_the_other_side_was_reached() -> Iterator[None]:
    """Neither the flow nor the store, the function or the row policies ask any more whether it is the desk."""

    async def read_receipts(session: Any, _viewer: Any, matters: Any) -> Any:
        return await receipt_store.told_of(session, matters)

    of_desk = (
        "SELECT format('%I ON %I', polname, polrelid::regclass) FROM pg_policy WHERE polname = 'for_desk'"
    )
    names = [name for (name,) in WORLDS[0].sql(of_desk)]
    [(asks,)] = WORLDS[0].sql("SELECT pg_get_functiondef('receipts_of(uuid[])'::regprocedure)")
    anybody = asks.replace("(SELECT viewer_role()) = 'desk'", "true")
    assert anybody != asks
    open_to_all = "; ".join([*(f"ALTER POLICY {name} USING (true)" for name in names), anybody])
    desk = "USING ((SELECT viewer_role()) = 'desk')"
    as_before = "; ".join([*(f"ALTER POLICY {name} {desk}" for name in names), asks])
    with (
        both(open_to_all, as_before),
        patch.object(scope, "of_desk", lambda _reader: true()),
        patch.object(receipts, "read_receipts", read_receipts),
    ):
        yield
