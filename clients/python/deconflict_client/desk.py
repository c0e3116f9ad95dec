"""What the room writes and looks at: notes, who is connected, where units were. Frozen values; decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from deconflict_client.wire import Record


@dataclass(frozen=True)
class Reached:
    """A party's alert was brought to that rung; None: every rung had been reached."""

    party: str
    rung: str | None


@dataclass(frozen=True)
class Raised:
    """What came of an escalation by hand; `done_at` is None until the engine did it."""

    done_at: datetime | None
    reached: tuple[Reached, ...]


@dataclass(frozen=True)
class Note:
    """A note of the shift log; of an escalation with what came of it."""

    id: str
    name: str
    role: str
    kind: str
    text: str
    about: tuple[str, str] | None
    called: str | None
    answered_by: str | None
    raised: Raised | None
    written_at: datetime
    at: datetime


@dataclass(frozen=True)
class Present:
    """Somebody who is connected since `since`, or (None) was seen last at `seen_at`."""

    party: str | None
    name: str
    role: str
    unit: str | None
    since: datetime | None
    seen_at: datetime


@dataclass(frozen=True)
class TrackFix:
    """Where a unit was, in degrees, by its own word."""

    at: datetime
    lon: float
    lat: float
    accuracy_m: float | None
    speed_m_s: float | None
    course_deg: float | None


@dataclass(frozen=True)
class Track:
    """A unit's fixes, in order of time."""

    unit: str
    party: str
    callsign: str
    fixes: tuple[TrackFix, ...]


def note(record: Record) -> Note:
    """Read a note."""
    about, raised = record.maybe_record("about"), record.maybe_record("raised")
    return Note(
        id=record.text("id"),
        name=record.text("name"),
        role=record.text("role"),
        kind=record.text("kind"),
        text=record.text("text"),
        about=None if about is None else (about.text("kind"), about.text("id")),
        called=record.maybe_text("called"),
        answered_by=record.maybe_text("answered_by"),
        raised=None if raised is None else _raised(raised),
        written_at=record.time("written_at"),
        at=record.time("at"),
    )


def _raised(record: Record) -> Raised:
    reached = tuple(
        Reached(item.text("party"), item.maybe_text("rung")) for item in record.records("reached")
    )
    return Raised(record.maybe_time("done_at"), reached)


def present(record: Record) -> Present:
    """Read who is or was connected."""
    return Present(
        party=record.maybe_text("party"),
        name=record.text("name"),
        role=record.text("role"),
        unit=record.maybe_text("unit"),
        since=record.maybe_time("since"),
        seen_at=record.time("seen_at"),
    )


def track(record: Record) -> Track:
    """Read where a unit was."""
    fixes = tuple(
        TrackFix(
            at=fix.time("at"),
            lon=fix.number("lon"),
            lat=fix.number("lat"),
            accuracy_m=fix.maybe_number("accuracy_m"),
            speed_m_s=fix.maybe_number("speed_m_s"),
            course_deg=fix.maybe_number("course_deg"),
        )
        for fix in record.records("fixes")
    )
    return Track(record.text("unit"), record.text("party"), record.text("callsign"), fixes)
