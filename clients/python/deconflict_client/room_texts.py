"""What joint rooms and their screens read like, in English or Arabic. Decides nothing and prints nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.agreement_texts import said
from deconflict_client.rooms import Place, Room, Screen
from deconflict_client.texts import Language


@dataclass(frozen=True)
class RoomWords:
    """Every word of one language; a language that lacks one does not type-check."""

    room: str
    states: Mapping[str, str]
    roles: Mapping[str, str]
    present: str
    absent: str
    conflict: str
    grades: Mapping[str, str]
    plan: str
    none: str


ENGLISH = RoomWords(
    room="{name} · {state} · chaired by the {role}",
    states={"chairing": "you chair it", "seated": "you sit there", "open": "open", "closed": "CLOSED"},
    roles={"desk": "neutral desk's staff", "facilitator": "facilitator"},
    present="{party}: present",
    absent="{party}: nobody",
    conflict="conflict of {callsigns}: {grade}, {distance} m",
    grades={"critical": "CRITICAL", "caution": "caution", "advisory": "advisory"},
    plan="plan of {party}: {callsign}, {start} to {end}",
    none="nothing that all present may see",
)
ARABIC = RoomWords(
    room="{name} · {state} · يرأسها {role}",
    states={"chairing": "أنت رئيسها", "seated": "أنت جالس فيها", "open": "مفتوحة", "closed": "مغلقة"},
    roles={"desk": "موظف المكتب المحايد", "facilitator": "الميسّر"},
    present="{party}: حاضر",
    absent="{party}: لا أحد",
    conflict="تعارض بين {callsigns}: {grade}، {distance} م",
    grades={"critical": "حرج", "caution": "تحذير", "advisory": "تنبيه"},
    plan="خطة {party}: {callsign}، من {start} إلى {end}",
    none="لا شيء يجوز لجميع الحاضرين رؤيته",
)
WORDS = {Language.ENGLISH: ENGLISH, Language.ARABIC: ARABIC}


def room_lines(room: Room, language: Language) -> Iterator[str]:
    """Yield what a room says, its id last."""
    words = WORDS[language]
    state = "chairing" if room.chairing else "seated" if room.seated else "open"
    state = words.states["closed" if room.closed_at is not None else state]
    role = words.roles.get(room.chair_role, room.chair_role)
    yield said(language, words.room, name=room.name, state=state, role=role)
    yield from _places(room.parties, language)
    yield "  " + room.id


def screen_lines(screen: Screen, language: Language) -> Iterator[str]:
    """Yield what a screen says."""
    words, names = WORDS[language], {place.party: place.name for place in screen.parties}
    yield from _places(screen.parties, language)
    for item in screen.conflicts:
        yield said(
            language,
            words.conflict,
            callsigns=" / ".join(item.callsigns),
            grade=words.grades.get(item.grade, item.grade),
            distance=round(item.distance_m),
        )
    for plan in screen.plans:
        yield said(
            language,
            words.plan,
            party=names.get(plan.party, plan.party),
            callsign=plan.callsign,
            start=_moment(plan.start),
            end=_moment(plan.end),
        )
    if not screen.conflicts and not screen.plans:
        yield words.none


def _places(parties: tuple[Place, ...], language: Language) -> Iterator[str]:
    words = WORDS[language]
    for place in parties:
        yield "  " + said(language, words.present if place.present else words.absent, party=place.name)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")
