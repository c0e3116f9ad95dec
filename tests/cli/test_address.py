"""`deconflict address`: named, listed and removed on the machine, and never shown again."""

import json
from collections.abc import Callable

import click
import pytest

from deconflict.errors import NotFound


def test_an_address_is_added_listed_without_where_it_leads_and_removed(administer: Callable) -> None:
    administer("party", "add", "east", "East")
    added = json.loads(administer("address", "add", "east", "--sms", "+218911234567", "--json"))
    assert (added["channel"], added["whose"]) == ("sms", "east")
    listed = administer("address", "list")
    assert added["id"] in listed
    assert "218" not in listed
    assert administer("address", "remove", added["id"]).strip() == f"removed {added['id']}"
    assert administer("address", "list") == ""


def test_whoever_is_not_there_is_refused(administer: Callable) -> None:
    with pytest.raises(NotFound):
        administer("address", "add", "nobody", "--apprise", "ntfys://topic")


@pytest.mark.parametrize("options", [[], ["--sms", "+1", "--apprise", "ntfys://topic"]])
def test_one_way_is_named_and_not_two(administer: Callable, options: list[str]) -> None:
    with pytest.raises((AssertionError, click.BadParameter)):
        administer("address", "add", "desk", *options)
