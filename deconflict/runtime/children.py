"""The processes of the service: API workers on one port, the engine's, gateways, who sends; each told what it needs."""

import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from deconflict.runtime.supervisor import Child

if TYPE_CHECKING:
    from deconflict.runtime.roles import Kind
    from deconflict.runtime.settings import Settings

PROGRAM: Final = (sys.executable, "-m", "deconflict")


@dataclass(frozen=True)
class Part:
    """A child and the login it works with."""

    child: Child
    kind: "Kind"

    def briefing(self, settings: "Settings") -> bytes:
        """Return the settings with the part's own weak login: it never learns the administrator's."""
        from deconflict.runtime.preflight import weaken  # the children need not wait for what this loads

        return weaken(settings, self.kind).as_briefing()


def api_workers(listener: socket.socket, count: int, *kept_open: int) -> list[Part]:
    """Return the API's processes, all with the same open port, and with descriptors that only their end closes."""
    descriptor = listener.fileno()
    command = (*PROGRAM, "serve", "--descriptor", str(descriptor))
    return [
        Part(Child(f"api {number}", command, pass_fds=(descriptor, *kept_open)), "api")
        for number in range(1, count + 1)
    ]


def engines(*kept_open: int) -> list[Part]:
    """Return the engine's two processes, which have no port: what looks at plans, and what looks at positions."""
    command = (*PROGRAM, "engine", "--supervised", "--only")
    return [
        Part(Child(f"engine {duty}", (*command, duty), pass_fds=kept_open), "checker")
        for duty in ("plans", "live")
    ]


def notifier(*kept_open: int) -> Part:
    """Return the process that sends what goes out of band, which has no port either."""
    return Part(Child("notify", (*PROGRAM, "notify", "--supervised"), pass_fds=kept_open), "api")


def gateway(settings: "Settings", *kept_open: int) -> list[Part]:
    """Return the process that TAK devices connect to, if any port is set for them."""
    if settings.cot_tls_port is None and settings.cot_plain_port is None:
        return []
    command = (*PROGRAM, "gateway", "cot", "--supervised")
    return [Part(Child("gateway", command, pass_fds=kept_open), "api")]


def briefings(parts: Sequence[Part], settings: "Settings") -> list[bytes]:
    """Return what each part is told."""
    return [part.briefing(settings) for part in parts]
