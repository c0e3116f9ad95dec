"""Reads the gazetteer that ships with the service, or the operator's own of the same name."""

import json
from pathlib import Path
from typing import Final

from deconflict.places.model import Place, PlaceKind
from deconflict.places.rules import Gazetteer

SHIPPED: Final = Path(__file__).with_name("shipped")


def gazetteer(name: str, folders: tuple[Path, ...]) -> Gazetteer:
    """Return the gazetteer of a country from the first folder that has it; an empty one without any."""
    for folder in folders:
        path = folder / f"{name}.gazetteer.json"
        if path.is_file():
            return _read(path)
    return Gazetteer(())


def _read(path: Path) -> Gazetteer:
    said = json.loads(path.read_text(encoding="utf-8"))
    places = (
        Place(**{**each, "kind": PlaceKind(each["kind"]), "other_names": tuple(each["other_names"])})
        for each in said["places"]
    )
    return Gazetteer(places, said["attribution"])
