"""What an event reads like for people, in one line, in English or Arabic. Decides nothing and prints nothing.

A word the service adds later is shown as it is. References and times keep their order inside Arabic text by
Unicode isolates (UAX 9).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from deconflict_client.alerts import (
    Alert,
    AllClear,
    ConflictAlert,
    GlassAlert,
    JointPatrolAlert,
    MessageAlert,
    OtherAlert,
    OverlapAlert,
    PatrolAlert,
    ProposalAlert,
    Receipt,
    RendezvousAlert,
    ReviewAlert,
    SuspensionAlert,
    WithheldAlert,
    ZoneAlert,
)
from deconflict_client.events import Event, Live, Missing, Offline, Refreshed, StaleFeed

HOUR = timedelta(hours=1)
Isolated: TypeAlias = Callable[[object], str]


class Language(StrEnum):
    """The languages of the command line."""

    ENGLISH = "en"
    ARABIC = "ar"


@dataclass(frozen=True)
class Words:
    """Every word of one language; a language that lacks one does not type-check."""

    kinds: Mapping[str, str]
    changes: Mapping[str, str]
    advice: Mapping[str, str]
    grades: Mapping[str, str]
    refreshed: Mapping[str, str]
    facts: Mapping[str, str]
    declared: Mapping[str, str]
    alert: str
    ringing: str
    acknowledged: str
    patrol: str
    hours: str
    area: str
    metres: str
    between: str
    call: str
    desk: str
    moves: Mapping[tuple[str, bool], str]
    receipt: str
    live: str
    offline: str
    stale: str
    missing: str


ENGLISH = Words(
    kinds={
        "overlap": "overlap",
        "conflict": "conflict",
        "zone": "zone",
        "review": "review",
        "patrol": "patrol",
        "all_clear": "all clear",
        "encounter": "encounter",
        "incident": "incident",
        "overdue": "overdue",
        "sos": "SOS",
        "agreement": "agreement",
        "budget": "budget used up, call the party",
        "probe": "somebody asked about hours of your patrol",
        "message": "message",
        "proposal": "proposal",
        "suspension": "suspension",
        "glass": "look at plans",
        "rendezvous": "rendezvous",
        "joint_patrol": "joint patrol",
        "withheld": "WITHHELD, no all-clear: it may not be told any more",
    },
    changes={
        "opened": "new",
        "updated": "updated",
        "worse": "worse",
        "resolved": "over",
        "received": "received",
        "accepted": "accepted",
        "expired": "nobody answered in time",
        "withheld": "withheld",
        "proposed": "proposed",
        "confirmed": "confirmed by one side",
        "ended": "ENDED, it exempts nothing any more",
        "attached": "unit attached",
        "countersigned": "countersigned by one side",
        "amended": "another text proposed",
        "registered": "on record",
        "dropped": "the new text cannot be carried out",
        "unit_busy": "NOT ON RECORD: your unit is on another patrol then",
        "used": "not told to it",
        "asked": "asked",
        "suspended": "suspended",
        "restored": "restored",
        "approved": "allowed",
        "refused": "refused",
        "withdrawn": "withdrawn",
        "over": "over",
        "advised": "the room says who moves",
        "unchecked": "NOT CHECKED, look at it yourself",
        "not_carried": "what was said of it COULD NOT BE CARRIED, call both sides",
    },
    advice={
        "hold_or_adjust": "hold or adjust, the room will call",
        "adjust": "ADJUST: the room says that you move",
        "hold": "hold your plan: the room says that the other side moves",
    },
    grades={"critical": "critical", "caution": "caution", "advisory": "advisory"},
    refreshed={
        "not_recovered": "the feed was read again from the service",
        "new_epoch": "the service was restored from a backup: its alerts follow from the first",
        "went_back": "the service went back in time: its alerts follow from the first",
        "agreement_changed": "an agreement changed: the picture was read again",
        "gap": "the feed had a gap and was read again",
    },
    declared={
        "hot_pursuit": "hot pursuit",
        "off_plan": "off its plan",
        "contingent": "contingent",
        "active": "under way",
        "ended": "ended",
        "withdrawn": "withdrawn",
        "expired": "expired",
    },
    facts={"received": "received", "seen": "seen", "acknowledged": "acknowledged"},
    alert="alert {seq}",
    ringing="ANSWER IT",
    acknowledged="acknowledged by {by}",
    patrol="patrol {reference}",
    hours="hours {hours} UTC",
    area="{party}: {count} cells",
    metres="{distance} m",
    between="{a} and {b}",
    call="call {name}: {reach}",
    desk="the desk",
    moves={
        ("self", True): "your patrol {minutes} min later",
        ("self", False): "your patrol {minutes} min earlier",
        ("other", True): "the other patrol {minutes} min later",
        ("other", False): "the other patrol {minutes} min earlier",
    },
    receipt="alert {seq} {fact} by {by}",
    live="live: nothing is missing up to alert {seq}",
    offline="OFFLINE ({reason}): trying again",
    stale="STALE: nothing heard for {seconds} s, what you see may be old",
    missing="alerts {first} to {last} no longer exist",
)

ARABIC = Words(
    kinds={
        "overlap": "تداخل",
        "conflict": "تعارض",
        "zone": "منطقة",
        "review": "مراجعة",
        "patrol": "دورية",
        "all_clear": "زوال الخطر",
        "encounter": "تقارب ميداني",
        "incident": "حادث",
        "overdue": "تأخّر",
        "sos": "استغاثة",
        "agreement": "اتفاق",
        "budget": "استُنفدت الحصة، اتصل بالطرف",
        "probe": "سأل أحدهم عن ساعات من دوريتك",
        "message": "رسالة",
        "proposal": "اقتراح",
        "suspension": "تعليق",
        "glass": "اطّلاع على الخطط",
        "rendezvous": "لقاء",
        "joint_patrol": "دورية مشتركة",
        "withheld": "محجوب، وليس إشارة أمان: لم يعد يجوز الإبلاغ به",
    },
    changes={
        "opened": "جديد",
        "updated": "محدَّث",
        "worse": "ازداد خطورة",
        "resolved": "انتهى",
        "received": "وردت",
        "accepted": "قُبل",
        "expired": "لم يُجَب عنه في المهلة",
        "withheld": "محجوب",
        "proposed": "مقترح",
        "confirmed": "أكّده أحد الطرفين",
        "ended": "أُنهي ولم يعد يستثني شيئاً",
        "attached": "أُلحقت وحدة",
        "countersigned": "وقّع عليه طرف",
        "amended": "اقتُرح نص آخر",
        "registered": "مسجّل",
        "dropped": "لا يمكن تنفيذ النص الجديد",
        "unit_busy": "لم يُسجَّل: وحدتكم في دورية أخرى حينئذ",
        "used": "لم يُبلَّغ به",
        "asked": "سؤال",
        "suspended": "عُلِّق",
        "restored": "أُعيد",
        "approved": "سُمح",
        "refused": "رُفض",
        "withdrawn": "سُحب",
        "over": "انتهى",
        "advised": "الغرفة تحدّد من يعدّل",
        "unchecked": "لم تُفحص، انظروا فيها بأنفسكم",
        "not_carried": "تعذّر نقل ما قيل بشأنها، اتصلوا بالطرفين",
    },
    advice={
        "hold_or_adjust": "توقّف أو عدّل المسار، وستتصل بك الغرفة",
        "adjust": "عدّل المسار: تقول الغرفة إن عليك أنت أن تتحرك",
        "hold": "أبقِ على خطتك: تقول الغرفة إن الطرف الآخر سيعدّل",
    },
    grades={"critical": "حرج", "caution": "تحذير", "advisory": "تنبيه"},
    refreshed={
        "not_recovered": "أُعيدت قراءة التنبيهات من الخدمة",
        "new_epoch": "استُعيدت الخدمة من نسخة احتياطية: تتوالى التنبيهات من أولها",
        "went_back": "عادت الخدمة إلى حالة سابقة: تتوالى التنبيهات من أولها",
        "agreement_changed": "تغيّر اتفاق: أُعيدت قراءة الصورة",
        "gap": "نقصت تنبيهات فأُعيدت قراءتها",
    },
    declared={
        "hot_pursuit": "مطاردة ساخنة",
        "off_plan": "خارج المسار المخطط",
        "contingent": "حالة طارئة",
        "active": "في الطريق",
        "ended": "انتهت",
        "withdrawn": "سُحبت",
        "expired": "انقضى موعدها",
    },
    facts={"received": "استلمه", "seen": "اطّلع عليه", "acknowledged": "أقرّ بالاطلاع عليه"},
    alert="التنبيه {seq}",
    ringing="بانتظار الرد",
    acknowledged="أقرّ بالاطلاع عليه {by}",
    patrol="الدورية {reference}",
    hours="الساعات {hours} بالتوقيت العالمي",
    area="{party}: عدد الخلايا {count}",
    metres="{distance} م",
    between="{a} و{b}",
    call="اتصلوا بـ {name}: {reach}",
    desk="الغرفة",
    moves={
        ("self", True): "دوريتكم تتأخر {minutes} دقيقة",
        ("self", False): "دوريتكم تتقدم {minutes} دقيقة",
        ("other", True): "دورية الطرف الآخر تتأخر {minutes} دقيقة",
        ("other", False): "دورية الطرف الآخر تتقدم {minutes} دقيقة",
    },
    receipt="التنبيه {seq}: {fact} {by}",
    live="متصل: لا ينقص شيء حتى التنبيه {seq}",
    offline="غير متصل ({reason}): تجري إعادة المحاولة",
    stale="بيانات قديمة: لا جديد منذ {seconds} ثانية، وقد لا يكون ما تراه محدَّثاً",
    missing="التنبيهات من {first} إلى {last} لم تعد موجودة",
)

WORDS = {Language.ENGLISH: ENGLISH, Language.ARABIC: ARABIC}
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def line(event: Event, language: Language) -> str:
    """Return one line for an event; an alert's begins with the UTC minute of its release."""
    words = WORDS[language]

    def isolated(value: object) -> str:
        foreign = language is Language.ARABIC
        return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}" if foreign else str(value)

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
        case _:
            return " · ".join(_parts(event, words, isolated))


def _parts(alert: Alert, words: Words, isolated: Isolated) -> Iterator[str]:
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


def spans(hours: Iterable[datetime]) -> list[str]:
    """Return whole UTC hours, in any order, as the spans they make up: `2026-12-01 08:00–10:00`."""
    found: list[tuple[datetime, datetime]] = []
    for start in sorted(hour.astimezone(UTC) for hour in hours):
        if found and found[-1][1] >= start:
            found[-1] = found[-1][0], start + HOUR
        else:
            found.append((start, start + HOUR))
    return [f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}" for start, end in found]
