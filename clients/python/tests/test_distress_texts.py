"""Calls for help and halts are said in both languages, with every word there is."""

import dataclasses

import pytest

from deconflict_client.distress import halt, sos
from deconflict_client.distress_texts import ARABIC, ENGLISH, halt_lines, sos_line
from deconflict_client.reading_alerts import read_alert
from deconflict_client.texts import Language, line
from deconflict_client.wire import Record

LANGUAGES = (Language.ENGLISH, Language.ARABIC)


def test_no_sentence_is_left_in_the_other_language() -> None:
    for field in dataclasses.fields(ENGLISH):
        assert getattr(ENGLISH, field.name) != getattr(ARABIC, field.name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_says_who_where_and_what(sos_record, language: Language) -> None:
    said = sos_line(sos(Record(sos_record(callsign="الصقر ٢"))), language)
    for part in ("الصقر ٢", "32.88000", "Ambush"):
        assert part in said
    nowhere = sos_line(sos(Record(sos_record(place=None, ended_at="2026-12-01T09:00:00Z"))), language)
    words = {Language.ENGLISH: ENGLISH, Language.ARABIC: ARABIC}[language]
    assert words.nowhere in nowhere
    assert "09:00" in nowhere


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_halt_says_who_has_acknowledged_and_who_has_not(halt_record, language: Language) -> None:
    first, *answers = halt_lines(halt(Record(halt_record(lifted_at="2026-12-01T09:00:00Z"))), language)
    assert "32.80000,13.10000" in first
    assert "09:00" in first
    assert ["Salem" in answers[0], "Omar" in answers[1]] == [True, True]
    words = {Language.ENGLISH: ENGLISH, Language.ARABIC: ARABIC}[language]
    assert halt_lines(halt(Record(halt_record(answers=[]))), language)[-1] == words.nobody


@pytest.mark.parametrize("language", LANGUAGES)
def test_alerts_about_them_name_the_callsign_and_the_reason(
    wire, sos_record, halt_record, language: Language
) -> None:
    call = {name: value for name, value in sos_record().items() if name != "id"} | {"sos": "s1"}
    order = {name: value for name, value in halt_record().items() if name != "id"} | {"halt": "h1"}
    for kind, body, said in (("sos", call, "Falcon 2"), ("halt", order, "convoy")):
        for told in (kind, "all_clear"):
            assert said in line(read_alert(Record(wire(1, **body, kind=told, change="raised"))), language)
