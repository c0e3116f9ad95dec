"""Notices as values: what makes two of them the same matter."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.parties.model import PartyId

FOUND = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_a_later_word_on_a_conflict_is_the_same_matter_and_another_conflict_is_not() -> None:
    first = Notice(
        NoticeId(uuid4()), None, AlertKind.CONFLICT, "opened", rings=True, found_at=FOUND, conflict=uuid4()
    )
    later = replace(first, id=NoticeId(uuid4()), change="worse", finding=uuid4())
    assert first.matter == later.matter
    assert first.matter != replace(first, conflict=uuid4()).matter


def test_what_the_desk_and_a_party_are_told_of_one_patrol_are_two_matters() -> None:
    told = Notice(
        NoticeId(uuid4()),
        PartyId(uuid4()),
        AlertKind.ZONE,
        "opened",
        rings=True,
        found_at=FOUND,
        patrol=uuid4(),
        zone=uuid4(),
    )
    assert told.matter != replace(told, party=None).matter
    assert told.matter != replace(told, zone=uuid4()).matter
