"""What holds between two parties, whatever either signs, takes back or lets run out (DIS-01, DIS-02, SEP-04)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from deconflict.agreements import rules
from deconflict.agreements.errors import (
    AgreementMoveRefused,
    CellInvalid,
    ExpiryRefused,
    HourInvalid,
    MinimumRefused,
    PartiesInvalid,
)
from deconflict.agreements.model import (
    MOVES,
    Agreement,
    AgreementId,
    AgreementState,
    Cell,
    Clause,
    KeyId,
    Level,
    Levels,
    Lowering,
    LoweringId,
    Matter,
    Pact,
    Pacts,
    Signature,
    Terms,
    Text,
)
from deconflict.parties.model import PartyId
from deconflict.separation.units import Metres

A, B, C = (PartyId(UUID(int=number)) for number in (1, 2, 3))
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
HOUR = int(NOW.timestamp()) // 3600
DEFAULT = Terms(Level.NOTICE, Metres(1000), Metres(5000))
WEST, EAST = Cell(14, 8000, 6000), Cell(14, 9000, 6000)
COARSE = Cell(10, 500, 375)
"""Holds WEST, and not EAST."""


def key(cell: Cell, hour: int = HOUR) -> np.ndarray:
    return np.array([hour << 28 | cell.column << 14 | cell.row])


def text(levels: Levels, days: float = 30, **minima: int) -> Text:
    return Text(
        parties=(A, B),
        reference="K7-2M4Q",
        levels=levels,
        minimum_m={A: minima.get("a", 1000), B: minima.get("b", 1000)},
        lead_time_s=0,
        right_of_way=None,
        safety_clause=True,
        expires_at=NOW + timedelta(days=days),
        wording={"en": "…", "ar": "…"},
    )


def at(pact: Pact, cell: Cell = WEST, hour: int = HOUR, matter: Matter = Matter.PLANS) -> Level:
    return rules.lowest(pact, key(cell, hour), matter, NOW)


@pytest.mark.rule("DIS-01")
def test_without_an_agreement_the_deployments_default_holds() -> None:
    assert at(Pact(DEFAULT)) is Level.NOTICE
    assert rules.minimum(Pact(DEFAULT)) == 1000


@pytest.mark.rule("DIS-01")
def test_a_level_holds_in_its_cells_for_its_matter_and_its_hours_and_one_elsewhere() -> None:
    clause = Clause(Level.SEGMENT, frozenset({COARSE}), Matter.PLANS, NOW, NOW + timedelta(hours=2))
    pact = Pact(DEFAULT, text(Levels(Level.NOTICE, (clause,))))
    assert at(pact) is Level.SEGMENT
    assert at(pact, EAST) is Level.NOTICE
    assert at(pact, matter=Matter.LIVE) is Level.NOTICE
    assert at(pact, hour=HOUR - 1) is Level.NOTICE
    assert at(pact, hour=HOUR + 1) is Level.SEGMENT
    assert at(pact, hour=HOUR + 2) is Level.NOTICE, "the end is not part of it"


@pytest.mark.rule("DIS-01")
def test_where_several_apply_the_lowest_counts_and_a_clause_may_be_above_or_below_the_rest() -> None:
    above, below = Clause(Level.SHARED, frozenset({COARSE})), Clause(Level.SEALED, frozenset({WEST}))
    pact = Pact(DEFAULT, text(Levels(Level.AREA, (above, below))))
    assert at(pact) is Level.SEALED
    assert at(pact, Cell(14, 8001, 6000)) is Level.SHARED
    assert at(pact, EAST) is Level.AREA
    spread = np.concatenate([key(WEST), key(EAST), key(Cell(14, 8001, 6000))])
    assert rules.lowest(pact, spread, Matter.PLANS, NOW) is Level.SEALED
    assert rules.levels_at(pact, spread, Matter.PLANS, NOW).tolist() == [0, 2, 4]


def test_what_lies_nowhere_is_sealed() -> None:
    assert rules.lowest(Pact(DEFAULT), np.array([], dtype=np.int64), Matter.PLANS, NOW) is Level.SEALED


@pytest.mark.rule("DIS-02")
def test_an_expired_agreement_gives_the_default_but_never_more_than_it_gave() -> None:
    for level, left in [(Level.SHARED, Level.NOTICE), (Level.SEALED, Level.SEALED)]:
        assert at(Pact(DEFAULT, text(Levels(level), days=0))) is left
    assert rules.minimum(Pact(DEFAULT, text(Levels(Level.AREA), days=0, a=3000), ended=True)) == 1000
    still = Pact(DEFAULT, text(Levels(Level.AREA), days=0, a=3000))
    assert rules.minimum(still) == 3000, "until it is on record that it ended"


@pytest.mark.rule("SEP-04")
def test_the_minimum_is_the_larger_of_the_two_and_never_above_dmax() -> None:
    assert rules.minimum(Pact(DEFAULT, text(Levels(Level.AREA), a=800, b=2500))) == 2500
    assert rules.minimum(Pact(DEFAULT, text(Levels(Level.AREA), a=9000))) == 5000


@pytest.mark.rule("DIS-02")
@pytest.mark.parametrize("days", [0, -1, 90.1])
def test_an_agreement_ends_after_now_and_within_ninety_days(days: float) -> None:
    with pytest.raises(ExpiryRefused):
        rules.require_acceptable(text(Levels(Level.AREA), days), DEFAULT, NOW)


def test_a_text_that_could_not_hold_is_refused_with_its_cause() -> None:
    good = text(Levels(Level.AREA, (Clause(Level.SHARED, frozenset({WEST}), start=NOW),)), 90)
    rules.require_acceptable(good, DEFAULT, NOW)
    for wrong in (
        replace(good, parties=(B, A)),
        replace(good, parties=(A, A)),
        replace(good, minimum_m={A: 1000}),
        replace(good, minimum_m={A: 1000, B: 1000, C: 1000}),
        replace(good, right_of_way=C),
    ):
        with pytest.raises(PartiesInvalid):
            rules.require_acceptable(wrong, DEFAULT, NOW)
    for metres in (49, 5001):
        with pytest.raises(MinimumRefused):
            rules.require_acceptable(replace(good, minimum_m={A: metres, B: 1000}), DEFAULT, NOW)
    for cell in (Cell(15, 0, 0), Cell(14, 1 << 14, 0), Cell(3, 0, 8), Cell(-1, 0, 0), Cell(3, -1, 0)):
        with pytest.raises(CellInvalid) as refused:
            rules.require_whole(
                Levels(Level.AREA, (Clause(Level.AREA), Clause(Level.AREA, frozenset({cell}))))
            )
        assert (refused.value.index, refused.value.cell) == (1, str(cell))
    for clause in (
        Clause(Level.AREA, start=NOW + timedelta(minutes=1)),
        Clause(Level.AREA, end=NOW.replace(second=1)),
    ):
        with pytest.raises(HourInvalid):
            rules.require_whole(Levels(Level.AREA, (clause,)))


@pytest.mark.rule("DIS-02")
@pytest.mark.parametrize("state", list(AgreementState))
@pytest.mark.parametrize("to", list(AgreementState))
def test_every_move_that_is_not_in_the_table_is_refused(state: AgreementState, to: AgreementState) -> None:
    if to in MOVES[state]:
        assert rules.moved(state, to) is to
        return
    with pytest.raises(AgreementMoveRefused):
        rules.moved(state, to)


@pytest.mark.rule("DIS-02")
def test_nothing_between_a_pair_is_above_its_bounds_and_others_keep_what_they_have() -> None:
    pacts = Pacts(DEFAULT, {})
    bounded = rules.capped(pacts, [((A, B), Level.SHARED), ((A, B), Level.SEALED)])
    assert at(bounded.of(B, A)) is Level.SEALED
    assert at(rules.capped(pacts, [((A, B), Level.SHARED)]).of(A, B)) is DEFAULT.level
    assert bounded.of(A, PartyId(UUID(int=99))) == Pact(DEFAULT)


def test_the_lowest_level_of_all_is_known_without_a_place() -> None:
    assert rules.lowest_anywhere(Levels(Level.AREA)) is Level.AREA
    assert (
        rules.lowest_anywhere(Levels(Level.AREA, (Clause(Level.SHARED), Clause(Level.NOTICE))))
        is Level.NOTICE
    )


def test_two_parties_have_one_order() -> None:
    assert rules.ordered(A, B) == rules.ordered(B, A) == (A, B)


@pytest.mark.rule("DIS-02")
def test_what_comes_after_is_later_whatever_the_clock_says() -> None:
    assert rules.later_than([], NOW) == NOW
    assert rules.later_than([NOW - timedelta(seconds=1)], NOW) == NOW
    assert rules.later_than([NOW], NOW) > NOW
    ahead = NOW + timedelta(seconds=9)
    assert rules.later_than([NOW, ahead], NOW) > ahead


@pytest.mark.rule("DIS-02")
def test_what_has_run_out_is_shown_so_before_it_is_on_record() -> None:
    agreement = Agreement(
        AgreementId(UUID(int=1)), text(Levels(Level.AREA), 1), AgreementState.RATIFIED, A, NOW
    )
    assert rules.standing(agreement, NOW) is AgreementState.RATIFIED
    assert rules.standing(agreement, NOW + timedelta(days=1)) is AgreementState.EXPIRED
    drafted = replace(agreement, state=AgreementState.DRAFTED)
    assert rules.standing(drafted, NOW + timedelta(days=1)) is AgreementState.DRAFTED


CELLS = st.frozensets(st.sampled_from([WEST, EAST, COARSE]), min_size=1)
CLAUSES = st.builds(Clause, st.sampled_from(Level), st.none() | CELLS, st.none() | st.sampled_from(Matter))
LEVELS = st.builds(Levels, st.sampled_from(Level), st.lists(CLAUSES, max_size=2).map(tuple))
PLACES = [(cell, matter) for cell in (WEST, EAST) for matter in Matter]
BOTH = np.concatenate([key(WEST), key(EAST)])


def places(pact: Pact, now: datetime) -> dict[tuple[Cell, Matter], Level]:
    found = {matter: rules.levels_at(pact, BOTH, matter, now) for matter in Matter}
    return {(cell, matter): Level(found[matter][(WEST, EAST).index(cell)]) for cell, matter in PLACES}


class Trust(RuleBasedStateMachine):
    """Two parties draft, sign, take back and let run out; the oracle keeps what each put its name to last."""

    def __init__(self) -> None:
        super().__init__()
        self.agreements: list[Agreement] = []
        self.lowerings: list[Lowering] = []
        self.now = NOW
        self.stance: dict[PartyId, dict[tuple[Cell, Matter], Level]] = {A: {}, B: {}}
        self.before = self.effective()

    def effective(self) -> dict[tuple[Cell, Matter], Level]:
        return places(rules.pact_of(DEFAULT, self.agreements, self.lowerings), self.now)

    def alone(self, levels: Levels) -> dict[tuple[Cell, Matter], Level]:
        return places(Pact(replace(DEFAULT, level=Level.SHARED), None, (levels,)), NOW)

    def only_lower(self) -> None:
        now, before = self.effective(), self.before
        assert all(now[place] <= before[place] for place in PLACES), "nothing is raised by one side alone"
        self.before = now

    @rule(levels=LEVELS, days=st.sampled_from([1, 5]))
    def draft(self, levels: Levels, days: int) -> None:
        drafted = replace(text(levels), expires_at=self.now + timedelta(days=days))
        number = AgreementId(UUID(int=len(self.agreements)))
        self.agreements.append(Agreement(number, drafted, AgreementState.DRAFTED, A, self.now))
        self.only_lower()

    @precondition(lambda self: self.agreements)
    @rule(pick=st.randoms(use_true_random=False), party=st.sampled_from([A, B]), withdraw=st.booleans())
    def sign_or_withdraw(self, pick: object, party: PartyId, withdraw: bool) -> None:
        index = pick.randrange(len(self.agreements))  # type: ignore[attr-defined]
        agreement = self.agreements[index]
        if agreement.state not in (AgreementState.DRAFTED, AgreementState.SIGNED):
            return
        if withdraw:
            self.agreements[index] = replace(agreement, state=AgreementState.WITHDRAWN)
            self.only_lower()
            return
        if any(item.party == party for item in agreement.signatures):
            return
        self.now += timedelta(seconds=1)
        signature = Signature(party, KeyId(UUID(int=9)), b"", self.now)
        state = rules.after_signing(agreement)
        both = state is AgreementState.RATIFIED
        self.agreements[index] = replace(
            agreement,
            state=state,
            signatures=(*agreement.signatures, signature),
            ratified_at=self.now if both else None,
        )
        self.stance[party] = self.alone(agreement.text.levels)
        if both:
            self.before = self.effective()
        else:
            self.only_lower()

    @rule(party=st.sampled_from([A, B]), level=st.sampled_from(Level), cells=st.none() | CELLS)
    def lower(self, party: PartyId, level: Level, cells: frozenset[Cell] | None) -> None:
        self.now += timedelta(seconds=1)
        levels = Levels(Level.SHARED, (Clause(level, cells),))
        other = B if party == A else A
        number = LoweringId(UUID(int=len(self.lowerings)))
        self.lowerings.append(Lowering(number, party, other, levels, self.now))
        known, cap = self.stance[party], self.alone(levels)
        self.stance[party] = {
            place: min(known.get(place, Level.SHARED), capped) for place, capped in cap.items()
        }
        self.only_lower()
        assert all(self.before[place] <= capped for place, capped in cap.items()), "at once"

    @rule(days=st.integers(1, 4))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.only_lower()

    @invariant()
    def never_above_what_each_signed_last(self) -> None:
        for place, level in self.before.items():  # each step has left there what is effective now
            assert all(level <= stance.get(place, Level.SHARED) for stance in self.stance.values())


Trust.TestCase.settings = settings(max_examples=200, stateful_step_count=50, deadline=None)
TestTrust = pytest.mark.slow(pytest.mark.rule("DIS-02")(Trust.TestCase))
