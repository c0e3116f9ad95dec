"""After any number of moves an attacker knows no more than its own covers share with the union of the others' (PRB-02).

And beyond its units' budgets it is told of nothing that it hands in.
"""

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from attacker import MINUTE, RISES, Probe, hours_of, keys, known_at_most, learnt

from deconflict.engine.engine import Engine
from deconflict.probing.model import Limits
from deconflict.separation.cover import merged

MOVES = 60
LIMITS = Limits(overlaps=2, what_ifs=3, amendments=2)


async def attacked(world: Any, seed: int, moves: int = MOVES) -> Probe:
    """A world after an attack, with budgets small enough to be used up."""
    world.deployment = replace(world.deployment, budget=LIMITS)
    world.engine = Engine(world.checker, world.deployment, world.clock)
    probe = Probe(world, random.Random(seed))
    await probe.live(moves)
    return probe


@pytest.mark.rule("PRB-02", "DIS-04")
@pytest.mark.parametrize("seed", range(4))
async def test_what_it_is_told_lies_in_its_own_covers_and_the_union_of_the_others(
    world: Any, seed: int
) -> None:
    probe = await attacked(world, seed)
    rivals = merged(side.everything() for side in probe.others.values())
    told = await learnt(probe)
    assert any(item.hours for item in told)
    for item in told:
        assert item.hours <= hours_of(known_at_most(item.of, rivals))
        assert item.cells == {}  # at level 1 no cell, and nobody's name


@pytest.mark.rule("PRB-02", "DIS-03")
@pytest.mark.parametrize("seed", range(2))
async def test_at_level_two_it_learns_cells_of_whom_it_agreed_with_and_of_nobody_else(
    world: Any, agreeing: Any, seed: int
) -> None:
    await agreeing.ratify(2)
    probe = await attacked(world, seed)
    b = world.parties["b"].id
    theirs = probe.others["b"].everything()
    told = await learnt(probe)
    assert any(item.cells for item in told)
    for item in told:
        assert set(item.cells) <= {b}
        assert item.cells.get(b, frozenset()) <= keys(known_at_most(item.of, theirs))


@pytest.mark.rule("PRB-02")
@pytest.mark.parametrize("seed", [4, 5])
async def test_beyond_the_budget_nothing_it_hands_in_brings_it_a_notice(world: Any, seed: int) -> None:
    probe = await attacked(world, seed, 2 * MOVES)
    caused: Counter[Any] = Counter()
    used_up: dict[Any, Any] = {}
    draws = world.sql(
        "SELECT unit, kind, at FROM budget_draw WHERE party = %s ORDER BY at", world.parties["a"].id
    )
    counts: Counter[Any] = Counter()
    for unit, kind, at in draws:
        counts[unit, kind] += 1
        if counts[unit, "overlap"] >= LIMITS.overlaps:
            used_up.setdefault(unit, at)
    assert used_up  # the attack was heavy enough to mean something
    for alert in await world.feed("a"):
        if alert.kind != "overlap" or alert.change not in RISES:
            continue
        unit, since = probe.own.units[alert.body.patrol], probe.own.handed_in[alert.body.patrol]
        latest = max(at for at in since if at <= alert.released_at)
        caused[unit] += alert.released_at - latest <= MINUTE
        assert unit not in used_up or latest < used_up[unit], "told of what was handed in beyond the budget"
    assert all(count <= LIMITS.overlaps for count in caused.values())
    assert all(
        count <= LIMITS.what_ifs
        for count in Counter(unit for unit, kind, _ in draws if kind == "what_if").values()
    )


@pytest.mark.rule("PRB-03")
async def test_whoever_was_probed_was_told(world: Any) -> None:
    probe = await attacked(world, 11)
    touched = {
        who: bool(hours_of(known_at_most([probe.own.everything(), *probe.asked.values()], side.everything())))
        for who, side in probe.others.items()
    }
    assert any(touched.values())
    for who in touched:
        feed = [alert.kind for alert in await world.feed(who)]
        assert feed or not touched[who]
