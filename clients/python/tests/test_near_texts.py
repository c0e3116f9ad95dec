"""What alerts about live units read like: what to do first, in both languages."""

from dataclasses import fields

import pytest

from deconflict_client.near_texts import ARABIC, ENGLISH
from deconflict_client.reading_alerts import read_alert
from deconflict_client.texts import Language, line
from deconflict_client.wire import Record

SEEN = {
    "party": "p2",
    "party_name": "West",
    "callsign": "W-7",
    "at": "2026-12-01T12:00:00Z",
    "bearing_deg": 65,
}
NEAR = {"encounter": "e1", "unit": "u1", "callsign": "E-1", "sight": "exact", "state": "open"}
CELLS = [{"column": 1, "row": 2}]
AREA = [{"party": "p2", "party_name": "West", "cells": CELLS}]
SILENT = {"overdue": "o1", "unit": "u1", "callsign": "E-1", "since": "2026-12-01T12:00:00Z"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            {
                "other": SEEN,
                "closeness": "predicted",
                "distance_m": 430.4,
                "closest_at": "2026-12-01T12:03:05Z",
            },
            "E-1 · West W-7 · on course to meet · 430 m · bearing 65° · closest 12:03:05Z",
        ),
        ({"sight": "stop", "octant": "ne", "within_m": 300}, "STOP: others within 300 m to the north-east"),
        ({"sight": "area"}, "E-1 · others in the area"),
        (
            {"sight": "area", "change": "lost", "state": "ended"},
            "encounter (LOST SIGHT, no all-clear) · K7-0003 · E-1 · none reported in the area any more",
        ),
        ({"sight": "area", "change": "withheld", "state": "withheld"}, "K7-0003 · E-1"),
        ({"sight": "area", "nearby": AREA}, "E-1 · West in 1 of your cells"),
        ({"closeness": "reach", "other": SEEN | {"bearing_deg": None}}, "SILENT and could be here"),
        ({"late": True, "state": "ended", "closeness": "close"}, "TOO CLOSE · found after the fact"),
        ({"kind": "all_clear", "change": "resolved", "state": "ended", "other": SEEN}, "E-1 · West W-7"),
        ({"kind": "overdue", **SILENT}, "overdue (new) · K7-0003 · E-1 · nothing heard since 12:00:00Z"),
        ({"kind": "overdue", **SILENT, "beyond_reach": True}, "too long to say where"),
        ({"kind": "all_clear", **SILENT, "heard_at": "2026-12-01T12:30:00Z"}, "heard again or ended"),
    ],
)
def test_every_way_of_telling_has_its_words(said: dict, words: str, wire) -> None:
    about = {} if "overdue" in said else NEAR
    record = wire(3, **{"kind": "encounter", **about, **said})
    assert words in line(read_alert(Record.of(record)), Language.ENGLISH)
    arabic = line(read_alert(Record.of(record)), Language.ARABIC)
    assert any("\u0600" <= letter <= "\u06ff" for letter in arabic)


def test_both_languages_have_the_same_words() -> None:
    for field in fields(ENGLISH):
        english, arabic = getattr(ENGLISH, field.name), getattr(ARABIC, field.name)
        if isinstance(english, str):
            assert english.count("{") == arabic.count("{"), field.name
        else:
            assert english.keys() == arabic.keys(), field.name
