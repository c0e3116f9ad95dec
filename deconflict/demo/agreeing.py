"""How two officers of the story agree on a level, each with a key of their own, and how one takes it back."""

import math
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from deconflict.demo.model import Agrees, Place
from deconflict_client import AsyncClient, BaseAlert, Clause, Conflict, Levels, Overlap, SigningKey, Terms

AGREED_FOR: Final = timedelta(days=30)
MINIMUM_M: Final = 1000
ZOOM: Final = 10
"""Cells of some 35 km: with its neighbours one holds a town and what surrounds it."""


async def agree(one: AsyncClient, other: AsyncClient, on: Agrees, until: datetime) -> None:
    """Draft a text as one side and sign it as both."""
    parties = await party_of(one), await party_of(other)
    clauses = () if on.around is None else (Clause(on.around_level, cells_around(on.around)),)
    terms = Terms(parties, Levels(on.level, clauses), dict.fromkeys(parties, MINIMUM_M), until)
    text = await one.draft_agreement(terms)
    for client in (one, other):
        key = SigningKey.new()
        registered = await client.register_key("demo", key.public)
        text = await client.sign(text, replace(key, id=registered.id))


async def lower(one: AsyncClient, other: AsyncClient, level: int) -> list[str]:
    """Take a level back as one side; return where the other can still read more than that, which is nowhere."""
    await one.lower(await party_of(other), Levels(level))
    epoch = (await other.picture()).epoch
    alerts = (await other.alerts(epoch)).alerts
    party = await party_of(one)
    told: list[BaseAlert | Overlap | Conflict] = [alert for alert in alerts if names(alert, party)]
    told += [item for item in await other.overlaps() if names(item, party)]
    told += [item for item in await other.conflicts() if names(item, party)]
    return [
        f"{item.reference} still shows more than level {level}" for item in told if (item.level or 0) > level
    ]


def names(told: object, party: str) -> bool:
    """Tell whether something that was told names a party: in its areas, or as the other side."""
    areas, other = getattr(told, "areas", ()), getattr(told, "b", None)
    return any(area.party == party for area in areas) or (other is not None and other.party == party)


def cells_around(place: Place) -> tuple[str, ...]:
    """Return the web-mercator cell of a place and its neighbours, as `zoom/column/row`."""
    turn = math.asinh(math.tan(math.radians(place.lat))) / (2 * math.pi)
    column, row = int((place.lon / 360 + 0.5) * 2**ZOOM), int((0.5 - turn) * 2**ZOOM)
    steps = (-1, 0, 1)
    return tuple(f"{ZOOM}/{column + east}/{row + south}" for east in steps for south in steps)


async def party_of(client: AsyncClient) -> str:
    """Return the party that somebody speaks for."""
    party = (await client.who_am_i()).person.party
    if party is None:
        raise ValueError("only parties agree")
    return party
