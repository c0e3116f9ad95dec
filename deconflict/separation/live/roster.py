"""Who is who for the live tick: parties, joint patrols, the distances that pairs of parties have agreed on.

Also what raises nothing: one's own base, a rendezvous that both sides confirmed (SEP-10, LIV-05). The caller builds it
from agreements, zones and patrols, and puts a new one in place when these change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from deconflict.separation.frame import ecef, lon_lat
from deconflict.separation.live.kernel import kernel
from deconflict.separation.rendezvous import Disc
from deconflict.separation.units import BoolArray, FloatArray, IntArray

NO_GROUP = -1


@dataclass(frozen=True)
class Base:
    """A base that a party has declared: a polygon in degrees, not across the antimeridian."""

    party: int
    area: shapely.Polygon


@dataclass(frozen=True)
class Meeting:
    """A rendezvous of two units."""

    a: int
    b: int
    disc: Disc


@dataclass(frozen=True, eq=False)
class Roster:
    """n units of p parties.

    party: (n,) numbers below p. group: (n,) the joint patrol a unit drives in, -1 for none. distance_m: (p, p) the
    alert distance of each pair of parties, symmetric; what is between a party and itself is not used.
    """

    party: IntArray
    group: IntArray
    distance_m: FloatArray
    bases: Sequence[Base] = ()
    meetings: Sequence[Meeting] = ()
    _tree: shapely.STRtree = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tree", shapely.STRtree([base.area for base in self.bases]))

    def __len__(self) -> int:
        return len(self.party)

    def strangers(self, a: IntArray, b: IntArray) -> BoolArray:
        """Say which pairs of units are of different parties and not on one joint patrol."""
        strange = np.empty(len(a), dtype=np.bool_)
        _strangers(self.party, self.group, a, b, strange)
        return strange

    def apart_m(self, a: IntArray, b: IntArray) -> FloatArray:
        """Return the alert distances of pairs of units."""
        parties = len(self.distance_m)
        return self.distance_m.ravel().take(self.party.take(a) * parties + self.party.take(b))

    def at_base(self, units: IntArray, places: FloatArray) -> BoolArray:
        """Say which units are inside a base of their own at (m, 3) earth-centred places; the border is inside."""
        inside = np.zeros(len(units), dtype=np.bool_)
        known = np.isfinite(places[:, 0]).nonzero()[0]
        if self.bases and len(known):
            points = shapely.points(lon_lat(places[known]))
            which, base = self._tree.query(points, predicate="intersects")
            owner = np.array([base.party for base in self.bases])
            own = owner[base] == self.party[units[known[which]]]
            inside[known[which[own]]] = True
        return inside

    def met_as_agreed(
        self, a: IntArray, b: IntArray, place_a: FloatArray, place_b: FloatArray, time_s: FloatArray
    ) -> BoolArray:
        """Say which pairs are, both of them, where and when they agreed to meet."""
        agreed = np.zeros(len(a), dtype=np.bool_)
        for meeting in self.meetings:
            disc = meeting.disc
            both = ((a == meeting.a) & (b == meeting.b)) | ((a == meeting.b) & (b == meeting.a))
            some = (both & (time_s >= disc.start_s) & (time_s <= disc.end_s)).nonzero()[0]
            if len(some):
                centre = ecef(np.array([[disc.lon, disc.lat]]))[0]
                reach = disc.radius_m + self.apart_m(a[some], b[some])
                near = np.linalg.norm(place_a[some] - centre, axis=1) <= reach
                agreed[some] |= near & (np.linalg.norm(place_b[some] - centre, axis=1) <= reach)
        return agreed


@kernel
def _strangers(party: IntArray, group: IntArray, a: IntArray, b: IntArray, strange: BoolArray) -> None:
    for pair in range(len(a)):
        one, other = a[pair], b[pair]
        joint = group[one] != NO_GROUP and group[one] == group[other]
        strange[pair] = party[one] != party[other] and not joint
