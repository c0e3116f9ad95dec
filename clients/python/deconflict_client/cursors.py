"""Keeps the place in a feed over a restart. Knows nothing of alerts but their number."""

import json
import os
import tempfile
from pathlib import Path
from typing import Protocol

from deconflict_client.base_alert import Cursor
from deconflict_client.errors import Unreadable
from deconflict_client.wire import Record, parse


class CursorStore(Protocol):
    """Where a feed keeps its place; `save` is called when the caller is done with an alert."""

    def load(self) -> Cursor | None:
        """The place kept, or None to begin at the beginning."""

    def save(self, cursor: Cursor) -> None:
        """Keep this place."""


class CursorFile:
    """A cursor in a small JSON file, replaced atomically: a crash leaves the old place or the new one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Cursor | None:
        """The place kept; None without a readable file: repeating alerts is safe, skipping is not."""
        try:
            record = Record.of(parse(self._path.read_bytes()))
            return Cursor(record.text("epoch"), record.integer("seq"))
        except (FileNotFoundError, Unreadable):
            return None

    def save(self, cursor: Cursor) -> None:
        """Keep this place."""
        write_atomically(self._path, json.dumps({"epoch": cursor.epoch, "seq": cursor.seq}) + "\n")


def write_atomically(path: Path, text: str) -> None:
    """Replace a file, readable by its owner alone (0600), by way of a new one in the same folder."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
