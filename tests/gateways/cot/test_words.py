"""Every kind of alert has words in both languages, made of what its reader is told and nothing else."""

import re
from datetime import UTC, datetime

import pytest

from deconflict.alerts.model import AlertKind
from deconflict.gateways.cot.words import ANY, KINDS, line, title

ARABIC = re.compile("[\u0600-\u06ff]")


def test_every_kind_has_words_in_english_and_arabic() -> None:
    for english, arabic in (*KINDS.values(), ANY):
        assert not ARABIC.search(english)
        assert ARABIC.search(arabic)


@pytest.mark.parametrize("kind", list(AlertKind))
def test_an_alert_is_told_in_two_lines_with_reference_and_names(kind: AlertKind) -> None:
    alert = {"kind": kind, "reference": "T4-7WPB", "callsign": "الصقر ٢", "party_name": None, "rings": True}
    english, arabic = line(alert).splitlines()
    for said in (english, arabic):
        assert "T4-7WPB" in said
        assert "الصقر ٢" in said
    assert english.endswith("see the application")
    assert "T4-7WPB" in title(alert)
    assert "None" not in line(alert)


def test_a_field_that_is_not_named_says_nothing() -> None:
    assert "hidden" not in line({"kind": AlertKind.SOS, "reference": "", "segment": "hidden", "rings": False})


def test_an_encounter_says_who_how_far_which_way_and_when() -> None:
    other = {"callsign": "Hawk 1", "bearing_deg": 65, "lon": None, "lat": None}
    closest = datetime(2026, 12, 1, 8, 14, 40, tzinfo=UTC)
    near = {"kind": AlertKind.ENCOUNTER, "encounter": "x", "reference": "", "callsign": "U1", "rings": True}
    exact = near | {
        "other": other,
        "distance_m": 430.4,
        "closest_at": closest,
        "octant": None,
        "within_m": None,
    }
    for said in line(exact).splitlines():
        assert all(part in said for part in ("U1", "Hawk 1", "430 m", "065°", "08:14:40Z"))
    blind = {"other": None, "distance_m": None, "closest_at": None}
    english, arabic = line(near | blind | {"octant": "ne", "within_m": 500}).splitlines()
    assert "STOP: NE < 500 m" in english
    assert "توقّف: NE < 500 m" in arabic
    assert "None" not in line(near | blind | {"octant": None, "within_m": None})
