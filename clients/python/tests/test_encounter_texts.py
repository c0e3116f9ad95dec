"""What an encounter reads like in a list."""

from deconflict_client.encounter_texts import NONE, OVER, encounter_line
from deconflict_client.near import encounter
from deconflict_client.texts import Language
from deconflict_client.wire import Record


def test_it_says_since_when_what_is_known_and_its_id_last(encounter_record) -> None:
    assert encounter_line(encounter(Record.of(encounter_record())), Language.ENGLISH) == (
        "2026-12-01 12:00Z · RX-9C3H · E-1 · West W-7 · on course to meet · 430 m · bearing 65°"
        " · closest 12:03:05Z · e1"
    )


def test_what_is_over_says_so_and_what_was_found_late_too(encounter_record) -> None:
    over = encounter(Record.of(encounter_record(state="ended")))
    assert "RX-9C3H · OVER · E-1 · West W-7 · e1" in encounter_line(over, Language.ENGLISH)
    late = encounter(Record.of(encounter_record(state="ended", late=True)))
    assert "found after the fact" in encounter_line(late, Language.ENGLISH)


def test_arabic_has_every_word_and_keeps_foreign_ones_apart(encounter_record) -> None:
    said = encounter_line(encounter(Record.of(encounter_record(state="ended"))), Language.ARABIC)
    assert OVER[Language.ARABIC] in said
    assert "\u2068RX-9C3H\u2069" in said
    assert NONE.keys() == OVER.keys() == set(Language)
