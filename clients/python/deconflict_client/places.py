"""Towns, districts and airfields as the service's gazetteer names them."""

from dataclasses import dataclass

from deconflict_client.wire import Record


@dataclass(frozen=True)
class NamedPlace:
    """Something with a name and a point; `kind`: town, district or airfield."""

    id: str
    kind: str
    name_en: str
    name_ar: str | None
    lon: float
    lat: float


def place(record: Record) -> NamedPlace:
    """Read a place."""
    return NamedPlace(
        id=record.text("id"),
        kind=record.text("kind"),
        name_en=record.text("name_en"),
        name_ar=record.maybe_text("name_ar"),
        lon=record.number("lon"),
        lat=record.number("lat"),
    )
