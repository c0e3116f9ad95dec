"""The OsmAnd protocol, as OsmAnd, Traccar Client and many trackers speak it. Pure: no I/O.

Source: the protocol's page at traccar.org. Two forms: parameters (`id`, `lat`, `lon`, `timestamp`, `speed` in knots,
`bearing`, `accuracy`, …) in the address or in a form, and since Traccar Client 9 JSON, where speed is in m/s. What else
is said (battery, altitude, cells) is passed over.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl

from pydantic_core import PydanticCustomError

from deconflict.api import strictjson
from deconflict.api.errors import PayloadRefused
from deconflict.api.strictjson import Json
from deconflict.api.wire import moment
from deconflict.gateways.readings import Fault, fix, scaled, unix_time
from deconflict.tracking.model import Fix

KNOTS: Final = 1852 / 3600
SECONDS_END: Final = 2**31
"""Unix times from here on are milliseconds."""
MOST_PARAMETERS: Final = 64
NOWHERE: Final = (0.0, 0.0)
"""What a tracker says that has no position yet."""


def parameters(query: bytes) -> dict[str, str]:
    """Read parameters as a form writes them; of one that comes twice the last counts."""
    try:
        return dict(parse_qsl(query.decode(), keep_blank_values=True, max_num_fields=MOST_PARAMETERS))
    except ValueError:
        raise PayloadRefused(Fault.NOT_AN_OBJECT) from None


def identifier(said: Mapping[str, Json]) -> str:
    """Return the device's identifier, by whichever name it comes."""
    found = next((said[name] for name in ("id", "deviceid", "device_id") if said.get(name)), None)
    if not isinstance(found, str):
        raise PayloadRefused(Fault.NO_DEVICE)
    return found


def fix_of_parameters(said: Mapping[str, str], now: datetime) -> Fix | None:
    """Return the fix that parameters tell of, None when the tracker says that it has none."""
    if said.get("valid", "true").lower() in {"false", "0"}:
        return None
    lat, lon = (_number(said.get(name)) for name in ("lat", "lon"))
    if lat is None and "location" in said:
        lat, lon = (_number(part) for part in [*said["location"].split(","), "", ""][:2])
    if (lat, lon) == NOWHERE:
        return None
    at = _moment(said["timestamp"]) if said.get("timestamp") else now
    speed_m_s = scaled(_number(said.get("speed")), KNOTS)
    return fix(
        at,
        lon,
        lat,
        _number(said.get("accuracy")),
        speed_m_s,
        _number(said.get("bearing") or said.get("heading")),
    )


def fixes_of_json(body: bytes) -> tuple[dict[str, Json], list[Fix]]:
    """Return a JSON message and its fixes; one without a place is some other event, and has none."""
    said = strictjson.parse(body)
    if not isinstance(said, dict):
        raise PayloadRefused(Fault.NOT_AN_OBJECT)
    found = said.get("location")
    locations: Iterable[Json] = found if isinstance(found, list) else [found]
    return said, [
        _fix(each, each["coords"]) for each in locations if isinstance(each, dict) and each.get("coords")
    ]


def _fix(said: dict[str, Json], coords: Json) -> Fix:
    if not isinstance(coords, dict):
        raise PayloadRefused(Fault.NO_PLACE)
    written = said.get("timestamp")
    at = _moment(written) if isinstance(written, str) else unix_time(scaled(written, 0.001))
    measured = (coords.get(name) for name in ("longitude", "latitude", "accuracy", "speed", "heading"))
    return fix(at, *measured)


def _number(written: str | None) -> float | None:
    """Read a number, None for what is none; Python takes `1_0` and `infinity` for some as well."""
    try:
        return None if written is None or "_" in written else float(written)
    except ValueError:
        return None


def _moment(written: str) -> datetime:
    """Read seconds or milliseconds since 1970, RFC 3339, or `2026-12-01 08:00:00`, which is UTC."""
    if written.isdecimal() and written.isascii() and len(written) <= strictjson.MAX_DIGITS:
        number = int(written)
        return unix_time(number if number < SECONDS_END else number / 1000)
    try:
        return moment(written)
    except PydanticCustomError:
        pass
    try:
        return datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        raise PayloadRefused(Fault.NO_TIME) from None
