"""What one tick sees of pairs of units: how close now, between their fixes, ahead, and from the reach of a silent one.

Finds the pairs worth looking at by circles (`grid`), then looks at each exactly (`sweep`). Decides nothing: see
`pairs`. What is exempt, a base of one's own or a rendezvous, is seen as far away (LIV-05).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from deconflict.separation.live.glance import (
    HEARD,
    KNOWN,
    LOUD,
    SURE,
    Glance,
    MarkArray,
    Scene,
    glance,
)
from deconflict.separation.live.grid import Between, Circles, near
from deconflict.separation.live.motion import Motion
from deconflict.separation.live.pairs import Seen
from deconflict.separation.live.roster import Roster
from deconflict.separation.live.silence import Reach
from deconflict.separation.live.sweep import Legs, Met, length, meet, place_at
from deconflict.separation.live.tracks import Tracks
from deconflict.separation.units import BoolArray, FloatArray, IntArray

# New legs that begin so long ago are looked for apart from all others: what was near then may be far now.
BACK_S: Final = (10.0, 60.0, np.inf)
# Units look for new pairs far ahead by turns, each so often and at its first fix: of five minutes ahead that is little.
AHEAD_TURN_S: Final = 5
# Silent units look around by turns, too: a reach grows slowly, and after a cut of the network they are many.
SILENT_TURN_S: Final = 10


def next_turn_s(phase: IntArray, now_s: float, every_s: int = AHEAD_TURN_S) -> FloatArray:
    """Return when it is the turn of those with a phase, any whole number, again: spread over the seconds."""
    phase = phase % every_s
    return np.asarray((np.floor((now_s - phase) / every_s) + 1.0) * every_s + phase)


class Turns:
    """When each of n units is to look far ahead again, seconds since 1970.

    Its phase comes of where it was when it first did, so that nothing found depends on how units are numbered.
    around_s: (n,) when those that are silent are to look around again, inf for the others.
    """

    def __init__(self, units: int) -> None:
        self.due_s = np.full(units, -np.inf)
        self.phase = np.zeros(units, dtype=np.int64)
        self.around_s = np.full(units, np.inf)

    def taken(self, heard: BoolArray, tracks: Tracks, now_s: float) -> BoolArray:
        """Say which of those that were heard look ahead now, and note when they will again."""
        asks = heard & (self.due_s <= now_s)
        units = asks.nonzero()[0]
        first = units[self.due_s[units] == -np.inf]
        self.phase[first] = tracks.newest_cm[first, -1].astype(np.int64).sum(axis=1)
        self.due_s[units] = next_turn_s(self.phase[units], now_s)
        return asks

    def looking_around(self, silent: IntArray, now_s: float) -> BoolArray:
        """Say which of m silent units look around now, (m,), and note when they will again.

        By when it was due, not by the second that it is: ticks may be seconds apart, and some seconds see none.
        """
        due = self.around_s[silent]
        next_s = next_turn_s(silent, now_s, SILENT_TURN_S)
        asks = due <= now_s
        self.around_s[:] = np.inf
        self.around_s[silent] = np.where(asks | ~np.isfinite(due), next_s, due)
        return asks


@dataclass(frozen=True, eq=False)
class Look:
    """Everything there is to see at one tick.

    ahead: (n,) which units look far ahead. around: which of those with a reach look around, in their order.
    """

    roster: Roster
    tracks: Tracks
    motion: Motion
    reach: Reach
    ahead: BoolArray
    around: BoolArray

    @cached_property
    def fastest_ms(self) -> FloatArray:
        """(n,) no leg that is kept of a unit is faster."""
        return self.tracks.fastest_ms

    @cached_property
    def lately(self) -> BoolArray:
        """(n,) whose track has changed, but not far back."""
        changed_s = self.tracks.changed_s
        return np.asarray((changed_s >= self.motion.now_s - BACK_S[0]) & np.isfinite(changed_s))

    @cached_property
    def blur_m(self) -> FloatArray:
        """(n,) how far from where a unit is taken to be it can have been since the longest of the late new legs began.

        inf for a unit whose track has changed further back.
        """
        changed_s, lately = self.tracks.changed_s, self.lately
        since = changed_s[lately].min() if lately.any() else np.inf
        blur = self._behind_m(np.arange(len(self.tracks)), since)
        blur[np.isfinite(changed_s) & ~lately] = np.inf
        return blur

    def candidates(self) -> Iterator[tuple[IntArray, IntArray, bool]]:
        """Yield, batch by batch, pairs of strangers that one new fix, or a silence, may have brought near.

        And whether it is what lies ahead that may. A pair may come more than once.
        """
        searches = (self._ahead(), self._lately(), *self._back(), self._from_silence())
        for number, (units, circles, asks) in enumerate(searches):
            if asks.any():
                between = Between(self.roster.party.take(units), self._between_m)
                for one, other in near(circles, asks, between):
                    a, b = units.take(one), units.take(other)
                    strangers = self.roster.strangers(a, b)
                    yield a[strangers], b[strangers], number == 0

    @cached_property
    def _between_m(self) -> FloatArray:
        """(p, p) how far apart units of two parties are still too close; -inf for two of one party."""
        own = np.eye(len(self.roster.distance_m), dtype=np.bool_)
        return np.where(own, -np.inf, self.roster.distance_m)

    def _ahead(self) -> tuple[IntArray, Circles, BoolArray]:
        """Around what lies ahead of each unit."""
        units = self.motion.known.nonzero()[0]
        return units, self.motion.circle.only(units), self.ahead[units]

    def _lately(self) -> tuple[IntArray, Circles, BoolArray]:
        """Around where each unit is and was a moment ago."""
        units = np.isfinite(self.tracks.last_s).nonzero()[0]
        blur = self.blur_m[units]
        radius = np.where(np.isfinite(blur), blur, 0.0)
        return units, Circles(self.motion.place[units], radius), self.lately[units]

    def _back(self) -> Iterator[tuple[IntArray, Circles, BoolArray]]:
        """Around the newest fix of each unit, as far as it can have driven since the longest new leg began."""
        tracks = self.tracks
        back = self.motion.now_s - tracks.changed_s
        for least, most in pairwise(BACK_S):
            asks = (back > least) & (back <= most)
            if asks.any():
                since = tracks.changed_s[asks].min()
                units = (tracks.last_s >= since).nonzero()[0]
                yield units, Circles(tracks.place[units], self._behind_m(units, since)), asks[units]

    def _behind_m(self, units: IntArray, since_s: float) -> FloatArray:
        """Return how far from their newest fix, and from where they are taken to be, units can have been since then."""
        driven = self.fastest_ms[units] * np.maximum(self.tracks.last_s[units] - since_s, 0.0)
        carried = self.motion.place[units] - self.tracks.place[units]
        return driven + length(carried)

    def _from_silence(self) -> tuple[IntArray, Circles, BoolArray]:
        """Around the reach of silent units whose turn it is, and the places of all that are known."""
        motion = self.motion
        silent = (self.reach.number >= 0).nonzero()[0]
        units = np.concatenate((silent, (motion.known & (self.reach.number < 0)).nonzero()[0]))
        centre, radius = motion.place[units], np.zeros(len(units))
        centre[: len(silent)] = self.reach.circles.centre
        radius[: len(silent)] = self.reach.circles.radius_m
        asks = np.zeros(len(units), dtype=np.bool_)
        asks[: len(silent)] = self.around
        return units, Circles(centre, radius), asks

    @cached_property
    def _marks(self) -> MarkArray:
        """(n,) what there is to say of each unit in one byte: pairs are many, and each look at a column costs."""
        motion, terms = self.motion, self.tracks.terms
        marks = np.zeros(len(motion.known), dtype=np.uint8)
        for mark, holds in (
            (KNOWN, motion.known),
            (SURE, motion.sure),
            (HEARD, motion.age_s <= terms.lost_s),
            (LOUD, self.reach.number < 0),
        ):
            marks[holds] |= mark
        return marks

    @cached_property
    def _scene(self) -> Scene:
        """What a glance reads of all units."""
        tracks, motion, roster = self.tracks, self.motion, self.roster
        return Scene(
            party=roster.party,
            limit_m=roster.distance_m,
            marks=self._marks,
            place=motion.place,
            blur_m=self.blur_m,
            changed_s=tracks.changed_s,
            newest_s=tracks.newest_s,
        )

    @cached_property
    def _recent(self) -> Legs:
        """The legs of all units between their newest fixes, as far back as any track has changed."""
        return self.tracks.recent(float(self.tracks.changed_s.min(initial=np.inf)))

    def see(self, a: IntArray, b: IntArray, band: float, ahead_of: BoolArray) -> Seen:
        """Look at pairs of units exactly; what is exempt within `band` times the alert distance counts as far.

        ahead_of: (n,) for which of them to look ahead; of the others only those that are close have anything there.
        """
        seen = glance(self._scene, a, b, ahead_of, self.motion.now_s)
        both, wide = seen.both, seen.limit_m * band
        some = seen.farther.nonzero()[0]
        seen.ahead.put(some, self._ahead_of(a.take(some), b.take(some), wide.take(some)))
        swept = self._swept(a, b, seen)
        ahead, now = self._exempt(a, b, seen.ahead, seen.now_m, wide)
        return Seen(
            limit_m=seen.limit_m,
            now_m=now,
            sure=(both & SURE) != 0,
            ahead_m=ahead.distance_m,
            ahead_s=ahead.at_s,
            swept_m=swept.distance_m,
            swept_s=swept.at_s,
            from_s=swept.first_s,
            to_s=swept.last_s,
            reach_m=self._reached(a, b, (both & LOUD) == 0),
            known=(both & KNOWN) != 0,
            lost=(both & HEARD) == 0,
        )

    def _ahead_of(self, a: IntArray, b: IntArray, wide: FloatArray) -> Met:
        return meet(self.motion.ahead, a, b, wide, np.full(len(a), self.motion.now_s))

    def _swept(self, a: IntArray, b: IntArray, seen: Glance) -> Met:
        """Compare what is new of either track with the other's, as far as both are known (LIV-02)."""
        met, wanted = Met.never(len(a)), np.isfinite(seen.since_s)
        for chosen, way in (
            (wanted & ~seen.deep, self._along_newest),
            (wanted & seen.deep, self._along_tracks),
        ):
            some = chosen.nonzero()[0]
            if len(some):
                met.put(
                    some, way(a.take(some), b.take(some), seen.limit_m.take(some), seen.since_s.take(some))
                )
        return met

    def _along_newest(self, a: IntArray, b: IntArray, limit: FloatArray, since: FloatArray) -> Met:
        return self._within(self._recent, a, b, a, b, limit, since)

    def _along_tracks(self, a: IntArray, b: IntArray, limit: FloatArray, since: FloatArray) -> Met:
        units, place = np.unique(np.concatenate((a, b)), return_inverse=True)
        earliest = np.full(len(units), np.inf)
        np.minimum.at(earliest, place, np.concatenate((since, since)))
        legs = self.tracks.legs(units, earliest)
        return self._within(legs, place[: len(a)], place[len(a) :], a, b, limit, since)

    def _within(
        self,
        legs: Legs,
        i: IntArray,
        j: IntArray,
        a: IntArray,
        b: IntArray,
        limit: FloatArray,
        since: FloatArray,
    ) -> Met:
        """Compare legs of units, i and j their positions among the legs; what is far or silent is never met."""
        met = meet(legs, i, j, limit, since)
        within = met.distance_m <= limit
        silent = within.copy()
        some = within.nonzero()[0]
        if len(some):
            silent[some] = self._silent(legs, i[some], j[some], a[some], b[some], met, some)
        far = ~within | silent
        for values, never in ((met.distance_m, np.inf), (met.at_s, np.inf), (met.first_s, np.inf)):
            values[far] = never
        met.last_s[far] = -np.inf
        return met

    def _exempt(
        self, a: IntArray, b: IntArray, ahead: Met, now: FloatArray, wide: FloatArray
    ) -> tuple[Met, FloatArray]:
        """Take out of what lies ahead, and of now, what is silent."""
        some = (ahead.distance_m <= wide).nonzero()[0]
        if not len(some) or not self._anything_exempt():
            return ahead, now
        whole = self._silent(self.motion.ahead, a[some], b[some], a[some], b[some], ahead, some)
        distance = ahead.distance_m.copy()
        distance[some[whole]] = np.inf
        here = (now <= wide).nonzero()[0]
        place, moment = self.motion.place, np.full(len(here), self.motion.now_s)
        silent = self._silent_at(a[here], b[here], place[a[here]], place[b[here]], moment)
        now[here[silent]] = np.inf
        return ahead._replace(distance_m=distance), now

    def _anything_exempt(self) -> bool:
        return bool(self.roster.bases or self.roster.meetings)

    def _silent(
        self, legs: Legs, i: IntArray, j: IntArray, a: IntArray, b: IntArray, met: Met, some: IntArray
    ) -> BoolArray:
        """Say of which pairs all that is close is exempt: at its beginning and at its end, by the same reason."""
        silent = np.zeros(len(a), dtype=np.bool_)
        if self._anything_exempt():
            at_ends = [
                self._reasons(a, b, place_at(legs, i, moment), place_at(legs, j, moment), moment)
                for moment in (met.first_s[some], met.last_s[some])
            ]
            silent = np.logical_or.reduce(at_ends[0] & at_ends[1])
        return silent

    def _silent_at(
        self, a: IntArray, b: IntArray, place_a: FloatArray, place_b: FloatArray, moment: FloatArray
    ) -> BoolArray:
        return np.asarray(np.logical_or.reduce(self._reasons(a, b, place_a, place_b, moment)))

    def _reasons(
        self, a: IntArray, b: IntArray, place_a: FloatArray, place_b: FloatArray, moment: FloatArray
    ) -> BoolArray:
        """Return (3, n): whether the one is at its base, the other at its own, both at their rendezvous."""
        roster = self.roster
        agreed = roster.met_as_agreed(a, b, place_a, place_b, moment)
        return np.stack((roster.at_base(a, place_a), roster.at_base(b, place_b), agreed))

    def _reached(self, a: IntArray, b: IntArray, quiet: BoolArray) -> FloatArray:
        """Return the distance from the reach of the one that is silent to the other, if that one is known."""
        distance = np.full(len(a), np.inf)
        some = quiet.nonzero()[0]
        for silent, other in ((a[some], b[some]), (b[some], a[some])):
            found = self.reach.distance_m(silent, self.motion.place[other])
            found[~self.motion.known[other]] = np.inf
            distance[some] = np.minimum(distance[some], found)
        return distance
