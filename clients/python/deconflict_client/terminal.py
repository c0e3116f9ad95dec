"""What every command stands on: the service's address, the session that is kept, and how a problem is told."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deconflict_client.client import Client
from deconflict_client.errors import Problem, SignedOut, Unavailable, Unreadable
from deconflict_client.keyring import Keyring

DEFAULT_URL = "http://127.0.0.1:8000"
REFUSED, WRONG_INPUT, UNREACHABLE, SIGNED_OUT = 1, 2, 3, 4

errors = Console(stderr=True, highlight=False, soft_wrap=True)


def _address(url: str) -> str:
    return url.rstrip("/")


Url = Annotated[
    str, typer.Option("--url", envvar="DECONFLICT_URL", help="Address of the service.", callback=_address)
]


def keyring() -> Keyring:
    """Return what is remembered between runs."""
    return Keyring(Path(typer.get_app_dir("deconflict")))


def signed_in(url: str) -> Client:
    """Return a client with the session kept for that address; SignedOut without one."""
    token = os.environ.get("DECONFLICT_TOKEN")
    if token is None:
        remembered = keyring().find(url)
        token = None if remembered is None else remembered.token
    if token is None:
        raise SignedOut(code="signed_out", detail=f"no session at {url}: run `deconflict-client login`")
    return Client(url, token=token)


def person(client: Client) -> str:
    """Return who is signed in."""
    remembered = None if "DECONFLICT_TOKEN" in os.environ else keyring().find(client.url)
    return client.who_am_i().person.id if remembered is None else remembered.person


@contextlib.contextmanager
def told(unreadable: int = REFUSED) -> Iterator[None]:
    """Tell a problem in one line and leave with its exit code."""
    try:
        yield
    except Problem as problem:
        errors.print(f"{problem}", markup=False)
        raise typer.Exit(_exit_code(problem, unreadable)) from problem


def _exit_code(problem: Problem, unreadable: int) -> int:
    match problem:
        case SignedOut():
            return SIGNED_OUT
        case Unavailable():
            return UNREACHABLE
        case Unreadable():
            return unreadable
        case _:
            return REFUSED
