"""What alerts about live units read like, in English or Arabic: short enough for three seconds. Decides nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from deconflict_client.near import Encounter, EncounterAlert, OverdueAlert

Isolated = Callable[[object], str]


@dataclass(frozen=True)
class NearWords:
    """The words of one language."""

    closeness: Mapping[str, str]
    octants: Mapping[str, str]
    stop: str
    area: str
    gone: str
    named: str
    metres: str
    bearing: str
    at: str
    silent: str
    beyond: str
    heard: str
    late: str


ENGLISH = NearWords(
    closeness={
        "reach": "the other is SILENT and could be here",
        "predicted": "on course to meet",
        "close": "TOO CLOSE",
    },
    octants={
        "n": "north",
        "ne": "north-east",
        "e": "east",
        "se": "south-east",
        "s": "south",
        "sw": "south-west",
        "w": "west",
        "nw": "north-west",
    },
    stop="STOP: others within {metres} m to the {octant}",
    area="others in the area",
    gone="none reported in the area any more",
    named="{party} in {count} of your cells",
    metres="{distance} m",
    bearing="bearing {bearing}°",
    at="closest {time}Z",
    silent="nothing heard since {time}Z",
    beyond="for too long to say where it could be",
    heard="heard again or ended",
    late="found after the fact",
)
ARABIC = NearWords(
    closeness={
        "reach": "الطرف الآخر صامت وقد يكون هنا",
        "predicted": "المساران يلتقيان",
        "close": "قريب جداً",
    },
    octants={
        "n": "الشمال",
        "ne": "الشمال الشرقي",
        "e": "الشرق",
        "se": "الجنوب الشرقي",
        "s": "الجنوب",
        "sw": "الجنوب الغربي",
        "w": "الغرب",
        "nw": "الشمال الغربي",
    },
    stop="قف: آخرون على بعد أقل من {metres} م باتجاه {octant}",
    area="آخرون في المنطقة",
    gone="لم يعد يُبلَّغ عن أحد في المنطقة",
    named="{party} في {count} من خلاياكم",
    metres="{distance} م",
    bearing="الاتجاه {bearing}°",
    at="أقرب نقطة {time} بالتوقيت العالمي",
    silent="لا خبر منذ {time} بالتوقيت العالمي",
    beyond="مدة أطول من أن يُعرف مكانها",
    heard="عادت إلى الاتصال أو انتهت دوريتها",
    late="اكتُشف بعد وقوعه",
)


def near_parts(
    alert: EncounterAlert | Encounter | OverdueAlert, words: NearWords, isolated: Isolated
) -> Iterator[str]:
    """Yield the parts of the line about an encounter or a silent unit."""
    yield isolated(alert.callsign)
    if not isinstance(alert, OverdueAlert):
        yield from _encounter(alert, words, isolated)
    elif alert.heard_at is not None:
        yield words.heard
    else:
        yield words.silent.format(time=isolated(f"{alert.since:%H:%M:%S}"))
        if alert.beyond_reach:
            yield words.beyond


def _encounter(alert: EncounterAlert | Encounter, words: NearWords, isolated: Isolated) -> Iterator[str]:
    if alert.other is not None:
        yield isolated(f"{alert.other.party_name} {alert.other.callsign}")
    if alert.state != "open" and not alert.late:
        if alert.sight == "area" and alert.state == "ended":
            yield words.gone
        return
    if alert.octant is not None:
        yield words.stop.format(
            metres=isolated(alert.within_m), octant=words.octants.get(alert.octant, alert.octant)
        )
    for near in alert.nearby:
        yield words.named.format(party=isolated(near.party_name), count=isolated(len(near.cells)))
    if alert.sight == "area" and not alert.nearby:
        yield words.area
    if alert.closeness is not None:
        yield words.closeness.get(alert.closeness, alert.closeness)
    if alert.distance_m is not None:
        yield words.metres.format(distance=isolated(round(alert.distance_m)))
    if alert.other is not None and alert.other.bearing_deg is not None:
        yield words.bearing.format(bearing=isolated(alert.other.bearing_deg))
    if alert.closest_at is not None:
        yield words.at.format(time=isolated(f"{alert.closest_at:%H:%M:%S}"))
    if alert.late:
        yield words.late
