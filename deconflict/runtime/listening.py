"""Opens the port that API workers share: it stays open, and callers wait, while one is started again."""

import errno
import os
import socket
from dataclasses import dataclass
from typing import ClassVar, Final

from deconflict.errors import DeconflictError

BACKLOG: Final = 2048
EVERYWHERE: Final = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  (named, not bound)


@dataclass(eq=False)
class AddressInUse(DeconflictError):
    """Something else listens there, or the address is not this machine's."""

    code: ClassVar[str] = "address_in_use"
    host: str
    port: int


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES):
            raise
        raise AddressInUse(host, port) from None


def inherited(descriptor: int) -> socket.socket:
    """Return the listening socket that the parent process opened."""
    os.set_inheritable(descriptor, False)  # noqa: FBT003  (positional only)
    return socket.socket(fileno=descriptor)


def address(listener: socket.socket, host: str) -> str:
    """Return where a person or a health check reaches the listener."""
    port = listener.getsockname()[1]
    shown = EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"
