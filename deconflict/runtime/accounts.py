"""Which account of the operating system runs the cluster, and what it can reach. Changes nobody's rights."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = 0
SERVICE_NAMES: Final = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user and its main group, by number."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether this process runs as it already."""
        return os.geteuid() == self.uid

    def reaches(self, folder: Path) -> bool:
        """Tell whether every folder on the way down may be entered, going by owner, group and mode."""
        return all(self._enters(place) for place in (*reversed(folder.parents), folder))

    def _enters(self, folder: Path) -> bool:
        about = folder.stat()
        if about.st_uid == self.uid:
            return bool(about.st_mode & stat.S_IXUSR)
        if about.st_gid == self.gid:
            return bool(about.st_mode & stat.S_IXGRP)
        return bool(about.st_mode & stat.S_IXOTH)


def ourselves() -> Account:
    """Return the account of this process."""
    return Account(os.geteuid(), os.getegid())


def owner_of(path: Path) -> Account:
    """Return the account that a file or folder belongs to."""
    about = path.stat()
    return Account(about.st_uid, about.st_gid)


def service_account() -> Account:
    """Return whom a new cluster runs as: ourselves, or instead of root `postgres`, or `nobody`."""
    if os.geteuid() != ROOT:
        return ourselves()
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in SERVICE_NAMES if name in known)
    return Account(entry.pw_uid, entry.pw_gid)
