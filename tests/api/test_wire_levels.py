"""Levels go out as they came in, and what holds is shown layer by layer."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from deconflict.agreements.model import Cell, Clause, Level, Levels, Matter, Pact, Terms, Text
from deconflict.api.wire_levels import HoldingOut, LevelsIn, LevelsOut
from deconflict.parties.model import PartyId
from deconflict.separation.units import Metres

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
A, B = (PartyId(UUID(int=number)) for number in (1, 2))


@pytest.mark.rule("DIS-01")
def test_levels_go_out_as_they_came_in() -> None:
    said = {
        "elsewhere": 1,
        "clauses": [
            {
                "level": 3,
                "cells": ["10/1/2", "14/3/4"],
                "matter": "plans",
                "start": "2026-12-01T08:00:00Z",
                "end": None,
            }
        ],
    }
    levels = LevelsIn.model_validate(said).levels()
    assert levels == Levels(
        Level.NOTICE, (Clause(Level.SEGMENT, frozenset({Cell(10, 1, 2), Cell(14, 3, 4)}), Matter.PLANS, NOW),)
    )
    assert LevelsOut.of(levels).model_dump(mode="json") == said
    for cell in ("14/01/2", "14/1/2/3", "-1/0/0", "14/٣/4", "a/b/c", "14/1"):
        with pytest.raises(ValidationError):
            LevelsIn.model_validate({"elsewhere": 1, "clauses": [{"level": 1, "cells": [cell]}]})


@pytest.mark.rule("DIS-02")
def test_what_holds_is_shown_layer_by_layer() -> None:
    text = Text(
        (A, B), "K7", Levels(Level.SHARED), {A: 500, B: 900}, 0, None, True, NOW + timedelta(days=1), {}
    )
    pact = Pact(Terms(Level.NOTICE, Metres(1000), Metres(5000)), text, (Levels(Level.AREA),))
    shown = HoldingOut.of(pact, (A, B), (), NOW)
    assert (shown.elsewhere, [layer.elsewhere for layer in shown.layers]) == (2, [4, 2])
    assert (shown.minimum_m, shown.in_force) == (900, True)
    later = HoldingOut.of(pact, (A, B), (), NOW + timedelta(days=1))
    assert (later.elsewhere, later.in_force) == (1, False)
