"""Fault scripts in a short form; all of them, and the long forms, are `make faults`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

SHORT = {
    "races": ("--operations", "240"),
    "fuzz": ("--examples", "2"),
    "clocks": ("--fixes", "20"),
}


@pytest.mark.slow
@pytest.mark.rule("CON-01", "CON-03", "SEC-03", "LIV-01")
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
