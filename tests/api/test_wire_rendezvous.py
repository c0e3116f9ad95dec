"""A rendezvous comes in with its disc and window, and goes out the same to both sides."""

import pytest
from pydantic import ValidationError

from deconflict.api.wire_rendezvous import (
    EXAMPLE_RENDEZVOUS,
    EXAMPLE_WHERE,
    WEST,
    RendezvousAboutIn,
    RendezvousIn,
    RendezvousOut,
    WhereIn,
)


def test_the_disc_and_the_window_are_taken_as_they_are_written() -> None:
    proposal = WhereIn.model_validate(EXAMPLE_WHERE).proposal()
    assert (proposal.where.lon, proposal.where.lat, proposal.where.radius_m) == (13.19, 32.88, 500.0)
    assert proposal.patrol is None


def test_a_rendezvous_is_between_two_and_about_one() -> None:
    with pytest.raises(ValidationError):
        RendezvousIn.model_validate(EXAMPLE_WHERE | {"parties": [WEST]})
    assert str(RendezvousAboutIn.model_validate(EXAMPLE_WHERE | {"with": WEST}).rival) == WEST


def test_the_example_is_a_message() -> None:
    assert RendezvousOut.model_validate(EXAMPLE_RENDEZVOUS).model_dump(mode="json") == (
        EXAMPLE_RENDEZVOUS | {"centre": list(EXAMPLE_RENDEZVOUS["centre"])}
    )
