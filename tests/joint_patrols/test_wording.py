"""A text is one sequence of bytes, which reads back as the same text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from deconflict.joint_patrols.model import Text
from deconflict.joint_patrols.wording import canonical, digest, read
from deconflict.parties.model import PartyId

NOON = datetime(2026, 12, 1, 12, 0, 0, 120_000, tzinfo=UTC)
PARTIES = (PartyId(uuid4()), PartyId(uuid4()))
TEXT = Text(
    PARTIES,
    "K7-2M4Q",
    1,
    ((15.0, 32.0), (15.123456789, -1e-7)),
    (NOON, NOON + timedelta(hours=1)),
    600.0,
    50.5,
    "escort",
    "قافلة",
)


def test_what_is_stored_reads_back_as_it_was() -> None:
    assert read(canonical(TEXT)) == TEXT
    assert canonical(read(canonical(TEXT))) == canonical(TEXT)


def test_anything_else_has_another_digest() -> None:
    others = [
        replace(TEXT, version=2),
        replace(TEXT, note="convoy"),
        replace(TEXT, time_tolerance_s=601.0),
        replace(TEXT, waypoints=((15.0, 32.0), (15.123456788, -1e-7))),
        replace(TEXT, parties=PARTIES[::-1]),
    ]
    assert len({digest(text) for text in (TEXT, *others)}) == 6
