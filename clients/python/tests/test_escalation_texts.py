"""What a call for unacknowledged alerts reads like."""

from datetime import UTC, datetime
from typing import Any

import pytest

from deconflict_client.alerts import EscalationAlert
from deconflict_client.escalation_texts import CHANGES, KIND, escalation_parts
from deconflict_client.reading_alerts import read_alert
from deconflict_client.texts import Language, line
from deconflict_client.wire import Record
from deconflict_client.words import ARABIC, ENGLISH

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def escalation(**other: Any) -> EscalationAlert:
    said = {
        "epoch": "e1",
        "seq": 3,
        "kind": "escalation",
        "change": "duty",
        "rings": True,
        "reference": "",
        "rung": "duty",
        "party_name": "East",
        "kinds": ["overlap", "new"],
        "unanswered": 2,
        "since": "2026-12-01T08:00:00Z",
        "seqs": [1, 2],
        **other,
    }
    found = read_alert(Record(said))
    assert isinstance(found, EscalationAlert)
    return found


def test_it_says_whose_how_many_of_which_kinds_since_when_and_which() -> None:
    parts = list(escalation_parts(escalation(), ENGLISH.kinds))
    assert parts == ["East", "2 × overlap, new", "2026-12-01 08:00Z", "#1, 2"]
    desk = escalation(party_name=None, seqs=[])
    assert list(escalation_parts(desk, ENGLISH.kinds)) == ["2 × overlap, new", "2026-12-01 08:00Z"]


@pytest.mark.parametrize("language", Language)
def test_the_line_begins_with_what_it_is(language: Language) -> None:
    words = ENGLISH if language is Language.ENGLISH else ARABIC
    said = line(escalation(), language)
    assert KIND[language.value] in said
    assert CHANGES[language.value]["duty"] in said
    assert words.ringing in said


def test_both_languages_know_every_rung() -> None:
    assert set(CHANGES["en"]) == set(CHANGES["ar"]) == {"duty", "desk", "facilitator", "answered"}
