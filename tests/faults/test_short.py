"""Fault scripts in a short form; all of them, and the long forms, are `make faults`."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import running

HERE = Path(__file__).parent

SHORT = {
    "races": ("--operations", "240"),
    # Once per kind of process. How soon it answers again is measured by `make faults`, on a machine without neighbours.
    "kills": ("--kills", "3", "--database-kills", "1", "--within", "120"),
    "fuzz": ("--examples", "2"),
    "clocks": ("--fixes", "20"),
}


WITHIN_S = 400


@pytest.mark.slow
@pytest.mark.rule("CON-01", "CON-03", "ALR-01", "IDN-05", "SEC-03", "LIV-01")
@pytest.mark.parametrize("script", list(SHORT))
def test_a_fault_script_passes_in_its_short_form(script: str) -> None:
    command = [sys.executable, str(HERE / f"{script}.py"), *SHORT[script]]
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            said, complaints = process.communicate(timeout=WITHIN_S)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)  # it stops the service that it started
            said, complaints = process.communicate(timeout=60)
    figures = json.loads(said[said.index("{\n") :]) if "{\n" in said else {}
    assert figures.get("passed") is True, said + complaints
