"""Reads plan files of any kind into accepted paths, bounded in size, and says of every plan refused what is wrong.

Compares nothing. What a plan does not declare is taken from the file's name and from the caller.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deconflict.gateways import geojson, gpx, kml
from deconflict.gateways.draft import Draft
from deconflict.gateways.errors import (
    FileKindUnknown,
    FileTooLarge,
    FileUnreadable,
    NoPlans,
    PathRefused,
    PlanError,
    PlanFileError,
)
from deconflict.gateways.xmltree import local, tree
from deconflict.separation.errors import PathError
from deconflict.separation.path import PathLimits, TimedPath, accept

MAX_FILE_BYTES = 20 * 2**20


@dataclass(frozen=True)
class Undeclared:
    """What holds for plans that declare no tolerances."""

    time_tolerance_s: float = 0.0
    lateral_tolerance_m: float = 0.0


@dataclass(frozen=True)
class FilePlan:
    """An accepted plan of a file; `plan` counts the plans of the file from 0."""

    file: str
    plan: int
    party: str
    unit: str
    path: TimedPath


@dataclass(frozen=True)
class Reading:
    """What a file holds: its plans, and what is wrong with those that are refused."""

    plans: tuple[FilePlan, ...]
    problems: tuple[PlanFileError, ...]


def read(file: Path, limits: PathLimits, undeclared: Undeclared) -> Reading:
    """Read one file. Never raises for what is wrong with it: that is in the `problems`.

    GeoJSON may say party and unit; what is not said is the file's name without its ending. Where a file
    has several plans, such a unit is the name of the track or folder, or else the file's name and a
    number.
    """
    try:
        stated = list(_drafts(_bytes(file), str(file)))
    except PlanFileError as error:
        return Reading((), (error,))
    read = [
        _accepted(draft, file, plan, len(stated), limits, undeclared) for plan, draft in enumerate(stated)
    ]
    problems = tuple(each for each in read if isinstance(each, PlanError))
    return Reading(tuple(each for each in read if isinstance(each, FilePlan)), problems)


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError:
        raise FileUnreadable(str(file)) from None
    if len(data) > MAX_FILE_BYTES:
        raise FileTooLarge(str(file), MAX_FILE_BYTES)
    return data.removeprefix(codecs.BOM_UTF8).lstrip()


def _drafts(data: bytes, file: str) -> Iterator[Draft | PlanError]:
    """Yield what a file states, whatever it is called: its first character and its root say what it is."""
    if data[:1] in {b"{", b"["}:
        stated = geojson.drafts(data, file)
    elif data:
        root = tree(data, file)
        reader = {"gpx": gpx.drafts, "kml": kml.drafts}.get(local(root))
        if reader is None:
            raise FileKindUnknown(file)
        stated = reader(root, file)
    else:
        raise FileKindUnknown(file)
    first = next(stated, None)
    if first is None:
        raise NoPlans(file)
    yield first
    yield from stated


def _accepted(
    draft: Draft | PlanError, file: Path, plan: int, of: int, limits: PathLimits, undeclared: Undeclared
) -> FilePlan | PlanError:
    if isinstance(draft, PlanError):
        return draft
    tau, width = draft.time_tolerance_s, draft.lateral_tolerance_m
    try:
        path = accept(
            draft.places,
            draft.times,
            undeclared.time_tolerance_s if tau is None else tau,
            undeclared.lateral_tolerance_m if width is None else width,
            limits,
        )
    except PathError as error:
        return PathRefused(str(file), plan, error.code, error.index)
    unit = draft.unit or (file.stem if of == 1 else draft.title or f"{file.stem} #{plan + 1}")
    return FilePlan(str(file), plan, draft.party or file.stem, unit, path)
