"""`deconflict bench plans`, as it is typed."""

import json
from dataclasses import fields

import pytest
from typer.testing import CliRunner

from deconflict.bench.report import Report
from deconflict.cli.bench import app

KEYS = {
    "check": {
        "latency_ms",
        "per_s",
        "batched_per_s",
        "candidates",
        "sql_ms",
        "unpack_ms",
        "screen_ms",
        "exact_ms",
    },
    "naive": {"latency_ms", "false_alarms", "missed", "times_slower"},
    "recall": {"subjects", "exhaustive", "sampled", "recall", "untrue"},
    "insert": {"plan_ms", "bare_ms", "pack_ms", "times_slower"},
    "covers": {"row_bytes", "array_bytes", "rows_find_ms", "arrays_find_ms", "agreeing"},
    "checker": {"plans_per_s", "batch_ms", "conflicts_per_plan", "release_ms"},
    "machine": {"cores", "load", "python", "postgres", "postgis"},
}


@pytest.mark.slow
def test_the_json_of_a_small_run_has_every_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DECONFLICT_DATABASE_URL", raising=False)
    done = CliRunner().invoke(
        app, ["bench", "plans", "-n", "300", "--queries", "30", "--days", "0.1", "--json"]
    )
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said.keys() == {field.name for field in fields(Report)}
    for part, keys in KEYS.items():
        assert keys <= said[part].keys(), part
    assert said["recall"]["recall"] == 1.0


def test_help_says_what_is_measured() -> None:
    done = CliRunner().invoke(app, ["bench", "--help"])
    assert "plans" in done.output


@pytest.mark.slow
def test_the_json_of_a_small_run_of_the_live_tick_has_every_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DECONFLICT_DATABASE_URL", raising=False)
    done = CliRunner().invoke(app, ["bench", "live", "-n", "200", "-n", "400", "--ticks", "5", "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert [size["ours"]["units"] for size in said["sizes"]] == [200, 400]
    assert all(size["ours"]["cpu_ms"]["count"] == 5 for size in said["sizes"])
