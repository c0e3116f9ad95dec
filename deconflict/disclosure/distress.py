"""Pure functions from a call for help or a halt and its viewer to what may leave (LIV-07, DIS-03).

Its own party and the desk see a call whole; a rival who was told callsign and place. Of a halt a party sees that its
own is concerned, the desk who acknowledged it, and the facilitator what it ordered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from deconflict.agreements.model import Level
from deconflict.alerts.model import Subject
from deconflict.disclosure.disclosed import Disclosed, disclosed
from deconflict.disclosure.distress_views import HaltView, PartyAnswersView, SosView
from deconflict.distress.model import Answer, Halt, HaltTold, Sos, SosTold
from deconflict.errors import NotFound
from deconflict.parties.model import Role, Viewer


@dataclass(frozen=True)
class DistressFacts:
    """What the viewer's own transaction could read around calls and halts, by id; names of parties and of people."""

    calls: Mapping[UUID, Sos | SosTold] = field(default_factory=dict)
    halts: Mapping[UUID, Halt | HaltTold] = field(default_factory=dict)
    answers: Mapping[UUID, Sequence[Answer]] = field(default_factory=dict)
    names: Mapping[UUID, str] = field(default_factory=dict)


def disclose_sos(viewer: Viewer, item: Sos | SosTold, facts: DistressFacts) -> Disclosed[SosView]:
    """Show a call to its own party, to the desk, and to a rival what it was told. NotFound for others."""
    return disclosed(sos_view(viewer, item, facts))


def disclose_halt(viewer: Viewer, item: Halt | HaltTold, facts: DistressFacts) -> Disclosed[HaltView]:
    """Show a halt to the desk, to whoever ordered it, and to a party that was told. NotFound for others."""
    return disclosed(halt_view(viewer, item, facts))


def distress_body(viewer: Viewer, of: Subject, facts: DistressFacts) -> SosView | HaltView | None:
    """Return what an alert about a call or a halt shows; None when the level allows nothing of it any more."""
    call = None if of.sos is None else facts.calls.get(of.sos)
    if call is not None:
        return sos_view(viewer, call, facts)
    halt = None if of.halt is None else facts.halts.get(of.halt)
    return None if halt is None else halt_view(viewer, halt, facts)


def sos_view(viewer: Viewer, item: Sos | SosTold, facts: DistressFacts) -> SosView:
    """Return what a viewer sees of a call. NotFound for others."""
    if isinstance(item, SosTold):
        return _told_view(viewer, item, facts)
    if viewer.role is not Role.DESK and viewer.party != item.party:
        raise NotFound()
    return SosView(
        id=item.id,
        reference=item.reference,
        level=None,
        party=item.party,
        party_name=_name(facts, item.party),
        unit=item.unit,
        callsign=item.callsign,
        place=item.place,
        note=item.note,
        raised_at=item.raised_at,
        ended_at=item.ended_at,
        by_desk=item.by_desk,
    )


def halt_view(viewer: Viewer, item: Halt | HaltTold, facts: DistressFacts) -> HaltView:
    """Return what a viewer sees of a halt. NotFound for others."""
    if isinstance(item, HaltTold):
        if viewer.party != item.party:
            raise NotFound()
        by, answers = None, None
    else:
        if viewer.role is not Role.DESK and viewer.person != item.person:
            raise NotFound()
        by = item.by
        answers = _answers(facts.answers.get(item.id, ()), facts) if viewer.role is Role.DESK else None
    return HaltView(
        id=item.id,
        reference=item.reference,
        by=by,
        ring=item.ring,
        note=item.note,
        raised_at=item.raised_at,
        lifted_at=item.lifted_at,
        answers=answers,
    )


def _told_view(viewer: Viewer, item: SosTold, facts: DistressFacts) -> SosView:
    if viewer.party != item.party:
        raise NotFound()
    return SosView(
        id=item.id,
        reference=item.reference,
        level=None if item.joint else int(Level.SEGMENT),
        party=item.owner,
        party_name=_name(facts, item.owner),
        unit=None,
        callsign=item.callsign,
        place=item.place,
        note=None,
        raised_at=item.raised_at,
        ended_at=item.ended_at,
        by_desk=None,
    )


def _answers(given: Sequence[Answer], facts: DistressFacts) -> tuple[PartyAnswersView, ...]:
    """Return the answers party by party, by the parties' names."""
    parties = {answer.party for answer in given}
    return tuple(
        PartyAnswersView(
            party=party,
            party_name=_name(facts, party),
            acknowledged=tuple(
                (facts.names.get(answer.person, ""), answer.at)
                for answer in given
                if answer.party == party and answer.at is not None
            ),
            outstanding=tuple(
                facts.names.get(answer.person, "")
                for answer in given
                if answer.party == party and answer.at is None
            ),
        )
        for party in sorted(parties, key=lambda party: _name(facts, party))
    )


def _name(facts: DistressFacts, party: UUID) -> str:
    if party not in facts.names:
        raise NotFound()
    return facts.names[party]
