"""What an encounter reads like in a list, in English or Arabic. Decides nothing and prints nothing."""

from datetime import UTC

from deconflict_client.near import Encounter
from deconflict_client.near_texts import near_parts
from deconflict_client.texts import NEAR, Language, isolating

OVER = {Language.ENGLISH: "OVER", Language.ARABIC: "انتهى"}
NONE = {Language.ENGLISH: "no encounters", Language.ARABIC: "لا تقارب ميدانياً"}


def encounter_line(one: Encounter, language: Language) -> str:
    """Return an encounter in one line: since when, whether it is over, what is known of it, its id last."""
    isolated = isolating(language)
    parts = [isolated(one.opened_at.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")), isolated(one.reference)]
    if one.state != "open":
        parts.append(OVER[language])
    return " · ".join([*parts, *near_parts(one, NEAR[language], isolated), isolated(one.id)])
