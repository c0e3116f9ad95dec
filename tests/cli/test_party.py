"""`deconflict party`."""

import json
from collections.abc import Callable

import pytest

from deconflict.cli._administration import NotFitting
from deconflict.parties.errors import AlreadySuspended, AlreadyTaken, NotSuspended


def test_a_party_is_added_and_listed_in_both_languages(administer: Callable) -> None:
    told = administer("party", "add", "east", "Eastern Command / القيادة الشرقية")
    assert told == "added party east: Eastern Command / القيادة الشرقية\n"
    assert administer("party", "list") == "east\tEastern Command / القيادة الشرقية\n"


def test_programs_get_json(administer: Callable) -> None:
    added = json.loads(administer("party", "add", "east", "East", "--json"))
    assert (added["slug"], added["name"]) == ("east", "East")
    assert json.loads(administer("party", "list", "--json")) == [added]


def test_a_slug_is_given_once(administer: Callable) -> None:
    administer("party", "add", "east", "East")
    with pytest.raises(AlreadyTaken):
        administer("party", "add", "east", "Another")


@pytest.mark.parametrize("slug", ["East", "the east", "east-", "شرق", "e" * 41, ""])
def test_a_slug_that_no_login_could_end_with_is_refused(slug: str, administer: Callable) -> None:
    with pytest.raises(NotFitting):
        administer("party", "add", slug, "East")


@pytest.mark.parametrize("name", ["", "  ", "n" * 201, "East\u202eWest"])
def test_a_name_that_cannot_be_shown_is_refused(name: str, administer: Callable) -> None:
    with pytest.raises(NotFitting):
        administer("party", "add", "east", name)


def test_a_party_is_suspended_with_a_reason_and_restored(administer: Callable) -> None:
    administer("party", "add", "east", "East")
    assert "suspended east since" in administer("party", "suspend", "east", "off every plan")
    with pytest.raises(AlreadySuspended):
        administer("party", "suspend", "east", "again")
    told = json.loads(administer("party", "restore", "east", "--json"))
    assert told["party"] == "east"
    with pytest.raises(NotSuspended):
        administer("party", "restore", "east")
    with pytest.raises(NotFitting):
        administer("party", "suspend", "east", "  ")
