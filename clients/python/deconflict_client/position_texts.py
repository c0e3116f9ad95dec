"""What is said of positions on a socket, in a line of either language."""

from collections.abc import Callable

from deconflict_client.events import Moved, NotStored, Stored

WORDS = {
    "en": ("{callsign} is at {place}", "{count} fixes stored", "no fix stored: {code}"),
    "ar": ("{callsign} في {place}", "حُفظت {count} من نقاط الموقع", "لم تُحفظ أي نقطة موقع: {code}"),
}
"""Where a unit is, what was stored, and that nothing was, by the language's code."""


def of_positions(event: Moved | Stored | NotStored, language: str, isolated: Callable[[object], str]) -> str:
    """Return one line for an event; `isolated` keeps foreign words apart from the direction of the line."""
    moved, stored, not_stored = WORDS[language]
    match event:
        case Moved(seen):
            place = f"{seen.fix.lon:.5f}, {seen.fix.lat:.5f}"
            return moved.format(callsign=isolated(seen.callsign), place=isolated(place))
        case Stored():
            return stored.format(count=isolated(event.reported.stored))
        case NotStored():
            return not_stored.format(code=isolated(event.code))
