"""The processes the service is made of, as a supervisor starts them: API workers on one port, the engine."""

import os
import socket
import sys
from typing import Final

from deconflict.runtime.preflight import weaken
from deconflict.runtime.settings import Settings
from deconflict.runtime.supervisor import Child

PROGRAM: Final = (sys.executable, "-m", "deconflict")


def api_workers(settings: Settings, listener: socket.socket) -> list[Child]:
    """Return the API's processes: each gets the open port and the API's login, never the administrator's."""
    descriptor = listener.fileno()
    command = (*PROGRAM, "serve", "--workers", "1", "--descriptor", str(descriptor))
    return [
        Child(f"api {number}", command, _environment(weaken(settings, "api")), pass_fds=(descriptor,))
        for number in range(1, settings.workers + 1)
    ]


def engine(settings: Settings) -> Child:
    """Return the engine's process, with the checker's login and without the port."""
    return Child("engine", (*PROGRAM, "engine", "--supervised"), _environment(weaken(settings, "checker")))


def _environment(settings: Settings) -> dict[str, str]:
    return {**os.environ, **settings.as_environment()}
