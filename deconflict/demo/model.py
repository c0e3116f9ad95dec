"""The words a story is told in: who is there, what they do, and who must be told what. No I/O, no service."""

import math
from dataclasses import dataclass, replace

METRES_PER_DEGREE = 111_195.0
"""Of latitude on a sphere: good to a few per mille, and stories are told in kilometres."""


@dataclass(frozen=True)
class Place:
    """Degrees, longitude first."""

    lon: float
    lat: float

    def moved(self, east_km: float, north_km: float) -> "Place":
        """Return the place so far east and north of this one."""
        degree_km = METRES_PER_DEGREE / 1000
        lat = self.lat + north_km / degree_km
        return Place(self.lon + east_km / (degree_km * math.cos(math.radians(self.lat))), lat)

    def metres_to(self, other: "Place") -> float:
        """Return how far another place is, near enough for some kilometres."""
        east = (other.lon - self.lon) * METRES_PER_DEGREE * math.cos(math.radians(self.lat))
        return math.hypot(east, (other.lat - self.lat) * METRES_PER_DEGREE)

    def square(self, half_side_km: float) -> tuple[tuple[float, float], ...]:
        """Return a square around the place as a closed ring of (lon, lat)."""
        turns = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
        corners = (self.moved(east * half_side_km, north * half_side_km) for east, north in turns)
        return tuple((corner.lon, corner.lat) for corner in corners)


@dataclass(frozen=True)
class Side:
    """A party of the story and its units' callsigns."""

    slug: str
    name: str
    callsigns: tuple[str, ...]


@dataclass(frozen=True)
class Member:
    """Somebody of the story who signs in; `side` is the slug of their party, None for the neutral staff.

    `unit`: the callsign of the unit that a crew's member is with.
    """

    handle: str
    name: str
    role: str
    side: str | None = None
    unit: str | None = None

    @property
    def login(self) -> str:
        """What they sign in with."""
        return self.handle if self.side is None else f"{self.handle}@{self.side}"


@dataclass(frozen=True)
class Stop:
    """Where a unit means to be, in minutes after the story begins."""

    place: Place
    minute: float


@dataclass(frozen=True)
class Route:
    """A plan of one unit, to be told by its callsign."""

    callsign: str
    stops: tuple[Stop, ...]
    purpose: str = "routine"
    time_tolerance_min: float = 5
    lateral_tolerance_m: float = 50

    def later(self, minutes: float) -> "Route":
        """Return the same plan, driven so much later."""
        stops = tuple(replace(stop, minute=stop.minute + minutes) for stop in self.stops)
        return replace(self, stops=stops)


@dataclass(frozen=True)
class Enclosure:
    """A zone of the neutral desk's."""

    name: str
    kind: str
    ring: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Declares:
    """The desk puts a zone on record."""

    zone: Enclosure


@dataclass(frozen=True)
class Registers:
    """A liaison officer registers a patrol."""

    route: Route


@dataclass(frozen=True)
class Amends:
    """A liaison officer gives a registered patrol another plan."""

    route: Route


@dataclass(frozen=True)
class SetsOut:
    """A liaison officer says that a patrol has set out."""

    callsign: str


@dataclass(frozen=True)
class Agrees:
    """The liaison officers of two sides sign the same text: a level between them, and maybe another around a place."""

    sides: tuple[str, str]
    level: int
    around: Place | None = None
    around_level: int = 0


@dataclass(frozen=True)
class Lowers:
    """A liaison officer takes a level back from another side, alone and at once."""

    side: str
    other: str
    level: int


@dataclass(frozen=True)
class Sees:
    """A liaison officer looks which plans of other sides are shared whole: just those of these units."""

    side: str
    callsigns: frozenset[str]


@dataclass(frozen=True)
class Moves:
    """A crew member's device reports a unit, second by second from now on: from a place, at a speed east and north.

    `falls_silent`: after the first report there is none.
    """

    callsign: str
    login: str
    begin: Place
    east_ms: float = 0.0
    north_ms: float = 0.0
    falls_silent: bool = False

    def at(self, seconds: float) -> Place:
        """Return where the unit is so long after it began."""
        return self.begin.moved(self.east_ms * seconds / 1000, self.north_ms * seconds / 1000)

    def turned(self, seconds: float) -> "Moves":
        """Return how it goes on when it turns round so long after it began."""
        return replace(self, begin=self.at(seconds), east_ms=-self.east_ms, north_ms=-self.north_ms)


@dataclass(frozen=True)
class Turns:
    """A unit that moves turns round where it is, and goes back as fast as it came."""

    callsign: str


@dataclass(frozen=True)
class Calls:
    """A crew member calls for help for a unit."""

    callsign: str
    login: str
    note: str


Act = Declares | Registers | Amends | SetsOut | Agrees | Lowers | Sees | Moves | Turns | Calls


@dataclass(frozen=True)
class Told:
    """One alert of a recipient's: its kind, its change, the units and zones it speaks of.

    For the desk also the grade; for a party, above level 1, the rivals it names.
    """

    kind: str
    change: str
    about: frozenset[str]
    grade: str | None = None
    rivals: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Due:
    """An alert that each of these logins must be told, written down by hand with the story."""

    logins: tuple[str, ...]
    told: Told


@dataclass(frozen=True)
class Chapter:
    """What is done, and who must be told what because of it: nobody else, and nothing else."""

    title: str
    acts: tuple[Act, ...]
    due: tuple[Due, ...] = ()


@dataclass(frozen=True)
class Story:
    """The whole: who takes part, what happens, and the conflicts that are open at the end, with their grades."""

    sides: tuple[Side, ...]
    members: tuple[Member, ...]
    chapters: tuple[Chapter, ...]
    open_conflicts: frozenset[tuple[frozenset[str], str]]

    def liaison_of(self, callsign: str) -> Member:
        """Return who plans for a unit."""
        return self.liaison(next(side.slug for side in self.sides if callsign in side.callsigns))

    def liaison(self, side: str) -> Member:
        """Return who speaks for a side."""
        return next(member for member in self.members if member.side == side and member.role == "liaison")

    def dues(self) -> tuple[Due, ...]:
        """Return everything that must be told in all chapters."""
        return tuple(due for chapter in self.chapters for due in chapter.due)
