"""What an event reads like for people, in one line, in English or Arabic. Decides nothing and prints nothing.

A word the service adds later is shown as it is. References and times keep their order inside Arabic text by
Unicode isolates (UAX 9).
"""

from collections.abc import Callable, Iterator
from datetime import UTC
from enum import StrEnum
from typing import TypeAlias

from deconflict_client import near_texts
from deconflict_client.alerts import (
    Alert,
    AllClear,
    ConflictAlert,
    EscalationAlert,
    GlassAlert,
    HaltAlert,
    IncidentAlert,
    JointPatrolAlert,
    MessageAlert,
    OtherAlert,
    OverlapAlert,
    PatrolAlert,
    ProposalAlert,
    Receipt,
    RendezvousAlert,
    ReviewAlert,
    SosAlert,
    SuspensionAlert,
    WithheldAlert,
    ZoneAlert,
)
from deconflict_client.escalation_texts import escalation_parts
from deconflict_client.events import (
    Event,
    Live,
    Missing,
    Moved,
    NotStored,
    Offline,
    Refreshed,
    Snoozed,
    StaleFeed,
    Stored,
)
from deconflict_client.hours import spans
from deconflict_client.near import EncounterAlert, OverdueAlert
from deconflict_client.near_texts import NearWords, near_parts
from deconflict_client.position_texts import of_positions
from deconflict_client.words import ARABIC, ENGLISH, Words

Isolated: TypeAlias = Callable[[object], str]


class Language(StrEnum):
    """The languages of the command line."""

    ENGLISH = "en"
    ARABIC = "ar"


WORDS = {Language.ENGLISH: ENGLISH, Language.ARABIC: ARABIC}
NEAR = {Language.ENGLISH: near_texts.ENGLISH, Language.ARABIC: near_texts.ARABIC}
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def isolating(language: Language) -> Isolated:
    """Return what keeps foreign words apart from the direction of a line."""

    def isolated(value: object) -> str:
        foreign = language is Language.ARABIC
        return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}" if foreign else str(value)

    return isolated


def line(event: Event, language: Language) -> str:
    """Return one line for an event; an alert's begins with the UTC minute of its release."""
    words, isolated = WORDS[language], isolating(language)
    match event:
        case Receipt():
            fact = words.facts.get(event.fact, event.fact)
            return words.receipt.format(seq=isolated(event.seq), fact=fact, by=isolated(event.by))
        case Live():
            return words.live.format(seq=isolated(event.cursor.seq))
        case Offline():
            return words.offline.format(reason=isolated(event.reason))
        case StaleFeed():
            return words.stale.format(seconds=isolated(round(event.silent_s)))
        case Refreshed():
            return words.refreshed[event.reason.value]
        case Missing():
            return words.missing.format(first=isolated(event.first), last=isolated(event.last))
        case Moved() | Stored() | NotStored():
            return of_positions(event, language.value, isolated)
        case Snoozed(until=None):
            return words.rings
        case Snoozed(until=until):
            still_until = isolated(f"{until:%H:%M}Z")
            return words.still.format(seq=isolated(event.up_to), until=still_until)
        case _:
            return " · ".join(_parts(event, words, NEAR[language], isolated))


def _parts(alert: Alert, words: Words, near: NearWords, isolated: Isolated) -> Iterator[str]:
    if alert.released_at is not None:
        yield isolated(alert.released_at.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ"))
    yield words.alert.format(seq=isolated(alert.seq))
    yield f"{words.kinds.get(alert.kind, alert.kind)} ({words.changes.get(alert.change, alert.change)})"
    if alert.reference is not None:
        yield isolated(alert.reference)
    match alert:
        case OverlapAlert():
            yield from _overlap_parts(alert, words, isolated)
        case ConflictAlert():
            yield from _conflict_parts(alert, words, isolated)
        case SosAlert(sos=call) | AllClear(sos=call) if call is not None:
            yield f"{words.kinds['sos']} {isolated(call.callsign)}"
        case HaltAlert(halt=halt) | AllClear(halt=halt) if halt is not None:
            yield isolated(" ".join(halt.note.split()) or words.kinds["halt"])
        case IncidentAlert(incident=seen):
            yield isolated(seen.callsign)
            if seen.observation.words:
                yield isolated(" ".join(seen.observation.words.split()))
        case ZoneAlert() | PatrolAlert() | ReviewAlert() | AllClear() | WithheldAlert():
            yield from _patrol_parts(alert, words, isolated)
        case RendezvousAlert(rendezvous=meeting):
            yield from (isolated(side.name) for side in meeting.sides)
        case JointPatrolAlert(joint_patrol=joint):
            yield from (isolated(member.name) for member in joint.members)
        case MessageAlert() | ProposalAlert():
            yield from _said_parts(alert, words, isolated)
        case SuspensionAlert() | GlassAlert():
            yield isolated(alert.party_name)
            yield isolated(alert.reason)
        case EncounterAlert() | OverdueAlert():
            yield from near_parts(alert, near, isolated)
        case EscalationAlert():
            yield from map(isolated, escalation_parts(alert, words.kinds))
        case OtherAlert():
            pass
    if alert.acknowledged is not None:
        yield words.acknowledged.format(by=isolated(alert.acknowledged.by))
    elif alert.rings:
        yield words.ringing


def _said_parts(alert: MessageAlert | ProposalAlert, words: Words, isolated: Isolated) -> Iterator[str]:
    yield words.desk if alert.party_name is None else isolated(alert.party_name)
    if isinstance(alert, MessageAlert):
        yield isolated(" ".join(alert.text.split()))
        return
    way = words.moves[alert.mover, alert.shift_s > 0]
    yield way.format(minutes=isolated(abs(alert.shift_s) // 60))


def _overlap_parts(alert: OverlapAlert, words: Words, isolated: Isolated) -> Iterator[str]:
    yield from _patrol_parts(alert, words, isolated)
    if alert.hours:
        yield words.hours.format(hours=isolated(", ".join(spans(alert.hours))))
    for area in alert.areas:
        count = len({(cell.column, cell.row) for cell in area.cells})
        yield words.area.format(party=isolated(area.party_name), count=isolated(count))
        if area.liaison is not None:
            yield words.call.format(name=isolated(area.liaison.name), reach=isolated(area.liaison.reach))
    if alert.hours:
        yield words.advice.get(alert.advice, alert.advice)


def _conflict_parts(alert: ConflictAlert, words: Words, isolated: Isolated) -> Iterator[str]:
    yield words.grades.get(alert.finding.grade, alert.finding.grade)
    yield words.metres.format(distance=isolated(round(alert.finding.distance_m)))
    others = [alert.b.callsign] if alert.b else []
    others += [alert.zone.name] if alert.zone else []
    for other in others:
        yield words.between.format(a=isolated(alert.a.callsign), b=isolated(other))


def _patrol_parts(
    alert: OverlapAlert | ZoneAlert | PatrolAlert | ReviewAlert | AllClear | WithheldAlert,
    words: Words,
    isolated: Isolated,
) -> Iterator[str]:
    if alert.patrol_reference is not None:
        yield words.patrol.format(reference=isolated(alert.patrol_reference))
    match alert:
        case ZoneAlert(zone=zone):
            yield isolated(zone.name)
        case PatrolAlert(callsign=callsign, state=said) | ReviewAlert(callsign=callsign, reason=said):
            yield isolated(callsign)
            yield words.declared.get(said, said)
        case _:
            pass
