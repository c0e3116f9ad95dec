"""What people read, in both languages."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from deconflict_client.alerts import Receipt
from deconflict_client.base_alert import Cursor
from deconflict_client.events import Live, Missing, Offline, Refreshed, RefreshReason, Snoozed, StaleFeed
from deconflict_client.models import Picture
from deconflict_client.texts import FIRST_STRONG_ISOLATE, POP_ISOLATE, Language, line
from deconflict_client.words import ARABIC, ENGLISH

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def english(event: object) -> str:
    return line(event, Language.ENGLISH)


def test_an_overlap_reads_as_one_line(alert) -> None:
    assert english(alert(3)) == (
        "2026-12-01 12:00Z · alert 3 · overlap (new) · K7-0003 · patrol P3-2M4Q"
        " · hours 2026-12-01 08:00–10:00 UTC · hold or adjust, the room will call · ANSWER IT"
    )


def test_an_overlap_that_is_over_advises_nothing(alert) -> None:
    over = alert(3, change="resolved", rings=False, hours=[], released_at=None, reference=None)
    assert english(over) == "alert 3 · overlap (over) · patrol P3-2M4Q"


def test_a_conflict_says_how_close_and_between_whom(alert, exact) -> None:
    conflict = alert(3, kind="conflict", conflict="c1", **exact)
    assert " · critical · 812 m · K-1 and W-2 · ANSWER IT" in english(conflict)


def test_a_conflict_with_a_zone_names_the_zone(alert, exact) -> None:
    zone = {"b": None, "zone": "z1", "zone_name": "Hospital", "zone_kind": "no_go", "grade": "of_tomorrow"}
    conflict = alert(3, kind="conflict", conflict="c1", **{**exact, **zone})
    assert "of_tomorrow · 812 m · K-1 and Hospital" in english(conflict)


HOSPITAL = {"zone": "z1", "zone_name": "Hospital", "zone_kind": "no_go"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "zone", **HOSPITAL}, "zone (new) · K7-0003 · patrol P3-2M4Q · Hospital · ANSWER IT"),
        (
            {"kind": "review", "review": "r1", "callsign": "K-1", "reason": "hot_pursuit"},
            "patrol P3-2M4Q · K-1 · hot pursuit · ",
        ),
        ({"kind": "patrol", "callsign": "K-1", "state": "odd"}, "patrol P3-2M4Q · K-1 · odd · "),
        ({"kind": "all_clear", "change": "resolved"}, "all clear (over) · K7-0003 · patrol P3-2M4Q · "),
        ({"kind": "all_clear", "patrol_reference": None}, "all clear (new) · K7-0003 · ANSWER IT"),
        (
            {"kind": "probe", "change": "asked", "callsign": "K-1", "state": "active"},
            "asked about hours of your",
        ),
        (
            {"kind": "budget", "change": "used", "callsign": "K-1", "state": "active"},
            "call the party (not told",
        ),
        (
            {
                "kind": "suspension",
                "change": "suspended",
                "suspension": "s1",
                "party_name": "East",
                "reason": "why",
            },
            "suspension (suspended) · K7-0003 · East · why",
        ),
        (
            {
                "kind": "glass",
                "change": "approved",
                "glass": "g1",
                "party_name": "East",
                "reason": "why",
                "asked_role": "facilitator",
                "ends_at": "2026-12-01T12:00:00Z",
            },
            "look at plans (allowed) · K7-0003 · East · why",
        ),
        ({"kind": "of_tomorrow"}, "of_tomorrow (new) · K7-0003 · ANSWER IT"),
    ],
)
def test_every_kind_has_its_words(alert, fields: dict, words: str) -> None:
    assert words in english(alert(3, **fields))


def test_an_answered_alert_says_who_answered(alert) -> None:
    answered = alert(3, acknowledged={"by": "huda", "at": "2026-12-01T12:02:00Z"})
    assert english(answered).endswith("acknowledged by huda")


EVENTS = [
    (Receipt("e1", 3, "acknowledged", "huda", NOON), "alert 3 acknowledged by huda"),
    (Live(Cursor("e1", 3)), "live: nothing is missing up to alert 3"),
    (Offline(1006, "the line was cut"), "OFFLINE (the line was cut): trying again"),
    (StaleFeed(15.4), "STALE: nothing heard for 15 s, what you see may be old"),
    (Missing("e1", 2, 3), "alerts 2 to 3 no longer exist"),
    (Snoozed("e1", 3, NOON), "your devices keep still until 12:00Z about alerts up to 3"),
]


@pytest.mark.parametrize(("event", "words"), EVENTS)
def test_the_state_of_the_stream_is_said(event: object, words: str) -> None:
    assert english(event) == words


def test_that_ones_devices_ring_again_is_said_in_either_language() -> None:
    assert english(Snoozed("e1", 3, None)) == "your devices ring"
    assert line(Snoozed("e1", 3, None), Language.ARABIC) != english(Snoozed("e1", 3, None))


@pytest.mark.parametrize("reason", RefreshReason)
@pytest.mark.parametrize("language", Language)
def test_every_new_picture_has_its_reason(reason: RefreshReason, language: Language) -> None:
    picture = Picture("e1", 3, NOON, (), (), (), (), ())
    assert line(Refreshed(picture, reason), language)


@pytest.mark.parametrize(("event", "_"), EVENTS)
def test_arabic_keeps_foreign_words_apart(event: object, _: str) -> None:
    text = line(event, Language.ARABIC)
    assert text.count(FIRST_STRONG_ISOLATE) == text.count(POP_ISOLATE) > 0


def test_an_arabic_alert_has_no_english_word_left(alert) -> None:
    text = line(alert(3), Language.ARABIC)
    assert not {"overlap", "hours", "patrol", "alert"} & set(text.split())
    assert "توقّف" in text


def test_both_languages_have_the_same_words() -> None:
    for field in dataclasses.fields(ENGLISH):
        english_words, arabic_words = getattr(ENGLISH, field.name), getattr(ARABIC, field.name)
        if isinstance(english_words, Mapping):
            assert english_words.keys() == arabic_words.keys()
        else:
            assert sorted(english_words.split("{")[1:2]) == [] or "{" in arabic_words
