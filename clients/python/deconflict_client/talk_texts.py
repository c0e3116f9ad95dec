"""What messages, proposals and shifts read like, in English or Arabic. Decides nothing, prints nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.models import Shift
from deconflict_client.talk import Liaison, Message, Proposal
from deconflict_client.texts import FIRST_STRONG_ISOLATE, POP_ISOLATE, Language
from deconflict_client.texts import WORDS as EVENT_WORDS


@dataclass(frozen=True)
class TalkWords:
    """Every word of one language; a language that lacks one does not type-check."""

    sent: str
    received: str
    states: Mapping[str, str]
    urgent: str
    answer_by: str
    waiting: str
    later: str
    earlier: str
    clear: str
    no_shift: str
    basis: Mapping[str, str]
    none: str


ENGLISH = TalkWords(
    sent="to {end}",
    received="from {end}",
    states={
        "sent": "on its way",
        "delivered": "delivered",
        "undelivered": "NOT DELIVERED: the other side may not be told of it",
        "received": "received",
        "proposed": "waits for an answer",
        "accepted": "accepted",
        "refused": "refused",
        "withdrawn": "withdrawn",
        "expired": "expired",
    },
    urgent="URGENT",
    answer_by="until {by}",
    waiting="asked: the answer comes at the next tick",
    later="{minutes} min later",
    earlier="{minutes} min earlier",
    clear="clear as it is",
    no_shift="no shift within half a day",
    basis={"exact": "measured on plans", "grid": "off the hours and cells that you know of"},
    none="nothing",
)
ARABIC = TalkWords(
    sent="إلى {end}",
    received="من {end}",
    states={
        "sent": "في الطريق",
        "delivered": "وصلت",
        "undelivered": "لم تصل: لا يجوز إطلاع الطرف الآخر عليها",
        "received": "واردة",
        "proposed": "بانتظار الجواب",
        "accepted": "مقبول",
        "refused": "مرفوض",
        "withdrawn": "مسحوب",
        "expired": "انقضت مهلته",
    },
    urgent="عاجل",
    answer_by="حتى {by}",
    waiting="طُرح السؤال: يأتي الجواب في الموعد الثابت التالي",
    later="تأخير {minutes} دقيقة",
    earlier="تقديم {minutes} دقيقة",
    clear="خالية من التعارض كما هي",
    no_shift="لا إزاحة ممكنة خلال نصف يوم",
    basis={"exact": "بالقياس على الخطط", "grid": "خارج الساعات والخلايا التي تعرفونها"},
    none="لا شيء",
)
WORDS = {Language.ENGLISH: ENGLISH, Language.ARABIC: ARABIC}


def message_line(message: Message, language: Language) -> str:
    """Return a message in one line: when, from or to whom, what; breaks of lines become spaces."""
    words = WORDS[language]
    end = words.received if message.state == "received" else words.sent
    parts = [_time(message.at, language), end.format(end=_end(message, language))]
    parts += [words.states.get(message.state, message.state)]
    parts += [words.urgent] if message.urgent else []
    return " · ".join([*parts, _isolated(" ".join(message.text.split()), language)])


def proposal_line(proposal: Proposal, language: Language) -> str:
    """Return a proposal in one line: id, from or to whom, what would move, where it stands."""
    words = WORDS[language]
    end = words.received if proposal.incoming else words.sent
    way = EVENT_WORDS[language].moves[proposal.mover, proposal.shift_s > 0]
    minutes = _isolated(abs(proposal.shift_s) // 60, language)
    parts = [_isolated(proposal.id, language), end.format(end=_end(proposal, language))]
    parts += [way.format(minutes=minutes), words.states.get(proposal.state, proposal.state)]
    if proposal.state == "proposed":
        parts.append(words.answer_by.format(by=_time(proposal.expires_at, language)))
    return " · ".join(parts)


def shift_line(shift: Shift, language: Language, *, named: bool = False) -> str:
    """Return by how much a patrol would have to shift, and what that rests on; `named`: and which patrol."""
    if named:
        patrol = EVENT_WORDS[language].patrol.format(reference=_isolated(shift.patrol, language))
        return f"{patrol} · {shift_line(shift, language)}"
    words = WORDS[language]
    if shift.answered_at is None:
        return words.waiting
    if shift.later_s == 0:
        found = [words.clear]
    else:
        offered = ((words.later, shift.later_s), (words.earlier, shift.earlier_s))
        found = [
            way.format(minutes=_isolated(abs(by) // 60, language)) for way, by in offered if by is not None
        ]
    basis = words.basis.get(shift.basis or "", shift.basis or "")
    return " · ".join([*(found or [words.no_shift]), basis])


def liaison_line(liaison: Liaison, language: Language) -> str:
    """Return whom to call."""
    name, reach = _isolated(liaison.name, language), _isolated(liaison.reach, language)
    return EVENT_WORDS[language].call.format(name=name, reach=reach)


def _end(of: Message | Proposal, language: Language) -> str:
    return EVENT_WORDS[language].desk if of.party is None else _isolated(of.party_name or of.party, language)


def _time(at: datetime, language: Language) -> str:
    return _isolated(at.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ"), language)


def _isolated(value: object, language: Language) -> str:
    return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}" if language is Language.ARABIC else str(value)
