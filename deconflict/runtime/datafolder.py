"""The folder `up` keeps its things in: the cluster, the deployment's key, a lock against a second `up`."""

import fcntl
import os
import secrets
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Final, Self

from pydantic import SecretStr

from deconflict.errors import DeconflictError
from deconflict.runtime.accounts import service_account

SHARED_HOMES: Final = Path("/var/lib/deconflict")
NOTE: Final = "home"
ORPHANS_S: Final = 20.0
POLL_S: Final = 0.02


@dataclass(eq=False)
class DataFolderInUse(DeconflictError):
    """Another process runs from this folder."""

    code: ClassVar[str] = "data_folder_in_use"
    folder: str


@dataclass(eq=False)
class DataFolderNotOurs(DeconflictError):
    """The folder, or what lies in it, belongs to another account: run as that one, or name another folder."""

    code: ClassVar[str] = "data_folder_not_ours"
    folder: str


class DataFolder:
    """A data folder that is ours alone until it is closed or this process ends, however it ends.

    `for_children` is a second lock, held through a descriptor that the processes we start inherit: where we were
    killed, whoever comes next waits until the last of them, which may still hold the port, is gone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        with ExitStack() as opened:
            lock = self._open("lock", opened)
            self.for_children = self._open("children", opened)
            if not _lock(lock, 0.0) or not _lock(self.for_children, ORPHANS_S):
                raise DataFolderInUse(str(self.path))
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    def _open(self, name: str, opened: ExitStack) -> int:
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o711)
            descriptor = os.open(self.path / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError:
            raise DataFolderNotOurs(str(self.path)) from None
        opened.callback(os.close, descriptor)
        return descriptor

    def context_key(self) -> SecretStr:
        """Return the deployment's key, made at the first call and readable by this account alone."""
        place = self.path / "context.key"
        if not place.exists():
            _write_private(place, secrets.token_urlsafe(48))
        return SecretStr(place.read_text().strip())

    def home(self) -> Path:
        """Return the folder the cluster lives in: this one, unless the cluster's account cannot get here.

        That is so where root works under its own home: then a place is made under /var/lib and noted down.
        """
        home = noted_home(self.path)
        if home != self.path or (home / "postgres").exists() or service_account().reaches(home):
            return home
        home = SHARED_HOMES / secrets.token_hex(4)
        home.mkdir(parents=True, mode=0o711)
        _write_private(self.path / NOTE, str(home))
        return home


def noted_home(folder: Path) -> Path:
    """Return where the cluster of a data folder lives, whoever runs from it now."""
    note = folder.resolve() / NOTE
    return Path(note.read_text().strip()) if note.exists() else folder.resolve()


def _lock(descriptor: int, patience_s: float) -> bool:
    """Lock a file for us alone; False if others did not let go of it in time."""
    end = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(POLL_S)
        else:
            return True


def _write_private(place: Path, text: str) -> None:
    """Write a file that is there whole or not at all, for this account alone."""
    draft = place.with_name(place.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
