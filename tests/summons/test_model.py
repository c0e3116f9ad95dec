"""What a summons says and how often an address is summoned."""

from datetime import UTC, datetime, timedelta

import pytest

from deconflict.summons.model import TEXT, WINDOW, due_at

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.rule("ALR-04", "DIS-06")
def test_it_says_open_the_app_in_two_languages_and_has_no_place_for_anything_else() -> None:
    assert TEXT == "افتح التطبيق. Open the app."
    assert "{" not in TEXT
    assert not any(letter.isdigit() for letter in TEXT)


@pytest.mark.rule("ALR-04")
def test_an_address_is_summoned_at_once_and_then_once_in_a_window() -> None:
    assert due_at(NOON, None) == NOON
    assert due_at(NOON, NOON - timedelta(seconds=1)) == NOON - timedelta(seconds=1) + WINDOW
    assert due_at(NOON, NOON - WINDOW) == NOON
