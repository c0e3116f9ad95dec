"""The sentences that are signed say every term, in both languages, and keep names in their place."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from deconflict.agreements.model import Cell, Clause, Level, Levels, Matter, Text
from deconflict.agreements.wording import LANGUAGES, wording
from deconflict.parties.model import PartyId

A, B = (PartyId(UUID(int=number)) for number in (1, 2))
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
NAMES = {A: "Eastern Command", B: "القيادة الغربية"}
TEXT = Text((A, B), "K7-2M4Q", Levels(Level.NOTICE), {A: 500, B: 700}, 0, None, True, NOW, {})


def sentences(text: Text, language: str) -> list[str]:
    return wording(text, NAMES)[language].splitlines()


def test_every_language_says_all_of_it_in_as_many_sentences() -> None:
    clause = Clause(
        Level.SEGMENT, frozenset({Cell(14, 8801, 6611)}), Matter.PLANS, NOW, NOW + timedelta(hours=2)
    )
    text = replace(
        TEXT, levels=Levels(Level.NOTICE, (clause, Clause(Level.SEALED))), right_of_way=B, lead_time_s=90
    )
    counts = {language: len(sentences(text, language)) for language in LANGUAGES}
    assert set(counts) == {"en", "ar"}
    assert len(set(counts.values())) == 1
    for language in LANGUAGES:
        said = "\n".join(sentences(text, language))
        for term in (
            "K7-2M4Q",
            *NAMES.values(),
            "500",
            "700",
            "2026-12-01 08:00 UTC",
            "2026-12-01 10:00 UTC",
        ):
            assert term in said, (language, term)
        assert "{" not in said


@pytest.mark.rule("DIS-01")
def test_a_commander_reads_where_and_when_and_about_what() -> None:
    clause = Clause(Level.SEGMENT, frozenset({Cell(14, 8801, 6611), Cell(14, 8802, 6611)}), Matter.PLANS, NOW)
    [said] = [
        line
        for line in sentences(replace(TEXT, levels=Levels(Level.NOTICE, (clause,))), "en")
        if "Clause 1" in line
    ]
    plain = said.replace("\u2066", "").replace("\u2069", "")
    assert plain.startswith(
        "Clause 1, in 2 squares of the map between 32.77° N, 13.38° E and 32.79° N, 13.43° E"
    )
    assert "about plans, from 2026-12-01 08:00 UTC: level 3, segment" in plain


@pytest.mark.parametrize(
    ("changed", "en", "ar"),
    [
        ({"right_of_way": A}, "keep their way", "تحتفظ بطريقها"),
        ({"right_of_way": None}, "the neutral desk says", "المكتب المحايد يحدد"),
        ({"safety_clause": True}, "at once to stop", "التوقف فورًا"),
        ({"safety_clause": False}, "is dropped", "أُسقط"),
        ({"lead_time_s": 3601}, "at least 61 minutes", "61 دقيقة"),
        ({"lead_time_s": 0}, "No time is set", "لم يُحدَّد"),
    ],
)
def test_each_term_changes_its_sentence(changed: dict[str, object], en: str, ar: str) -> None:
    text = replace(TEXT, **changed)
    assert en in wording(text, NAMES)["en"]
    assert ar in wording(text, NAMES)["ar"]


@pytest.mark.parametrize("level", list(Level))
def test_each_level_says_what_the_other_side_learns(level: Level) -> None:
    said = wording(replace(TEXT, levels=Levels(level)), NAMES)
    assert f"level {int(level)}," in said["en"]
    assert f"المستوى {int(level)}،" in said["ar"]


def test_a_name_of_the_other_script_is_isolated() -> None:
    for said in wording(TEXT, NAMES).values():
        for name in NAMES.values():
            assert f"\u2068{name}\u2069" in said
