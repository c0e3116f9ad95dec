"""What may leave of an encounter and of a silent unit, by viewer and by what may be read now (LIV-03, LIV-06)."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from deconflict.agreements.model import Level
from deconflict.disclosure.near import NearFacts, overdue_view, sighting_of, sighting_view
from deconflict.disclosure.views import WithheldView
from deconflict.encounters.model import (
    Overdue,
    OverdueId,
    Shown,
    Sight,
    Sighting,
    SightingChange,
    SightingId,
    SightingState,
)
from deconflict.errors import NotFound
from deconflict.parties.model import PARTY_ROLES, PartyId, Role, UnitId, Viewer

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
OURS, THEIRS = PartyId(uuid4()), PartyId(uuid4())
UNIT = UnitId(uuid4())
AREA = Sighting(
    SightingId(uuid4()),
    "K7-2M4Q",
    OURS,
    UNIT,
    None,
    Sight.AREA,
    SightingState.OPEN,
    1,
    SightingChange.OPENED,
    NOON,
    NOON,
)
NAMED = Shown(Level.AREA, party=THEIRS, cells=((1, 2),))
FACTS = NearFacts({AREA.id: AREA}, {(AREA.id, 1): [NAMED, Shown(Level.NOTICE)]}, callsigns={UNIT: "U1"})


def viewer(role: Role, party: UUID = OURS) -> Viewer:
    return Viewer(uuid4(), uuid4(), party if role in PARTY_ROLES else None, role, None, NOON)


@pytest.mark.rule("LIV-06", "DIS-03")
def test_the_highest_level_told_is_the_level_shown() -> None:
    shown = sighting_view(viewer(Role.CREW), AREA, FACTS, {THEIRS: "Theirs"})
    assert (shown.level, shown.callsign, [near.party_name for near in shown.nearby]) == (2, "U1", ["Theirs"])
    lower = replace(FACTS, told={(AREA.id, 1): [Shown(Level.NOTICE)]})
    shown = sighting_view(viewer(Role.CREW), AREA, lower, {})
    assert (shown.level, shown.nearby) == (1, ())


@pytest.mark.rule("DIS-06", "LIV-06")
@pytest.mark.parametrize("role", Role)
def test_nobody_else_is_shown_a_partys_sighting_nor_a_party_the_desks(role: Role) -> None:
    other = viewer(role, THEIRS)
    with pytest.raises(NotFound):
        sighting_view(other, AREA, FACTS, {THEIRS: "Theirs"})
    exact = replace(AREA, party=None)
    if role in {Role.DESK, Role.FACILITATOR}:
        assert sighting_view(other, exact, FACTS, {THEIRS: "Theirs"}).level is None
    else:
        with pytest.raises(NotFound):
            sighting_view(other, exact, FACTS, {THEIRS: "Theirs"})


@pytest.mark.rule("DIS-02", "ALR-01")
def test_what_may_be_read_no_more_is_withheld_with_its_reference_only_if_that_was_told() -> None:
    unread = replace(FACTS, told={})
    crew = viewer(Role.CREW)
    assert sighting_of(crew, AREA.id, 1, unread, {}) == WithheldView("")
    with pytest.raises(NotFound):
        sighting_view(crew, AREA, unread, {})
    withheld = replace(AREA, state=SightingState.WITHHELD, revision=2)
    known = replace(unread, sightings={AREA.id: withheld})
    assert sighting_of(crew, AREA.id, 2, known, {}) == WithheldView("K7-2M4Q")
    assert sighting_of(crew, uuid4(), 1, known, {}) == WithheldView()


@pytest.mark.rule("LIV-03", "DIS-06")
def test_silence_is_shown_to_its_own_party_and_the_desk_alone() -> None:
    silent = Overdue(OverdueId(uuid4()), "K7-2M4Q", OURS, UNIT, "U1", NOON, False, None, 1)
    for own in (viewer(Role.CREW), viewer(Role.DESK)):
        assert overdue_view(own, silent).callsign == "U1"
    for other in (viewer(Role.CREW, THEIRS), viewer(Role.FACILITATOR), viewer(Role.OVERSIGHT)):
        with pytest.raises(NotFound):
            overdue_view(other, silent)
