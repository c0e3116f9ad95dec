"""Part of the engine's work: where units are is shown where the live level is 4 there and then, and taken back."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Level, Matter, Pact, Pacts, Parties, Terms
from deconflict.agreements.rules import lowest, plain, reaches
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id
from deconflict.separation.cover import of_stay
from deconflict.separation.units import epoch_s
from deconflict.tracking import shared_checker_store as sharing
from deconflict.tracking.model import Position
from deconflict.tracking.shared_checker_store import Viewing

FRESH: Final = timedelta(hours=1)
"""An older fix is no live position."""


async def share_positions(checker: CheckerSession, terms: Terms, now: datetime) -> int:
    """Show positions to whom the level allows it, and to nobody else; return how many were shown anew or again.

    What a suspended party was shown stays until it is old: it learns nothing more (PAT-02).
    """
    before = await sharing.shown(checker)
    pacts = await agreements.pacts(checker, terms)
    suspended = await suspensions.in_force(checker)
    partners = _partners(pacts, now, suspended)
    if not before and not partners:
        return 0
    wanted = {
        (viewer, position.unit): position
        for position in await sharing.shareable(checker, partners, now - FRESH)
        for viewer in partners[position.party]
        if _is_shared(pacts.of(position.party, viewer), position, now)
    }
    old = [
        viewing
        for viewing, (_, at) in before.items()
        if viewing not in wanted and (viewing[0] not in suspended or at < now - FRESH)
    ]
    await sharing.unshare(checker, old)
    news = {of: each for of, each in wanted.items() if of not in before or before[of][1] != each.fix.at}
    begun = [_entry(of, each, now) for of, each in news.items() if of not in before]
    await ledger.append(checker, begun)
    shown = [(of[0], before[of][0] if of in before else new_id(of[0]), each) for of, each in news.items()]
    await sharing.share(checker, shown, now)
    return len(shown)


async def take_back_positions(checker: CheckerSession, pair: Parties) -> None:
    """Show neither of two parties where the other is, until the level is looked at again (DIS-02)."""
    await sharing.unshare_between(checker, *pair)


def _partners(pacts: Pacts, now: datetime, suspended: Collection[PartyId]) -> dict[PartyId, list[PartyId]]:
    """Return to whom the positions of each party's units may be shown somewhere."""
    found: dict[PartyId, list[PartyId]] = {}
    for (one, other), pact in pacts.between.items():
        if not {one, other} & set(suspended) and reaches(pact, Level.SHARED, now):
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return found


def _is_shared(pact: Pact, position: Position, now: datetime) -> bool:
    """Say whether the level is 4 wherever the unit may be, from its fix on until now: the lowest counts (DIS-01)."""
    level = plain(pact, Matter.LIVE, now)
    if level is None:
        fix = position.fix
        since, until = sorted((epoch_s(fix.at), epoch_s(now)))
        level = lowest(pact, of_stay(fix.lon, fix.lat, fix.accuracy_m or 0.0, since, until), Matter.LIVE, now)
    return level >= Level.SHARED


def _entry(of: Viewing, position: Position, now: datetime) -> Entry:
    """Return the one entry for as long as it is shown (DIS-07)."""
    said: dict[str, str | int | list[str]] = {
        "level": int(Level.SHARED),
        "to": str(of[0]),
        "what": "position",
    }
    return Entry(EntryKind.DISCLOSURE, position.party, None, position.unit, said, now)
