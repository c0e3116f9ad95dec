"""What rendezvous and joint patrols read like, in English or Arabic. Decides nothing and prints nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.agreement_texts import said
from deconflict_client.texts import Language
from deconflict_client.together import JointPatrol, Rendezvous


@dataclass(frozen=True)
class TogetherWords:
    """Every word of one language; a language that lacks one does not type-check."""

    meeting: str
    meetings: Mapping[str, str]
    confirmed: str
    not_confirmed: str
    joint: str
    joints: Mapping[str, str]
    course: str
    no_unit: str
    countersigned: str
    not_countersigned: str
    digest: str
    ask: str
    not_countersigned_now: str
    none: str


ENGLISH = TogetherWords(
    meeting="{reference} · {state} · within {radius} m of {lon}, {lat} · {start} to {end}",
    meetings={
        "asked": "left with the room",
        "passed_on": "passed on by the room",
        "proposed": "proposed, not confirmed by both: it exempts nothing",
        "confirmed": "confirmed by both",
        "refused": "refused",
        "withdrawn": "withdrawn",
        "ended": "ENDED: it exempts nothing any more",
        "over": "over",
    },
    confirmed="{party}: confirmed",
    not_confirmed="{party}: not confirmed",
    joint="{reference} · {state} · text {version}",
    joints={
        "proposed": "proposed",
        "agreed": "countersigned by all, being put on record",
        "registered": "on record",
        "withdrawn": "withdrawn",
        "lapsed": "lapsed: not countersigned by all in time",
    },
    course="{start} to {end} · from {lon}, {lat} · {count} waypoints · ± {minutes} min",
    no_unit="no unit yet",
    countersigned="{party}: {unit}, countersigned",
    not_countersigned="{party}: {unit}, not countersigned",
    digest="digest {digest}",
    ask="Countersign this text for your party?",
    not_countersigned_now="not countersigned",
    none="none",
)

ARABIC = TogetherWords(
    meeting="{reference} · {state} · ضمن {radius} م من {lon}، {lat} · من {start} إلى {end}",
    meetings={
        "asked": "أُودع لدى الغرفة",
        "passed_on": "نقلته الغرفة",
        "proposed": "مقترح ولم يؤكده الطرفان: لا يستثني شيئاً",
        "confirmed": "أكده الطرفان",
        "refused": "مرفوض",
        "withdrawn": "مسحوب",
        "ended": "أُنهي: لم يعد يستثني شيئاً",
        "over": "انقضى",
    },
    confirmed="{party}: أكّد",
    not_confirmed="{party}: لم يؤكّد",
    joint="{reference} · {state} · النص {version}",
    joints={
        "proposed": "مقترحة",
        "agreed": "وقّع عليها الجميع ويجري تسجيلها",
        "registered": "مسجّلة",
        "withdrawn": "مسحوبة",
        "lapsed": "سقطت: لم يوقّع عليها الجميع في الوقت المحدد",
    },
    course="من {start} إلى {end} · تبدأ من {lon}، {lat} · عدد النقاط {count} · ± {minutes} دقيقة",
    no_unit="لا وحدة بعد",
    countersigned="{party}: {unit}، وقّع",
    not_countersigned="{party}: {unit}، لم يوقّع",
    digest="البصمة {digest}",
    ask="هل توقّع على هذا النص باسم جهتك؟",
    not_countersigned_now="لم يُوقَّع",
    none="لا شيء",
)

WORDS = {Language.ENGLISH: ENGLISH, Language.ARABIC: ARABIC}


def meeting_lines(item: Rendezvous, language: Language) -> Iterator[str]:
    """Yield what a rendezvous says, its id last."""
    words, place = WORDS[language], item.place
    yield said(
        language,
        words.meeting,
        reference=item.reference,
        state=words.meetings.get(item.state, item.state),
        radius=round(place.radius_m),
        lon=place.lon,
        lat=place.lat,
        start=_moment(place.start),
        end=_moment(place.end),
    )
    for side in item.sides:
        sentence = words.confirmed if side.confirmed else words.not_confirmed
        yield "  " + said(language, sentence, party=side.name)
    yield "  " + item.id


def joint_lines(item: JointPatrol, language: Language) -> Iterator[str]:
    """Yield what a joint patrol says, the digest to compare on the phone, its id last."""
    words, way = WORDS[language], item.plan.waypoints
    state = words.joints.get(item.state, item.state)
    yield said(language, words.joint, reference=item.reference, state=state, version=item.text_version)
    yield "  " + said(
        language,
        words.course,
        start=_moment(way[0].time),
        end=_moment(way[-1].time),
        lon=way[0].lon,
        lat=way[0].lat,
        count=len(way),
        minutes=round(item.plan.time_tolerance_s / 60),
    )
    for member in item.members:
        sentence = words.countersigned if member.countersigned else words.not_countersigned
        yield "  " + said(language, sentence, party=member.name, unit=member.callsign or words.no_unit)
    yield "  " + said(language, words.digest, digest=item.digest)
    yield "  " + item.id


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")
