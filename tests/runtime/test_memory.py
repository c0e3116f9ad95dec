"""What is loaded by the time a process begins to serve stays out of later collections."""

import subprocess
import sys

SETTLING = """
import gc
from deconflict.runtime.memory import settle
cycle = [[]]
cycle[0].append(cycle)
del cycle
settle()
print(gc.get_freeze_count() > 1000, gc.collect())
"""


def test_what_is_left_over_goes_and_what_is_loaded_is_left_out() -> None:
    said = subprocess.run([sys.executable, "-c", SETTLING], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True", "0"]
