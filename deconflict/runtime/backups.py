"""A backup as one file: a tar of what says what it is, the keys of the data folder, and the database's dump.

Every part is checked by its SHA-256 before anything is touched. Whoever holds the file holds everything: it is made
readable by this account alone.
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, ClassVar, Final, Self

from deconflict.errors import DeconflictError

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DUMP: Final = "database.dump"
KEYS: Final = "keys/"
SIGNING_KEY: Final = "context.key"
AUTHORITY: Final = "tak"
KEPT: Final = (SIGNING_KEY, AUTHORITY)
"""What of a data folder goes with the database: the key that signs contexts, the authority of TAK devices."""
PIECE: Final = 1 << 20
MOST_MANIFEST: Final = 1 << 20


@dataclass(eq=False)
class BackupExists(DeconflictError):
    """There is a file of that name already; a backup never replaces one."""

    code: ClassVar[str] = "backup_exists"
    file: str


@dataclass(eq=False)
class BackupDamaged(DeconflictError):
    """The file is no backup, is cut short, or was changed since it was made; `part` is what does not fit."""

    code: ClassVar[str] = "backup_damaged"
    file: str
    part: str


@dataclass(eq=False)
class BackupOfAnotherFormat(DeconflictError):
    """The file was written by a newer program."""

    code: ClassVar[str] = "backup_of_another_format"
    found: int
    known: int


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; `parts`: the SHA-256 of each of its files."""

    revision: str
    postgres: int
    made_at: str
    epoch: str
    parts: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def read(cls, said: dict[str, object]) -> Self:
        """Return it from what a file says; TypeError where something is no such thing."""
        found = cls(**said)  # type: ignore[arg-type]  # looked at below
        names = *found.parts.keys(), *found.parts.values()
        texts = found.revision, found.made_at, found.epoch, *names
        if type(found.postgres) is not int or not all(isinstance(each, str) for each in texts):
            raise TypeError
        return found


@contextmanager
def draft_of(target: Path) -> Iterator[Path]:
    """Yield where to write what becomes the file at the end, whole or not at all; BackupExists if it is there."""
    if target.exists():
        raise BackupExists(str(target))
    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    try:
        yield draft
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def pack(draft: Path, manifest: Manifest, dump: Path, folder: Path | None) -> None:
    """Write a backup from a dump and, of a data folder, its keys."""
    files = {DUMP: dump} | ({} if folder is None else keys_of(folder))
    parts = {name: _digest(place) for name, place in files.items()}
    said = json.dumps(asdict(manifest) | {"parts": parts}, indent=2).encode()
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
        about = tarfile.TarInfo(MANIFEST)
        about.size = len(said)
        tar.addfile(about, BytesIO(said))
        for name, place in sorted(files.items()):
            tar.add(place, name, recursive=False)
        tar.close()
        file.flush()
        os.fsync(file.fileno())


def keys_of(folder: Path) -> dict[str, Path]:
    """Return what of a data folder goes into a backup, by its name there."""
    found: dict[str, Path] = {}
    for name in KEPT:
        place = folder / name
        inner = [place] if place.is_file() else sorted(place.rglob("*"))
        found |= {KEYS + str(each.relative_to(folder)): each for each in inner if each.is_file()}
    return found


def read(file: Path) -> Manifest:
    """Return what a backup says of itself; BackupDamaged, or BackupOfAnotherFormat."""
    with _opened(file) as tar:
        first = tar.next()
        if first is None or first.name != MANIFEST or first.size > MOST_MANIFEST:
            raise BackupDamaged(str(file), MANIFEST)
        with suppress(ValueError, TypeError, KeyError, AttributeError):
            said = json.loads((tar.extractfile(first) or _nothing()).read())
            if said["format"] != FORMAT:
                raise BackupOfAnotherFormat(int(said["format"]), FORMAT)
            return Manifest.read(said)
    raise BackupDamaged(str(file), MANIFEST)


def unpack(file: Path, manifest: Manifest, folder: Path) -> Path:
    """Write a backup's parts into a folder, each checked, and return the dump; the keys lie beside it in `keys`."""
    missing = set(manifest.parts)
    with _opened(file) as tar:
        for member in tar:
            wanted = manifest.parts.get(member.name)
            if wanted is None or not is_kept(member.name):
                continue
            place = folder / member.name
            if not member.isfile() or _written(tar.extractfile(member) or _nothing(), place) != wanted:
                raise BackupDamaged(str(file), member.name)
            missing.discard(member.name)
    if missing:
        raise BackupDamaged(str(file), min(missing))
    return folder / DUMP


def is_kept(name: str) -> bool:
    """Tell whether a part is one that a backup has: whatever else a file holds is written nowhere."""
    if name == DUMP:
        return True
    within, path = name.removeprefix(KEYS), PurePosixPath(name)
    plain = str(path) == name and ".." not in path.parts and "\0" not in name
    return within != name and plain and (within == SIGNING_KEY or within.startswith(f"{AUTHORITY}/"))


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with file.open("rb") as source, tarfile.open(fileobj=source, mode="r:") as tar:
            yield tar
    except (tarfile.TarError, FileNotFoundError, FileExistsError, IsADirectoryError, PermissionError):
        raise BackupDamaged(str(file), "file") from None


def _written(source: IO[bytes], place: Path) -> str:
    """Write a private file and return its SHA-256."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = hashlib.sha256()
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        while piece := source.read(PIECE):
            found.update(piece)
            file.write(piece)
    return found.hexdigest()


def _digest(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _nothing() -> IO[bytes]:
    return BytesIO()
