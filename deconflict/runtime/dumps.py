"""Copies a whole database into one file and back, by PostgreSQL's own programs of the server's version.

The file is one snapshot, taken while others write. It leaves out the epoch: whoever brings the rows back has to begin
a new one, and without one nothing is served (IDN-05).
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy.engine import URL

from deconflict.errors import DeconflictError
from deconflict.runtime.binaries import Binaries
from deconflict.runtime.database import conninfo
from deconflict.runtime.errors import DatabaseUnavailable

LEFT_OUT: Final = "public.deployment"
FOREIGN: Final = " ACL pg_catalog "
POLL_S: Final = 0.1
SIZE: Final = "SELECT pg_database_size(current_database())"
TABLES: Final = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""

Progress = Callable[[int], None]


@dataclass(eq=False)
class DumpProgramsMissing(DeconflictError):
    """No `pg_dump` and `pg_restore` on this machine that know the server's version."""

    code: ClassVar[str] = "dump_programs_missing"
    wanted: int
    installed: str


@dataclass(eq=False)
class DumpFailed(DeconflictError):
    """PostgreSQL's program gave up; `said` is the first thing it complained of."""

    code: ClassVar[str] = "dump_failed"
    program: str
    said: str


@dataclass(frozen=True)
class Server:
    """What a database's server says of it: its major version, how many bytes and how many tables it holds."""

    major: int
    size: int
    tables: int


def ask(url: str | URL) -> Server:
    """Ask a database's server; DatabaseUnavailable when it does not answer."""
    try:
        with psycopg.connect(conninfo(url), connect_timeout=10) as connection:
            size, tables = (int((connection.execute(of).fetchone() or (0,))[0]) for of in (SIZE, TABLES))
            return Server(connection.info.server_version // 10_000, size, tables)
    except psycopg.OperationalError:
        raise DatabaseUnavailable from None


def programs(found: Iterable[Binaries], major: int) -> Binaries:
    """Return the installation whose programs fit a server: its own version's, or else the next newer."""
    usable = sorted(each for each in found if (each.folder / "pg_dump").exists())
    for each in usable:
        if each.major >= major:
            return each
    raise DumpProgramsMissing(major, ", ".join(sorted({str(each.major) for each in usable})) or "none")


def dump(binaries: Binaries, url: str | URL, place: Path, progress: Progress) -> None:
    """Write a database to a file that is not there yet; `progress` hears how many bytes are written so far."""
    options = ["--format=custom", "--no-password", f"--exclude-table-data={LEFT_OUT}", f"--file={place}"]
    with _started(binaries, "pg_dump", url, options) as process:
        while process.poll() is None:
            progress(place.stat().st_size if place.exists() else 0)
            time.sleep(POLL_S)
        _require_success(process, "pg_dump", process.stderr or [])


def load(binaries: Binaries, url: str | URL, place: Path, progress: Progress) -> None:
    """Bring a file's rows into an empty database, all or nothing; `progress` hears how many steps are done.

    Rights on what is PostgreSQL's own are left out: they name logins of the old database, and migrating sets them.
    """
    chosen = place.with_name(place.name + ".list")
    chosen.write_text("\n".join(contents(binaries, place)))
    options = [
        "--exit-on-error",
        "--single-transaction",
        "--no-password",
        "--verbose",
        f"--use-list={chosen}",
    ]
    said: list[str] = []
    with _started(binaries, "pg_restore", url, [*options, str(place)]) as process:
        for line in process.stderr or []:
            said.append(line)
            progress(len(said))
        _require_success(process, "pg_restore", said)


def contents(binaries: Binaries, place: Path) -> list[str]:
    """Return what of a file is to be brought back, one line each; DumpFailed where it cannot be read."""
    command = [binaries["pg_restore"], "--list", str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        listed, said = process.communicate()
        _require_success(process, "pg_restore", said.splitlines())
    return [line for line in listed.splitlines() if not line.startswith(";") and FOREIGN not in line]


def _started(binaries: Binaries, program: str, url: str | URL, options: list[str]) -> "subprocess.Popen[str]":
    """Start a program; the password goes by its environment, as others may read what a command line says."""
    parts = {name: str(value) for name, value in conninfo_to_dict(conninfo(url)).items()}
    password = parts.pop("password", None)
    environment = {"LC_ALL": "C", "PATH": os.defpath} | ({"PGPASSWORD": password} if password else {})
    command = [binaries[program], f"--dbname={make_conninfo(**parts)}", *options]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    )


def _require_success(process: "subprocess.Popen[str]", program: str, said: Iterable[str]) -> None:
    """Raise DumpFailed with the first error it told, without the details, which print rows (SEC-03)."""
    lines = list(said)
    if process.wait() != 0:
        errors = [line for line in lines if "error:" in line]
        first = (errors or lines or ["nothing"])[0]
        raise DumpFailed(program, first.partition("error: ")[2].strip() or first.strip())
