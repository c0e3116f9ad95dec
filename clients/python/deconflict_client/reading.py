"""Turns JSON records of the service into the values of `models.py`. Decides nothing."""

from dataclasses import replace

from deconflict_client import models
from deconflict_client.alerts import ZoneNamed
from deconflict_client.errors import Detail, Unreadable
from deconflict_client.plan import Plan, read_place
from deconflict_client.positions import position
from deconflict_client.reading_alerts import (
    read_areas,
    read_finding,
    read_other_side,
    read_other_zone,
    read_side,
)
from deconflict_client.wire import Json, Record


def person(record: Record) -> models.Person:
    """Read somebody who signs in."""
    return models.Person(
        record.text("id"),
        record.text("name"),
        record.text("role"),
        record.maybe_text("party"),
        record.maybe_text("unit"),
    )


def crew_member(record: Record) -> models.CrewMember:
    """Read somebody of a party's crews."""
    return models.CrewMember(
        record.text("id"),
        record.text("login"),
        record.text("name"),
        record.maybe_text("unit"),
        record.maybe_text("callsign"),
        record.maybe_time("since"),
    )


def session(record: Record) -> models.Session:
    """Read who is signed in."""
    return models.Session(
        person=person(record.record("person")),
        expires_at=record.time("expires_at"),
        feed_epoch=record.text("feed_epoch"),
        token=record.maybe_text("token"),
        zone=record.maybe_text("zone") or "UTC",
    )


def patrol(record: Record) -> models.Patrol:
    """Read a patrol with its current plan."""
    return models.Patrol(
        id=record.text("id"),
        reference=record.text("reference"),
        unit=record.text("unit"),
        callsign=record.text("callsign"),
        party=record.text("party"),
        state=record.text("state"),
        version=record.integer("version"),
        purpose=record.text("class"),
        note=record.maybe_text("note") or "",
        late=record.flag("late", default=False),
        after_the_fact=record.flag("after_the_fact", default=False),
        registered_at=record.time("registered_at"),
        plan=Plan.from_feature(record.record("plan").fields),
        findings=tuple(own_finding(item) for item in record.records("findings")),
        notices_by=record.maybe_time("notices_by"),
    )


def version(record: Record) -> models.Version:
    """Read one version of a patrol's plan."""
    return models.Version(
        version=record.integer("version"),
        submitted_at=record.time("submitted_at"),
        submitted_by=record.text("submitted_by"),
        plan=Plan.from_feature(record.record("plan").fields),
    )


def own_finding(record: Record) -> models.OwnFinding:
    """Read what is wrong with a plan on one's own side."""
    zone = record.maybe_text("zone")
    return models.OwnFinding(
        code=record.text("code"),
        zone=None if zone is None else ZoneNamed(zone, record.text("name"), record.text("kind")),
        grade=record.maybe_text("grade"),
        distance_m=record.maybe_number("distance_m"),
        first=record.maybe_time("first"),
        last=record.maybe_time("last"),
    )


def particulars(record: Record, *, leave: tuple[str, ...]) -> dict[str, Detail]:
    """Return the plain fields of a record, without those named."""
    return {
        name: value
        for name, value in record.fields.items()
        if name not in leave and (value is None or isinstance(value, str | int | float))
    }


def overlap(record: Record) -> models.Overlap:
    """Read an overlap as its party is told of it."""
    return models.Overlap(
        id=record.text("id"),
        reference=record.text("reference"),
        patrol=record.text("patrol"),
        patrol_reference=record.text("patrol_reference"),
        hours=record.times("hours"),
        state=record.text("state"),
        revision=record.integer("revision"),
        level=record.integer("level"),
        advice=record.text("advice"),
        released_at=record.time("released_at"),
        areas=read_areas(record),
    )


def conflict(record: Record) -> models.Conflict:
    """Read a conflict as those entitled to the exact view see it."""
    return models.Conflict(
        id=record.text("id"),
        reference=record.text("reference"),
        state=record.text("state"),
        episode=record.integer("episode"),
        a=read_side(record.record("a")),
        b=read_other_side(record),
        zone=read_other_zone(record),
        finding=read_finding(record),
        opened_at=record.time("opened_at"),
        updated_at=record.time("updated_at"),
        resolution=record.maybe_text("resolution"),
        adjusts=record.maybe_text("adjusts"),
        assigned_by=record.maybe_text("assigned_by"),
        level=record.maybe_integer("level"),
        acknowledged=record.maybe_flag("acknowledged"),
        accepted=record.maybe_flag("accepted"),
    )


def shared_plan(record: Record) -> models.SharedPlan:
    """Read a rival's whole plan."""
    return models.SharedPlan(
        id=record.text("id"),
        reference=record.text("reference"),
        owner=record.text("owner"),
        owner_name=record.text("owner_name"),
        callsign=record.text("callsign"),
        state=record.text("state"),
        version=record.integer("version"),
        shared_at=record.time("shared_at"),
        plan=replace(Plan.from_feature(record.record("plan").fields), purpose=record.text("class")),
    )


def shift(record: Record) -> models.Shift:
    """Read a question for a clearing shift, and its answer."""
    return models.Shift(
        patrol=record.text("patrol"),
        asked_at=record.time("asked_at"),
        answered_at=record.maybe_time("answered_at"),
        basis=record.maybe_text("basis"),
        later_s=record.maybe_integer("later_s"),
        earlier_s=record.maybe_integer("earlier_s"),
    )


def shifts(record: Record) -> tuple[models.Shift, ...]:
    """Read the shifts of both sides of a conflict."""
    return tuple(shift(item) for item in record.records("shifts"))


def zone(record: Record) -> models.Zone:
    """Read a zone's Feature."""
    properties = record.record("properties")
    rings = record.record("geometry").values("coordinates")
    return models.Zone(
        id=record.maybe_text("id"),
        kind=properties.text("kind"),
        name=properties.text("name"),
        rings=tuple(_ring(ring) for ring in rings),
        party=properties.maybe_text("party"),
        valid_from=properties.maybe_time("valid_from"),
        valid_to=properties.maybe_time("valid_to"),
    )


def party(record: Record) -> models.Party:
    """Read one side."""
    return models.Party(record.text("id"), record.text("slug"), record.text("name"))


def unit(record: Record) -> models.Unit:
    """Read a formation."""
    return models.Unit(record.text("id"), record.text("party"), record.text("callsign"))


def device(record: Record) -> models.Device:
    """Read a device's credential."""
    texts = record.text
    return models.Device(texts("id"), texts("person"), texts("name"), texts("secret"))


def review(record: Record) -> models.Review:
    """Read something to look at after the fact."""
    return models.Review(
        id=record.text("id"),
        reference=record.text("reference"),
        party=record.text("party"),
        patrol=record.text("patrol"),
        reason=record.text("reason"),
        opened_at=record.time("opened_at"),
        closed_at=record.maybe_time("closed_at"),
        outcome=record.maybe_text("outcome"),
    )


def picture(record: Record) -> models.Picture:
    """Read everything the viewer may see, in one snapshot."""
    return models.Picture(
        epoch=record.text("epoch"),
        seq=record.integer("seq"),
        at=record.time("at"),
        patrols=tuple(patrol(item) for item in record.records("patrols")),
        overlaps=tuple(overlap(item) for item in record.records("overlaps")),
        conflicts=tuple(conflict(item) for item in record.records("conflicts")),
        shared_plans=tuple(shared_plan(item) for item in record.records("shared_plans")),
        zones=tuple(zone(item) for item in record.records("zones")),
        positions=tuple(map(position, record.records("positions") if "positions" in record.fields else ())),
    )


def _ring(value: Json) -> tuple[tuple[float, float], ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise Unreadable(pointer="/geometry/coordinates", expected="rings of coordinates")
    return tuple(read_place(place) for place in value)
