"""What is shown before one signs: the signed wording, and its figures said again, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deconflict_client import agreements
from deconflict_client.agreement_texts import (
    WORDS,
    heading,
    holding_lines,
    key_line,
    level_lines,
    lines,
    visible,
)
from deconflict_client.agreements import Clause, Holding, Key, Levels
from deconflict_client.texts import Language
from deconflict_client.wire import Record

SIGNATURE = {"party": "east", "key": "k1", "signature": "eA==", "at": "2026-12-01T08:00:00Z"}


@pytest.mark.rule("DIS-02")
@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            Language.ENGLISH,
            ["Level 1.", "elsewhere: level 1 notice", "west asks for 1500 m", "signed by east on"],
        ),
        (Language.ARABIC, ["المستوى 1.", "في ما عدا ذلك: المستوى 1 إشعار", "يطلب \u2068west\u2069", "وقّعه"]),
    ],
)
def test_wording_figures_signatures_and_digest_are_all_there(drafted, language: Language, wanted) -> None:
    read = agreements.agreement(Record({**drafted("g1"), "signatures": [SIGNATURE]}))
    shown = "\n".join(lines(read, language))
    for words in (*wanted, read.digest, "K7-2M4Q"):
        assert words in shown


def test_a_state_of_a_newer_service_is_shown_as_it_is(drafted) -> None:
    read = agreements.agreement(Record({**drafted("g1"), "state": "arbitrated"}))
    assert "arbitrated" in heading(read, Language.ENGLISH)


@pytest.mark.rule("DIS-01")
def test_clauses_are_said_with_their_squares_matter_and_hours() -> None:
    levels = Levels(0, (Clause(3, ("14/1/2", "14/1/3"), "plans"), Clause(9)))
    first, second, elsewhere = level_lines(levels, Language.ENGLISH)
    assert first.strip() == "clause 1: level 3 segment · 2 squares: 14/1/2 14/1/3 · plans · at any time"
    assert second.strip() == "clause 2: level 9 · everywhere · everything · at any time"
    assert elsewhere.strip() == "elsewhere: level 0 sealed"


@pytest.mark.rule("DIS-02")
def test_nothing_that_a_terminal_obeys_or_hides_gets_through() -> None:
    assert visible("level 1\x1b[2K\u202e0 ⁨Salem⁩ نص") == "level 1\ufffd[2K\ufffd0 ⁨Salem⁩ نص"


def test_every_language_has_every_state() -> None:
    states = {language: set(words.states) for language, words in WORDS.items()}
    assert states[Language.ENGLISH] == states[Language.ARABIC]


def test_to_its_own_party_the_other_is_the_other(drafted) -> None:
    read = agreements.agreement(Record({**drafted("g1"), "signatures": [SIGNATURE]}))
    shown = "\n".join(lines(read, Language.ENGLISH, "west"))
    assert "your party asks for 1500 m" in shown
    assert "signed by the other party on" in shown
    assert "east asks for 1000 m" in "\n".join(lines(read, Language.ENGLISH, "north"))


@pytest.mark.rule("DIS-01")
def test_what_holds_is_the_lowest_of_what_is_listed() -> None:
    holding = Holding(("east", "west"), 0, (Levels(1), Levels(0)), 1500.0, in_force=True, lowered=())
    assert list(holding_lines(holding, Language.ENGLISH)) == [
        "patrols keep 1500 m apart; in any place and hour the lowest of these levels holds:",
        "  elsewhere: level 1 notice",
        "  elsewhere: level 0 sealed",
    ]


def test_a_key_is_shown_whole_to_be_compared() -> None:
    at = datetime(2026, 12, 1, 8, tzinfo=UTC)
    key = Key("k1", "west", "11qYAYKx", at, None)
    assert key_line(key, Language.ENGLISH, "east") == "k1 · the other party · 11qYAYKx"
    assert (
        key_line(replace(key, name="laptop"), Language.ENGLISH, "west")
        == "k1 · your party · laptop · 11qYAYKx"
    )
    assert key_line(replace(key, revoked_at=at), Language.ENGLISH).endswith(
        "west · 11qYAYKx · revoked on 2026-12-01 08:00Z"
    )
