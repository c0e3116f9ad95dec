"""Zones on the wire: GeoJSON Features with a Polygon, a kind, a name and the window in which they hold."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from deconflict.api.wire import In, Moment, Name, Out, Position, example
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import UNBOUNDED, Window
from deconflict.zones.model import Zone

EXAMPLE_ZONE: Final[dict[str, Any]] = {
    "type": "Feature",
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[13.1, 32.8], [13.2, 32.8], [13.2, 32.9], [13.1, 32.9], [13.1, 32.8]]],
    },
    "properties": {
        "kind": "protected_site",
        "name": "Central hospital",
        "valid_from": "2026-12-01T00:00:00Z",
        "valid_to": None,
    },
}


class PolygonIn(In):
    """Outer ring first, then holes; the last position of a ring is its first. Edges are geodesics."""

    type: Literal["Polygon"]
    coordinates: list[list[Position]]


class ZonePropertiesIn(In):
    """What a zone is; a window that is open at an end says null there or nothing."""

    kind: ZoneKind
    name: Name
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    party: Name | None = Field(None, description="The officer's own party (id or slug); the desk has none.")


class ZoneIn(In):
    """A zone handed in."""

    model_config = example(EXAMPLE_ZONE)

    type: Literal["Feature"]
    geometry: PolygonIn
    properties: ZonePropertiesIn

    def area(self) -> Area:
        """Return the polygon with its purpose and window; raises its OutlineError or EmptyWindow."""
        said = self.properties
        return Area(
            rings=tuple(tuple((place[0], place[1]) for place in ring) for ring in self.geometry.coordinates),
            kind=said.kind,
            window=Window(said.valid_from or UNBOUNDED, said.valid_to or UNBOUNDED),
        )


class PolygonOut(Out):
    """A polygon."""

    type: Literal["Polygon"] = "Polygon"
    coordinates: list[list[tuple[float, float]]]


class ZonePropertiesOut(Out):
    """What a zone is. `party` is null for a zone of the neutral desk, which every party sees."""

    kind: ZoneKind
    name: str
    party: UUID | None
    valid_from: datetime | None
    valid_to: datetime | None


class ZoneOut(Out):
    """A zone."""

    model_config = example(
        EXAMPLE_ZONE
        | {
            "id": "7d2f8a10-4a3c-4f6e-9b1d-2c3e4f5a6b7c",
            "properties": EXAMPLE_ZONE["properties"] | {"party": None},
        }
    )

    type: Literal["Feature"] = "Feature"
    id: UUID
    geometry: PolygonOut
    properties: ZonePropertiesOut

    @classmethod
    def of(cls, zone: Zone) -> Self:
        """Show a zone that the viewer may see."""
        window = zone.area.window
        return cls(
            id=zone.id,
            geometry=PolygonOut(coordinates=[list(ring) for ring in zone.area.rings]),
            properties=ZonePropertiesOut(
                kind=zone.area.kind,
                name=zone.name,
                party=zone.party,
                valid_from=window.start if isinstance(window.start, datetime) else None,
                valid_to=window.end if isinstance(window.end, datetime) else None,
            ),
        )


class ZonesOut(Out):
    """Every zone the viewer may see, oldest first."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[ZoneOut]

    @classmethod
    def of(cls, zones: Iterable[Zone]) -> Self:
        """Show zones."""
        return cls(features=[ZoneOut.of(zone) for zone in zones])
