"""Pure decisions about agreements: which level and which minimum hold between two parties, and what may be signed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from deconflict.agreements.errors import (
    AgreementMoveRefused,
    CellInvalid,
    ExpiryRefused,
    HourInvalid,
    MinimumRefused,
    PartiesInvalid,
    TooOften,
)
from deconflict.agreements.model import (
    MOVES,
    Agreement,
    AgreementState,
    Cell,
    Clause,
    Level,
    Levels,
    Lowering,
    Matter,
    Pact,
    Pacts,
    Parties,
    Terms,
    Text,
)
from deconflict.parties.model import PartyId
from deconflict.separation.cover import GRID_ZOOM, HOUR_S, CellHours, split
from deconflict.separation.units import MIN_SEPARATION_M, Metres

LONGEST: Final = timedelta(days=90)
DAY: Final = timedelta(days=1)
MOST_ACTS: Final = 30
"""How often in a day a party signs, or takes back a part: each has all plans of the two checked again."""
LevelArray = NDArray[np.int8]


def pact_of(default: Terms, agreements: Iterable[Agreement], lowerings: Iterable[Lowering]) -> Pact:
    """Return what holds between two parties, from everything that either ever signed.

    Whatever a side signed later than its own name under the ratified text still counts, even when the other side's
    name came last: nothing rises above what each signed last (DIS-02).
    """
    signed = [agreement for agreement in agreements if agreement.signatures]
    ratified = last_ratified(signed)
    since = {} if ratified is None else {item.party: item.at for item in ratified.signatures}
    caps = [item.levels for item in lowerings if item.party not in since or item.at >= since[item.party]]
    later = [
        agreement.text
        for agreement in signed
        if agreement is not ratified
        for item in agreement.signatures
        if item.party not in since or item.at >= since[item.party]
    ]
    caps += [text.levels for text in later]
    return Pact(
        default,
        None if ratified is None else ratified.text,
        tuple(dict.fromkeys(caps)),
        ended=ratified is not None and ratified.ended_at is not None,
        safety_dropped=any(not text.safety_clause for text in later),
    )


def capped(pacts: Pacts, bounds: Iterable[tuple[Parties, Level]]) -> Pacts:
    """Return what holds with nothing above those bounds anywhere between those pairs."""
    between = dict(pacts.between)
    for pair, level in bounds:
        pact = between.get(pair) or pacts.of(*pair)
        between[pair] = replace(pact, caps=(*pact.caps, Levels(level)))
    return Pacts(pacts.default, between)


def last_ratified(agreements: Iterable[Agreement]) -> Agreement | None:
    """Return the agreement that both signed last: it took the place of those before."""
    return max(
        (agreement for agreement in agreements if agreement.ratified_at is not None),
        key=lambda agreement: (agreement.ratified_at, agreement.id),
        default=None,
    )


def levels_at(pact: Pact, keys: CellHours, matter: Matter, now: datetime) -> LevelArray:
    """Return the level that holds in each cell-hour: the lowest of all that either side has not taken back (DIS-01).

    Without a ratified text in force the deployment's default holds, and never more than was ratified last: that an
    agreement at level 0 has run out raises nothing (DIS-02).
    """
    lowest_yet, *others = (_layer(levels, keys, matter) for levels in holding(pact, now))
    for layer in others:
        lowest_yet = np.minimum(lowest_yet, layer)
    return lowest_yet


def lowest(pact: Pact, keys: CellHours, matter: Matter, now: datetime) -> Level:
    """Return the level for something that lies in all of those cell-hours; sealed when there are none."""
    return Level(int(levels_at(pact, keys, matter, now).min())) if len(keys) else Level.SEALED


def holding(pact: Pact, now: datetime) -> Iterator[Levels]:
    """Yield everything that counts between two parties at that moment; the lowest of it holds (DIS-01)."""
    if pact.ratified is None or not in_force(pact.ratified, now):
        yield Levels(pact.default.level)
    if pact.ratified is not None:
        yield pact.ratified.levels
    yield from pact.caps


def plain(pact: Pact, matter: Matter, now: datetime) -> Level | None:
    """Return the level when it is the same everywhere and at any time, else None."""
    layers = list(holding(pact, now))
    if any(clause.matter in (None, matter) for levels in layers for clause in levels.clauses):
        return None
    return min(levels.elsewhere for levels in layers)


def depends_on_cells(pact: Pact, now: datetime) -> bool:
    """Tell whether what may be told of plans is more than hours, or differs from cell to cell."""
    level = plain(pact, Matter.PLANS, now)
    return level is None or level >= Level.AREA


def reaches(pact: Pact, level: Level, now: datetime) -> bool:
    """Tell whether it could be that level anywhere, at any time."""
    return all(
        max([levels.elsewhere, *(clause.level for clause in levels.clauses)]) >= level
        for levels in holding(pact, now)
    )


def floor(pact: Pact) -> Level:
    """Return the lowest level that anything signed or taken back could give, wherever and whenever."""
    given = [] if pact.ratified is None else [pact.ratified.levels]
    return min([pact.default.level, *map(lowest_anywhere, (*given, *pact.caps))])


def minimum(pact: Pact) -> Metres:
    """Return the pair's separation minimum: the larger of what the two ask for, never above Dmax (SEP-04).

    Of a text that has run out it holds until that is on record, so that all plans are checked with the same.
    """
    if pact.ratified is None or pact.ended:
        return pact.default.minimum_m
    return Metres(min(max(pact.ratified.minimum_m.values()), pact.default.max_minimum_m))


def gives_way(pact: Pact, now: datetime) -> PartyId | None:
    """Return which of the two adjusts because the other has the right of way in a text in force (CON-05)."""
    text = pact.ratified
    if text is None or text.right_of_way is None or pact.ended or not in_force(text, now):
        return None
    first, second = text.parties
    return second if text.right_of_way == first else first


def stops_crews(pact: Pact, now: datetime) -> bool:
    """Tell whether the safety clause holds: unless either side has dropped it (LIV-06)."""
    agreed = pact.ratified is None or not in_force(pact.ratified, now) or pact.ratified.safety_clause
    return agreed and not pact.safety_dropped


def in_force(text: Text, now: datetime) -> bool:
    """Tell whether a ratified text holds at that moment: until it expires (DIS-02)."""
    return now < text.expires_at


def require_acceptable(text: Text, terms: Terms, now: datetime) -> None:
    """Refuse a text that could not hold, before anybody signs it."""
    first, second = text.parties
    outsiders = set(text.minimum_m) - set(text.parties) or {text.right_of_way} - {None, first, second}
    if first.int >= second.int or outsiders or set(text.minimum_m) != set(text.parties):
        raise PartiesInvalid()
    if not now < text.expires_at <= now + LONGEST:
        raise ExpiryRefused(longest_days=LONGEST.days)
    for asked in text.minimum_m.values():
        if not MIN_SEPARATION_M <= asked <= terms.max_minimum_m:
            raise MinimumRefused(least_m=float(MIN_SEPARATION_M), most_m=float(terms.max_minimum_m))
    require_whole(text.levels)


def require_whole(levels: Levels) -> None:
    """Refuse clauses that would cut a cell or an hour of the grid in two."""
    for index, clause in enumerate(levels.clauses):
        for cell in clause.cells or ():
            if not (0 <= cell.zoom <= GRID_ZOOM and _on_map(cell)):
                raise CellInvalid(index=index, cell=str(cell))
        for moment in (clause.start, clause.end):
            if moment is not None and moment.timestamp() % HOUR_S:
                raise HourInvalid(index=index)


def lowers_nothing(pact: Pact, levels: Levels) -> bool:
    """Tell whether something taken back, or signed, since the last text is nowhere above those levels."""
    return any(_is_nowhere_above(cap, levels) for cap in pact.caps)


def require_seldom(acts: int) -> None:
    """Refuse one more signature, or taking back of a part, than a party may make towards another in a day."""
    if acts >= MOST_ACTS:
        raise TooOften(most=MOST_ACTS)


def lowest_anywhere(levels: Levels) -> Level:
    """Return the lowest level in all of it: what is safe to show before it is known what lies where."""
    return min([levels.elsewhere, *(clause.level for clause in levels.clauses)])


def ordered(one: PartyId, other: PartyId) -> Parties:
    """Return two parties in the order in which their agreements name them."""
    return (one, other) if one.int < other.int else (other, one)


def later_than(earlier: Iterable[datetime], now: datetime) -> datetime:
    """Return now, or a moment after all of those: what a side does follows in order, whichever clock it was done by."""
    return max([now, *(moment + timedelta(microseconds=1) for moment in earlier)])


def standing(agreement: Agreement, now: datetime) -> AgreementState:
    """Return where it stands at that moment, also before anybody has noted that it ran out."""
    ran_out = agreement.state is AgreementState.RATIFIED and not in_force(agreement.text, now)
    return AgreementState.EXPIRED if ran_out else agreement.state


def moved(state: AgreementState, to: AgreementState) -> AgreementState:
    """Return the state it moves to; every other move is refused."""
    if to not in MOVES[state]:
        raise AgreementMoveRefused(state=state.value, move=to.value)
    return to


def after_signing(agreement: Agreement) -> AgreementState:
    """Return where an agreement stands once another party has signed it."""
    return AgreementState.SIGNED if agreement.state is AgreementState.DRAFTED else AgreementState.RATIFIED


def _is_nowhere_above(one: Levels, other: Levels) -> bool:
    """Tell so where it is plain: its highest is no more than the other's lowest, or clause by clause it is lower."""
    if max([one.elsewhere, *(clause.level for clause in one.clauses)]) <= lowest_anywhere(other):
        return True
    ours, theirs = ([replace(clause, level=Level.SEALED) for clause in of.clauses] for of in (one, other))
    return (
        ours == theirs
        and one.elsewhere <= other.elsewhere
        and all(a.level <= b.level for a, b in zip(one.clauses, other.clauses, strict=True))
    )


def _layer(levels: Levels, keys: CellHours, matter: Matter) -> LevelArray:
    """Return for each cell-hour the lowest level of the clauses that apply to it, or the level elsewhere."""
    found = np.full(len(keys), levels.elsewhere, dtype=np.int8)
    clauses = [clause for clause in levels.clauses if clause.matter in (None, matter)]
    if not clauses:
        return found
    hour, column, row = split(keys)
    settled = np.zeros(len(keys), dtype=bool)
    for clause in clauses:
        applies = _within_hours(clause, hour) & _within_cells(clause, column, row)
        found = np.where(applies & ~settled, clause.level, found).astype(np.int8)
        found = np.where(applies, np.minimum(found, clause.level), found).astype(np.int8)
        settled |= applies
    return found


def _within_hours(clause: Clause, hour: NDArray[np.int64]) -> NDArray[np.bool_]:
    within = np.ones(len(hour), dtype=bool)
    if clause.start is not None:
        within &= hour * HOUR_S >= clause.start.timestamp()
    if clause.end is not None:
        within &= hour * HOUR_S < clause.end.timestamp()
    return within


def _within_cells(clause: Clause, column: NDArray[np.int64], row: NDArray[np.int64]) -> NDArray[np.bool_]:
    if clause.cells is None:
        return np.ones(len(column), dtype=bool)
    within = np.zeros(len(column), dtype=bool)
    for zoom in {cell.zoom for cell in clause.cells}:
        wanted = np.array(
            sorted(cell.column << zoom | cell.row for cell in clause.cells if cell.zoom == zoom)
        )
        coarser = GRID_ZOOM - zoom
        cells = column >> coarser << zoom | row >> coarser
        within |= wanted[np.searchsorted(wanted[:-1], cells)] == cells
    return within


def _on_map(cell: Cell) -> bool:
    return 0 <= cell.column < 1 << cell.zoom and 0 <= cell.row < 1 << cell.zoom
