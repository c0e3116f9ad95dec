"""Finds PostgreSQL's programs, which no system puts where another does. Starts nothing but `pg_config`."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from deconflict.errors import DeconflictError
from deconflict.runtime.errors import MissingPostGIS

OLDEST: Final = 15
PLACES: Final = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat
    "/opt/homebrew/opt/postgresql@*/bin",  # Homebrew on Apple's chips
    "/usr/local/opt/postgresql@*/bin",  # Homebrew on Intel's
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(eq=False)
class MissingPostgreSQL(DeconflictError):
    """No PostgreSQL new enough on this machine; `package` brings it, with PostGIS, on Debian and Ubuntu."""

    code: ClassVar[str] = "missing_postgresql"
    package: str
    oldest: int


@dataclass(eq=False)
class ClusterOfAnotherVersion(DeconflictError):
    """The data folder was made by a PostgreSQL that is not installed any more."""

    code: ClassVar[str] = "cluster_of_another_version"
    wanted: int
    installed: str


@dataclass(frozen=True, order=True)
class Binaries:
    """One installation: its major version and the folder of its programs."""

    major: int
    folder: Path

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)

    @property
    def package(self) -> str:
        """The package that brings PostGIS for this version on Debian and Ubuntu."""
        return f"postgresql-{self.major}-postgis-3"


def choose(found: Iterable[Binaries], wanted: int | None) -> Binaries:
    """Return the newest installation that has PostGIS, or the one of the major version a cluster wants."""
    usable = sorted((each for each in found if each.major >= OLDEST), reverse=True)
    if not usable:
        raise MissingPostgreSQL("postgresql-postgis", OLDEST)
    fitting = [each for each in usable if wanted in (None, each.major)]
    if wanted is not None and not fitting:
        raise ClusterOfAnotherVersion(wanted, ", ".join(sorted({str(each.major) for each in usable})))
    for each in fitting:
        if has_postgis(each):
            return each
    raise MissingPostGIS(fitting[0].package)


def installed() -> list[Binaries]:
    """Return every installation on this machine, each once."""
    folders = {folder.resolve() for folder in _folders() if (folder / "initdb").exists()}
    return [Binaries(major, folder) for folder in folders if (major := _major(folder)) is not None]


def has_postgis(binaries: Binaries) -> bool:
    """Tell whether PostGIS is there to be installed; without `pg_config` the server itself will tell."""
    share = _ask(binaries["pg_config"], "--sharedir")
    return share is None or (Path(share) / "extension" / "postgis.control").exists()


def _folders() -> Iterator[Path]:
    for place in PLACES:
        yield from Path("/").glob(place.removeprefix("/"))
    if program := shutil.which("initdb"):
        yield Path(program).resolve().parent
    if folder := _ask("pg_config", "--bindir"):
        yield Path(folder)


def _major(folder: Path) -> int | None:
    """Return 15 for a server that calls itself `postgres (PostgreSQL) 15.18 (Debian …)`."""
    words = (_ask(str(folder / "postgres"), "--version") or "").split()
    number = words[2].partition(".")[0] if len(words) > 2 else ""
    digits = number[:2]  # 17beta1 and 17.2 alike
    return int(digits) if digits.isdigit() else None


def _ask(program: str, option: str) -> str | None:
    try:
        answer = subprocess.run([program, option], capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()
