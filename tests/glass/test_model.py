"""The whole table of what can become of a request to break glass (DIS-08)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from deconflict.glass.errors import GlassMoveRefused
from deconflict.glass.model import MOVES, Glass, GlassId, GlassState
from deconflict.parties.model import PartyId, PersonId, Role, SessionId, Viewer

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
SECOND = Viewer(SessionId(uuid4()), PersonId(uuid4()), None, Role.OVERSIGHT, None, NOON)
ASKED = Glass(
    GlassId(uuid4()),
    "R",
    PartyId(UUID(int=1)),
    uuid4(),
    "why",
    NOON + timedelta(hours=1),
    GlassState.ASKED,
    PersonId(uuid4()),
    NOON,
)


@pytest.mark.rule("DIS-08")
@pytest.mark.parametrize("to", GlassState)
@pytest.mark.parametrize("state", GlassState)
def test_every_move_that_is_not_in_the_table_is_refused(state: GlassState, to: GlassState) -> None:
    glass = replace(ASKED, state=state)
    allowed = {
        GlassState.ASKED: {GlassState.APPROVED, GlassState.REFUSED, GlassState.WITHDRAWN},
        GlassState.APPROVED: {GlassState.OVER},
    }
    assert MOVES[state] == allowed.get(state, set())
    for move in (lambda: glass.decided(SECOND, to, NOON), lambda: glass.closed(to, NOON)):
        if to in MOVES[state]:
            assert move().state is to
        else:
            with pytest.raises(GlassMoveRefused):
                move()


@pytest.mark.rule("DIS-08")
def test_a_look_is_open_once_allowed_until_its_end() -> None:
    allowed = ASKED.decided(SECOND, GlassState.APPROVED, NOON)
    assert allowed.is_open(NOON)
    assert not allowed.is_open(ASKED.ends_at)
    assert not ASKED.is_open(NOON)
    with pytest.raises(GlassMoveRefused):
        ASKED.decided(SECOND, GlassState.APPROVED, ASKED.ends_at)
