"""Pairs of histories that differ only in what some viewers may not know, made from the release function alone.

Two histories in which the viewers do the same and are told the same may differ in everything else.
Pure: no database, no service.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from acts import LANES, SLOTS, TOLERANCES, WITHOUT_PLAN, Act, Example, Round, Slot
from asides import aside
from situations import AREA, PARTIES, SEGMENT, UNITS, Drive, OnRecord, Shown, Situation

Worlds = tuple[Situation, ...]

SHOWN_RIVALS: Final = 0.4
ASKED: Final = 0.9
BESIDE: Final = 0.35
TOGETHER: Final = 0.25
OPENLY: Final = 0.45
TRIES: Final = 60
"""How often another past that tells the same is looked for."""


def example(seed: str, viewers: tuple[str, ...], level: int = 1, *, directed: bool = False) -> Example:
    """Make a pair of histories; the same seed makes the same pair."""
    dice = random.Random(f"{seed}/{viewers}/{level}/{directed}")
    worlds = (Situation(level=level), Situation(level=level))
    rounds = []
    for number in range(dice.randint(2, 3)):
        made = _round(dice, worlds, viewers, telling=directed and number == 0)
        rounds.append(made[0])
        worlds = made[1]
    return Example(seed, viewers, level, tuple(rounds), directed)


def _round(
    dice: random.Random,
    worlds: Worlds,
    viewers: tuple[str, ...],
    *,
    telling: bool,
) -> tuple[Round, Worlds]:
    """Let the viewers act alike in both worlds, and the others so that the viewers are told the same."""
    lowered, worlds = _lowers(dice, worlds, viewers)
    for _ in range(TRIES):
        opens, after = _open(dice, worlds, viewers, least=1 if telling else 0)
        new = frozenset(after[0].patrols) - frozenset(worlds[0].patrols)
        first = _hidden(dice, after[0], viewers, new, busy=telling)
        goal = first[1].shown(viewers)
        if telling and not any(item.hours for item in goal.values()):
            continue
        second = _alike(dice, after[1], viewers, new, goal, first)
        if second is not None:
            break
    else:  # nothing was found that both worlds could tell alike: nothing happens
        opens, first, second = [], ((), worlds[0]), ((), worlds[1])
    slots = lowered + _slots(dice, (first[0], second[0]), opens)
    after = (first[1].ticked(), second[1].ticked())
    return Round(slots, dice.random() < 0.2, first[1].told(viewers)), after


def _lowers(dice: random.Random, worlds: Worlds, viewers: Sequence[str]) -> tuple[tuple[Slot, ...], Worlds]:
    """Now and then a viewer's party takes some of its level back from a rival, and so is told less itself.

    Who does so sees what of all it was told was that rival's (docs/threat-model.md): so only where that was alike.
    """
    own = [viewer for viewer in viewers if viewer in PARTIES]
    if not own or not worlds[0].level or dice.random() > 0.15:
        return (), worlds
    who = dice.choice(own)
    other = dice.choice([party for party in PARTIES if party != who])
    to = dice.randrange(worlds[0].level)
    shown = [
        [situation.told_of(*side) for side in ((who, other), (other, who)) if side[0] in viewers]
        for situation in worlds
    ]
    if to >= worlds[0].between(who, other) or shown[0] != shown[1]:
        return (), worlds
    pair = frozenset({who, other})
    first, second = (replace(item, lowered={**item.lowered, pair: to}) for item in worlds)
    return (Slot(((), ()), (Act(who, "lower", (other, to)),)),), (first, second)


def _alike(
    dice: random.Random,
    situation: Situation,
    viewers: tuple[str, ...],
    new: frozenset[str],
    goal: Mapping[str, Shown],
    first: tuple[tuple[Act, ...], Situation],
) -> tuple[tuple[Act, ...], Situation] | None:
    """Look for other doings of the others after which the viewers are told the same."""
    for _ in range(TRIES):
        acts, after = _hidden(dice, situation, viewers, new, busy=any(item.hours for item in goal.values()))
        if after.shown(viewers) == goal and acts != first[0]:
            return acts, after
    return None


def _open(
    dice: random.Random, worlds: Worlds, viewers: Sequence[str], least: int
) -> tuple[list[Act], Worlds]:
    """What the viewers do, possible in both worlds; the situations differ in nothing of theirs.

    From level 3 on also what rivals do in both, since that is shown at once, the one after the other.
    """
    acts: list[Act] = []
    made = max(situation.made for situation in worlds)
    first, second = (replace(situation, made=made) for situation in worlds)
    wanted = max(least, dice.randint(0, 3))
    for _ in range(wanted):
        who = dice.choice(viewers)
        if who not in PARTIES:
            continue
        if len(acts) >= least and dice.random() < OPENLY:
            act, (first, second) = _openly(dice, (first, second), who, viewers)
            acts += [act] if act else []
            continue
        if first.level >= SEGMENT and dice.random() < SHOWN_RIVALS:
            act, (first, second) = _rival_meets(dice, (first, second), viewers)
            acts += [act] if act else []
            continue
        act, after = _party_acts(dice, first, who, at_least_register=len(acts) < least)
        if act is None:
            continue
        acts.append(act)
        mine = {name: known for name, known in after.patrols.items() if known.party in viewers}
        theirs = {name: known for name, known in second.patrols.items() if known.party not in viewers}
        asked = {name: known for name, known in after.asked.items() if known.party in viewers}
        second = replace(second, patrols={**theirs, **mine}, asked={**second.asked, **asked}, made=after.made)
        first = after
    return acts, (first, second)


def _rival_meets(dice: random.Random, worlds: Worlds, viewers: Sequence[str]) -> tuple[Act | None, Worlds]:
    """A rival sets out in both worlds alike, wherever it comes near whom."""
    who = dice.choice([party for party in PARTIES if party not in viewers])
    drive = Drive(dice.choice(LANES), dice.choice(SLOTS), dice.choice(TOLERANCES))
    units = [unit for unit in worlds[0].free(who, drive) if unit in worlds[1].free(who, drive)]
    if not units:
        return None, worlds
    name, unit = f"{who}{worlds[0].made}", dice.choice(units)
    first, second = (item.having(name, OnRecord(who, unit, drive)) for item in worlds)
    return Act(who, "register", (name, unit, drive)), (first, second)


def _openly(
    dice: random.Random, worlds: Worlds, who: str, viewers: Sequence[str]
) -> tuple[Act | None, Worlds]:
    """What a viewer and a rival do with each other in both worlds alike, and what units of theirs report."""
    rival = dice.choice([party for party in PARTIES if party not in viewers])
    if dice.random() < TOGETHER:
        return _side_by_side(dice, worlds, who, rival)
    drive, lane = Drive(dice.choice(LANES), dice.choice(SLOTS), 0.0), dice.choice(LANES)
    acts = [
        Act(who, dice.choice(("stand", "drive")), (dice.choice((*UNITS, WITHOUT_PLAN)), lane)),
        Act(rival, dice.choice(("stand", "drive")), (WITHOUT_PLAN, lane)),
        Act(who, "call_for_help", (WITHOUT_PLAN, lane)),
        Act(who, "end_call"),
        Act(who, "report_incident", (WITHOUT_PLAN, lane)),
        Act("desk", "halt"),
        Act(who, "meet", (rival, drive, True)),
        Act("desk", "seat", (who, rival, True)),
        Act(who, "say"),
        Act("desk", "advise", (who,)),
        Act(who, "acknowledge"),
    ]
    if worlds[0].level >= AREA:
        acts.append(Act(who, "tell", (rival,)))
    if worlds[0].level >= SEGMENT:  # below, what it says of which patrol would be the rival's own choice
        acts += [Act(rival, "call_for_help", (WITHOUT_PLAN, lane)), Act(rival, "end_call")]
    return dice.choice(acts), worlds


def _side_by_side(dice: random.Random, worlds: Worlds, who: str, other: str) -> tuple[Act | None, Worlds]:
    """Two parties put a joint patrol on record, or end one of theirs: alike in each of those worlds."""
    standing = [
        [name for name, known in item.patrols.items() if known.joint == name and known.party == who]
        for item in worlds
    ]
    common = sorted(set(standing[0]).intersection(*standing))
    if common and dice.random() < 0.8:
        name = dice.choice(common)
        return Act(who, "part", (name,)), tuple(item.parted(name, who) for item in worlds)
    drive = Drive(dice.choice(LANES), dice.choice(SLOTS), dice.choice(TOLERANCES))
    free = [
        sorted(set.intersection(*(set(item.free(party, drive)) for item in worlds))) for party in (who, other)
    ]
    if not all(free):
        return None, worlds
    units = dice.choice(free[0]), dice.choice(free[1])
    names = f"{who}{worlds[0].made}", f"{other}{worlds[0].made + 1}"
    for party, name, unit in zip((who, other), names, units, strict=True):
        patrol = OnRecord(party, unit, drive, joint=names[0])
        worlds = tuple(item.having(name, patrol) for item in worlds)
    return Act(who, "join", (other, names, units, drive)), worlds


def _hidden(
    dice: random.Random, situation: Situation, viewers: Sequence[str], new: frozenset[str], *, busy: bool
) -> tuple[tuple[Act, ...], Situation]:
    """What the others do, at random; `new`: what comes on record in this round, perhaps after it."""
    others = [party for party in PARTIES if party not in viewers]
    acts: list[Act] = []
    for number in range(dice.randint(1 if busy else 0, 4)):
        if dice.random() < BESIDE:
            acts += aside(dice, viewers, situation.level)
            continue
        first = busy and number == 0
        if not first and len(others) > 1 and dice.random() < TOGETHER:
            act, after = _side_by_side(dice, (situation,), *dice.sample(others, 2))
            [after] = after
        else:
            act, after = _party_acts(dice, situation, dice.choice(others), at_least_register=first)
        seen = situation.level >= SEGMENT and after.shown(viewers) != situation.shown(viewers)
        if act is not None and not seen and act.about[0] not in new:
            acts.append(act)
            situation = after
    return tuple(acts), situation


def _party_acts(
    dice: random.Random, situation: Situation, who: str, *, at_least_register: bool
) -> tuple[Act | None, Situation]:
    own = [name for name, known in situation.patrols.items() if known.party == who and not known.joint]
    chance = 0.0 if at_least_register else dice.random()
    drive = Drive(dice.choice(LANES), dice.choice(SLOTS), dice.choice(TOLERANCES))
    if chance > ASKED:
        name, unit = f"{who}{situation.made}", dice.choice(UNITS[:2])
        return Act(who, "ask_check", (unit, drive)), situation.asking(name, OnRecord(who, unit, drive))
    if chance < 0.5 or not own:
        units = situation.free(who, drive)
        if not units:
            return None, situation
        name, unit = f"{who}{situation.made}", dice.choice(units)
        return Act(who, "register", (name, unit, drive)), situation.having(name, OnRecord(who, unit, drive))
    name = dice.choice(own)
    known = situation.patrols[name]
    if chance < 0.7 and known.state == "registered" and known.unit in situation.free(who, drive, name):
        amended = replace(known, drive=drive, version=known.version + 1)
        return Act(who, "amend", (name, known.unit, drive, known.version)), situation.having(name, amended)
    return _moves(dice, situation, who, name)


def _moves(dice: random.Random, situation: Situation, who: str, name: str) -> tuple[Act, Situation]:
    known = situation.patrols[name]
    move = dice.choice(MOVES[known.state])
    act = Act(who, "move", (name, move))
    after = AFTER[move]
    if after is None:
        return act, situation.without(name)
    return act, situation.having(name, replace(known, state=after))


MOVES: Final = {
    "registered": ("withdraw", "withdraw", "start"),
    "active": ("end", "off-plan", "contingent"),
    "off_plan": ("end", "start", "contingent"),
    "contingent": ("end",),
}
AFTER: Final = {
    "withdraw": None,
    "end": None,
    "start": "active",
    "off-plan": "off_plan",
    "contingent": "contingent",
}


def _slots(
    dice: random.Random, hidden: tuple[Sequence[Act], Sequence[Act]], opens: Sequence[Act]
) -> tuple[Slot, ...]:
    """Spread what happens over moments: the viewers' acts in the same ones in both worlds."""
    count = max(1, len(opens)) + dice.randint(0, 1)
    spread = [[[] for _ in range(count)] for _ in hidden]  # type: list[list[list[Act]]]
    for world, acts in enumerate(hidden):
        places = sorted(dice.randrange(count) for _ in acts)
        for place, act in zip(places, acts, strict=True):
            spread[world][place].append(act)
    at = sorted(dice.sample(range(count), len(opens)))
    shown = dict(zip(at, opens, strict=True))
    return tuple(
        Slot((tuple(spread[0][place]), tuple(spread[1][place])), (shown[place],) if place in shown else ())
        for place in range(count)
    )
