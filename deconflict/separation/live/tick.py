"""The live tick: new fixes and the time in, what has come about out; the whole interface of the live engine.

    state = State.of(roster, terms)                  # n units by number, nothing known yet
    state, tidings = tick(state, fixes, now_s)       # fixes: `fixes.Fixes`, in any order, late ones, repeats and all

The state is used up by the call: go on with what it returns. `tidings` holds a verdict for each fix (`terms.Verdict`),
the events of pairs (`tidings.PairEvents`: opened, worse, updated, ended, lost, late), and those of units (silence and
conformance, `tidings.UnitEvents`). Between two ticks the caller may put another `roster` or `routes` in place; when
units are added, `State.widened` makes room. After a start, feed the fixes of the last ten minutes and put
`pairs.Pairs.opened` of what is stored in place: nothing opens twice.

What a tick finds depends on the set of fixes, not on their order or on repeats; of the passages between fixes each pair
of legs is compared at the tick at which the later of them came, so none is left out, however late and shuffled fixes
come. Fixes that are TOO_OLD for the state are compared by `after`, on tracks read from where they are stored.
"""

from dataclasses import dataclass

import numpy as np

from deconflict.separation.live.clusters import Crowds
from deconflict.separation.live.conformance import Conformance
from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.hygiene import Suspects, take
from deconflict.separation.live.look import Look, Turns, next_turn_s
from deconflict.separation.live.motion import moving
from deconflict.separation.live.newcomers import newcomers
from deconflict.separation.live.pairs import Pairs, Phase, Seen, step
from deconflict.separation.live.roster import Roster
from deconflict.separation.live.routes import Routes
from deconflict.separation.live.silence import Reach, Silence
from deconflict.separation.live.terms import Kind, LiveTerms
from deconflict.separation.live.tidings import PairEvents, Tidings
from deconflict.separation.live.tracks import Tracks


@dataclass(eq=False)
class State:
    """Everything the live engine knows."""

    terms: LiveTerms
    roster: Roster
    routes: Routes
    tracks: Tracks
    suspects: Suspects
    conformance: Conformance
    silence: Silence
    pairs: Pairs
    turns: Turns

    @classmethod
    def of(cls, roster: Roster, terms: LiveTerms) -> "State":
        """Return the state in which nothing is known of any unit."""
        units, nobody = len(roster), np.empty(0, dtype=np.int64)
        return cls(
            terms,
            roster,
            Routes.of(units, {}),
            Tracks(units, terms),
            Suspects(units),
            Conformance(units),
            Silence(units),
            Pairs.fresh(nobody, nobody),
            Turns(units),
        )

    def widened(self, roster: Roster) -> "State":
        """Return the state with room for the further units of a roster; routes are for the caller to put in place."""
        wider = State.of(roster, self.terms)
        wider.pairs = self.pairs
        for part in ("tracks", "suspects", "conformance", "silence", "turns"):
            for name, column in vars(getattr(self, part)).items():
                if isinstance(column, np.ndarray):
                    getattr(getattr(wider, part), name)[: len(column)] = column
        return wider

    def open_pairs(self) -> Pairs:
        """Return the encounters that are open."""
        return self.pairs.only((self.pairs.phase == Phase.OPEN).nonzero()[0])


def tick(state: State, fixes: Fixes, now_s: float) -> tuple[State, Tidings]:
    """Take in fixes at a moment, seconds since 1970 UTC, and say what has come about."""
    tracks = state.tracks
    verdicts = take(tracks, state.suspects, fixes, now_s)
    silence = state.silence.judge(tracks, now_s)
    heard = np.isfinite(tracks.changed_s).nonzero()[0]
    conformance = state.conformance.judge(state.routes, tracks, heard, now_s)
    motion = moving(tracks, state.routes, state.conformance, now_s)
    reach = Reach(state.silence.overdue, tracks, state.routes, state.conformance, now_s)
    ahead = state.turns.taken(np.isfinite(tracks.changed_s), tracks, now_s)
    around = state.turns.looking_around(state.silence.overdue, now_s)
    events = _move_pairs(state, Look(state.roster, tracks, motion, reach, ahead, around), now_s)
    tracks.settle()
    return state, Tidings(verdicts, events, silence, conformance)


def _move_pairs(state: State, look: Look, now_s: float) -> PairEvents:
    """Look at the pairs that have a row and at those that may get one, and move them all."""
    state.pairs = _still_strangers(state)
    pairs = state.pairs
    crowds = _crowds(state)
    seen = _see_again(state, look, now_s)
    new, new_seen = newcomers(pairs, look, crowds)
    pairs, seen = pairs.joined(new), seen.and_of(new_seen)
    events = step(pairs, seen, now_s, state.terms)
    pairs.ahead_m[:], pairs.ahead_s[:] = seen.ahead_m, seen.ahead_s
    state.pairs = pairs.kept(now_s, state.terms)
    cluster = _crowds(state).label.take(events.a)
    over = (events.kind == Kind.ENDED) | (events.kind == Kind.LOST)
    cluster[over] = crowds.label.take(events.a[over])
    return PairEvents(**{**vars(events), "cluster": cluster})


def _crowds(state: State) -> Crowds:
    """Return what hangs together by the encounters that are open."""
    pairs = state.pairs
    still_open = (pairs.phase == Phase.OPEN).nonzero()[0]
    return Crowds(len(state.roster), pairs.a.take(still_open), pairs.b.take(still_open))


def _see_again(state: State, look: Look, now_s: float) -> Seen:
    """Look at the pairs that have a row; ahead by turns, but every time for those whose prediction is yet to last."""
    pairs = state.pairs
    turn = (pairs.due_s <= now_s) | (pairs.phase == Phase.PENDING)
    pairs.due_s[turn] = next_turn_s(pairs.key[turn], now_s)
    seen = look.see(pairs.a, pairs.b, state.terms.exit_ratio, turn)
    kept = (~turn & seen.known & ~np.isfinite(seen.ahead_m)).nonzero()[0]
    seen.ahead_m[kept], seen.ahead_s[kept] = pairs.ahead_m[kept], pairs.ahead_s[kept]
    return seen


def _still_strangers(state: State) -> Pairs:
    """Return the pairs less those that a new roster puts on one side: the caller, who knows why, closes these."""
    pairs, strangers = state.pairs, state.roster.strangers(state.pairs.a, state.pairs.b)
    return pairs if strangers.all() else pairs.only(strangers.nonzero()[0])
