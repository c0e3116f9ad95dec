"""What an agreement reads like on the command line, in English or Arabic. Decides nothing and prints nothing.

The wording is the signed text's own. The terms below it are said again from its figures, so that nobody signs a
sentence that the figures do not bear out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.agreements import Agreement, Clause, Holding, Key, Levels
from deconflict_client.texts import FIRST_STRONG_ISOLATE, POP_ISOLATE, Language

ISOLATES, UNSEEN = "\u2066\u2067\u2068\u2069", "\ufffd"


@dataclass(frozen=True)
class AgreementWords:
    """Every word of one language; a language that lacks one does not type-check."""

    states: Mapping[str, str]
    levels: tuple[str, str, str, str, str]
    matters: Mapping[str, str]
    heading: str
    digest: str
    terms: str
    elsewhere: str
    clause: str
    cells: str
    anywhere: str
    any_matter: str
    always: str
    between: str
    minimum: str
    expires: str
    signed: str
    ask: str
    not_signed: str
    lowered: str
    nothing_lowered: str
    holding: str
    ours: str
    theirs: str
    drafted: str
    key_kept: str
    revoked: str
    no_key: str
    none: str


ENGLISH = AgreementWords(
    states={
        "drafted": "drafted",
        "signed": "signed by one side",
        "ratified": "ratified",
        "withdrawn": "withdrawn",
        "superseded": "replaced by another",
        "expired": "expired",
    },
    levels=("0 sealed", "1 notice", "2 area", "3 segment", "4 shared"),
    matters={"plans": "plans", "live": "live positions", "incidents": "incidents"},
    heading="agreement {reference}: {state}",
    digest="digest {digest}",
    terms="terms:",
    elsewhere="elsewhere: level {level}",
    clause="clause {number}: level {level} · {cells} · {matter} · {hours}",
    cells="{count} squares: {cells}",
    anywhere="everywhere",
    any_matter="everything",
    always="at any time",
    between="{start} – {end}",
    minimum="{party} asks for {metres} m",
    expires="ends {at}",
    signed="signed by {party} on {at}",
    ask="Sign this text for your party?",
    not_signed="not signed",
    lowered="from now on {other} gets no more than this:",
    nothing_lowered="{other} gets no more than this already: nothing was lowered",
    holding="patrols keep {metres} m apart; in any place and hour the lowest of these levels holds:",
    ours="your party",
    theirs="the other party",
    drafted="drafted; nobody is bound before signing",
    key_kept="key {id} is kept in {path}; only its public half left this device",
    revoked="revoked on {at}",
    no_key="this device has no key: run `deconflict-client key new`",
    none="there are no agreements",
)

ARABIC = AgreementWords(
    states={
        "drafted": "مسودة",
        "signed": "وقّعه طرف واحد",
        "ratified": "صادق عليه الطرفان",
        "withdrawn": "سُحب",
        "superseded": "حلّ محله غيره",
        "expired": "انتهت مدته",
    },
    levels=("0 مغلق", "1 إشعار", "2 منطقة", "3 مقطع", "4 مشترك"),
    matters={"plans": "الخطط", "live": "المواقع المباشرة", "incidents": "الحوادث"},
    heading="الاتفاق {reference}: {state}",
    digest="البصمة {digest}",
    terms="الشروط:",
    elsewhere="في ما عدا ذلك: المستوى {level}",
    clause="البند {number}: المستوى {level} · {cells} · {matter} · {hours}",
    cells="{count} من المربعات: {cells}",
    anywhere="في كل مكان",
    any_matter="كل شيء",
    always="في أي وقت",
    between="{start} – {end}",
    minimum="يطلب {party} مسافة {metres} م",
    expires="ينتهي {at}",
    signed="وقّعه {party} في {at}",
    ask="هل توقّع هذا النص باسم طرفك؟",
    not_signed="لم يُوقَّع",
    lowered="من الآن لا يحصل {other} على أكثر من هذا:",
    nothing_lowered="لا يحصل {other} على أكثر من هذا أصلاً: لم يُخفَّض شيء",
    holding="تتباعد الدوريات {metres} م؛ وفي أي مكان وساعة يسري أدنى هذه المستويات:",
    ours="طرفك",
    theirs="الطرف الآخر",
    drafted="مسودة؛ لا تُلزم أحدًا قبل التوقيع",
    key_kept="المفتاح {id} محفوظ في {path}؛ ولم يغادر هذا الجهاز سوى نصفه العلني",
    revoked="أُلغي في {at}",
    no_key="لا مفتاح على هذا الجهاز: نفّذ `deconflict-client key new`",
    none="لا توجد اتفاقات",
)

WORDS = {Language.ENGLISH: ENGLISH, Language.ARABIC: ARABIC}


def said(language: Language, sentence: str, **values: object) -> str:
    """Fill a sentence; values keep their order inside Arabic text."""
    return sentence.format(**{name: isolated(language, value) for name, value in values.items()})


def isolated(language: Language, value: object) -> str:
    """Return a value as it stands inside a sentence of that language."""
    return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}" if language is Language.ARABIC else str(value)


def visible(line: str) -> str:
    """Return a line without what a terminal would obey or hide: one sees what one signs."""
    return "".join(letter if letter.isprintable() or letter in ISOLATES else UNSEEN for letter in line)


def heading(agreement: Agreement, language: Language) -> str:
    """Return one line for an agreement."""
    words = WORDS[language]
    state = words.states.get(agreement.state, agreement.state)
    first = said(language, words.heading, reference=agreement.reference, state=state)
    return (
        f"{first} · {said(language, words.expires, at=_moment(agreement.terms.expires_at))} · {agreement.id}"
    )


def lines(agreement: Agreement, language: Language, own: str | None = None) -> Iterator[str]:
    """Yield everything about an agreement: the signed wording, its figures, its signatures, its digest.

    own: the reader's party, which makes the other one the other; None: parties are shown by their ids.
    """
    words, terms = WORDS[language], agreement.terms

    def side(party: str) -> str:
        return party if own not in terms.parties else words.ours if party == own else words.theirs

    yield heading(agreement, language)
    yield from agreement.wording.get(language.value, "").splitlines()
    yield words.terms
    for party, metres in terms.minimum_m.items():
        yield "  " + said(language, words.minimum, party=side(party), metres=metres)
    yield from level_lines(terms.levels, language)
    for signature in agreement.signatures:
        yield said(language, words.signed, party=side(signature.party), at=_moment(signature.at))
    yield said(language, words.digest, digest=agreement.digest)


def key_line(key: Key, language: Language, own: str | None = None) -> str:
    """Return one line for a public key, which two people compare by phone."""
    words = WORDS[language]
    whose = key.party if own is None else words.ours if key.party == own else words.theirs
    parts = [key.id, whose, *([key.name] if key.name else []), key.public]
    revoked = [] if key.revoked_at is None else [said(language, words.revoked, at=_moment(key.revoked_at))]
    return " · ".join([*(isolated(language, part) for part in parts), *revoked])


def level_lines(levels: Levels, language: Language) -> Iterator[str]:
    """Yield levels by their figures."""
    words = WORDS[language]
    for number, clause in enumerate(levels.clauses, 1):
        yield "  " + words.clause.format(
            number=isolated(language, number),
            level=_level(clause.level, words),
            cells=_cells(clause, language),
            matter=words.any_matter
            if clause.matter is None
            else words.matters.get(clause.matter, clause.matter),
            hours=_hours(clause, language),
        )
    yield "  " + words.elsewhere.format(level=_level(levels.elsewhere, words))


def holding_lines(holding: Holding, language: Language) -> Iterator[str]:
    """Yield what holds now, layer by layer."""
    yield said(language, WORDS[language].holding, metres=round(holding.minimum_m))
    for levels in holding.layers:
        yield from level_lines(levels, language)


def _level(level: int, words: AgreementWords) -> str:
    return words.levels[level] if 0 <= level < len(words.levels) else str(level)


def _cells(clause: Clause, language: Language) -> str:
    words = WORDS[language]
    if clause.cells is None:
        return words.anywhere
    return said(language, words.cells, count=len(clause.cells), cells=" ".join(clause.cells))


def _hours(clause: Clause, language: Language) -> str:
    words = WORDS[language]
    if clause.start is None and clause.end is None:
        return words.always
    start, end = ("…" if at is None else _moment(at) for at in (clause.start, clause.end))
    return said(language, words.between, start=start, end=end)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")
