"""What may be proposed, who confirms and who ends (SEP-10)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deconflict.parties.model import PartyId
from deconflict.rendezvous.errors import (
    RendezvousMoveRefused,
    RendezvousPlaceRefused,
    RendezvousRadiusRefused,
    RendezvousWindowRefused,
)
from deconflict.rendezvous.model import Rendezvous, RendezvousId, RendezvousState, Where
from deconflict.rendezvous.rules import confirmed, disc_of, ended, require_acceptable
from deconflict.separation.frame import WORLD, Box

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
A, B = PartyId(uuid4()), PartyId(uuid4())
WHERE = Where(15.0, 32.0, 500.0, NOON, NOON + HOUR)
PROPOSED = Rendezvous(
    RendezvousId(uuid4()), "K7-2M4Q", A, B, A, WHERE, RendezvousState.PROPOSED, NOON, frozenset({A})
)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"lon": 181.0}, RendezvousPlaceRefused),
        ({"lat": 31.0}, RendezvousPlaceRefused),
        ({"radius_m": 49.9}, RendezvousRadiusRefused),
        ({"radius_m": 5000.1}, RendezvousRadiusRefused),
        ({"end": NOON}, RendezvousWindowRefused),
        ({"end": NOON + 25 * HOUR}, RendezvousWindowRefused),
        ({"start": NOON - 3 * HOUR, "end": NOON - HOUR}, RendezvousWindowRefused),
        ({"start": NOON + 31 * 24 * HOUR, "end": NOON + (31 * 24 + 1) * HOUR}, RendezvousWindowRefused),
    ],
)
def test_a_disc_or_a_window_that_could_not_hold_is_refused(
    said: dict[str, object], refusal: type[Exception]
) -> None:
    require_acceptable(WHERE, WORLD, NOON, 30)
    with pytest.raises(refusal):
        require_acceptable(replace(WHERE, **said), Box(-180, 31.5, 180, 33.0), NOON, 30)


@pytest.mark.rule("SEP-10")
def test_it_is_confirmed_when_both_have_each_once() -> None:
    both = confirmed(PROPOSED, B, NOON)
    assert (both.state, both.confirmed) == (RendezvousState.CONFIRMED, {A, B})
    with pytest.raises(RendezvousMoveRefused):
        confirmed(PROPOSED, A, NOON)
    with pytest.raises(RendezvousMoveRefused):
        confirmed(both, B, NOON)
    nobody_yet = replace(PROPOSED, proposer=None, confirmed=frozenset())
    assert confirmed(nobody_yet, A, NOON).state is RendezvousState.PROPOSED


def test_the_one_it_was_passed_on_to_shows_itself_by_confirming() -> None:
    passed = replace(PROPOSED, confirmed=frozenset(), hidden_from=A)
    assert confirmed(passed, B, NOON).hidden_from is None
    assert ended(passed, B, NOON).hidden_from == A


def test_what_an_end_is_called_depends_on_whose_it_is() -> None:
    assert ended(PROPOSED, A, NOON).state is RendezvousState.WITHDRAWN
    assert ended(PROPOSED, B, NOON).state is RendezvousState.REFUSED
    both = confirmed(PROPOSED, B, NOON)
    assert ended(both, A, NOON).state is RendezvousState.ENDED
    with pytest.raises(RendezvousMoveRefused):
        ended(both, None, NOON)


def test_a_disc_is_the_same_in_the_checks_units() -> None:
    disc = disc_of(WHERE)
    assert (disc.lon, disc.lat, disc.radius_m, disc.end_s - disc.start_s) == (15.0, 32.0, 500.0, 3600.0)
