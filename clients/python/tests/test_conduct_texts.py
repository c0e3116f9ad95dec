"""What conduct reads like, in both languages."""

import dataclasses
from collections.abc import Mapping

import pytest

from deconflict_client import conduct
from deconflict_client.conduct_texts import (
    ARABIC,
    ENGLISH,
    budget_line,
    check_lines,
    conduct_line,
    glass_line,
    suspension_lines,
)
from deconflict_client.texts import FIRST_STRONG_ISOLATE, POP_ISOLATE, Language
from deconflict_client.wire import Record

EN, AR = Language.ENGLISH, Language.ARABIC


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "pending"}, ["asked: the answer is out by 2026-11-30 17:12Z"]),
        ({"state": "withheld"}, ["WITHHELD: this is no all-clear, ask the room"]),
        ({}, ["such a plan would share now:", "nothing"]),
        (
            {"hours": ["2026-12-01T10:00:00Z"]},
            ["such a plan would share now:", "hours 2026-12-01 10:00–11:00 UTC"],
        ),
    ],
)
def test_a_question_reads_as_it_stands(check_record, fields: dict, words: list) -> None:
    assert check_lines(conduct.check(Record.of(check_record(**fields))), EN) == words


def test_at_level_two_an_answer_names_whom_it_would_be_with(check_record) -> None:
    cell = {"hour": "2026-12-01T10:00:00Z", "column": 1, "row": 2}
    areas = [{"party": "w", "party_name": "West", "cells": [cell]}]
    asked = check_record(hours=["2026-12-01T10:00:00Z"], areas=areas)
    assert check_lines(conduct.check(Record.of(asked)), EN)[-1] == "West: 1 cells"


def test_a_used_budget_says_to_call_the_room(budget_record) -> None:
    line = budget_line(conduct.budget(Record.of(budget_record())), EN)
    assert line == (
        "Falcon 2: overlaps 20/20, what-ifs 0/10, amendments 1/20, found in late tracks 2/20, until 2026-12-01 00:00Z"
        " · NO MORE NOTICES for new plans until then: call the room"
    )
    fresh = budget_record(notices_used=False)
    assert "NO MORE" not in budget_line(conduct.budget(Record.of(fresh)), EN)


def test_figures_say_the_share_that_was_never_driven(figures_record) -> None:
    assert "never driven 3 of 30 (10%)" in conduct_line(conduct.conduct(Record.of(figures_record())), EN)
    none = conduct.conduct(Record.of(figures_record(ghost_ratio=None, acknowledged_within_s=None)))
    assert conduct_line(none, EN).endswith("acknowledged within none")


def test_a_suspension_lists_how_its_patrols_count(suspension_record) -> None:
    lines = suspension_lines(conduct.suspension(Record.of(suspension_record())), EN)
    assert lines == [
        "East suspended since 2026-11-30 17:12Z: why",
        "K7-2M4Q Falcon 2: under way, anywhere within 1500 m of its plan",
    ]
    over = suspension_record(restored_at="2026-11-30T18:00:00Z")
    assert len(suspension_lines(conduct.suspension(Record.of(over)), EN)) == 1


def test_a_request_says_who_why_what_and_until_when(glass_record) -> None:
    line = glass_line(conduct.glass(Record.of(glass_record())), EN)
    for said in ("ALLOWED", "East", "13 32.5 13.5 33", "facilitator", "oversight body", "why"):
        assert said in line
    one = glass_record(patrol="p1", box=None, start=None, end=None, decided_role=None, state="asked")
    line = glass_line(conduct.glass(Record.of(one)), EN)
    assert "patrol p1" in line
    assert "decided" not in line


def test_arabic_keeps_foreign_words_apart_and_has_no_english_left(
    check_record, budget_record, figures_record, suspension_record, glass_record
) -> None:
    lines = [
        *check_lines(conduct.check(Record.of(check_record(hours=["2026-12-01T10:00:00Z"]))), AR),
        budget_line(conduct.budget(Record.of(budget_record())), AR),
        conduct_line(conduct.conduct(Record.of(figures_record())), AR),
        *suspension_lines(conduct.suspension(Record.of(suspension_record())), AR),
        glass_line(conduct.glass(Record.of(glass_record())), AR),
    ]
    for line in lines:
        assert line.count(FIRST_STRONG_ISOLATE) == line.count(POP_ISOLATE)
        assert not {"overlaps", "suspended", "patrol", "ALLOWED", "until"} & set(line.split())


def test_both_languages_have_the_same_words() -> None:
    for field in dataclasses.fields(ENGLISH):
        english, arabic = getattr(ENGLISH, field.name), getattr(ARABIC, field.name)
        if isinstance(english, Mapping):
            assert english.keys() == arabic.keys()
        else:
            assert english.count("{") == arabic.count("{")
