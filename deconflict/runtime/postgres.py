"""A private PostgreSQL cluster in a data folder, reached through a socket that only its owner can open.

Never run as root, never listening on a network, whole again after being killed at any moment. What is kept in
it is not its matter.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from deconflict.errors import DeconflictError
from deconflict.runtime.accounts import Account, owner_of, service_account
from deconflict.runtime.binaries import Binaries, choose, installed
from deconflict.runtime.processes import LINUX, dies_with_parent, living_in, name_of

SUPERUSER: Final = "postgres"
PROGRAM: Final = "postgres"
LOCK_FILE: Final = "postmaster.pid"
SOCKET_NAME: Final = ".s.PGSQL.5432"
MAX_SOCKET_PATH: Final = 103  # macOS allows 103 bytes, Linux 107
START_S: Final = 120.0  # replaying the log after a crash may take its time
# Politely first; the second signal gives up on sessions that do not end, and costs a recovery.
STOPS: Final = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0))
ORPHANS_S: Final = 2.0
ATTEMPTS: Final = 3
POLL_S: Final = 0.02

TUNING: Final[dict[str, str]] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",  # also bounds how long a restart after a crash takes
    "wal_compression": "on",
    "fsync": "on",
    "synchronous_commit": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_vacuum_scale_factor": "0.05",
    "autovacuum_analyze_scale_factor": "0.02",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # One file per weekday, written over after a week; no statements, no details: they print rows (SEC-03).
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


@dataclass(eq=False)
class ClusterFailed(DeconflictError):
    """PostgreSQL did not come up, or could not be made; what it said is in the file `log`."""

    code: ClassVar[str] = "cluster_failed"
    log: str


class Cluster:
    """One cluster in one folder. Its caller holds the folder's lock and starts it from its main thread."""

    def __init__(self, home: Path, *, tuning: Mapping[str, str] | None = None) -> None:
        self._home = home.resolve()
        self._data = self._home / "postgres"
        self._tuning = TUNING | dict(tuning or {})
        self._server: subprocess.Popen[bytes] | None = None
        self._socket = self._home / "socket"
        self._log = self._home / "postgres.log"

    def url(self, database: str = "deconflict") -> URL:
        """Return the administrator's URL of a database, by way of the socket."""
        return URL.create(
            "postgresql+psycopg", SUPERUSER, database=database, query={"host": str(self._socket)}
        )

    def start(self) -> None:
        """Bring the cluster up: adopt a running one, or make it if need be, start it and wait for it."""
        binaries = choose(installed(), version_of(self._data))
        if version_of(self._data) is None:
            self._make(binaries)
        if not self._adopt():
            self._socket = self._socket_folder(owner_of(self._data))
            self._clear_away()
            self._run(binaries)

    def alive(self) -> bool:
        """Tell whether the server's process is there (it may still be recovering)."""
        if self._server is not None:
            return self._server.poll() is None
        return postmaster(self._data) is not None

    def stop(self) -> None:
        """Stop the server: sessions are ended, nothing is lost, the next start has nothing to recover."""
        pid = self._server.pid if self._server else postmaster(self._data)
        for number, patience_s in STOPS:
            if pid is None or not self.alive():
                break
            os.kill(pid, number)
            _until(lambda: not self.alive(), patience_s)

        self._server = None

    def ensure_database(self, name: str) -> None:
        """Create a database where it is missing."""
        if not self.has_database(name):
            with self.connect() as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def has_database(self, name: str) -> bool:
        """Tell whether there is a database of that name."""
        with self.connect() as connection:
            return bool(connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount)

    def drop_database(self, name: str) -> None:
        """Drop a database if it is there."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))

    def rename_database(self, name: str, new: str) -> None:
        """Give a database that nobody is connected to another name."""
        with self.connect() as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(new))
            )

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Return a connection of the administrator, each statement a transaction of its own."""
        return psycopg.connect(
            host=str(self._socket), user=SUPERUSER, dbname=database, connect_timeout=5, autocommit=True
        )

    def _make(self, binaries: Binaries) -> None:
        """Make the cluster under another name first: a half-made one is never taken for a whole one."""
        account = service_account()
        draft = self._home / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        os.chown(draft, account.uid, account.gid)
        # Sorted by code point: the same on every system, and no upgrade of a C library spoils an index.
        options = [
            "--locale=C",
            "--encoding=UTF8",
            "--auth-local=trust",
            "--auth-host=reject",
            "--data-checksums",
        ]
        command = [binaries["initdb"], "-D", str(draft), "-U", SUPERUSER, *options]
        if self._tuning["fsync"] == "off":
            command.append("--no-sync")
        if self._launch(command, account).wait() != 0:
            raise ClusterFailed(str(self._log))
        draft.rename(self._data)

    def _adopt(self) -> bool:
        """Take over a server that a killed service left running; wait out one that is on its way down."""

        def settled() -> bool:
            self._socket = running_socket(self._data) or self._socket
            return postmaster(self._data) is None or self._answers()

        if not _until(settled, START_S):
            raise ClusterFailed(str(self._log))
        return postmaster(self._data) is not None

    def _clear_away(self) -> None:
        """See the sessions of a killed server off before a new server touches their files.

        Only then are its lock files stale for certain, even if its number is another process's by now.

        """
        if self._server is not None:
            self._server.poll()  # lets a child of ours that was killed go
        for number in (signal.SIGQUIT, signal.SIGKILL):
            if self._is_empty():
                break
            for pid in living_in(self._data, PROGRAM):
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
        if LINUX and self._is_empty():  # elsewhere we cannot be as sure as the server itself
            (self._data / LOCK_FILE).unlink(missing_ok=True)
            (self._socket / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)

    def _is_empty(self) -> bool:
        """Wait a moment for the last of the server's processes to go."""
        return _until(lambda: not living_in(self._data, PROGRAM), ORPHANS_S)

    def _run(self, binaries: Binaries) -> None:
        settings = self._tuning | {"unix_socket_directories": str(self._socket)}
        command = [binaries[PROGRAM], "-D", str(self._data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        for _ in range(ATTEMPTS):
            self._server = self._launch(command, owner_of(self._data))
            if _until(lambda: not self.alive() or self._answers(), START_S) and self.alive():
                return
        raise ClusterFailed(str(self._log))

    def _launch(self, command: list[str], account: Account) -> subprocess.Popen[bytes]:
        """Start a program of the server's as its account, apart from our terminal, to go down when we do."""
        other = not account.is_ours
        with self._log.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"LC_ALL": "C", "PATH": os.defpath},
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGINT),
                user=account.uid if other else None,
                group=account.gid if other else None,
                extra_groups=[] if other else None,
            )

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _socket_folder(self, account: Account) -> Path:
        """Return a folder for the socket that only the account may enter, its path short enough."""
        place = self._home / "socket"
        if len(os.fsencode(place / SOCKET_NAME)) > MAX_SOCKET_PATH:
            place = self._short_folder(place, account)
        place.mkdir(mode=0o700, exist_ok=True)
        os.chown(place, account.uid, account.gid)
        return place

    @staticmethod
    def _short_folder(link: Path, account: Account) -> Path:
        """Return the folder under the temporary one that a link remembers, if it is still ours alone."""
        if link.is_symlink() and _is_private(place := link.readlink(), account):
            return place
        link.unlink(missing_ok=True)
        place = Path(tempfile.mkdtemp(prefix="deconflict-"))
        link.symlink_to(place)
        return place


def _is_private(folder: Path, account: Account) -> bool:
    """Tell whether a folder where anybody may make one is still the account's, open to no other."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return owner_of(folder) == account and folder.stat().st_mode & 0o077 == 0


def version_of(data: Path) -> int | None:
    """Return the major version that made a cluster, None where there is none."""
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def postmaster(data: Path) -> int | None:
    """Return the process that serves a cluster now, None if the lock file is missing or left over."""
    try:
        pid = int((data / LOCK_FILE).read_text().split("\n")[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if serves(pid, data) else None


def serves(pid: int, data: Path) -> bool:
    """Tell whether a process is the cluster's server; where folders are not told, its name must do."""
    return pid in living_in(data, PROGRAM) if LINUX else PROGRAM in (name_of(pid) or "")


def running_socket(data: Path) -> Path | None:
    """Return the socket folder that the lock file names (its fifth line)."""
    try:
        lines = (data / LOCK_FILE).read_text().split("\n")
    except FileNotFoundError:
        return None
    return Path(lines[4]) if len(lines) > 4 and lines[4] else None


def _until(condition: Callable[[], bool], limit_s: float) -> bool:
    """Wait until something holds; False if it did not within the limit."""
    end = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(POLL_S)
    return True
