"""What was said reads in one line, in English and in Arabic."""

from datetime import UTC, datetime, timedelta

import pytest

from deconflict_client.models import Shift
from deconflict_client.talk import Liaison, Message, Proposal
from deconflict_client.talk_texts import WORDS, liaison_line, message_line, proposal_line, shift_line
from deconflict_client.texts import Language

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
MESSAGE = Message(
    "m1", "received", "east", "Eastern Command", "liaison", "Huda", "We wait\nuntil ten.", True, ("o1",), AT
)
PROPOSAL = Proposal(
    "s1", "proposed", None, None, False, "self", -1500, ("o1",), None, AT, AT + timedelta(minutes=30)
)


def test_a_message_keeps_to_one_line() -> None:
    said = message_line(MESSAGE, Language.ENGLISH)
    assert said == "2026-12-01 08:00Z · from Eastern Command · received · URGENT · We wait until ten."
    assert "عاجل" in message_line(MESSAGE, Language.ARABIC)


def test_a_proposal_says_who_would_move_and_which_way() -> None:
    said = proposal_line(PROPOSAL, Language.ENGLISH)
    assert (
        said
        == "s1 · to the desk · your patrol 25 min earlier · waits for an answer · until 2026-12-01 08:30Z"
    )
    assert "الغرفة" in proposal_line(PROPOSAL, Language.ARABIC)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((None, None, None, None), "asked: the answer comes at the next tick"),
        (
            (AT, "grid", 3600, -660),
            "60 min later · 11 min earlier · off the hours and cells that you know of",
        ),
        ((AT, "exact", None, -60), "1 min earlier · measured on plans"),
        ((AT, "exact", 0, 0), "clear as it is · measured on plans"),
        ((AT, "grid", None, None), "no shift within half a day · off the hours and cells that you know of"),
    ],
)
def test_a_shift_says_what_it_rests_on(answer: tuple, said: str) -> None:
    assert shift_line(Shift("p1", AT, *answer), Language.ENGLISH) == said
    assert shift_line(Shift("p1", AT, *answer), Language.ARABIC)


def test_a_liaison_is_whom_to_call() -> None:
    assert liaison_line(Liaison("east", "Huda", "channel 7"), Language.ENGLISH) == "call Huda: channel 7"


def test_both_languages_know_the_same_words() -> None:
    assert WORDS[Language.ENGLISH].states.keys() == WORDS[Language.ARABIC].states.keys()
    assert WORDS[Language.ENGLISH].basis.keys() == WORDS[Language.ARABIC].basis.keys()
