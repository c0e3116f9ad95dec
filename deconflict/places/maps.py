"""Which maps there are: the one that ships with the service, and what lies in the operator's folder."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deconflict.places.model import Map
from deconflict.places.pmtiles import head

ENDING: Final = ".pmtiles"
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
MOST: Final = 100


@dataclass(frozen=True)
class Maps:
    """Folders with maps, of which an earlier one goes before a later of the same name; only the basemap ships.

    A file is read again when it has changed. One that is no map is left out: the command that adds maps refuses it.
    """

    basemap: str
    own: Path
    shipped: Path
    _read: dict[tuple[Path, int, int], Map | None] = field(default_factory=dict)

    def all(self) -> list[Map]:
        """Return every map, the basemap first and the rest by name."""
        return sorted(self._all(), key=lambda each: (not each.basemap, each.name))

    def named(self, name: str) -> Map | None:
        """Return one map."""
        return next((each for each in self._all() if each.name == name), None)

    def _all(self) -> Iterator[Map]:
        files = {path.stem: path for path in (self.shipped / f"{self.basemap}{ENDING}", *self._own())}
        return filter(None, map(self._known, files.values()))

    def _own(self) -> list[Path]:
        if not self.own.is_dir():
            return []
        found = sorted(path for path in self.own.iterdir() if path.suffix == ENDING)
        return [path for path in found if NAME.fullmatch(path.stem)][:MOST]

    def _known(self, path: Path) -> Map | None:
        try:
            there = path.stat()
        except FileNotFoundError:
            return None
        key = (path, there.st_size, there.st_mtime_ns)
        if key not in self._read:
            for old in [each for each in self._read if each[0] == path]:
                del self._read[old]
            self._read[key] = self._map(path, there.st_size, there.st_mtime_ns)
        return self._read[key]

    def _map(self, path: Path, size: int, changed_ns: int) -> Map | None:
        said = head(path)
        if said is None:
            return None
        version = hashlib.sha256(f"{path.stem} {size} {changed_ns}".encode()).hexdigest()[:16]
        return Map(
            path.stem,
            path.stem == self.basemap,
            str(path),
            size,
            version,
            said.title or path.stem,
            said.attribution,
            said.min_zoom,
            said.max_zoom,
            said.bounds,
            said.tiles,
            said.layers,
        )
