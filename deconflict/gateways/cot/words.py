"""What an alert reads like on a TAK device: one short line in English and the same in Arabic. Decides nothing.

Made from what `GET /v1/alerts` answers the same viewer, so it can say no more than that.
"""

from collections.abc import Mapping
from typing import Any, Final

from deconflict.alerts.model import AlertKind

KINDS: Final[Mapping[AlertKind, tuple[str, str]]] = {
    AlertKind.OVERLAP: ("Overlap of your patrol", "تداخل مع دوريتكم"),
    AlertKind.CONFLICT: ("Conflict", "تعارض"),
    AlertKind.ZONE: ("Zone", "منطقة"),
    AlertKind.REVIEW: ("Review", "مراجعة"),
    AlertKind.PATROL: ("Patrol", "دورية"),
    AlertKind.ALL_CLEAR: ("All clear", "زوال الخطر"),
    AlertKind.MESSAGE: ("Message", "رسالة"),
    AlertKind.PROPOSAL: ("Proposal", "اقتراح"),
    AlertKind.RENDEZVOUS: ("Rendezvous", "لقاء"),
    AlertKind.JOINT_PATROL: ("Joint patrol", "دورية مشتركة"),
    AlertKind.BUDGET: ("Budget used up", "استُنفدت الحصة"),
    AlertKind.SUSPENSION: ("Suspension", "تعليق"),
    AlertKind.GLASS: ("Look at plans", "اطّلاع على الخطط"),
    AlertKind.PROBE: ("Somebody asked about your patrol", "سأل أحدهم عن دوريتكم"),
    AlertKind.SOS: ("SOS", "استغاثة"),
    AlertKind.HALT: ("ALL HALT", "توقّف عام"),
    AlertKind.INCIDENT: ("Incident", "حادث"),
    AlertKind.ENCOUNTER: ("ENCOUNTER", "تقارب ميداني"),
    AlertKind.OVERDUE: ("Overdue: silence, not sight", "تأخّر: صمت لا رؤية"),
    AlertKind.WITHHELD: ("Withheld, no all-clear", "محجوب، وليس إشارة أمان"),
}
ANY: Final = ("Alert", "تنبيه")
"""For a kind without words of its own: an alert is told all the same."""
OPEN_APP: Final = ("see the application", "انظروا التطبيق")
STOP: Final = ("STOP", "توقّف")
NAMING: Final = ("callsign", "party_name", "patrol_reference", "zone_name", "text", "note")
"""Fields that name what an alert is about, as far as it has them."""


def title(alert: Mapping[str, Any]) -> str:
    """Return the kind and the reference in both languages."""
    english, arabic = KINDS.get(alert["kind"], ANY)
    reference = alert.get("reference") or ""
    return f"{english} / {arabic} {reference}".strip()


def _near(alert: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what an encounter's own fields say of the other: who, how far, which way, when closest; or to stop."""
    other = alert.get("other") or {}
    plain = [other.get("callsign"), alert.get("distance_m") and f"{alert['distance_m']:.0f} m"]
    bearing = other.get("bearing_deg")
    plain += [None if bearing is None else f"{bearing:03d}°"]
    closest = alert.get("closest_at")
    plain += [closest and f"{closest:%H:%M:%SZ}"]
    said = [(str(part), str(part)) for part in plain if part]
    if alert.get("octant") is not None:
        english, arabic = STOP
        way = str(alert["octant"]).upper()
        said.insert(
            0, (f"{english}: {way} < {alert['within_m']} m", f"{arabic}: {way} < {alert['within_m']} m")
        )
    return said


def line(alert: Mapping[str, Any]) -> str:
    """Return an alert in one line for each language."""
    named = [str(alert[name]) for name in NAMING if alert.get(name)]
    named += [said for said in ((alert.get("observation") or {}).get("words"),) if said]
    reference = [alert["reference"]] if alert.get("reference") else []
    near = _near(alert) if alert.get("encounter") else []
    said = [
        " · ".join([kind, *reference, *named, *(part[number] for part in near)])
        for number, kind in enumerate(KINDS.get(alert["kind"], ANY))
    ]
    if alert.get("rings"):
        said = [f"{text} · {see}" for text, see in zip(said, OPEN_APP, strict=True)]
    return "\n".join(said)
