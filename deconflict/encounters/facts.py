"""What a sighting tells, as JSON and back. Decides nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from deconflict.agreements.model import Level
from deconflict.encounters.model import Closeness, Octant, Shown, UnitSeen
from deconflict.parties.model import PartyId


def to_facts(shown: Shown) -> dict[str, Any]:
    """Return what is shown as it is stored: only what is told."""
    told: dict[str, Any] = {
        "closeness": shown.closeness,
        "distance_m": shown.distance_m,
        "closest_at": shown.closest_at and shown.closest_at.isoformat(),
        "late": shown.late or None,
        "own": shown.own and _unit(shown.own),
        "other": shown.other and _unit(shown.other),
        "party": shown.party and str(shown.party),
        "cells": [list(cell) for cell in shown.cells] or None,
        "octant": shown.octant,
        "within_m": shown.within_m,
    }
    return {name: value for name, value in told.items() if value is not None}


def from_facts(level: int, told: dict[str, Any]) -> Shown:
    """Read what `to_facts` wrote."""
    closest_at, own, other, party = (told.get(name) for name in ("closest_at", "own", "other", "party"))
    return Shown(
        level=Level(level),
        closeness=Closeness(told["closeness"]) if "closeness" in told else None,
        distance_m=told.get("distance_m"),
        closest_at=closest_at and datetime.fromisoformat(closest_at),
        late=told.get("late", False),
        own=own and _seen(own),
        other=other and _seen(other),
        party=party and PartyId(UUID(party)),
        cells=tuple((column, row) for column, row in told.get("cells", ())),
        octant=Octant(told["octant"]) if "octant" in told else None,
        within_m=told.get("within_m"),
    )


def _unit(seen: UnitSeen) -> dict[str, Any]:
    told = {
        "party": str(seen.party),
        "callsign": seen.callsign,
        "at": seen.at and seen.at.isoformat(),
        "lon": seen.lon,
        "lat": seen.lat,
        "bearing_deg": seen.bearing_deg,
    }
    return {name: value for name, value in told.items() if value is not None}


def _seen(told: dict[str, Any]) -> UnitSeen:
    at = told.get("at")
    return UnitSeen(
        party=PartyId(UUID(told["party"])),
        callsign=told["callsign"],
        at=at and datetime.fromisoformat(at),
        lon=told.get("lon"),
        lat=told.get("lat"),
        bearing_deg=told.get("bearing_deg"),
    )
