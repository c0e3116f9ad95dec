"""What joint rooms read like, in both languages."""

import dataclasses
from collections.abc import Mapping

from deconflict_client import rooms
from deconflict_client.room_texts import ARABIC, ENGLISH, room_lines, screen_lines
from deconflict_client.texts import FIRST_STRONG_ISOLATE, POP_ISOLATE, Language
from deconflict_client.wire import Record


def test_an_empty_screen_says_so(screen_record) -> None:
    empty = rooms.screen(Record.of(screen_record(conflicts=[], plans=[])))
    assert list(screen_lines(empty, Language.ENGLISH))[-1] == "nothing that all present may see"


def test_arabic_keeps_foreign_words_apart_and_has_no_english_left(room_record, screen_record) -> None:
    lines = [
        *room_lines(rooms.room(Record.of(room_record())), Language.ARABIC),
        *screen_lines(rooms.screen(Record.of(screen_record())), Language.ARABIC),
    ]
    for line in lines:
        assert line.count(FIRST_STRONG_ISOLATE) == line.count(POP_ISOLATE)
        assert not {"present", "conflict", "plan", "open", "CRITICAL"} & set(line.split())


def test_both_languages_have_the_same_words() -> None:
    for field in dataclasses.fields(ENGLISH):
        english, arabic = getattr(ENGLISH, field.name), getattr(ARABIC, field.name)
        if isinstance(english, Mapping):
            assert english.keys() == arabic.keys()
        else:
            assert english.count("{") == arabic.count("{")
