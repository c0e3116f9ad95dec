"""What duty rosters, summons and snoozing read like, in English or Arabic. Decides nothing and prints nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.agreement_texts import said
from deconflict_client.delivery import Shift, Snooze, Subscription, Summons
from deconflict_client.texts import WORDS as SPOKEN
from deconflict_client.texts import Language


@dataclass(frozen=True)
class DeliveryWords:
    """Every word of one language; a language that lacks one does not type-check."""

    shift: str
    nobody: str
    summons: str
    states: Mapping[str, str]
    subscription: str
    no_push: str
    none: str


ENGLISH = DeliveryWords(
    shift="{name} ({login}) on duty from {start} to {end} · {id}",
    nobody="nobody is named: every officer of the party is on duty",
    summons="{at} · {channel} · {state} · tries: {tries}",
    states={"waiting": "waiting", "accepted": "accepted", "failed": "FAILED", "dropped": "no longer needed"},
    subscription="subscribed since {at} · {id}",
    no_push="web push is not offered here",
    none="nothing was sent",
)
ARABIC = DeliveryWords(
    shift="{name} ({login}) مناوب من {start} إلى {end} · {id}",
    nobody="لم يُسمَّ أحد: جميع ضباط الطرف مناوبون",
    summons="{at} · {channel} · {state} · المحاولات: {tries}",
    states={"waiting": "قيد الانتظار", "accepted": "قُبلت", "failed": "فشلت", "dropped": "لم تعد لازمة"},
    subscription="مشترك منذ {at} · {id}",
    no_push="الإشعارات الفورية غير متاحة هنا",
    none="لم يُرسَل شيء",
)
WORDS = {Language.ENGLISH: ENGLISH, Language.ARABIC: ARABIC}


def shift_line(one: Shift, language: Language) -> str:
    """Return a shift in one line, its id last."""
    words = WORDS[language]
    times = {"start": _moment(one.start), "end": _moment(one.end)}
    return said(language, words.shift, name=one.name, login=one.login, id=one.id, **times)


def summons_line(one: Summons, language: Language) -> str:
    """Return what became of a message in one line; a fault is shown as the service calls it."""
    words = WORDS[language]
    state = words.states.get(one.state, one.state)
    state = f"{state} ({one.fault})" if one.fault else state
    values = {"at": _moment(one.made_at), "channel": one.channel, "state": state, "tries": one.tries}
    return said(language, words.summons, **values)


def snooze_line(one: Snooze, language: Language) -> str:
    """Return whether one's own devices keep still."""
    words = SPOKEN[language]
    if one.until is None:
        return words.rings
    return said(language, words.still, until=_moment(one.until), seq=one.up_to)


def subscription_line(one: Subscription, language: Language) -> str:
    """Return a push subscription in one line, its id last."""
    return said(language, WORDS[language].subscription, at=_moment(one.added_at), id=one.id)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")
