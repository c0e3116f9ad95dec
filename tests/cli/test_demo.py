"""`deconflict demo`, as a stranger would run it: real processes, real sockets, its own database."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deconflict.cli.demo import TICK_S, settings_for
from deconflict.demo.story import the_story
from tests.programs import running

PROGRAM = (sys.executable, "-m", "deconflict", "demo")
PATIENCE_S = 300
SILENT = ["nadia", "council"]


def clean_environment() -> dict[str, str]:
    """What a stranger's shell has: nothing of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DECONFLICT_")}


def played_once(folder: Path, **more: str) -> dict[str, Any]:
    """Play the story once and return the summary; only an exit status of 0 is good."""
    done = subprocess.run(
        [*PROGRAM, "--once", "--data", str(folder)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env=clean_environment() | more,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    summary: dict[str, Any] = json.loads(done.stdout)
    return summary


@pytest.mark.slow
def test_everyone_who_had_to_know_knew_and_nobody_else_in_the_same_folder_twice(short_folder: Path) -> None:
    again_and_faster = {"DECONFLICT_TICK_S": "1"}
    for summary in (played_once(short_folder), played_once(short_folder, **again_and_faster)):
        assert summary["ok"] is True
        assert (summary["missing"], summary["unexpected"]) == ([], [])
        assert summary["told_nothing"] == SILENT
        received = [item for recipient in summary["recipients"] for item in recipient["received"]]
        assert len(received) == sum(len(due.logins) for due in the_story().dues())
        assert all(item["acknowledged"] for item in received)
        near = {"Saqr 5", "Nakhla 5"}
        assert not [item for item in summary["conflicts"] if set(item["about"]) == near]


@pytest.mark.slow
def test_visitors_are_let_in_and_a_stop_leaves_nothing_behind(tmp_path: Path) -> None:
    shell = clean_environment() | {"DECONFLICT_TICK_S": "1", "TMPDIR": "/tmp"}  # noqa: S108  (sockets' paths are short)
    with (
        (tmp_path / "log").open("w") as log,
        running(
            [*PROGRAM, "--port", "0", "--speed", "100"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=shell,
        ) as process,
    ):
        assert process.stdout is not None
        told: list[str] = []
        while "deconflict-client watch" not in "".join(told[-1:]):
            told.append(process.stdout.readline())
            assert told[-1], (tmp_path / "log").read_text()
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 0, (tmp_path / "log").read_text()
    text = "".join(told)
    assert "http://127.0.0.1:" in text
    assert all(member.login in text for member in the_story().members)
    assert "Everyone who had to know was told" in text
    file = next(Path(word) for word in text.split() if word.endswith(".geojson"))
    assert not file.parent.exists()


def test_the_story_ticks_fast_unless_the_operator_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DECONFLICT_TICK_S", raising=False)
    assert settings_for(tmp_path, None, 0, once=True).tick_s == TICK_S
    assert settings_for(tmp_path, None, 0, once=False).tick_s == 10
    assert settings_for(tmp_path, None, 0, once=True).zone == "Africa/Tripoli"
    monkeypatch.setenv("DECONFLICT_TICK_S", "5")
    assert settings_for(tmp_path, None, 0, once=True).tick_s == 5
