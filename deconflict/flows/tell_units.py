"""Part of the live tick: units that fell silent, and units that left their plan (LIV-03, LIV-04).

Silence is for the unit's own officers and the neutral desk; what others learn of it is an encounter within its reach.
Whoever strays is told first, with its own side; after the grace the plan counts as left, as if it had been declared.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from deconflict.alerts.live_store import last_changes
from deconflict.alerts.model import AlertKind, Subject
from deconflict.encounters import checker_store as encounters
from deconflict.encounters.model import Overdue, OverdueId
from deconflict.flows.following import Following
from deconflict.flows.say_at_once import Said
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import UnitId
from deconflict.patrols import checker_store as patrols
from deconflict.patrols import live_store as live_patrols
from deconflict.patrols.model import Driven, PatrolState
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id, new_reference
from deconflict.separation.live.conformance import Keeping
from deconflict.separation.live.silence import Quiet
from deconflict.separation.live.tidings import UnitEvent, UnitKind

CHANGES = {
    UnitKind.STRAYING: "straying",
    UnitKind.OFF_PLAN: "off_plan",
    UnitKind.BACK_ON_PLAN: "back_on_plan",
}


async def tell_silence(checker: CheckerSession, at: Following, now: datetime) -> list[Said]:
    """Put on record which units under way are overdue, and which have been heard again; return what to say."""
    new, changed, said = [], [], []
    silent = _silent(at)
    for unit, quiet in silent.items():
        before, beyond = at.overdue.get(unit), quiet == Quiet.BEYOND_REACH
        if before is None:
            item = _opened(at, unit, beyond=beyond)
            new.append(item)
            said += _said(item, "opened", rings=True)
        elif beyond and not before.beyond_reach:
            item = replace(before, beyond_reach=True, revision=before.revision + 1)
            changed.append(item)
            said += _said(item, "beyond_reach", rings=True)
    for unit, before in at.overdue.items():
        if unit not in silent and _is_back(at, unit):
            item = replace(before, heard_at=now, revision=before.revision + 1)
            changed.append(item)
            said += _said(item, "heard", rings=False)
    if new or changed:
        await encounters.record_overdue(checker, new, changed)
    for item in (*new, *changed):
        if item.heard_at is None:
            at.overdue[item.unit] = item
        else:
            del at.overdue[item.unit]
    return said


async def take_up_straying(checker: CheckerSession, at: Following, now: datetime) -> None:
    """After a start, let those be straying who were told so last, since then; else none is told that it is back."""
    active = {unit: item.patrol for unit, item in at.known.driven.items() if item.state is PatrolState.ACTIVE}
    told = await last_changes(checker, list(active.values()), CHANGES.values()) if active else {}
    conformance = at.state.conformance
    for unit, patrol in active.items():
        change, since = told.get(patrol, (None, now))
        if change == CHANGES[UnitKind.STRAYING]:
            conformance.keeping[unit] = Keeping.STRAYING
            conformance.since_s[unit] = min(since, now).timestamp()


async def tell_conformance(
    checker: CheckerSession, at: Following, events: Iterable[UnitEvent], now: datetime
) -> list[Said]:
    """Tell of patrols under way that stray, leave their plan or are back on it; return what to say."""
    said = []
    active = [
        (event, driven)
        for event in events
        if (driven := at.known.under_way(event.unit)) is not None and driven.state is PatrolState.ACTIVE
    ]
    told = (
        await last_changes(checker, [driven.patrol for _, driven in active], CHANGES.values())
        if active
        else {}
    )
    for event, driven in active:
        change = CHANGES[event.kind]
        if driven.patrol in told and told[driven.patrol][0] == change:
            continue  # told before a restart
        if event.kind is UnitKind.OFF_PLAN and not await _leave_plan(checker, at, driven, now):
            continue
        party = at.known.units[event.unit].party
        rings, subject = event.kind is not UnitKind.BACK_ON_PLAN, Subject(patrol=driven.patrol)
        said.append(Said(party, driven.unit, AlertKind.PATROL, change, rings, subject))
        if event.kind is UnitKind.OFF_PLAN:
            said.append(Said(None, None, AlertKind.PATROL, change, rings, subject))
    return said


async def _leave_plan(checker: CheckerSession, at: Following, driven: Driven, now: datetime) -> bool:
    """Move a patrol off its plan, as its crew could have declared: the others are checked again (PAT-07)."""
    if not await live_patrols.leave_plan(checker, driven.patrol):
        return False
    party = at.known.units[at.known.number[driven.unit]].party
    await patrols.queue_check(checker, now, driven.patrol, party)
    move = {"to": PatrolState.OFF_PLAN.value, "by": "positions"}
    await ledger.append(checker, [Entry(EntryKind.MOVE, party, None, driven.patrol, {**move}, now)])
    return True


def _silent(at: Following) -> dict[UnitId, Quiet]:
    """Return the units that have a patrol under way, have sent positions and are silent."""
    states = at.state.silence.state
    return {
        at.known.units[unit].unit: Quiet(int(states[unit]))
        for unit in at.known.driven
        if at.known.under_way(unit) is not None and states[unit] != Quiet.HEARD
    }


def _is_back(at: Following, unit: UnitId) -> bool:
    """Tell whether a unit that was overdue was heard again, or has nothing under way any more."""
    number = at.known.number[unit]
    if at.known.under_way(number) is None:
        return True
    heard_s = float(at.state.tracks.last_s[number])
    return heard_s > at.overdue[unit].since.timestamp()


def _opened(at: Following, unit: UnitId, *, beyond: bool) -> Overdue:
    number = at.known.number[unit]
    side = at.known.units[number]
    return Overdue(
        id=OverdueId(new_id(side.party)),
        reference=new_reference(side.party),
        party=side.party,
        unit=unit,
        callsign=side.callsign,
        since=datetime.fromtimestamp(float(at.state.tracks.last_s[number]), UTC),
        beyond_reach=beyond,
        heard_at=None,
        revision=1,
    )


def _said(item: Overdue, change: str, *, rings: bool) -> list[Said]:
    kind = AlertKind.OVERDUE if item.heard_at is None else AlertKind.ALL_CLEAR
    subject = Subject(overdue=item.id, revision=item.revision)
    return [Said(party, None, kind, change, rings, subject) for party in (item.party, None)]
