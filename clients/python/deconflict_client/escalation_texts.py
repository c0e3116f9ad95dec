"""What a call for unacknowledged alerts reads like, in English or Arabic. Decides nothing and prints nothing."""

from collections.abc import Iterator, Mapping
from datetime import UTC

from deconflict_client.alerts import EscalationAlert

KIND = {"en": "NOT ACKNOWLEDGED", "ar": "لم يُقَرّ بالاطلاع"}
CHANGES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "duty": "for the duty officer",
        "desk": "for the desk",
        "facilitator": "for the facilitator",
        "answered": "somebody has answered",
    },
    "ar": {
        "duty": "إلى الضابط المناوب",
        "desk": "إلى المكتب المحايد",
        "facilitator": "إلى الميسّر",
        "answered": "أجاب أحدهم",
    },
}


def escalation_parts(alert: EscalationAlert, kinds: Mapping[str, str]) -> Iterator[str]:
    """Yield whose alerts they are, how many of which kinds, since when, and their numbers in one's own feed."""
    if alert.party_name is not None:
        yield alert.party_name
    named = ", ".join(kinds.get(kind, kind) for kind in alert.kinds)
    yield f"{alert.unanswered} × {named}"
    yield alert.since.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")
    if alert.seqs:
        yield "#" + ", ".join(map(str, alert.seqs))
