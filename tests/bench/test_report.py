"""What a run says to people and to programs."""

import io
import json

from rich.console import Console

from deconflict.bench.backlog import BacklogFigures
from deconflict.bench.checking import CheckFigures, NaiveFigures
from deconflict.bench.covers import CoverFigures
from deconflict.bench.inserts import InsertFigures
from deconflict.bench.meos import MeosFigures
from deconflict.bench.recall import RecallFigures
from deconflict.bench.report import Report
from deconflict.bench.serving import Phase, ServingFigures
from deconflict.bench.timing import Spread

S = Spread(3, 2.0, 1.5, 3.0, 4.0)
PHASE = Phase(10, {"unit_busy": 1}, 120.0, S, 0.25, S, 7, 110.0)
REPORT = Report(
    plans=100_000,
    seed=1,
    days=7.0,
    machine={"cores": 2},
    load_s=40.0,
    check=CheckFigures(S, 900.0, 1800.0, S, S, 0.4, 0.1, 0.1, 0.3),
    naive=NaiveFigures(S, S, 0.74, 0.02, 3.3),
    meos=MeosFigures(100, 5.0, 20.0, 4.0, 1.0, 0.001),
    recall=RecallFigures(25, 90, 88, 1.0, 0),
    insert=InsertFigures(S, S, S, 2.2, 1100.0, 1500.0, 400.0),
    covers=CoverFigures(5000, 240.0, 30_000.0, 130.0, 230.0, S, S, S, S, S, 1.0),
    checker=BacklogFigures(1000, 400.0, S, 3.6, 19.0, 25.0, S, 900.0, 800),
    http=ServingFigures(PHASE, PHASE, S, S, 500.0, S, 3.1),
)


def shown(report: Report) -> str:
    text = io.StringIO()
    Console(width=200, file=text).print(report.as_table())
    return text.getvalue()


def test_the_table_names_each_figure_beside_its_peer() -> None:
    text = shown(REPORT)
    for words in (
        "naive PostGIS",
        "74% false alarms",
        "MEOS",
        "100.0000%",
        "bare INSERT",
        "tick → socket",
        "unit_busy",
    ):
        assert words in text


def test_what_was_not_measured_is_left_out() -> None:
    text = shown(Report(**{**vars(REPORT), "meos": None, "http": None}))
    assert "MEOS" not in text
    assert "socket" not in text


def test_the_json_holds_every_figure() -> None:
    said = json.loads(json.dumps(REPORT.as_json()))
    assert said["check"]["latency_ms"]["p99"] == 4.0
    assert said["http"]["crowd"]["refused"] == {"unit_busy": 1}
