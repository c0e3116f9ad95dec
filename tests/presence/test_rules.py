"""Who of those seen lately is connected now."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.presence.model import Seen
from deconflict.presence.rules import by_person

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def seen(person: int, since_s: float, seen_s: float) -> Seen:
    """Somebody connected since so many seconds ago and seen last so many seconds ago."""
    since, at = (NOW - timedelta(seconds=ago) for ago in (since_s, seen_s))
    return Seen(PersonId(UUID(int=person)), PartyId(UUID(int=9)), f"{person}", Role.LIAISON, None, since, at)


def test_whoever_was_not_seen_for_three_beats_is_gone() -> None:
    people = by_person([seen(1, 100, 44.9), seen(2, 100, 45)], NOW)
    assert [(each.name, each.since is None) for each in people] == [("1", False), ("2", True)]


def test_somebody_with_two_devices_is_there_once_since_the_first_of_those_that_are_connected() -> None:
    [person] = by_person([seen(1, 900, 300), seen(1, 60, 2), seen(1, 30, 1)], NOW)
    assert (person.since, person.seen_at) == (NOW - timedelta(seconds=60), NOW - timedelta(seconds=1))


def test_the_longest_connected_come_first_and_of_the_others_who_was_seen_last() -> None:
    people = by_person([seen(1, 500, 100), seen(2, 20, 1), seen(3, 50, 1), seen(4, 500, 90)], NOW)
    assert [each.name for each in people] == ["3", "2", "4", "1"]
