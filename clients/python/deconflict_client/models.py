"""What the service keeps, as a viewer sees it: frozen values read by `reading.py`. Alerts are in `alerts.py`.

Fields the viewer's level or role does not show are None. Unknown extra fields are ignored.
"""

from dataclasses import dataclass
from datetime import datetime

from deconflict_client.alerts import Finding, SharedArea, Side, ZoneNamed
from deconflict_client.plan import Plan
from deconflict_client.positions import Position
from deconflict_client.wire import JsonObject


@dataclass(frozen=True)
class Person:
    """Somebody who signs in; `party` is None for the neutral desk, facilitator, oversight and operator.

    `unit`: the one unit that they are with, as its device or as its crew.
    """

    id: str
    name: str
    role: str
    party: str | None
    unit: str | None = None


@dataclass(frozen=True)
class CrewMember:
    """Somebody of a party's crews who signs in by themselves, and the unit they are with, if any.

    `since`: since when they are with that unit, or with none; None as long as nothing was said.
    """

    id: str
    login: str
    name: str
    unit: str | None
    callsign: str | None
    since: datetime | None = None


@dataclass(frozen=True)
class Session:
    """Who is signed in; `token` only in the answer that made it. `feed_epoch` is that of their feed's numbers.

    `zone`: IANA name of the time zone in which the deployment shows times.
    """

    person: Person
    expires_at: datetime
    feed_epoch: str
    token: str | None
    zone: str


@dataclass(frozen=True)
class OwnFinding:
    """What is wrong with a plan on one's own side: a mark (`late`, `hot_pursuit` …), or the `zone` it meets."""

    code: str
    zone: ZoneNamed | None
    grade: str | None
    distance_m: float | None
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True)
class Patrol:
    """A patrol with its current plan.

    After a change of it, `findings` say what is wrong on one's own side, and `notices_by` is the tick by which
    notices about it are out; otherwise they are empty and None.
    """

    id: str
    reference: str
    unit: str
    callsign: str
    party: str
    state: str
    version: int
    purpose: str
    note: str
    late: bool
    after_the_fact: bool
    registered_at: datetime
    plan: Plan
    findings: tuple[OwnFinding, ...]
    notices_by: datetime | None


@dataclass(frozen=True)
class Version:
    """One version of a patrol's plan; what has been driven never changes (IDN-01)."""

    version: int
    submitted_at: datetime
    submitted_by: str
    plan: Plan


@dataclass(frozen=True)
class Overlap:
    """What one's own patrol shares with rivals: UTC hours, a reference, an advice; at level 2 also areas (DIS-03)."""

    id: str
    reference: str
    patrol: str
    patrol_reference: str
    hours: tuple[datetime, ...]
    state: str
    revision: int
    level: int
    advice: str
    released_at: datetime
    areas: tuple[SharedArea, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """Two patrols, or a patrol and a zone, that could come too close.

    For the desk and the facilitator; for a party at level 3 and above its own view, with what it has said itself.
    """

    id: str
    reference: str
    state: str
    episode: int
    a: Side
    b: Side | None
    zone: ZoneNamed | None
    finding: Finding
    opened_at: datetime
    updated_at: datetime
    resolution: str | None
    adjusts: str | None = None
    assigned_by: str | None = None
    level: int | None = None
    acknowledged: bool | None = None
    accepted: bool | None = None


@dataclass(frozen=True)
class SharedPlan:
    """A rival's whole plan, at level 4 (DIS-03), under an id and a reference of one's own; `plan` names no unit."""

    id: str
    reference: str
    owner: str
    owner_name: str
    callsign: str
    state: str
    version: int
    shared_at: datetime
    plan: Plan


@dataclass(frozen=True)
class Shift:
    """By how many seconds a patrol would have to shift to be clear, asked for at a moment and answered later.

    `basis`: `exact` against plans, or `grid` off what was told. After the answer None: not within half a day.
    """

    patrol: str
    asked_at: datetime
    answered_at: datetime | None
    basis: str | None
    later_s: int | None
    earlier_s: int | None


@dataclass(frozen=True)
class Zone:
    """Rings of (lon, lat) with a purpose; without `valid_from` or `valid_to` it is open there."""

    id: str | None
    kind: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    party: str | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    def feature(self) -> JsonObject:
        """Return the GeoJSON Feature the service takes; what is None is left out."""
        times = {"valid_from": self.valid_from, "valid_to": self.valid_to}
        return {
            "type": "Feature",
            "geometry": {
                "type": "Polygon",
                "coordinates": [[list(place) for place in ring] for ring in self.rings],
            },
            "properties": {
                "kind": self.kind,
                "name": self.name,
                **({"party": self.party} if self.party else {}),
                **{name: time.isoformat() for name, time in times.items() if time is not None},
            },
        }


@dataclass(frozen=True)
class Party:
    """One side."""

    id: str
    slug: str
    name: str


@dataclass(frozen=True)
class Unit:
    """A formation of one party that can patrol."""

    id: str
    party: str
    callsign: str


@dataclass(frozen=True)
class Device:
    """A device's credential; `secret` is told once, when it is made."""

    id: str
    person: str
    name: str
    secret: str


@dataclass(frozen=True)
class Review:
    """Something the neutral desk has to look at after the fact."""

    id: str
    reference: str
    party: str
    patrol: str
    reason: str
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None


@dataclass(frozen=True)
class Picture:
    """Everything this viewer may see, true at number `seq` of the feed."""

    epoch: str
    seq: int
    at: datetime
    patrols: tuple[Patrol, ...]
    overlaps: tuple[Overlap, ...]
    conflicts: tuple[Conflict, ...]
    shared_plans: tuple[SharedPlan, ...]
    zones: tuple[Zone, ...]
    positions: tuple[Position, ...] = ()
