"""The text of a joint patrol as the bytes that all countersign: canonical JSON (RFC 8785), and its digest."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import rfc8785

from deconflict.joint_patrols.model import Text
from deconflict.parties.model import PartyId

FORMAT: Final = "deconflict.joint-patrol/1"


def canonical(text: Text) -> bytes:
    """Return the one sequence of bytes that stands for a text (RFC 8785)."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "parties": [str(party) for party in text.parties],
        "reference": text.reference,
        "version": text.version,
        "waypoints": [
            {"lon": lon, "lat": lat, "time": _written(time)}
            for (lon, lat), time in zip(text.waypoints, text.times, strict=True)
        ],
        "time_tolerance_s": text.time_tolerance_s,
        "lateral_tolerance_m": text.lateral_tolerance_m,
        "class": text.purpose,
        "note": text.note,
    }
    return rfc8785.dumps(document)


def digest(text: Text) -> str:
    """Return the SHA-256 of the canonical text in hex: what two people compare on the phone."""
    return hashlib.sha256(canonical(text)).hexdigest()


def read_if_whole(stored: bytes, version: int) -> Text | None:
    """Return the text of that version, or None for bytes that `canonical` never wrote: they must stop nobody."""
    try:
        text = read(stored)
        whole = text.times and text.version == version and canonical(text) == stored
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        return None
    return text if whole else None


def read(stored: bytes) -> Text:
    """Read what `canonical` wrote."""
    said = json.loads(stored)
    places = said["waypoints"]
    return Text(
        parties=tuple(PartyId(UUID(party)) for party in said["parties"]),
        reference=said["reference"],
        version=said["version"],
        waypoints=tuple((float(place["lon"]), float(place["lat"])) for place in places),
        times=tuple(datetime.fromisoformat(place["time"]) for place in places),
        time_tolerance_s=float(said["time_tolerance_s"]),
        lateral_tolerance_m=float(said["lateral_tolerance_m"]),
        purpose=said["class"],
        note=said["note"],
    )


def _written(time: datetime) -> str:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")
