"""Lets the tests of the live engine share their oracle and their worlds: `live_oracle.py`, `live_worlds.py`."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
