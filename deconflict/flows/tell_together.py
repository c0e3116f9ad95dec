"""Who acts on a rendezvous or a joint patrol tells its other sides and the desk, in the same transaction (ALR-02).

Nothing of it depends on a plan that is hidden from anybody, so it is released at once.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.joint_patrols.model import JointPatrol
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import PartyId, Viewer
from deconflict.rendezvous.model import Rendezvous, RendezvousState
from deconflict.runtime.database import CheckerSession, PartySession
from deconflict.runtime.ids import new_id


async def tell_rendezvous(
    session: PartySession, viewer: Viewer, item: Rendezvous, change: str, now: datetime
) -> None:
    """Queue the notices of what became of a rendezvous, and put it on the ledger of whoever did it."""
    await alerts.queue(session, list(_about_rendezvous(item, viewer.party, change, now)))
    entry = Entry(EntryKind.RENDEZVOUS, viewer.party, viewer.person, item.id, {"rendezvous": change}, now)
    await ledger.append(session, [entry])


def _about_rendezvous(
    item: Rendezvous, actor: PartyId | None, change: str, now: datetime
) -> Iterator[Notice]:
    """It rings for a side that has still to confirm, and for everybody else when what was agreed holds no more."""
    for party in (*item.sides, None):
        if party is not None and party == item.hidden_from:
            continue
        awaited = item.state is RendezvousState.PROPOSED and party is not None and party not in item.confirmed
        asked = item.state is RendezvousState.ASKED and party is None
        ended = item.state is RendezvousState.ENDED
        rings = (awaited or asked or ended) and party != actor
        yield Notice(
            NoticeId(new_id()), party, AlertKind.RENDEZVOUS, change, rings, found_at=now, rendezvous=item.id
        )


async def tell_joint_patrol(
    session: PartySession, viewer: Viewer, item: JointPatrol, change: str, now: datetime
) -> None:
    """Queue the notices of what became of a joint patrol, and put it on the ledger of whoever did it."""
    rings = {party for party in item.parties if _has_to_act(item, party, change)} - {viewer.party}
    await alerts.queue(session, list(about_joint_patrol(item, item.parties, change, rings, now)))
    said: dict[str, str | int | list[str]] = {"joint_patrol": change, "version": item.latest.version}
    entry = Entry(EntryKind.JOINT_PATROL, viewer.party, viewer.person, item.id, said, now)
    await ledger.append(session, [entry])


def _has_to_act(item: JointPatrol, party: PartyId, change: str) -> bool:
    """A new text waits for everybody's name; that a side withdraws, all have to know."""
    new = change in {"proposed", "amended"} and party not in item.countersigned(item.latest.version)
    return new or change == "withdrawn"


async def tell_of_forming(
    checker: CheckerSession, item: JointPatrol, to: Collection[PartyId], change: str, now: datetime
) -> None:
    """Queue the engine's own notices of what became of a text that all countersigned.

    What is refused about a unit is its own party's to know, so not even the desk's (PAT-10).
    """
    rings = set() if change == "registered" else set(to)
    found = about_joint_patrol(item, to, change, rings, now)
    notices = [one for one in found if one.party is not None or change != "unit_busy"]
    await alerts.queue(checker, notices)
    said: dict[str, str | int | list[str]] = {"joint_patrol": change, "version": item.latest.version}
    entries = [Entry(EntryKind.JOINT_PATROL, party, None, item.id, said, now) for party in to]
    await ledger.append(checker, entries)


def about_joint_patrol(
    item: JointPatrol, to: Collection[PartyId], change: str, rings: Collection[PartyId], now: datetime
) -> Iterator[Notice]:
    """Yield the notices for those parties and for the desk."""
    for party in (*to, None):
        yield Notice(
            NoticeId(new_id()),
            party,
            AlertKind.JOINT_PATROL,
            change,
            rings=party in rings,
            found_at=now,
            joint_patrol=item.id,
        )
