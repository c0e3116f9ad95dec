"""Each fault script in a short form; the long forms are `make faults`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

SHORT = {
    "races": ("--operations", "240"),
    # How soon it serves again is a figure, judged by the long form: a busy machine must not fail the tests.
    "kills": ("--kills", "2", "--database-kills", "1", "--within", "120"),
    "fuzz": ("--examples", "2"),
}


@pytest.mark.slow
@pytest.mark.rule("CON-01", "CON-03", "ALR-01", "SEC-03")
@pytest.mark.parametrize("script", list(SHORT))
def test_a_fault_script_passes_in_its_short_form(script: str) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / f"{script}.py"), *SHORT[script]],
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    figures = json.loads(done.stdout[done.stdout.index("{\n") :]) if "{\n" in done.stdout else {}
    assert figures.get("passed") is True, done.stdout + done.stderr
