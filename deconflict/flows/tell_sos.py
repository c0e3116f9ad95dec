"""Rivals are told of a call for help as far as the level goes where it was made, and whose patrol shares the unit.

At level 3 and above a rival learns callsign and place; below nothing (LIV-07, DIS-03).
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Level, Matter, Pact, Pacts, Parties, Terms
from deconflict.agreements.rules import capped, lowest
from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.distress import checker_store as distress
from deconflict.distress.model import Place, Sos, SosTold
from deconflict.joint_patrols import checker_store as joint_patrols
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties import store as parties
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.model import PartyId
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import UNDER_WAY
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id, new_reference
from deconflict.separation.cover import of_place
from deconflict.separation.units import epoch_s


async def tell_sos(checker: CheckerSession, terms: Terms, now: datetime) -> int:
    """Bring what rivals are told of calls in line with what became of them; return how many calls that were."""
    due = await distress.calls_due(checker)
    if not due:
        return 0
    pending = await agreements.pending(checker, now)
    pacts = await agreements.pacts(checker, terms)
    pacts = capped(pacts, [(item.pair, item.lowest) for item in pending])
    everybody = [one.id for one in await parties.parties(checker)]
    suspended = await suspensions.in_force(checker)
    for call in due:
        told = {item.party: item for item in await distress.told_of_call(checker, call.id)}
        if call.ended_at is None:
            may_know = await _may_know(checker, call, everybody, suspended, pacts, now)
            await _tell(checker, call, told, may_know, now)
        else:
            await _withhold(checker, told, await _may_know(checker, call, told, (), pacts, now))
            await _tell_end(checker, call, now)
    await distress.call_is_told(checker, [call.id for call in due])
    return len(due)


async def withhold_calls(checker: CheckerSession, pact: Pact, pair: Parties, now: datetime) -> None:
    """Take back what either was told of the other's calls where the level is below 3 now; look at the rest again.

    In the transaction that lifts the ceiling between them (DIS-02).
    """
    told = [item for item in await distress.told_between(checker, *pair) if not item.joint]
    gone = [item.id for item in told if _level_at(pact, item.place, item.raised_at, now) < Level.SEGMENT]
    await distress.tell_call_no_more(checker, gone)
    await distress.tell_anew(checker, pair)


async def _may_know(
    checker: CheckerSession,
    call: Sos,
    among: Collection[PartyId],
    suspended: Collection[PartyId],
    pacts: Pacts,
    now: datetime,
) -> dict[PartyId, bool]:
    """Return who of others may know of a call, and whether that is because a patrol of theirs shares the unit.

    A suspended party learns of no rival (PAT-02).
    """
    with_it = await _sharing_the_unit(checker, call)
    others = [party for party in among if party != call.party and party not in suspended]
    known = {
        party: False
        for party in others
        if _level_at(pacts.of(call.party, party), call.place, call.raised_at, now) >= Level.SEGMENT
    }
    return known | {party: True for party in others if party in with_it}


def _level_at(pact: Pact, place: Place | None, at: datetime, now: datetime) -> Level:
    """Return the live level where and when a call was made; sealed where nothing is known of the place."""
    if place is None:
        return Level.SEALED
    return lowest(pact, of_place(place.lon, place.lat, epoch_s(at)), Matter.LIVE, now)


async def _sharing_the_unit(checker: CheckerSession, call: Sos) -> set[PartyId]:
    """Return the parties of joint patrols that the unit is on and that are under way."""
    around = await joint_patrols.around_unit(checker, call.unit)
    states = await patrols.states(checker, around.keys()) if around else {}
    return {party for patrol, state in states.items() if state in UNDER_WAY for party in around[patrol]}


async def _tell(
    checker: CheckerSession,
    call: Sos,
    told: Mapping[PartyId, SosTold],
    may_know: Mapping[PartyId, bool],
    now: datetime,
) -> None:
    """Tell those who may know and were not told, each by an object of its own; withhold it from who may no more."""
    await _withhold(checker, told, may_know)
    new = [_told(call, party, joint=joint) for party, joint in sorted(may_know.items()) if party not in told]
    await distress.tell_call(checker, call.id, new)
    await ledger.append(checker, [_entry(call, item, now) for item in new])
    await alerts.queue(checker, [_notice(item, now) for item in new])


async def _withhold(
    checker: CheckerSession, told: Mapping[PartyId, SosTold], may_know: Mapping[PartyId, bool]
) -> None:
    """Take back what somebody was told who may not know it any more; a joint patrol's partner keeps it."""
    gone = [item.id for party, item in told.items() if party not in may_know and not item.joint]
    await distress.tell_call_no_more(checker, gone)


async def _tell_end(checker: CheckerSession, call: Sos, now: datetime) -> None:
    """Tell those who still know of the call that it is over (ALR-06)."""
    left = await distress.told_of_call(checker, call.id)
    fresh = [item for item in left if item.ended_at is None]
    if fresh and call.ended_at is not None:
        await distress.end_told(checker, call.id, call.ended_at)
        await alerts.queue(checker, [_notice(item, now, over=True) for item in fresh])


def _told(call: Sos, party: PartyId, *, joint: bool) -> SosTold:
    return SosTold(
        id=new_id(party),
        reference=new_reference(party),
        party=party,
        owner=call.party,
        callsign=call.callsign,
        place=call.place,
        raised_at=call.raised_at,
        joint=joint,
    )


def _notice(told: SosTold, now: datetime, *, over: bool = False) -> Notice:
    kind, change = (AlertKind.ALL_CLEAR, "over") if over else (AlertKind.SOS, "raised")
    return Notice(
        NoticeId(new_id(told.party)), told.party, kind, change, rings=not over, found_at=now, sos=told.id
    )


def _entry(call: Sos, told: SosTold, now: datetime) -> Entry:
    said: dict[str, str | int | list[str]] = {
        "level": int(Level.SEGMENT),
        "to": str(told.party),
        "what": "sos",
    }
    return Entry(EntryKind.DISCLOSURE, call.party, None, call.id, said, now)
