"""From a fact, its viewer and the level to what may leave: every role, levels 0 and 1, every kind of alert."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest

from deconflict.alerts.model import Alert, AlertKind, Fact, Receipt, Subject
from deconflict.conflicts.model import Conflict, ConflictState, Pair, Side, ZoneSide
from deconflict.disclosure.facts import Facts
from deconflict.disclosure.release import (
    disclose_alert,
    disclose_conflict,
    disclose_overlap,
)
from deconflict.disclosure.views import AreaView, CellView, WithheldView, ZoneView
from deconflict.errors import NotFound
from deconflict.overlaps.model import Overlap, OverlapChange, OverlapState, SharedArea
from deconflict.parties.model import PARTY_ROLES, Party, Role, Viewer
from deconflict.patrols.model import Patrol, PatrolClass, PatrolState, Review, ReviewReason
from deconflict.separation.area import Area, ZoneFinding, ZoneKind
from deconflict.separation.check import Finding, Grade, PointInTime
from deconflict.separation.cover import pack
from deconflict.separation.window import ALWAYS
from deconflict.zones.model import Zone

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
EAST, WEST = Party(uuid4(), "east", "East"), Party(uuid4(), "west", "West")
POINT = PointInTime(15.0, 32.0, NOW)
SQUARE = ((15.0, 32.0), (15.1, 32.0), (15.1, 32.1), (15.0, 32.0))


def viewer(role: Role, party: Party | None = None) -> Viewer:
    owner = (party or EAST).id if role in PARTY_ROLES else None
    return Viewer(uuid4(), uuid4(), owner, role, None, NOW)


def patrol(owner: Party, reference: str) -> Patrol:
    purpose = PatrolClass.ROUTINE
    return Patrol(
        uuid4(),
        reference,
        owner.id,
        uuid4(),
        "U1",
        PatrolState.ACTIVE,
        1,
        purpose,
        "",
        False,
        False,
        uuid4(),
        NOW,
    )


OURS, THEIRS = patrol(EAST, "AA-AAAA"), patrol(WEST, "BB-BBBB")
OVERLAP = Overlap(
    uuid4(), "CC-CCCC", EAST.id, OURS.id, OverlapState.OPEN, 2, (494_000,), OverlapChange.WORSE, NOW
)
FINDING = Finding(Grade.CRITICAL, 12.0, 0.0, 12.0, 0.0, POINT, POINT, NOW, NOW, NOW, NOW)
ZONE = Zone(uuid4(), None, "hospital", Area((SQUARE,), ZoneKind.PROTECTED_SITE, ALWAYS), NOW)
ZONE_FINDING = ZoneFinding(ZoneKind.PROTECTED_SITE, Grade.CRITICAL, 0.0, 0.0, NOW, NOW, POINT)


def conflict(b: Side | None, zone: ZoneSide | None, finding: Finding | ZoneFinding) -> Conflict:
    a = Side(EAST.id, OURS.id, 1, "U1", OURS.reference)
    pair = Pair(a, replace(b, patrol=type(OURS.id)(int=OURS.id.int + 1)) if b else None, zone)
    found = uuid4()
    state, at = ConflictState.OPEN, (NOW, NOW, NOW)
    return Conflict(uuid4(), "DD-DDDD", pair, state, 1, found, finding, *at, None, found, finding)


OF_PATROLS = conflict(Side(WEST.id, THEIRS.id, 3, "U7", THEIRS.reference), None, FINDING)
OF_ZONE = conflict(None, ZoneSide(ZONE.id, "hospital", None), ZONE_FINDING)
REVIEW = Review(uuid4(), "EE-EEEE", EAST.id, OURS.id, ReviewReason.HOT_PURSUIT, NOW, None, None)
FACTS = Facts(
    patrols={OURS.id: OURS},
    parties={EAST.id: EAST, WEST.id: WEST},
    zones={ZONE.id: ZONE},
    conflicts={item.id: item for item in (OF_PATROLS, OF_ZONE)},
    findings={OF_PATROLS.finding_id: FINDING, OF_ZONE.finding_id: ZONE_FINDING},
    overlaps={(OVERLAP.id, 2): OVERLAP},
    reviews={REVIEW.id: REVIEW},
)


def alert(subject: Subject, kind: AlertKind = AlertKind.OVERLAP) -> Alert:
    return Alert(uuid4(), 7, kind, "opened", True, uuid4(), subject, NOW, None, None, None)


OVERLAP_ALERT = alert(Subject(overlap=OVERLAP.id, revision=2))


@pytest.mark.rule("DIS-03", "DIS-04")
def test_at_level_one_a_party_is_shown_its_own_patrol_the_hours_a_reference_and_what_to_do() -> None:
    shown = disclose_overlap(viewer(Role.LIAISON), OVERLAP, FACTS).value
    assert {field.name: getattr(shown, field.name) for field in fields(shown)} == {
        "id": OVERLAP.id,
        "reference": "CC-CCCC",
        "patrol": OURS.id,
        "patrol_reference": "AA-AAAA",
        "hours": (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=494_000),),
        "state": OverlapState.OPEN,
        "revision": 2,
        "level": 1,
        "areas": (),
        "advice": "hold_or_adjust",
        "released_at": NOW,
    }


@pytest.mark.rule("DIS-03", "DIS-04")
def test_at_level_two_it_is_also_shown_the_shared_cells_and_whose_they_are() -> None:
    area = SharedArea(WEST.id, pack(np.array([494_000 << 28 | 8000 << 14 | 6000])))
    facts = replace(FACTS, rivals={WEST.id: "West"})
    shown = disclose_overlap(viewer(Role.LIAISON), replace(OVERLAP, areas=(area,)), facts).value
    hour = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=494_000)
    assert shown.level == 2
    assert shown.areas == (AreaView(WEST.id, "West", (CellView(hour, 8000, 6000),)),)


@pytest.mark.rule("DIS-03", "ALR-01")
@pytest.mark.parametrize("role", sorted(PARTY_ROLES))
def test_an_alert_of_what_may_be_seen_no_more_is_a_bare_number(role: Role) -> None:
    shown = disclose_alert(viewer(role), "epoch", OVERLAP_ALERT, replace(FACTS, overlaps={})).value
    assert (shown.seq, shown.kind, shown.change, shown.rings) == (7, AlertKind.WITHHELD, "withheld", False)
    assert (shown.level, shown.reference, shown.body) == (0, "", WithheldView())


@pytest.mark.rule("DIS-03", "DIS-06")
@pytest.mark.parametrize("role", Role)
def test_only_the_desk_and_the_facilitator_are_shown_a_conflict(role: Role) -> None:
    subject = Subject(conflict=OF_PATROLS.id, finding=OF_PATROLS.finding_id)
    person, told = viewer(role), alert(subject, AlertKind.CONFLICT)
    if role in {Role.DESK, Role.FACILITATOR}:
        shown = disclose_conflict(person, OF_PATROLS, FACTS).value
        assert shown == disclose_alert(person, "epoch", told, FACTS).value.body
        assert (shown.a.party_name, shown.b and shown.b.party_name) == ("East", "West")
        assert (shown.b and shown.b.callsign, shown.b and shown.b.version) == ("U7", 3)
        assert shown.finding is FINDING
    else:
        for attempt in (
            lambda: disclose_conflict(person, OF_PATROLS, FACTS),
            lambda: disclose_alert(person, "epoch", told, FACTS),
        ):
            with pytest.raises(NotFound):
                attempt()


@pytest.mark.rule("DIS-06")
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DESK}))
def test_another_partys_overlap_is_as_absent_as_none(role: Role) -> None:
    with pytest.raises(NotFound) as hidden:
        disclose_overlap(viewer(role, WEST), OVERLAP, FACTS)
    with pytest.raises(NotFound) as in_an_alert:
        disclose_alert(viewer(role, WEST), "epoch", OVERLAP_ALERT, FACTS)
    assert str(hidden.value) == str(in_an_alert.value) == "not_found()"


def test_a_conflict_with_a_zone_names_the_zone_and_no_other_side() -> None:
    shown = disclose_conflict(viewer(Role.FACILITATOR), OF_ZONE, FACTS).value
    assert shown.b is None
    assert shown.zone == ZoneView(ZONE.id, "hospital", ZoneKind.PROTECTED_SITE)


@pytest.mark.rule("ALR-01")
@pytest.mark.parametrize(
    ("subject", "reference", "level"),
    [
        (OVERLAP_ALERT.subject, "CC-CCCC", 1),
        (Subject(conflict=OF_PATROLS.id, finding=OF_PATROLS.finding_id), "DD-DDDD", None),
        (Subject(review=REVIEW.id), "EE-EEEE", None),
        (Subject(patrol=OURS.id), "AA-AAAA", None),
        (Subject(patrol=OURS.id, zone=ZONE.id), "AA-AAAA", None),
    ],
    ids=["overlap", "conflict", "review", "patrol", "zone"],
)
def test_an_alert_carries_its_number_its_body_and_what_became_of_it(
    subject: Subject, reference: str, level: int | None
) -> None:
    receipt = Receipt(7, Fact.ACKNOWLEDGED, "Salem", NOW)
    told = replace(alert(subject), received_at=NOW, acknowledged=receipt)
    shown = disclose_alert(viewer(Role.DESK), "epoch", told, FACTS).value
    assert (shown.epoch, shown.seq, shown.reference, shown.level) == ("epoch", 7, reference, level)
    assert (shown.received, shown.seen, shown.acknowledged) == (True, False, ("Salem", NOW))
    if subject.overlap is None:
        with pytest.raises(NotFound):
            disclose_alert(viewer(Role.DESK), "epoch", told, Facts())
