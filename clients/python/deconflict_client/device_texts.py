"""What units' devices read like, in English or Arabic. Decides nothing and prints nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.agreement_texts import said
from deconflict_client.devices import EnrolledDevice, ListedDevice, OfferedDevice
from deconflict_client.texts import Language


@dataclass(frozen=True)
class DeviceWords:
    """Every word of one language; a language that lacks one does not type-check."""

    offered: str
    code: str
    enrolled: str
    own: str
    device: str
    told_once: str
    owntracks: str
    traccar: str
    listed: str
    states: Mapping[str, str]


ENGLISH = DeviceWords(
    offered="{name} of {callsign} waits for its code",
    code="code, good once and until {until}: {code}",
    enrolled="{name} is a device of {callsign} now",
    own="{name} is a device of your own now",
    device="its id; as the user name in OwnTracks, mode HTTP",
    told_once="its secret, shown this once; as the password in OwnTracks",
    owntracks="address for OwnTracks",
    traccar="address and device identifier for Traccar Client and OsmAnd",
    listed="{name} · {owner} · {state} · {id}",
    states={"waits": "waits for its code", "enrolled": "enrolled", "revoked": "REVOKED"},
)
ARABIC = DeviceWords(
    offered="{name} التابع للوحدة {callsign} ينتظر رمزه",
    code="الرمز، صالح مرة واحدة حتى {until}: {code}",
    enrolled="{name} صار جهازًا للوحدة {callsign}",
    own="{name} صار جهازًا لك",
    device="معرّفه؛ وهو اسم المستخدم في OwnTracks بوضع HTTP",
    told_once="سرّه، يُعرض هذه المرة فقط؛ وهو كلمة المرور في OwnTracks",
    owntracks="العنوان لتطبيق OwnTracks",
    traccar="العنوان ومعرّف الجهاز لتطبيقي Traccar Client وOsmAnd",
    listed="{name} · {owner} · {state} · {id}",
    states={"waits": "ينتظر رمزه", "enrolled": "مسجّل", "revoked": "ملغى"},
)
WORDS = {Language.ENGLISH: ENGLISH, Language.ARABIC: ARABIC}


def offered_lines(device: OfferedDevice, language: Language) -> Iterator[str]:
    """Yield what an officer reads out to whoever holds the device."""
    words = WORDS[language]
    yield said(language, words.offered, name=device.name, callsign=device.callsign)
    yield said(language, words.code, until=_moment(device.expires_at), code=device.code)


def enrolled_lines(device: EnrolledDevice, url: str, language: Language) -> Iterator[str]:
    """Yield what is typed into the apps; each of it on a line of its own, to be copied without what stands around."""
    words = WORDS[language]
    if device.callsign is None:
        yield said(language, words.own, name=device.name)
    else:
        yield said(language, words.enrolled, name=device.name, callsign=device.callsign)
    yield from (f"{words.device}:", device.id)
    yield from (f"{words.told_once}:", device.secret)
    yield from (f"{words.owntracks}:", f"{url}/gateways/owntracks")
    yield from (f"{words.traccar}:", f"{url}/gateways/osmand", device.identifier)


def listed_line(device: ListedDevice, language: Language) -> str:
    """Return what stands on the list."""
    words = WORDS[language]
    state = "waits" if device.enrolled_at is None else "enrolled"
    state = words.states[state if device.revoked_at is None else "revoked"]
    return said(language, words.listed, name=device.name, owner=device.owner, state=state, id=device.id)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%H:%MZ")
