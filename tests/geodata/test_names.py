"""Names in plain English letters, and Arabic told from what merely uses the script."""

import pytest

from geodata.names import arabic, english, without_title


@pytest.mark.parametrize(
    ("said", "plain"), [("Al Bayḑā’", "Al Bayda"), ("Qaryat al Qī‘ān", "Qaryat al Qian"), ("Sirte", "Sirte")]
)
def test_a_transliteration_is_written_in_plain_letters(said: str, plain: str) -> None:
    assert english(said) == plain


def test_only_arabic_is_arabic() -> None:
    said = ["msratہ", "مصراتہ", "طَرَابُلُس", "الأبيار\u200e", "شعبية سرت", "طرابلس، لیبیا", "بني وليد"]
    assert arabic(said) == ["الأبيار", "بني وليد"]


def test_a_districts_name_loses_its_title() -> None:
    assert [without_title(name) for name in ("شعبية سرت", "بلدية الكفرة", "غدامس")] == [
        "سرت",
        "الكفرة",
        "غدامس",
    ]
