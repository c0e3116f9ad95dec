"""What the command line remembers between runs: one session per service, each feed's place, each person's own key.

The file is its owner's alone (0600); a token is only ever handed out for the address it was given for.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from deconflict_client.cursors import CursorFile, write_atomically
from deconflict_client.signing import KeyFile
from deconflict_client.wire import Json, Record, parse


@dataclass(frozen=True)
class Remembered:
    """A session of the command line; `person` names the feed."""

    token: str
    person: str


class Keyring:
    """Sessions by address in one file of `folder`, feeds' places in files beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "sessions.json"

    def find(self, url: str) -> Remembered | None:
        """The session at this address, or None; Unreadable when the file was damaged."""
        record = Record({name: value for name, value in self._all().items() if name == url}).maybe_record(url)
        return None if record is None else Remembered(record.text("token"), record.text("person"))

    def keep(self, url: str, remembered: Remembered) -> None:
        """Remember the session at this address."""
        self._write({**self._all(), url: {"token": remembered.token, "person": remembered.person}})

    def forget(self, url: str) -> None:
        """Forget the session at this address; the feed's place stays."""
        self._write({name: value for name, value in self._all().items() if name != url})

    def place(self, url: str, person: str) -> CursorFile:
        """Where this person's feed at this address was left."""
        return CursorFile(self._folder / f"feed-{_name(url, person)}.json")

    def key(self, url: str, person: str) -> KeyFile:
        """Where this person's own key for this address is kept."""
        return KeyFile(self._folder / f"key-{_name(url, person)}.json")

    def _all(self) -> dict[str, Json]:
        if not self._path.exists():
            return {}
        return dict(Record.of(parse(self._path.read_bytes())).fields)

    def _write(self, sessions: dict[str, Json]) -> None:
        write_atomically(self._path, json.dumps(sessions, indent=1) + "\n")


def _name(url: str, person: str) -> str:
    return hashlib.sha256(f"{url}\n{person}".encode()).hexdigest()[:16]
