"""What nobody acknowledges climbs: other devices, the party's duty officer, the neutral desk, the facilitator (ALR-04).

Each rung of each alert is reached once, by rows, so that no restart repeats or forgets one; what comes due together is
one call. Nothing but a side's own alerts and its own acknowledgements decides when (IDN-03).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from deconflict.alerts import ladder_store as ladders
from deconflict.alerts import press_store as pressed
from deconflict.alerts import snooze_store as snoozes
from deconflict.alerts import store as alerts
from deconflict.alerts.model import (
    AlertKind,
    Escalation,
    Ladder,
    NoticeId,
    Recipient,
    Rung,
    Subject,
)
from deconflict.alerts.rules import BREATH, SPACING, Schedules, due_at, rung_of
from deconflict.alerts.store import Delivery
from deconflict.duty import store as rosters
from deconflict.flows.find_concerned import find_concerned
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id
from deconflict.shiftlog import checker_store as presses
from deconflict.shiftlog.model import Reached
from deconflict.summons import store as summons

AT_ONCE: Final = 5000
ANSWERED: Final = "answered"
OWN: Final = frozenset({Rung.DEVICES, Rung.DUTY})
"""The rungs on which a side's own people are called."""

Side = tuple[PartyId | None, Rung]
OnDuty = Mapping[PartyId, frozenset[PersonId]]
Called = tuple[Escalation, Sequence[tuple[Ladder, datetime]]]


async def escalate(checker: CheckerSession, schedules: Schedules, now: datetime) -> int:
    """End what was answered, say so to whom it was called, and call whom it is time to; return how many calls."""
    await ladders.end_acknowledged(checker, now)
    over = await ladders.over(checker, now)
    cleared = await _all_clear(checker, over)
    await summons.drop(checker, await ladders.quiet(checker, {item.party for item in over}), now)
    await _wake(checker, now)
    looked_at = await ladders.due(checker, now, AT_ONCE)
    to_call = await _sort(checker, looked_at, schedules, now)
    await _press(checker, to_call, now)
    # By the side's id and the rung: the order in which alerts came must not tell who caused them.
    in_order = sorted(to_call.items(), key=lambda item: (str(item[0][0]), list(Rung).index(item[0][1])))
    calls = [_call(side, found, schedules, now) for side, found in in_order]
    await ladders.call(checker, calls)
    on_duty = await _on_duty(checker, [item for item, _ in calls], now)
    told = await _tell(checker, [item for item, _ in calls], on_duty, now)
    # At the end and all at once: ladders are locked before feeds, whoever numbers (`alerts.number`).
    await alerts.number(checker, [*cleared, *told], now)
    await _summon(checker, calls, on_duty, now)
    return len(calls)


async def _sort(
    checker: CheckerSession, looked_at: Sequence[Ladder], schedules: Schedules, now: datetime
) -> dict[Side, list[Ladder]]:
    """Return what is due by side and rung, and put off the rest: what is not due yet, or too soon after a call."""
    later: dict[NoticeId, datetime] = {}
    found: dict[Side, list[Ladder]] = {}
    given_up = []
    for item in looked_at:
        rung, due = rung_of(item), due_at(item, schedules)
        if due > now:
            later[item.notice] = due
        elif rung is None:
            given_up.append(item.notice)
        else:
            found.setdefault((item.party, rung), []).append(item)
    for side, last in (await ladders.last_calls(checker, found.keys())).items():
        if last + SPACING > now:
            later |= {item.notice: last + SPACING for item in found.pop(side)}
    await ladders.look_again(checker, later)
    await ladders.give_up(checker, given_up, now)
    return found


async def _press(checker: CheckerSession, to_call: dict[Side, list[Ladder]], now: datetime) -> None:
    """Add what the desk raises by hand to what is due, and store whom that reaches.

    What reached a rung within a breath is left there: a press that meets the clock's own call adds none.
    """
    for press in await presses.waiting(checker):
        found = await find_concerned(checker, await pressed.subject_at(checker, press.feed, press.seq))
        fired = await pressed.last_fired(checker, [item.notice for item in found])
        reached = []
        for item in found:
            rung = rung_of(item)
            last = fired.get(item.notice)
            if last is not None and last[1] + BREATH > now:
                rung = last[0]
            elif rung is not None and item not in (group := to_call.setdefault((item.party, rung), [])):
                group.append(item)
            if item.party is not None:
                reached.append(Reached(item.party, rung and rung.value))
        await presses.settle(checker, press, dict.fromkeys(reached), now)


async def _wake(checker: CheckerSession, now: datetime) -> None:
    """Summon those whose quiet is over while something that they slept over still climbs (ALR-05)."""
    for item in await snoozes.end(checker, now):
        await summons.summon(checker, [item.person], (), item.party, now)


def _call(side: Side, found: Sequence[Ladder], schedules: Schedules, now: datetime) -> Called:
    party, rung = side
    made = Escalation(
        id=new_id(party),  # who reads its ledger sees it there
        party=party,
        rung=rung,
        kinds=tuple(sorted({item.kind for item in found})),
        unanswered=len(found),
        since=min(item.begun_at for item in found),
        at=now,
    )
    return made, [(item, max(due_at(_climbed(item), schedules), now + BREATH)) for item in found]


def _climbed(item: Ladder) -> Ladder:
    return Ladder(
        item.notice, item.party, item.kind, item.urgency, item.matter, item.begun_at, item.fired + 1
    )


async def _tell(
    checker: CheckerSession, calls: Sequence[Escalation], on_duty: OnDuty, now: datetime
) -> list[Delivery]:
    """Return a call for each feed of whom it is for; what the facilitator learns is on the ledger first (DIS-07)."""
    entries = [_entry(item, now) for item in calls if item.rung is Rung.FACILITATOR]
    await ledger.append(checker, entries)
    feeds = await ladders.feeds_of(checker, frozenset().union(*on_duty.values()))
    deliveries: list[Delivery] = []
    for item in calls:
        if item.rung is Rung.DUTY and item.party is not None:
            to: Sequence[Recipient] = [feeds[who] for who in sorted(on_duty[item.party]) if who in feeds]
        else:
            to = await _neutral(checker, item)
        deliveries += _deliveries(item, to, AlertKind.ESCALATION, item.rung.value, rings=True)
    return deliveries


async def _on_duty(checker: CheckerSession, calls: Sequence[Escalation], now: datetime) -> OnDuty:
    parties = [item.party for item in calls if item.rung is Rung.DUTY and item.party is not None]
    return await rosters.on_duty(checker, parties, now) if parties else {}


async def _summon(checker: CheckerSession, calls: Sequence[Called], on_duty: OnDuty, now: datetime) -> None:
    """Let those whom a call is for be told out of band to open the app, but for those who snooze (ALR-05)."""
    for item, found in calls:
        notices = [one.notice for one, _ in found]
        sides: list[PartyId | None] = [item.party] if item.rung in OWN else []
        if item.rung is Rung.DEVICES:
            people = await ladders.recipients_awake(checker, notices, now)
        elif item.rung is Rung.DUTY and item.party is not None:
            asleep = await ladders.snoozing(checker, notices, now)
            people = on_duty[item.party] - asleep
        else:
            role = Role.DESK if item.rung is Rung.DESK else Role.FACILITATOR
            people = await ladders.staff(checker, role)
            sides = [None] if role is Role.DESK else []
        await summons.summon(checker, people, sides, item.party, now)


async def _neutral(checker: CheckerSession, item: Escalation) -> Sequence[Recipient]:
    if item.rung is Rung.DESK:
        return await alerts.recipients(checker, (), desk=True)
    if item.rung is Rung.FACILITATOR:
        return await ladders.feeds_of_role(checker, Role.FACILITATOR)
    return ()


async def _all_clear(checker: CheckerSession, over: Sequence[Escalation]) -> list[Delivery]:
    """Return for each feed that was called that nothing of it is left to acknowledge (ALR-06)."""
    told = await ladders.told_to(checker, [item.id for item in over]) if over else {}
    deliveries: list[Delivery] = []
    for item in sorted(over, key=lambda item: (str(item.party), item.at, list(Rung).index(item.rung))):
        to = told.get(item.id, ())
        deliveries += _deliveries(item, to, AlertKind.ALL_CLEAR, ANSWERED, rings=False)
    return deliveries


def _deliveries(
    item: Escalation, to: Sequence[Recipient], kind: AlertKind, change: str, *, rings: bool
) -> list[Delivery]:
    notice = NoticeId(new_id())
    return [Delivery(feed, notice, kind, change, rings, Subject(escalation=item.id)) for feed in to]


def _entry(item: Escalation, now: datetime) -> Entry:
    said: dict[str, str | int | list[str]] = {
        "to": Role.FACILITATOR.value,
        "unanswered": item.unanswered,
        "kinds": [kind.value for kind in item.kinds],
    }
    return Entry(EntryKind.DISCLOSURE, item.party, None, item.id, said, now)
