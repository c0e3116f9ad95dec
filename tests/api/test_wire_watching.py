"""Requests to break glass on the wire: one scope, in the fields of its kind."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from deconflict.api.wire_watching import GlassIn, ReasonIn, glass_fields
from deconflict.disclosure.watching_views import GlassView
from deconflict.glass.model import Area, GlassState, Scope
from deconflict.parties.model import Role

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def view(scope: Scope) -> GlassView:
    state, role = GlassState.ASKED, Role.FACILITATOR
    end = NOON + timedelta(hours=1)
    return GlassView(uuid4(), "R", uuid4(), "A", scope, "why", end, state, role, NOON, None, None, None)


def test_a_scope_is_shown_as_a_patrol_or_as_a_box_with_its_time() -> None:
    patrol = uuid4()
    shown = glass_fields(view(patrol))
    assert (shown["patrol"], shown["box"], shown["start"]) == (patrol, None, None)
    shown = glass_fields(view(Area(1.0, 2.0, 1.5, 2.5, NOON, NOON)))
    assert (shown["patrol"], shown["box"], shown["end"]) == (None, (1.0, 2.0, 1.5, 2.5), NOON)


def test_what_is_asked_for_is_read_into_a_scope() -> None:
    said: dict[str, Any] = {"party": str(uuid4()), "reason": "why", "ends_at": "2026-12-01T13:00:00Z"}
    times = {"start": "2026-12-01T12:00:00Z", "end": "2026-12-01T12:00:00Z"}
    box = GlassIn.model_validate(said | times | {"box": [1.0, 2.0, 1.5, 2.5]})
    assert box.scope() == Area(1.0, 2.0, 1.5, 2.5, NOON, NOON)
    for wrong in ({}, times, {"box": [1.0, 2.0, 1.5, 2.5]}, times | {"box": [1.0]}):
        with pytest.raises(ValidationError):
            GlassIn.model_validate(said | wrong)


def test_a_reason_is_neither_empty_nor_endless() -> None:
    for reason in ("", "x" * 2001):
        with pytest.raises(ValidationError):
            ReasonIn(reason=reason)
