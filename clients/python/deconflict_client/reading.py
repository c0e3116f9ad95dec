"""Turns JSON records of the service into the values of `models.py`. Decides nothing."""

from deconflict_client import models
from deconflict_client.alerts import read_finding, read_side, read_zone_named
from deconflict_client.errors import Detail, Unreadable
from deconflict_client.plan import Plan, read_place
from deconflict_client.wire import Json, Record


def person(record: Record) -> models.Person:
    """Read somebody who signs in."""
    return models.Person(
        record.text("id"), record.text("name"), record.text("role"), record.maybe_text("party")
    )


def session(record: Record) -> models.Session:
    """Read who is signed in."""
    return models.Session(
        person=person(record.record("person")),
        token=record.maybe_text("token"),
        expires_at=record.maybe_time("expires_at"),
        feed_epoch=record.maybe_text("feed_epoch"),
    )


def patrol(record: Record) -> models.Patrol:
    """Read a patrol with its current plan."""
    plan = record.maybe_record("plan")
    return models.Patrol(
        id=record.text("id"),
        reference=record.text("reference"),
        unit=record.text("unit"),
        callsign=record.maybe_text("callsign"),
        party=record.maybe_text("party"),
        state=record.text("state"),
        version=record.integer("version"),
        purpose=record.maybe_text("class"),
        late=record.flag("late", default=False),
        after_the_fact=record.flag("after_the_fact", default=False),
        registered_at=record.maybe_time("registered_at"),
        plan=None if plan is None else Plan.from_feature(plan.fields),
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
    return models.OwnFinding(record.text("code"), particulars(record, leave=("code",)))


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
        patrol_reference=record.maybe_text("patrol_reference"),
        hours=record.times("hours"),
        state=record.text("state"),
        revision=record.maybe_integer("revision") or 1,
        level=record.maybe_integer("level"),
        advice=record.maybe_text("advice"),
        released_at=record.maybe_time("released_at"),
    )


def conflict(record: Record) -> models.Conflict:
    """Read a conflict as those entitled to the exact view see it."""
    return models.Conflict(
        id=record.text("id"),
        reference=record.text("reference"),
        state=record.text("state"),
        a=read_side(record.maybe_record("a")),
        b=read_side(record.maybe_record("b")),
        zone=read_zone_named(record),
        finding=read_finding(record),
        opened_at=record.maybe_time("opened_at"),
        updated_at=record.maybe_time("updated_at"),
        resolution=record.maybe_text("resolution"),
    )


def zone(record: Record) -> models.Zone:
    """Read a zone's Feature."""
    properties = record.record("properties")
    rings = record.record("geometry").values("coordinates")
    return models.Zone(
        id=record.maybe_text("id") or properties.maybe_text("id"),
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
    return models.Unit(record.text("id"), record.maybe_text("party"), record.text("callsign"))


def device(record: Record) -> models.Device:
    """Read a device's credential."""
    identity = record.maybe_text("id") or record.text("device")
    return models.Device(identity, record.maybe_text("name"), record.maybe_text("secret"))


def review(record: Record) -> models.Review:
    """Read something to look at after the fact."""
    texts = record.maybe_text
    closed_at = record.maybe_time("closed_at")
    return models.Review(record.text("id"), texts("reference"), texts("patrol"), texts("reason"), closed_at)


def picture(record: Record) -> models.Picture:
    """Read everything the viewer may see, in one snapshot."""
    return models.Picture(
        epoch=record.text("epoch"),
        seq=record.integer("seq"),
        at=record.time("at"),
        patrols=tuple(patrol(item) for item in record.records("patrols")),
        overlaps=tuple(overlap(item) for item in record.records("overlaps")),
        conflicts=tuple(conflict(item) for item in record.records("conflicts")),
        zones=tuple(zone(item) for item in record.records("zones")),
    )


def _ring(value: Json) -> tuple[tuple[float, float], ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise Unreadable(pointer="/geometry/coordinates", expected="rings of coordinates")
    return tuple(read_place(place) for place in value)
