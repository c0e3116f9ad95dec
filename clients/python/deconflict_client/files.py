"""Plans from GeoJSON files: a Feature or a FeatureCollection. Checks only what tells plans apart."""

from pathlib import Path

from deconflict_client.errors import Unreadable
from deconflict_client.wire import JsonObject, Record, parse


def read_features(path: Path, unit: str | None) -> list[JsonObject]:
    """Return the Features of a file; `unit`, when given, goes into each; Unreadable says what is wrong."""
    record = Record.of(parse(path.read_bytes()))
    features = record.records("features") if record.text("type") == "FeatureCollection" else [record]
    if not features:
        raise Unreadable(pointer="/features", expected="at least one Feature")
    return [_of_unit(feature, unit) for feature in features]


def _of_unit(feature: Record, unit: str | None) -> JsonObject:
    if feature.text("type") != "Feature":
        raise Unreadable(pointer=f"{feature.pointer}/type", expected="Feature")
    properties = feature.maybe_record("properties") or Record({}, f"{feature.pointer}/properties")
    if unit is None:
        properties.text("unit")
        return feature.fields
    return {**feature.fields, "properties": {**properties.fields, "unit": unit}}
