"""Names as people here write them: English without the signs of a transliteration, Arabic in Arabic's own letters."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

ARABIC_LETTERS: Final = re.compile(r"[\u0621-\u063a\u0641-\u064a]+(?: [\u0621-\u063a\u0641-\u064a]+)*")
INVISIBLE: Final = dict.fromkeys(map(ord, "\u200c\u200d\u200e\u200f"))
SIGNS: Final = re.compile("[\u2018\u2019\u02bb\u02bc`´']")
A_DISTRICT: Final = ("شعبية ", "بلدية ")


def english(name: str) -> str:
    """Return a transliterated name in plain letters: `Al Bayḑā’` is Al Bayda."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    return SIGNS.sub("", bare).strip()


def arabic(names: Iterable[str]) -> list[str]:
    """Return those names that are Arabic: no letter of Persian, Urdu or Uyghur, no vowel signs, no district's title."""
    clean = (name.translate(INVISIBLE).strip() for name in names)
    return [name for name in clean if ARABIC_LETTERS.fullmatch(name) and not name.startswith(A_DISTRICT)]


def without_title(name: str) -> str:
    """Return a district's Arabic name without `district of` before it."""
    for title in A_DISTRICT:
        name = name.removeprefix(title)
    return name
