"""The terms between two parties, as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from deconflict.agreements.model import Level, Terms
from deconflict.flows.deployment import Deployment
from deconflict.runtime.settings import Settings

METRES = st.floats(0, 20_000)


@pytest.mark.rule("SEP-04")
@given(METRES, METRES)
def test_a_minimum_is_never_above_the_deployments_largest_nor_below_fifty_metres(
    minimum: float, largest: float
) -> None:
    sound = 50 <= minimum <= largest
    try:
        terms = Terms(Level.NOTICE, minimum, largest)
    except ValueError:
        assert not sound
    else:
        assert sound
        assert 50 <= terms.minimum_m <= terms.max_minimum_m


@pytest.mark.rule("SEP-04")
def test_without_an_agreement_the_deployments_default_holds() -> None:
    terms = Deployment.of(Settings(default_minimum_m=800, max_minimum_m=800)).terms
    assert (terms.minimum_m, terms.max_minimum_m) == (800, 800)
    with pytest.raises(ValidationError):
        Settings(default_minimum_m=801, max_minimum_m=800)


def test_levels_are_ordered_from_sealed_up() -> None:
    assert Level.SEALED < Level.NOTICE
