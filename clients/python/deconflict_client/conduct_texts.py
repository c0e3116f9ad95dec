"""What budgets, figures, suspensions and broken glass read like, in English or Arabic. Decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.conduct import Budget, Check, Conduct, Glass, Suspension
from deconflict_client.hours import spans
from deconflict_client.texts import FIRST_STRONG_ISOLATE, POP_ISOLATE, Language


@dataclass(frozen=True)
class ConductWords:
    """Every word of one language; a language that lacks one does not type-check."""

    check: Mapping[str, str]
    hours: str
    nothing_shared: str
    area: str
    budget: str
    notices_used: str
    conduct: str
    no_ratio: str
    suspended: str
    restored: str
    suspended_patrol: str
    standing: Mapping[str, str]
    glass: str
    states: Mapping[str, str]
    roles: Mapping[str, str]
    one_patrol: str
    box: str
    decided: str
    none: str


ENGLISH = ConductWords(
    check={
        "pending": "asked: the answer is out by {by}",
        "answered": "such a plan would share now:",
        "withheld": "WITHHELD: this is no all-clear, ask the room",
    },
    hours="hours {hours} UTC",
    nothing_shared="nothing",
    area="{party}: {count} cells",
    budget="{unit}: overlaps {overlaps}, what-ifs {what_ifs}, amendments {amendments},"
    " found in late tracks {passages}, until {until}",
    notices_used="NO MORE NOTICES for new plans until then: call the room",
    conduct="{name}: registered {registered}, withdrawn after a notice {withdrawn}, never driven {ghosts} of {finished}"
    " ({ratio}), asked {questions}, budgets used up {budgets}, acknowledged within {seconds}",
    no_ratio="none",
    suspended="{party} suspended since {since}: {reason}",
    restored="{party} was suspended from {since} to {until}: {reason}",
    suspended_patrol="{reference} {callsign}: {standing}",
    standing={
        "unverified": "unverified, not started",
        "widening": "under way, anywhere within {reach} m of its plan",
        "for_the_room": "handed in since, for the room alone",
    },
    glass="{id} {reference}: {state}; plans of {party}, {scope}; asked by the {role}, until {until}; {reason}",
    states={
        "asked": "ASKED, waits for a second person",
        "approved": "ALLOWED",
        "refused": "refused",
        "withdrawn": "withdrawn",
        "over": "over",
    },
    roles={
        "facilitator": "facilitator",
        "oversight": "oversight body",
        "desk": "neutral desk",
        "liaison": "party's liaison officer",
        "duty_officer": "party's duty officer",
    },
    one_patrol="patrol {patrol}",
    box="what comes into {box} from {start} to {end}",
    decided="decided by the {role}",
    none="none",
)

ARABIC = ConductWords(
    check={
        "pending": "طُرح السؤال: يصدر الجواب بحلول {by}",
        "answered": "لو سُجّلت هذه الخطة الآن لتداخلت في:",
        "withheld": "محجوب: ليس هذا زوالاً للخطر، اسأل الغرفة",
    },
    hours="الساعات {hours} بالتوقيت العالمي",
    nothing_shared="لا شيء",
    area="{party}: عدد الخلايا {count}",
    budget="{unit}: التداخلات {overlaps}، الأسئلة {what_ifs}، التعديلات {amendments}،"
    " ما وُجد في المسارات المتأخرة {passages}، حتى {until}",
    notices_used="لا إشعارات أخرى عن الخطط الجديدة حتى ذلك الوقت: اتصل بالغرفة",
    conduct="{name}: المسجَّل {registered}، سُحب بعد إشعار {withdrawn}، لم يُنفَّذ {ghosts} من {finished}"
    " ({ratio})، الأسئلة {questions}، الحصص المستنفدة {budgets}، الإقرار خلال {seconds}",
    no_ratio="لا يوجد",
    suspended="{party} معلَّق منذ {since}: {reason}",
    restored="{party} كان معلَّقاً من {since} إلى {until}: {reason}",
    suspended_patrol="{reference} {callsign}: {standing}",
    standing={
        "unverified": "غير مؤكدة، لم تنطلق",
        "widening": "في الطريق، في أي مكان ضمن {reach} م من خطتها",
        "for_the_room": "قُدّمت بعد التعليق، للغرفة وحدها",
    },
    glass="{id} {reference}: {state}؛ خطط {party}، {scope}؛ طلبها {role}، حتى {until}؛ {reason}",
    states={
        "asked": "مطلوب، بانتظار شخص ثانٍ",
        "approved": "مسموح",
        "refused": "مرفوض",
        "withdrawn": "سُحب",
        "over": "انتهى",
    },
    roles={
        "facilitator": "الميسّر",
        "oversight": "هيئة الرقابة",
        "desk": "المكتب المحايد",
        "liaison": "ضابط ارتباط الطرف",
        "duty_officer": "الضابط المناوب للطرف",
    },
    one_patrol="الدورية {patrol}",
    box="ما يدخل {box} من {start} إلى {end}",
    decided="قرّره {role}",
    none="لا يوجد",
)

WORDS = {Language.ENGLISH: ENGLISH, Language.ARABIC: ARABIC}


def check_lines(asked: Check, language: Language) -> list[str]:
    """Return a question and what it was answered with."""
    words = WORDS[language]
    said = [_said(language, words.check.get(asked.state, asked.state), by=_at(asked.answer_by))]
    if asked.state != "answered":
        return said
    if not asked.hours:
        return [*said, words.nothing_shared]
    said.append(_said(language, words.hours, hours=", ".join(spans(asked.hours))))
    for area in asked.areas:
        count = len({(cell.column, cell.row) for cell in area.cells})
        said.append(_said(language, words.area, party=area.party_name, count=count))
    return said


def budget_line(budget: Budget, language: Language) -> str:
    """Return a unit's budget in one line."""
    words = WORDS[language]
    kinds = {"overlaps": budget.overlaps, "what_ifs": budget.what_ifs, "amendments": budget.amendments}
    kinds["passages"] = budget.passages
    drawn = {name: f"{kind.drawn}/{kind.limit}" for name, kind in kinds.items()}
    line = _said(language, words.budget, unit=budget.callsign, until=_at(budget.until), **drawn)
    return f"{line} · {words.notices_used}" if budget.notices_used else line


def conduct_line(item: Conduct, language: Language) -> str:
    """Return a party's figures in one line."""
    words = WORDS[language]
    seconds = item.acknowledged_within_s
    return _said(
        language,
        words.conduct,
        name=item.name,
        registered=item.registered,
        withdrawn=item.withdrawn,
        ghosts=item.ghosts,
        finished=item.finished,
        ratio=words.no_ratio if item.ghost_ratio is None else f"{item.ghost_ratio:.0%}",
        questions=item.questions,
        budgets=item.budgets_used,
        seconds=words.no_ratio if seconds is None else f"{seconds:.0f} s",
    )


def suspension_lines(item: Suspension, language: Language) -> list[str]:
    """Return a suspension, and for the desk the patrols concerned."""
    words = WORDS[language]
    said = {"party": item.party_name, "since": _at(item.suspended_at), "reason": item.reason}
    if item.restored_at is not None:
        return [_said(language, words.restored, until=_at(item.restored_at), **said)]
    lines = [_said(language, words.suspended, **said)]
    for patrol in item.patrols:
        standing = words.standing.get(patrol.standing, patrol.standing).format(
            reach=round(patrol.reach_m or 0)
        )
        named = {"reference": patrol.patrol_reference, "callsign": patrol.callsign}
        lines.append(_said(language, words.suspended_patrol, standing=standing, **named))
    return lines


def glass_line(item: Glass, language: Language) -> str:
    """Return a request to see plans in one line."""
    words, scope = WORDS[language], item.scope
    if scope.box is None or scope.start is None or scope.end is None:
        what = words.one_patrol.format(patrol=scope.patrol)
    else:
        corners = " ".join(f"{corner:g}" for corner in scope.box)
        what = words.box.format(box=corners, start=_at(scope.start), end=_at(scope.end))
    line = _said(
        language,
        words.glass,
        id=item.id,
        reference=item.reference,
        state=words.states.get(item.state, item.state),
        party=item.party_name,
        scope=what,
        role=words.roles.get(item.asked_role, item.asked_role),
        until=_at(item.ends_at),
        reason=item.reason,
    )
    if item.decided_role is None:
        return line
    role = words.roles.get(item.decided_role, item.decided_role)
    return f"{line} · {_said(language, words.decided, role=role)}"


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")


def _said(language: Language, sentence: str, **values: object) -> str:
    """Put values into a sentence; inside Arabic each keeps its own direction."""
    if language is Language.ARABIC:
        values = {name: f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}" for name, value in values.items()}
    return sentence.format(**values)
