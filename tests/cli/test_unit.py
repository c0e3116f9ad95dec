"""`deconflict unit`."""

import json
from collections.abc import Callable

import pytest

from deconflict.cli._administration import PartyUnknown
from deconflict.parties.errors import AlreadyTaken


def test_a_unit_is_added_to_its_party(administer: Callable) -> None:
    administer("party", "add", "east", "East")
    assert administer("unit", "add", "east", "Saqr 1") == "added unit Saqr 1 of east\n"
    assert json.loads(administer("unit", "add", "east", "Saqr 2", "--json"))["callsign"] == "Saqr 2"


def test_a_party_that_is_not_there_is_named(administer: Callable) -> None:
    with pytest.raises(PartyUnknown) as refused:
        administer("unit", "add", "west", "Nakhla 1")
    assert refused.value.slug == "west"


def test_a_callsign_is_given_once_within_a_party(administer: Callable) -> None:
    for slug in ("east", "west"):
        administer("party", "add", slug, slug)
        administer("unit", "add", slug, "Saqr 1")
    with pytest.raises(AlreadyTaken):
        administer("unit", "add", "west", "Saqr 1")
