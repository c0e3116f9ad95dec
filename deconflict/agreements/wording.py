"""What an agreement says, in whole sentences that a commander understands, in English and in Arabic.

The sentences follow from the terms and are signed with them. Names stand between Unicode isolates (UAX 9), so that a
name of the other script leaves the sentence in order.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from deconflict.agreements.model import Cell, Clause, Level, Matter, Text
from deconflict.parties.model import PartyId

FIRST_STRONG: Final = "\u2068"
LEFT_TO_RIGHT: Final = "\u2066"
POP: Final = "\u2069"


@dataclass(frozen=True)
class Words:
    """Every sentence of one language; a language that lacks one does not type-check."""

    title: str
    minimum: str
    elsewhere: str
    clause: str
    anywhere: str
    cells: str
    any_matter: str
    from_hour: str
    until_hour: str
    lowest: str
    lead_time: str
    no_lead_time: str
    desk_decides: str
    right_of_way: str
    safety: str
    no_safety: str
    expiry: str
    withdrawal: str
    levels: Mapping[Level, str]
    matters: Mapping[Matter, str]


ENGLISH: Final = Words(
    title="Agreement {reference} between {first} and {second}.",
    minimum="{party} asks that patrols of the two sides keep {metres} metres apart; the larger of the two holds.",
    elsewhere="Wherever no numbered clause below applies: {level}",
    clause="Clause {number}, {where}, about {matter}{hours}: {level}",
    anywhere="everywhere",
    cells="in {count} squares of the map between {south}, {west} and {north}, {east}, listed in the terms",
    any_matter="plans, live positions and incidents",
    from_hour=", from {start}",
    until_hour=", until {end}",
    lowest="Where several clauses apply to one thing, the lowest level counts.",
    lead_time="Patrols are put on record at least {minutes} minutes before they set out.",
    no_lead_time="No time is set by which patrols have to be on record.",
    desk_decides="When two patrols come too close, the neutral desk says which of them moves.",
    right_of_way="When two patrols come too close, those of {party} keep their way and the other side moves.",
    safety="If two units are about to meet, both crews are told at once to stop, whatever the level (safety clause).",
    no_safety="The safety clause is dropped: below level 3 crews about to meet are told by the map's squares alone.",
    expiry="This agreement ends on {end}.",
    withdrawal="Either side may lower a level at any time, alone and at once; only both together raise one.",
    levels={
        Level.SEALED: "level 0, sealed: the other side learns nothing; only the neutral desk knows.",
        Level.NOTICE: "level 1, notice: each learns in which hours its own patrol shares a square with somebody.",
        Level.AREA: "level 2, area: each learns the shared squares and hours, and with which side.",
        Level.SEGMENT: "level 3, segment: each learns the conflict itself: distance, stretch of road, callsign.",
        Level.SHARED: "level 4, shared: each learns the whole plan and the live position.",
    },
    matters={
        Matter.PLANS: "plans",
        Matter.LIVE: "live positions",
        Matter.INCIDENTS: "incidents",
    },
)

ARABIC: Final = Words(
    title="الاتفاق {reference} بين {first} و{second}.",
    minimum="يطلب {party} ألا تقل المسافة بين دوريات الطرفين عن {metres} متر، ويُعمل بأكبر المسافتين.",
    elsewhere="حيث لا ينطبق أي بند مرقم أدناه: {level}",
    clause="البند {number}، {where}، بشأن {matter}{hours}: {level}",
    anywhere="في كل مكان",
    cells="في {count} من مربعات الخريطة الواقعة بين {south}، {west} و{north}، {east} والمدرجة في الشروط",
    any_matter="الخطط والمواقع المباشرة والحوادث",
    from_hour="، ابتداءً من {start}",
    until_hour="، حتى {end}",
    lowest="حيث تنطبق عدة بنود على شيء واحد، يُعتدّ بأدنى مستوى.",
    lead_time="تُسجَّل الدوريات قبل انطلاقها بما لا يقل عن {minutes} دقيقة.",
    no_lead_time="لم يُحدَّد وقت يجب تسجيل الدوريات قبله.",
    desk_decides="إذا اقتربت دوريتان أكثر مما يجب، فالمكتب المحايد يحدد أيهما تتحرك.",
    right_of_way="إذا اقتربت دوريتان أكثر مما يجب، فدوريات {party} تحتفظ بطريقها ويتحرك الطرف الآخر.",
    safety="إذا أوشكت وحدتان على الالتقاء، يُطلب من الطاقمين التوقف فورًا أيًّا كان المستوى (بند السلامة).",
    no_safety="أُسقط بند السلامة: دون المستوى 3 لا تُبلَّغ الأطقم الموشكة على الالتقاء إلا وفق مربعات الخريطة.",
    expiry="ينتهي هذا الاتفاق في {end}.",
    withdrawal="لكل طرف أن يخفض أي مستوى في أي وقت وحده وفورًا، ولا يُرفع مستوى إلا بموافقة الطرفين معًا.",
    levels={
        Level.SEALED: "المستوى 0، مغلق: لا يعلم الطرف الآخر شيئًا، والمكتب المحايد وحده يعلم.",
        Level.NOTICE: "المستوى 1، إشعار: يعلم كل طرف في أي ساعات تشترك دوريته مع غيرها في مربع ما.",
        Level.AREA: "المستوى 2، منطقة: يعلم كل طرف المربعات والساعات المشتركة ومع أي طرف.",
        Level.SEGMENT: "المستوى 3، مقطع: يعلم كل طرف التعارض نفسه: المسافة ومقطع الطريق ونداء الوحدة.",
        Level.SHARED: "المستوى 4، مشترك: يعلم كل طرف الخطة كاملة والموقع المباشر.",
    },
    matters={
        Matter.PLANS: "الخطط",
        Matter.LIVE: "المواقع المباشرة",
        Matter.INCIDENTS: "الحوادث",
    },
)

LANGUAGES: Final[Mapping[str, Words]] = {"en": ENGLISH, "ar": ARABIC}


def wording(text: Text, names: Mapping[PartyId, str]) -> dict[str, str]:
    """Return what a text says by language, one sentence a line; `names` are the parties'."""
    return {language: "\n".join(_sentences(text, names, words)) for language, words in LANGUAGES.items()}


def _sentences(text: Text, names: Mapping[PartyId, str], words: Words) -> Iterator[str]:
    first, second = text.parties
    yield words.title.format(
        reference=_plain(text.reference), first=_name(names[first]), second=_name(names[second])
    )
    for party in text.parties:
        yield words.minimum.format(party=_name(names[party]), metres=text.minimum_m[party])
    yield words.elsewhere.format(level=words.levels[text.levels.elsewhere])
    for number, clause in enumerate(text.levels.clauses, 1):
        yield _clause(number, clause, words)
    if text.levels.clauses:
        yield words.lowest
    yield (
        words.lead_time.format(minutes=-(-text.lead_time_s // 60)) if text.lead_time_s else words.no_lead_time
    )
    owner = text.right_of_way
    yield words.desk_decides if owner is None else words.right_of_way.format(party=_name(names[owner]))
    yield words.safety if text.safety_clause else words.no_safety
    yield words.withdrawal
    yield words.expiry.format(end=_moment(text.expires_at))


def _clause(number: int, clause: Clause, words: Words) -> str:
    hours = "" if clause.start is None else words.from_hour.format(start=_moment(clause.start))
    hours += "" if clause.end is None else words.until_hour.format(end=_moment(clause.end))
    return words.clause.format(
        number=number,
        where=words.anywhere if clause.cells is None else _where(clause.cells, words),
        matter=words.any_matter if clause.matter is None else words.matters[clause.matter],
        hours=hours,
        level=words.levels[clause.level],
    )


def _where(cells: Iterable[Cell], words: Words) -> str:
    corners = [corner for cell in cells for corner in (_corner(cell, 0), _corner(cell, 1))]
    lons, lats = zip(*corners, strict=True)
    return words.cells.format(
        count=len(corners) // 2,
        south=_degrees(min(lats), "N", "S"),
        west=_degrees(min(lons), "E", "W"),
        north=_degrees(max(lats), "N", "S"),
        east=_degrees(max(lons), "E", "W"),
    )


def _corner(cell: Cell, further: int) -> tuple[float, float]:
    """Return longitude and latitude of a cell's north-western corner, or of the south-eastern one (web mercator)."""
    across = 1 << cell.zoom
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (cell.row + further) / across))))
    return (cell.column + further) / across * 360 - 180, lat


def _degrees(value: float, positive: str, negative: str) -> str:
    return _plain(f"{abs(value):.2f}° {positive if value >= 0 else negative}")


def _moment(at: datetime) -> str:
    return _plain(at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"))


def _name(name: str) -> str:
    return f"{FIRST_STRONG}{name}{POP}"


def _plain(shown: str) -> str:
    return f"{LEFT_TO_RIGHT}{shown}{POP}"
