"""Read, as the viewer, everything around calls for help and halts that showing them needs. Row policies decide."""

from collections.abc import Collection, Iterable
from uuid import UUID

from deconflict.agreements import store as agreements
from deconflict.alerts import store as alerts
from deconflict.alerts.model import Subject
from deconflict.disclosure.distress import DistressFacts
from deconflict.distress import store as distress
from deconflict.distress.model import Answer, Halt, HaltTold, Sos, SosTold
from deconflict.parties import store as parties
from deconflict.parties.model import PartyId
from deconflict.runtime.database import PartySession


async def facts_of_distress(session: PartySession, of: Collection[Subject]) -> DistressFacts:
    """Return what rendering alerts about calls and halts needs."""
    called, halted = {item.sos for item in of if item.sos}, {item.halt for item in of if item.halt}
    calls = await distress.calls(session, called) if called else {}
    halts = await distress.halts(session, halted) if halted else {}
    return DistressFacts(calls=calls, halts=halts, names=await _names(session, _whose(calls.values())))


async def facts_for_calls(session: PartySession, wanted: Collection[Sos | SosTold]) -> DistressFacts:
    """Return what showing calls needs: the parties' names."""
    return DistressFacts(names=await _names(session, _whose(wanted)))


async def facts_for_halts(session: PartySession, wanted: Collection[Halt | HaltTold]) -> DistressFacts:
    """Return what showing halts needs: for the desk whom each was sent to, and who acknowledged it when."""
    told = await distress.told_of(session, [item.id for item in wanted if isinstance(item, Halt)])
    said = await alerts.acknowledged_by(session, [item.notice for item in told])
    answers: dict[UUID, list[Answer]] = {}
    for item in told:
        for person in item.people:
            answer = Answer(item.party, person, said.get((item.notice, person)))
            answers.setdefault(item.halt, []).append(answer)
    people = [person for item in told for person in item.people]
    names = await _names(session, {item.party for item in told})
    return DistressFacts(
        answers={item.id: answers.get(item.id, []) for item in wanted},
        names={**names, **(await parties.names(session, people) if people else {})},
    )


def _whose(calls: Iterable[Sos | SosTold]) -> set[PartyId]:
    return {item.party if isinstance(item, Sos) else item.owner for item in calls}


async def _names(session: PartySession, wanted: Collection[PartyId]) -> dict[UUID, str]:
    return {party: await agreements.party_name(session, party) or "" for party in wanted}
