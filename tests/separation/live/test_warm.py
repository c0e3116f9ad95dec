"""After warming up nothing is left to be compiled."""

import subprocess
import sys

import numpy as np
from live_worlds import START_S, at, mangled, play, roster, wanderers

from deconflict.separation.live.kernel import versions
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.live.warm import warm

ONCE = """
from deconflict.separation.live import kernel
from deconflict.separation.live.warm import warm
warm()
print([each.py_func.__name__ for each in kernel._KERNELS if len(each.signatures) > 1])
"""


def test_every_kernel_is_made_ready_for_the_types_it_is_called_with_and_no_others() -> None:
    ran = subprocess.run([sys.executable, "-c", ONCE], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_what_happens_later_makes_no_further_version_of_any_kernel() -> None:
    """A world of late, repeated and shuffled fixes, on the grid and each with each, with a joint patrol."""
    warm()
    ready = versions()
    tracks = wanderers(1, 150, 40.0, 4000.0, (2.0, 20.0))
    parties = [unit % 3 for unit in tracks]
    group = np.where(np.arange(150) < 2, 7, -1).tolist()
    play(mangled(tracks, 1, 20.0), roster(parties, 300.0, group=group), LiveTerms(), 4.0, 20.0)
    play([(START_S + 1.0, 0, at(0, 0, 0))], roster([0, 1], 300.0), LiveTerms())
    assert versions() == ready > 0
