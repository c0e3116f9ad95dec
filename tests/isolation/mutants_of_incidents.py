"""Planted leaks in incidents, of which a rival sees nothing so far (INC-01, DIS-06)."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from lockstep import here
from planting import count, mutant

from deconflict.flows import report_incident
from deconflict.incidents import rules, store
from deconflict.incidents.images import bare
from tests.photos import JPEG


@mutant("an incident")
def an_incidents_reference_counts_those_of_all() -> Iterator[None]:
    def numbered() -> str:
        return f"N-{count('SELECT count(*) FROM incident')}"

    with patch.object(report_incident, "new_reference", numbered):
        yield


@mutant("an incident")
def a_rivals_photos_use_up_the_budget_of_all() -> Iterator[None]:
    kept = store.kept

    async def of_all(*arguments: Any) -> Any:
        taken = count("SELECT coalesce(sum(size_bytes), 0) FROM incident_photo")
        return replace(await kept(*arguments), party_bytes=taken)

    with ExitStack() as stack:
        stack.enter_context(patch.object(store, "kept", of_all))
        stack.enter_context(patch.object(rules, "PHOTOS_PER_PARTY_BYTES", len(bare(JPEG).content)))
        yield


@mutant("an incident")
def what_a_rival_observed_is_said_in_ones_own() -> Iterator[None]:
    incident = report_incident._incident

    def said(viewer: Any, unit: Any, patrol: Any, seen: Any, now: Any) -> Any:
        others = here().sql("SELECT words FROM incident ORDER BY reported_at LIMIT 1")
        words = others[0][0] if others else seen.words
        return incident(viewer, unit, patrol, replace(seen, words=words), now)

    with patch.object(report_incident, "_incident", said):
        yield
