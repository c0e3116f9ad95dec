"""Positions as people read them, in both languages."""

from datetime import UTC, datetime

import pytest

from deconflict_client.events import Moved, NotStored, Stored
from deconflict_client.positions import Fix, Position, Reported
from deconflict_client.texts import Language, line

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
SEEN = Moved(Position("u1", "p1", "Falcon 2", Fix(AT, 13.19, 32.88), AT))


@pytest.mark.parametrize(
    ("event", "english", "arabic"),
    [
        (SEEN, "Falcon 2 is at 13.19000, 32.88000", "\u2068Falcon 2\u2069 في \u206813.19000, 32.88000\u2069"),
        (Stored(1, Reported(2, 0.0, ())), "2 fixes stored", "حُفظت \u20682\u2069 من نقاط الموقع"),
        (
            NotStored(1, "clock_off"),
            "no fix stored: clock_off",
            "لم تُحفظ أي نقطة موقع: \u2068clock_off\u2069",
        ),
    ],
)
def test_each_is_one_line_of_either_language(event, english: str, arabic: str) -> None:
    assert line(event, Language.ENGLISH) == english
    assert line(event, Language.ARABIC) == arabic
