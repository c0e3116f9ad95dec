"""Part of the check: whole plans are shown where the level is 4 wherever the plan goes, and taken back (DIS-03)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from deconflict.agreements.model import Level, Matter, Pact, Pacts, Parties
from deconflict.agreements.rules import lowest, plain, reaches
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import PartyId
from deconflict.patrols import shared_checker_store as sharing
from deconflict.patrols.shared_checker_store import Shared
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id, new_reference
from deconflict.separation.cover import unpack


async def share_plans(
    checker: CheckerSession,
    patrols: Collection[UUID],
    pacts: Pacts,
    now: datetime,
    suspended: Collection[PartyId],
) -> None:
    """Show those patrols' plans to whom the level allows it, as they are now, and to nobody else.

    A plan is one fact: it lies in every cell-hour of its cover, and the lowest level among them counts (DIS-01).
    What a suspended party was shown stays as it was: it learns nothing more, not even what is gone (PAT-02).
    """
    partners = _partners(pacts, now, suspended)
    shown = await sharing.shown(checker, patrols)
    before = {viewing: name for viewing, name in shown.items() if viewing[0] not in suspended}
    if not before and not partners:
        return
    wanted = {}
    for item in await sharing.shareable(checker, patrols, partners):
        for viewer in partners[item.party]:
            if _is_shared(pacts.of(item.party, viewer), item.cover, now):
                viewing = viewer, item.patrol
                wanted[viewing] = before.get(viewing) or (new_id(viewer), new_reference(viewer))
    await sharing.unshare(checker, [viewing for viewing in before if viewing not in wanted])
    new = await sharing.share(checker, wanted, now)
    new = sorted(new, key=lambda item: (item.party, item.patrol))  # the database returns them in any order
    await ledger.append(checker, [_entry(item, now) for item in new])


async def share_between(
    checker: CheckerSession,
    pair: Parties,
    pacts: Pacts,
    now: datetime,
    suspended: Collection[PartyId],
) -> None:
    """Show either of two parties the other's plans as the level is now: something was signed or taken back."""
    if set(pair) & set(suspended):
        return  # what may be seen no more is taken back elsewhere; more is shown when the party is restored
    shown = [patrol for (_, patrol), _ in await sharing.shown_between(checker, *pair)]
    if shown or reaches(pacts.of(*pair), Level.SHARED, now):
        current = await sharing.patrols_of(checker, pair)
        await share_plans(checker, {*shown, *current}, pacts, now, suspended)


async def take_back(checker: CheckerSession, pact: Pact, pair: Parties, now: datetime) -> None:
    """Show no plan any more that the level does not allow now (DIS-02)."""
    shown = await sharing.shown_between(checker, *pair)
    await sharing.unshare(checker, [viewing for viewing, cover in shown if not _is_shared(pact, cover, now)])


def _partners(pacts: Pacts, now: datetime, suspended: Collection[PartyId]) -> dict[PartyId, list[PartyId]]:
    """Return to whom each party's plans may be shown somewhere."""
    found: dict[PartyId, list[PartyId]] = {}
    for (one, other), pact in pacts.between.items():
        if not {one, other} & set(suspended) and reaches(pact, Level.SHARED, now):
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return found


def _is_shared(pact: Pact, cover: bytes, now: datetime) -> bool:
    level = plain(pact, Matter.PLANS, now)
    if level is None:
        level = lowest(pact, unpack(cover), Matter.PLANS, now)
    return level >= Level.SHARED


def _entry(new: Shared, now: datetime) -> Entry:
    said: dict[str, str | int | list[str]] = {
        "level": int(Level.SHARED),
        "to": str(new.party),
        "version": new.version,
    }
    return Entry(EntryKind.DISCLOSURE, new.owner, None, new.patrol, said, now)
