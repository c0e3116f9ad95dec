"""Pairs of histories in which units report where they are, made at random from what may be told of them (LIV-06).

Every party drives along the coast, each unit on a lane of its own, an hour early or late as it likes: so all keep to
their plans wherever they are on their lanes. Which of the others' units report, and where, is what differs. Below level
3 a viewer is told at the tick which cells around its unit are shared with rivals'; from level 3 on the near ones report
alike in both worlds, and those far away as they like. Pure: no database, no service.
"""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Final

from acts import Act, Example, Round, Slot
from lockstep import BEGIN
from situations import AREA, DEPLOYMENT, SEGMENT, Drive, OnRecord, Situation

from deconflict.separation.cover import cover
from deconflict.separation.path import accept

Unit = tuple[str, str]
Places = Mapping[Unit, float]
"""Where units were last, by degrees east."""
Near = frozenset[tuple[Unit, str, frozenset[int]]]
"""What is told around a viewer's unit: of which rival (nobody named below level 2) which cell-hours."""
FLEET: Final[Mapping[Unit, float]] = {
    ("a", "U1"): 0.0,
    ("b", "U1"): 0.0055,
    ("c", "U1"): 0.0125,
    ("b", "U2"): 0.019,
    ("c", "U2"): 0.026,
    ("b", "U3"): 0.3,
    ("c", "U3"): 0.3055,
}
"""The lanes, in degrees north: none is within the safety distance of another."""
FAR: Final = 0.2
SHARE: Final = 0.5
SHARE_OPENLY: Final = 0.8
HAND_IN: Final = 0.3
"""How often a unit reports in a round; such as are seen do more often, lest there be nobody to be near to."""
STEPS: Final = (-0.001, 0.0, 0.001)
"""How far a unit comes from one round to the next; faster nobody drives."""
EAST: Final = (15.01, 15.03, 15.07)
TRIES: Final = 200
QUIET: Final = (5, 9)
"""Minutes after eight at the last ticks, by when all have fallen silent."""


def moving(seed: str, viewers: tuple[str, ...], level: int) -> Example:
    """Make a pair of histories; the same seed makes the same pair."""
    dice = random.Random(f"moving/{seed}/{viewers}/{level}")
    own = {unit for unit in FLEET if unit[0] in viewers}
    seen = {unit for unit in FLEET if level >= SEGMENT and FLEET[unit] < FAR} | own
    worlds: tuple[Places, Places] = ({}, {})
    rounds = [_set_out(dice, viewers, level)]
    for _ in range(dice.randint(2, 3)):
        openly, hidden = _alike(dice, worlds, seen, viewers, level)
        first, second = ({**places, **openly, **more} for places, more in zip(worlds, hidden, strict=True))
        worlds = (first, second)
        near = frozenset(unit for unit, _, _ in told(first, viewers, level))
        files = [_hands_in(dice, units) for units in (FLEET.keys() - seen, FLEET.keys() - seen, own)]
        rounds.append(Round(_slots(dice, hidden, openly, files), False, {}, near=near))
    rounds += [Round((), True, {}, minutes) for minutes in QUIET]
    return Example(f"moving {seed}", viewers, level, tuple(rounds), directed=False)


def told(places: Places, viewers: Iterable[str], level: int) -> Near:
    """What is told at the tick around the viewers' units below level 3 where units are there."""
    if not 0 < level < SEGMENT:
        return frozenset()
    found: dict[tuple[Unit, str], frozenset[int]] = {}
    for own in places:
        for other in places:
            if own[0] in viewers and own[0] != other[0] and (cells := _common(own, other, places)):
                whose = (own, other[0] if level >= AREA else "")
                found[whose] = found.get(whose, frozenset()) | cells
    return frozenset(
        (unit, rival, cells if level >= AREA else frozenset()) for (unit, rival), cells in found.items()
    )


def _common(one: Unit, other: Unit, places: Places) -> frozenset[int]:
    return _disc(places[one], FLEET[one]) & _disc(places[other], FLEET[other])


@cache
def _disc(lon: float, lane: float) -> frozenset[int]:
    """The cell-hours around a unit: those of a post there for a minute."""
    place = lon, 32.0 + lane
    path = accept((place, place), (BEGIN, BEGIN + timedelta(minutes=1)), 0.0, 0.0, DEPLOYMENT.limits)
    return frozenset(cover(path.track, DEPLOYMENT.terms.max_minimum_m).tolist())


def _set_out(dice: random.Random, viewers: tuple[str, ...], level: int) -> Round:
    """Everybody registers in both worlds; the viewers' own last, so that each is told by then."""
    units = sorted(FLEET, key=lambda unit: (unit[0] in viewers, dice.random()))
    situation, acts = Situation(level=level), []
    for who, unit in units:
        name, drive = f"{who}{unit[1:]}", Drive(FLEET[who, unit], 1, 3600.0)
        situation = situation.having(name, OnRecord(who, unit, drive))
        acts.append(Act(who, "register", (name, unit, drive)))
    return Round((Slot(((), ()), tuple(acts)),), False, situation.told(viewers))


def _reports(dice: random.Random, places: Places, units: Iterable[Unit], share: float) -> Places:
    """Some of those units report: for the first time from anywhere on their lanes, then from nearby."""
    return {
        unit: round(places[unit] + dice.choice(STEPS), 4) if unit in places else dice.choice(EAST)
        for unit in sorted(units)
        if dice.random() < share
    }


def _alike(
    dice: random.Random,
    worlds: tuple[Places, Places],
    seen: Collection[Unit],
    viewers: tuple[str, ...],
    level: int,
) -> tuple[Places, tuple[Places, Places]]:
    """Reports in both worlds, and others in either, after which the viewers are told the same; else none at all."""
    hidden = FLEET.keys() - seen
    for _ in range(TRIES):
        openly = _reports(dice, worlds[0], seen, SHARE_OPENLY)
        first, second = (_reports(dice, places, hidden, SHARE) for places in worlds)
        then = [
            told({**places, **openly, **more}, viewers, level)
            for places, more in zip(worlds, (first, second), strict=True)
        ]
        if first != second and then[0] == then[1]:
            return openly, (first, second)
    return {}, ({}, {})


def _hands_in(dice: random.Random, units: Iterable[Unit]) -> list[Act]:
    """Some of those units add from files where they were, which tells only whoever was near and is at level 3."""
    return [
        Act(unit[0], "hand_in", (unit[1], FLEET[unit], dice.choice(EAST)))
        for unit in sorted(units)
        if dice.random() < HAND_IN
    ]


def _slots(
    dice: random.Random, hidden: tuple[Places, Places], openly: Places, files: Sequence[list[Act]]
) -> tuple[Slot, ...]:
    """All within two moments, the others' reports in any order; `files`: what is added in either world, and in both."""
    moments: list[list[tuple[Act, ...]]] = []
    for reports, added in zip(hidden, files, strict=False):
        acts = [_report(unit, lon) for unit, lon in reports.items()] + added
        dice.shuffle(acts)
        first = dice.randint(0, len(acts))
        moments.append([tuple(acts[:first]), tuple(acts[first:])])
    shown = (*(_report(unit, lon) for unit, lon in openly.items()), *files[-1])
    return (Slot((moments[0][0], moments[1][0]), shown), Slot((moments[0][1], moments[1][1]), ()))


def _report(unit: Unit, lon: float) -> Act:
    return Act(unit[0], "stand", (unit[1], FLEET[unit], lon))
