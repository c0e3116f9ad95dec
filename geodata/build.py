"""Builds a country's map and gazetteer from the reviewed packages; what breaks a check is never put in place."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geodata import checks, tiles
from geodata.country import FOLDER, Country
from geodata.errors import BuildUnsound
from geodata.gazetteer import gazetteer, written
from geodata.layers import Feature, Loaded, load
from geodata.sources import Source, content, licence_text, sources

SHIPPED: Final = Path(__file__).parents[1] / "deconflict" / "places" / "shipped"
Told = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """The files of a country's map, by what they are."""

    tiles: Path
    gazetteer: Path
    attribution: Path
    note: Path

    @classmethod
    def of(cls, name: str, folder: Path) -> "Built":
        """Return what they are called in a folder."""
        endings = (".pmtiles", ".gazetteer.json", ".attribution.txt", ".built.json")
        return cls(*(folder / f"{name}{ending}" for ending in endings))

    def everything(self) -> tuple[Path, ...]:
        """Return all of them, the note last."""
        return (self.tiles, self.gazetteer, self.attribution, self.note)


def build(about: Country, into: Path, packages: Path, tell: Told = lambda _: None) -> Built:
    """Build a country's map into a folder: in a draft beside it first, so that nothing is half there."""
    known = sources()
    tell("reading the packages")
    loaded = load(lambda name: content(known[name], packages), about)
    licences = {name: licence_text(source, packages) for name, source in known.items()}
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into) as folder:
        draft = Built.of(about.name, Path(folder))
        tell("making the tiles")
        _write(draft, loaded, known, licences)
        for made, place in zip(draft.everything(), Built.of(about.name, into).everything(), strict=True):
            made.chmod(0o644)
            made.replace(place)
    return Built.of(about.name, into)


def _write(draft: Built, loaded: Loaded, known: Mapping[str, Source], licences: Mapping[str, str]) -> None:
    attribution = " ".join(source.required for source in known.values())
    said = gazetteer(loaded, attribution)
    _make_tiles(draft.tiles, loaded, attribution)
    draft.gazetteer.write_text(written(said), encoding="utf-8")
    draft.attribution.write_text(_attribution(known, licences), encoding="utf-8")
    if wrong := checks.problems(draft.tiles, said, loaded.about):
        raise BuildUnsound("; ".join(wrong))
    draft.note.write_text(json.dumps(_note(draft, loaded.about, known), indent=2) + "\n", encoding="utf-8")


def _make_tiles(into: Path, loaded: Loaded, attribution: str) -> None:
    about = loaded.about
    tileset = tiles.Tileset(
        about.title_en,
        f"{about.title_ar} {about.title_en}",
        attribution,
        (
            f"--maximum-zoom={about.max_zoom}",
            "--drop-rate=1",  # few points, and each is somebody's town: the style thins them out, by from_zoom
            "--no-feature-limit",
            "--no-tile-size-limit",
            "--no-simplification-of-shared-nodes",
            "--no-tiny-polygon-reduction",
        ),
    )
    with tempfile.TemporaryDirectory(dir=into.parent) as folder:
        layers = {name: _lines(Path(folder, name), found) for name, found in loaded.layers().items()}
        tiles.make(layers, tileset, into)


def _lines(path: Path, features: list[Feature]) -> Path:
    path.write_text(
        "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in features), encoding="utf-8"
    )
    return path


def _attribution(known: Mapping[str, Source], licences: Mapping[str, str]) -> str:
    """Return who made what and under which licence, with the licences' own words."""
    heads = [
        f"{source.name} {source.version}: {source.publisher}\nFor: {source.used_for}\n"
        f"{source.licence}\n{source.required}"
        for source in known.values()
    ]
    whole = [f"--- Licence of {name} ---\n\n{text.strip()}" for name, text in licences.items()]
    cc = "GeoNames' data is used under https://creativecommons.org/licenses/by/4.0/; names were reviewed and changed."
    return "\n\n".join([*heads, cc, *whole]) + "\n"


def _note(built: Built, about: Country, known: Mapping[str, Source]) -> dict[str, Any]:
    """Return what a build was made of and what came out, by hashes: a test holds what is shipped against it."""
    return {
        "sources": {name: source.sha256 for name, source in known.items()},
        "country": digest(FOLDER / f"{about.name}.toml"),
        "files": {path.name: digest(path) for path in built.everything()[:-1]},
    }


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def differences(about: Country, shipped: Path, packages: Path, tell: Told = lambda _: None) -> list[str]:
    """Build again elsewhere and return which files come out otherwise than they lie there."""
    with tempfile.TemporaryDirectory() as folder:
        again = build(about, Path(folder), packages, tell)
        there = Built.of(about.name, shipped)
        return [
            old.name
            for new, old in zip(again.everything(), there.everything(), strict=True)
            if not old.is_file() or digest(new) != digest(old)
        ]
