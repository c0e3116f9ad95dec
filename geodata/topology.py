"""Reads TopoJSON (the 2013 specification): lines that countries share, put together into their outlines.

Knowing which lines two countries share tells borders from coasts, which outlines alone do not.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, Final, Self

from shapely import LineString, Polygon, make_valid, union_all
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]
LEAST: Final = 3


@dataclass(frozen=True)
class Topology:
    """The arcs in degrees, and each object's outline as rings of arc numbers; `~n` is arc n backwards."""

    arcs: Sequence[Sequence[Point]]
    outlines: Mapping[str, Sequence[Sequence[Sequence[int]]]]

    @classmethod
    def read(cls, text: bytes, collection: str) -> Self:
        """Read one collection of polygons, known by their ids; those without an id have none to be known by."""
        said = json.loads(text)
        scale, start = said["transform"]["scale"], said["transform"]["translate"]
        arcs = [_degrees(arc, scale, start) for arc in said["arcs"]]
        outlines: dict[str, list[Any]] = {}
        for number, each in enumerate(said["objects"][collection]["geometries"]):
            polygons = [each["arcs"]] if each["type"] == "Polygon" else each.get("arcs", [])
            outlines.setdefault(each.get("id", f"#{number}"), []).extend(polygons)
        return cls(arcs, outlines)

    @cached_property
    def uses(self) -> Counter[int]:
        """How many outlines each arc is part of."""
        return Counter(
            arc if arc >= 0 else ~arc
            for polygons in self.outlines.values()
            for arc in {number for rings in polygons for ring in rings for number in ring}
        )

    def area(self, name: str) -> BaseGeometry:
        """Return the outline of one object; what quantisation left less than a triangle of is left out."""
        drawn = (
            [ring for each in rings if len(ring := self._ring(each)) > LEAST] for rings in self.outlines[name]
        )
        return union_all([make_valid(Polygon(rings[0], rings[1:])) for rings in drawn if rings])

    def shared(self) -> Iterator[LineString]:
        """Yield the lines that two objects share."""
        return (LineString(self.arcs[arc]) for arc, count in sorted(self.uses.items()) if count > 1)

    def _ring(self, numbers: Sequence[int]) -> list[Point]:
        points: list[Point] = []
        for number in numbers:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points.extend(arc[1:] if points else arc)
        return points


def _degrees(arc: Sequence[Sequence[int]], scale: Sequence[float], start: Sequence[float]) -> list[Point]:
    """Undo the delta encoding and the quantisation of one arc."""
    xs = accumulate(step[0] for step in arc)
    ys = accumulate(step[1] for step in arc)
    return [(x * scale[0] + start[0], y * scale[1] + start[1]) for x, y in zip(xs, ys, strict=True)]
