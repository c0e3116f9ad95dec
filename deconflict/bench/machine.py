"""What the figures of a bench depend on: the machine, and what runs on it."""

import os
import platform
from importlib.metadata import version
from typing import Any

from deconflict.bench.ground import Ground


def machine(fresh: Ground) -> dict[str, Any]:
    """Return what the figures depend on."""
    with fresh.administrator() as connection:
        row = connection.execute(
            b"SELECT current_setting('server_version'), postgis_lib_version()"
        ).fetchone()
    postgres, postgis = row or ("", "")
    return {
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "postgres": postgres,
        "postgis": postgis,
    }
