"""What the live tick has to tell is numbered in the transaction that found it: one batch, one wake-up (ALR-02).

It goes to a party's officers and, when it is about a unit, to its crew's devices, to whoever is bound to it, and to
whoever is bound to none and reported for it lately; or to the desk.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from deconflict.alerts import store as alerts
from deconflict.alerts.live_store import feeds_of
from deconflict.alerts.model import AlertKind, NoticeId, Recipient, Subject
from deconflict.alerts.store import Delivery
from deconflict.parties import binding_store as bindings
from deconflict.parties import store as parties
from deconflict.parties.model import PartyId, UnitId
from deconflict.parties.rules import is_with
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id
from deconflict.tracking import checker_store as tracking

WITH_UNIT: Final = timedelta(hours=12)
"""Whoever reported for a unit within this time is taken to be with it, unless their officers said otherwise."""


@dataclass(frozen=True)
class Said:
    """One thing to tell a party (None: the desk); `unit`: also to the people who are with it."""

    party: PartyId | None
    unit: UnitId | None
    kind: AlertKind
    change: str
    rings: bool
    subject: Subject


async def say_at_once(checker: CheckerSession, said: Sequence[Said], now: datetime) -> None:
    """Number all of it."""
    if not said:
        return
    sides = {item.party for item in said if item.party is not None}
    feeds = await alerts.recipients(checker, sides, desk=any(item.party is None for item in said))
    crews = await _crews(checker, {item.unit for item in said if item.unit is not None}, now)
    await alerts.number(
        checker,
        [
            Delivery(to, notice, item.kind, item.change, item.rings, item.subject)
            for item in said
            for notice in (NoticeId(new_id(item.party)),)
            for to in _recipients(item, feeds, crews)
        ],
        now,
    )


def _recipients(
    item: Said, feeds: Collection[Recipient], crews: Mapping[UnitId, Collection[Recipient]]
) -> list[Recipient]:
    """Return each feed once, though an officer may also have reported for the unit."""
    found = [feed for feed in feeds if feed.party == item.party]
    if item.unit is not None:
        found += [feed for feed in crews.get(item.unit, ()) if feed.party == item.party]
    return list(dict.fromkeys(found))


async def _crews(
    checker: CheckerSession, units: Collection[UnitId], now: datetime
) -> dict[UnitId, list[Recipient]]:
    if not units:
        return {}
    reported = await tracking.crews(checker, units, now - WITH_UNIT)
    said = await bindings.bindings(checker, set().union(*reported.values()))
    people = {
        unit: {one for one, at in some.items() if is_with(said.get(one), unit, at)}
        for unit, some in reported.items()
    }
    for unit, crew in (await parties.crews(checker, units)).items():
        people.setdefault(unit, set()).update(crew)
    feeds: dict[UUID, Recipient] = await feeds_of(checker, set().union(*people.values()))
    return {unit: [feeds[one] for one in sorted(some) if one in feeds] for unit, some in people.items()}
