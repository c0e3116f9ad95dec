"""How two officers of the story agree on a level, each with a key of their own, and how one takes it back."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from deconflict_client import AsyncClient, Levels, OverlapAlert, SigningKey, Terms

AGREED_FOR: Final = timedelta(days=30)
MINIMUM_M: Final = 1000


async def agree(one: AsyncClient, other: AsyncClient, level: int, until: datetime) -> None:
    """Draft a text as one side and sign it as both."""
    parties = await party_of(one), await party_of(other)
    terms = Terms(parties, Levels(level), dict.fromkeys(parties, MINIMUM_M), until)
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
    told = [
        alert.reference for alert in alerts if isinstance(alert, OverlapAlert) and (alert.level or 0) > level
    ]
    told += [overlap.reference for overlap in await other.overlaps() if overlap.level > level]
    return [f"{reference} still shows more than level {level}" for reference in told]


async def party_of(client: AsyncClient) -> str:
    """Return the party that somebody speaks for."""
    party = (await client.who_am_i()).person.party
    if party is None:
        raise ValueError("only parties agree")
    return party
