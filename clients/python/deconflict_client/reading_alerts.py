"""Turns JSON of alerts and receipts into the values of `alerts.py`: REST and socket send the same bodies.

A body of a known kind that cannot be read still arrives as `OtherAlert`: none may be lost to an old client (ALR-01).
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict

from deconflict_client.alerts import (
    Alert,
    AlertPage,
    AllClear,
    Call,
    ConflictAlert,
    EscalationAlert,
    Finding,
    GlassAlert,
    HaltAlert,
    IncidentAlert,
    JointPatrolAlert,
    MessageAlert,
    OtherAlert,
    OverlapAlert,
    PatrolAlert,
    Place,
    ProposalAlert,
    Receipt,
    RendezvousAlert,
    ReviewAlert,
    SharedArea,
    SharedCell,
    Side,
    SosAlert,
    SuspensionAlert,
    WithheldAlert,
    ZoneAlert,
    ZoneNamed,
)
from deconflict_client.base_alert import Acknowledgement
from deconflict_client.distress import halt, sos
from deconflict_client.errors import Unreadable
from deconflict_client.incidents import incident
from deconflict_client.near import EncounterAlert, OverdueAlert, near_fields
from deconflict_client.together import joint_patrol, rendezvous
from deconflict_client.wire import JsonObject, Record


def read_alert(record: Record) -> Alert:
    """Read one alert; only its epoch, number and kind must be there.

    A body of a known kind that cannot be read still arrives, as `OtherAlert`: no feed stops at one alert.
    """
    head = _head(record)
    try:
        return _READERS.get(head["kind"], _other)(head, record)
    except Unreadable:
        return OtherAlert(**head)


def read_page(record: Record, after: int) -> AlertPage:
    """Read a page of the feed asked for `after`."""
    epoch = record.text("epoch")
    alerts = tuple(read_alert(item) for item in record.records("alerts"))
    return AlertPage(epoch, after, alerts, record.integer("last"))


def read_receipt(record: Record) -> Receipt:
    """Read what somebody did with an alert."""
    return Receipt(
        epoch=record.text("epoch"),
        seq=record.integer("seq"),
        fact=record.text("fact"),
        by=record.text("by"),
        at=record.time("at"),
    )


def read_finding(record: Record) -> Finding:
    """Read the finding fields that lie flat in a conflict."""
    at_b = record.maybe_record("at_b")
    return Finding(
        grade=record.text("grade"),
        distance_m=record.number("distance_m"),
        lag_s=record.maybe_number("lag_s"),
        nominal_distance_m=record.maybe_number("nominal_distance_m"),
        least_lag_s=record.maybe_number("least_lag_s"),
        at_a=_place(record.record("at_a")),
        at_b=None if at_b is None else _place(at_b),
        first_a=record.maybe_time("first_a"),
        last_a=record.maybe_time("last_a"),
        first_b=record.maybe_time("first_b"),
        last_b=record.maybe_time("last_b"),
        parts_b=tuple(tuple(_place(place) for place in part) for part in record.lists("parts_b")),
    )


def read_areas(record: Record) -> tuple[SharedArea, ...]:
    """Read what an overlap shows at level 2; nothing below."""
    return tuple(
        SharedArea(
            party=area.text("party"),
            party_name=area.text("party_name"),
            cells=tuple(
                SharedCell(cell.time("hour"), cell.integer("column"), cell.integer("row"))
                for cell in area.records("cells")
            ),
            liaison=_call(area.maybe_record("liaison")),
        )
        for area in (record.records("areas") if "areas" in record.fields else ())
    )


def _call(record: Record | None) -> Call | None:
    return None if record is None else Call(record.text("name"), record.text("reach"))


def read_side(record: Record) -> Side:
    """Read one patrol of a conflict."""
    return Side(
        party=record.text("party"),
        party_name=record.text("party_name"),
        callsign=record.text("callsign"),
        patrol=record.maybe_text("patrol"),
        patrol_reference=record.maybe_text("patrol_reference"),
        version=record.maybe_integer("version"),
    )


def read_other_side(record: Record) -> Side | None:
    """Read side b of a conflict; None when it is a zone."""
    side = record.maybe_record("b")
    return None if side is None else read_side(side)


def read_zone_named(record: Record) -> ZoneNamed:
    """Read the zone that is spoken of, from its flat fields."""
    return ZoneNamed(record.text("zone"), record.text("zone_name"), record.text("zone_kind"))


def read_other_zone(record: Record) -> ZoneNamed | None:
    """Read the zone of a conflict; None when it is between two patrols."""
    return None if record.maybe_text("zone") is None else read_zone_named(record)


def _place(record: Record) -> Place:
    return Place(record.number("lon"), record.number("lat"), record.time("time"))


class _Head(TypedDict):
    epoch: str
    seq: int
    kind: str
    change: str
    rings: bool
    level: int | None
    reference: str | None
    released_at: datetime | None
    received: bool
    seen: bool
    acknowledged: Acknowledgement | None
    wire: JsonObject


def _head(record: Record) -> _Head:
    return {
        "epoch": record.text("epoch"),
        "seq": record.integer("seq"),
        "kind": record.text("kind"),
        "change": record.maybe_text("change") or "opened",
        "rings": record.flag("rings", default=True),
        "level": record.maybe_integer("level"),
        "reference": record.maybe_text("reference"),
        "released_at": record.maybe_time("released_at"),
        "received": record.flag("received", default=False),
        "seen": record.flag("seen", default=False),
        "acknowledged": _acknowledgement(record.maybe_record("acknowledged")),
        "wire": record.fields,
    }


def _acknowledgement(record: Record | None) -> Acknowledgement | None:
    return None if record is None else Acknowledgement(record.text("by"), record.time("at"))


def _overlap(head: _Head, body: Record) -> Alert:
    return OverlapAlert(
        **head,
        overlap=body.text("overlap"),
        patrol=body.text("patrol"),
        patrol_reference=body.text("patrol_reference"),
        hours=body.times("hours"),
        state=body.text("state"),
        revision=body.integer("revision"),
        advice=body.text("advice"),
        areas=read_areas(body),
    )


def _conflict(head: _Head, body: Record) -> Alert:
    return ConflictAlert(
        **head,
        conflict=body.text("conflict"),
        state=body.text("state"),
        finding=read_finding(body),
        a=read_side(body.record("a")),
        b=read_other_side(body),
        zone=read_other_zone(body),
    )


def _zone(head: _Head, body: Record) -> Alert:
    return ZoneAlert(
        **head,
        patrol=body.text("patrol"),
        patrol_reference=body.text("patrol_reference"),
        zone=read_zone_named(body),
    )


def _patrol(head: _Head, body: Record) -> Alert:
    return PatrolAlert(
        **head,
        patrol=body.text("patrol"),
        patrol_reference=body.text("patrol_reference"),
        callsign=body.text("callsign"),
        state=body.text("state"),
    )


def _review(head: _Head, body: Record) -> Alert:
    return ReviewAlert(
        **head,
        review=body.text("review"),
        reason=body.text("reason"),
        patrol=body.text("patrol"),
        patrol_reference=body.text("patrol_reference"),
        callsign=body.text("callsign"),
        closed=body.flag("closed", default=False),
    )


def _message(head: _Head, body: Record) -> Alert:
    return MessageAlert(
        **head,
        message=body.text("message"),
        party_name=body.maybe_text("party_name"),
        role=body.text("role"),
        name=body.maybe_text("name"),
        text=body.text("text"),
    )


def _proposal(head: _Head, body: Record) -> Alert:
    return ProposalAlert(
        **head,
        proposal=body.text("proposal"),
        party_name=body.maybe_text("party_name"),
        incoming=body.flag("incoming", default=False),
        mover=body.text("mover"),
        shift_s=body.integer("shift_s"),
        state=body.text("state"),
    )


def _suspension(head: _Head, body: Record) -> Alert:
    return SuspensionAlert(
        **head,
        suspension=body.text("suspension"),
        party_name=body.text("party_name"),
        reason=body.text("reason"),
    )


def _glass(head: _Head, body: Record) -> Alert:
    return GlassAlert(
        **head,
        glass=body.text("glass"),
        party_name=body.text("party_name"),
        reason=body.text("reason"),
        asked_role=body.text("asked_role"),
        decided_role=body.maybe_text("decided_role"),
        ends_at=body.time("ends_at"),
    )


def _escalation(head: _Head, body: Record) -> Alert:
    return EscalationAlert(
        **head,
        rung=body.text("rung"),
        party_name=body.maybe_text("party_name"),
        kinds=tuple(str(kind) for kind in body.values("kinds")),
        unanswered=body.integer("unanswered"),
        since=body.time("since"),
        seqs=tuple(seq for seq in body.values("seqs") if isinstance(seq, int)),
    )


def _rendezvous(head: _Head, body: Record) -> Alert:
    return RendezvousAlert(**head, rendezvous=rendezvous(body, "rendezvous"))


def _joint_patrol(head: _Head, body: Record) -> Alert:
    return JointPatrolAlert(**head, joint_patrol=joint_patrol(body, "joint_patrol"))


def _encounter(head: _Head, body: Record) -> Alert:
    return EncounterAlert(**head, encounter=body.text("encounter"), **near_fields(body))


def _overdue(head: _Head, body: Record) -> Alert:
    return OverdueAlert(
        **head,
        overdue=body.text("overdue"),
        unit=body.text("unit"),
        callsign=body.text("callsign"),
        since=body.time("since"),
        beyond_reach=body.flag("beyond_reach", default=False),
        heard_at=body.maybe_time("heard_at"),
    )


def _all_clear(head: _Head, body: Record) -> Alert:
    if "encounter" in body.fields:
        return _encounter(head, body)
    if "overdue" in body.fields:
        return _overdue(head, body)
    return AllClear(
        **head,
        overlap=body.maybe_text("overlap"),
        conflict=body.maybe_text("conflict"),
        zone=read_other_zone(body),
        patrol=body.maybe_text("patrol"),
        patrol_reference=body.maybe_text("patrol_reference"),
        sos=None if body.maybe_text("sos") is None else sos(body, "sos"),
        halt=None if body.maybe_text("halt") is None else halt(body, "halt"),
    )


def _sos(head: _Head, body: Record) -> Alert:
    return SosAlert(**head, sos=sos(body, "sos"))


def _halt(head: _Head, body: Record) -> Alert:
    return HaltAlert(**head, halt=halt(body, "halt"))


def _incident(head: _Head, body: Record) -> Alert:
    return IncidentAlert(**head, incident=incident(body, "incident"))


def _withheld(head: _Head, body: Record) -> Alert:
    return WithheldAlert(
        **head, patrol=body.maybe_text("patrol"), patrol_reference=body.maybe_text("patrol_reference")
    )


def _other(head: _Head, _body: Record) -> Alert:
    return OtherAlert(**head)


_READERS: dict[str, Callable[[_Head, Record], Alert]] = {
    "overlap": _overlap,
    "conflict": _conflict,
    "zone": _zone,
    "review": _review,
    "patrol": _patrol,
    "budget": _patrol,
    "probe": _patrol,
    "message": _message,
    "proposal": _proposal,
    "suspension": _suspension,
    "glass": _glass,
    "escalation": _escalation,
    "rendezvous": _rendezvous,
    "joint_patrol": _joint_patrol,
    "encounter": _encounter,
    "overdue": _overdue,
    "all_clear": _all_clear,
    "sos": _sos,
    "halt": _halt,
    "incident": _incident,
    "withheld": _withheld,
}
