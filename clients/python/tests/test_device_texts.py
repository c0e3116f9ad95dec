"""What units' devices read like, in both languages."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from deconflict_client.device_texts import ARABIC, ENGLISH, enrolled_lines, listed_line, offered_lines
from deconflict_client.devices import EnrolledDevice, ListedDevice, OfferedDevice
from deconflict_client.texts import FIRST_STRONG_ISOLATE, POP_ISOLATE, Language

AT = datetime(2026, 12, 1, 8, 15, tzinfo=UTC)


@pytest.mark.parametrize("language", Language)
def test_what_is_typed_stands_on_lines_of_its_own(language: Language) -> None:
    device = EnrolledDevice("d1", "phone", "Falcon 2", "s3cret")
    lines = list(enrolled_lines(device, "https://service", language))
    typed = {
        "d1",
        "s3cret",
        "d1.s3cret",
        "https://service/gateways/owntracks",
        "https://service/gateways/osmand",
    }
    assert typed <= set(lines)


@pytest.mark.parametrize("language", Language)
def test_a_device_of_ones_own_names_no_unit(language: Language) -> None:
    own = EnrolledDevice("d1", "phone", None, "s3cret")
    first, *_ = enrolled_lines(own, "https://service", language)
    assert "phone" in first
    assert "None" not in first
    assert own.owntracks("https://service")["tid"] == "ne"


def test_the_code_is_told_with_its_end() -> None:
    offered = OfferedDevice("d1", "u1", "Falcon 2", "phone", "K7QM-2M4Q", AT)
    assert list(offered_lines(offered, Language.ENGLISH)) == [
        "phone of Falcon 2 waits for its code",
        "code, good once and until 08:15Z: K7QM-2M4Q",
    ]


@pytest.mark.parametrize(
    ("enrolled", "revoked", "said"),
    [(None, None, "waits for its code"), (AT, None, "enrolled"), (AT, AT, "REVOKED"), (None, AT, "REVOKED")],
)
def test_the_list_says_how_far_each_has_come(
    enrolled: datetime | None, revoked: datetime | None, said: str
) -> None:
    device = ListedDevice("d1", "phone", "Falcon 2", "Falcon 2", None, enrolled, revoked)
    assert listed_line(device, Language.ENGLISH) == f"phone · Falcon 2 · {said} · d1"
    arabic = listed_line(device, Language.ARABIC)
    assert said not in arabic
    assert arabic.count(FIRST_STRONG_ISOLATE) == arabic.count(POP_ISOLATE) == 4


def test_both_languages_have_the_same_words() -> None:
    for field in dataclasses.fields(ENGLISH):
        english, arabic = getattr(ENGLISH, field.name), getattr(ARABIC, field.name)
        if isinstance(english, Mapping):
            assert english.keys() == arabic.keys()
        else:
            assert english.count("{") == arabic.count("{")
