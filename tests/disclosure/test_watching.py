"""Suspensions and broken glass are shown to those they concern, with roles instead of persons (PAT-02, DIS-08)."""

from dataclasses import fields
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from deconflict.alerts.model import AlertKind, Escalation, Rung
from deconflict.disclosure.watching import WatchingFacts, escalation_view, glass_view, suspension_view
from deconflict.errors import NotFound
from deconflict.glass.model import Glass, GlassState
from deconflict.parties.model import PARTY_ROLES, Role, Suspension, Viewer

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
OURS, THEIRS = uuid4(), uuid4()
FACTS = WatchingFacts(names={OURS: "Ours"})
SUSPENSION = Suspension(uuid4(), OURS, "why", NOON)
GLASS = Glass(
    uuid4(), "R", OURS, uuid4(), "why", NOON, GlassState.ASKED, uuid4(), NOON, uuid4(), Role.DESK, NOON
)


def viewer(role: Role, party: UUID) -> Viewer:
    return Viewer(uuid4(), uuid4(), party if role in PARTY_ROLES else None, role, None, NOON)


@pytest.mark.rule("DIS-06", "DIS-08")
@pytest.mark.parametrize("role", Role)
def test_whom_it_does_not_concern_finds_nothing(role: Role) -> None:
    ours = viewer(role, OURS)
    assert suspension_view(ours, SUSPENSION, FACTS).party_name == "Ours"
    if role in {Role.CREW, Role.OPERATOR}:
        with pytest.raises(NotFound):
            glass_view(ours, GLASS, FACTS)
    else:
        assert glass_view(ours, GLASS, FACTS).reason == "why"
    if role in PARTY_ROLES:
        for show, item in ((suspension_view, SUSPENSION), (glass_view, GLASS)):
            with pytest.raises(NotFound):
                show(viewer(role, THEIRS), item, FACTS)  # type: ignore[arg-type]  # each with its own kind


@pytest.mark.rule("DIS-08")
def test_nobody_is_named_as_a_person() -> None:
    shown = glass_view(viewer(Role.LIAISON, OURS), GLASS, FACTS)
    values = {getattr(shown, field.name) for field in fields(shown)}
    assert not {GLASS.asked_by, GLASS.decided_by} & values
    with pytest.raises(NotFound):
        glass_view(viewer(Role.DESK, OURS), GLASS, WatchingFacts())


SEEN_BY = {
    Rung.DEVICES: set(),
    Rung.DUTY: {Role.LIAISON, Role.DUTY_OFFICER, Role.CREW},
    Rung.DESK: {Role.DESK},
    Rung.FACILITATOR: {Role.FACILITATOR},
}


@pytest.mark.rule("ALR-04", "DIS-08")
@pytest.mark.parametrize("rung", Rung)
@pytest.mark.parametrize("role", Role)
def test_a_call_is_seen_by_whom_its_rung_is_for(rung: Rung, role: Role) -> None:
    call = Escalation(uuid4(), OURS, rung, (AlertKind.OVERLAP,), 3, NOON, NOON)
    if role in SEEN_BY[rung]:
        shown = escalation_view(viewer(role, OURS), call, FACTS)
        assert (shown.party_name, shown.kinds, shown.unanswered) == ("Ours", (AlertKind.OVERLAP,), 3)
    else:
        with pytest.raises(NotFound):
            escalation_view(viewer(role, OURS), call, FACTS)
    if role in PARTY_ROLES:
        with pytest.raises(NotFound):
            escalation_view(viewer(role, THEIRS), call, FACTS)
