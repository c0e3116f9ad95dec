"""What calls for help and halts read like, in English or Arabic. Decides nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.distress import Halt, Sos
from deconflict_client.texts import FIRST_STRONG_ISOLATE, POP_ISOLATE, Language


@dataclass(frozen=True)
class DistressWords:
    """Every word of one language; a language that lacks one does not type-check."""

    sos: str
    at: str
    nowhere: str
    over: str
    halt: str
    lifted: str
    acknowledged: str
    outstanding: str
    nobody: str
    none: str


ENGLISH = DistressWords(
    sos="{id} {reference}: SOS of {callsign} ({party}) since {since}",
    at="at {lat} {lon}, known at {at}",
    nowhere="WHERE IT IS, NOBODY KNOWS",
    over="over since {until}",
    halt="{id} {reference}: ALL HALT since {since} at {area}",
    lifted="lifted at {until}",
    acknowledged="{party}: acknowledged by {names}",
    outstanding="{party}: NOT acknowledged by {names}",
    nobody="it concerns nobody so far",
    none="nothing",
)

ARABIC = DistressWords(
    sos="{id} {reference}: استغاثة {callsign} ({party}) منذ {since}",
    at="عند {lat} {lon}، كما عُرف في {at}",
    nowhere="لا أحد يعلم أين هي",
    over="انتهت في {until}",
    halt="{id} {reference}: توقّف عام منذ {since} في {area}",
    lifted="رُفع في {until}",
    acknowledged="{party}: أقرّ به {names}",
    outstanding="{party}: لم يُقرّ به {names}",
    nobody="لا يعني أحداً حتى الآن",
    none="لا شيء",
)

WORDS = {Language.ENGLISH: ENGLISH, Language.ARABIC: ARABIC}


def sos_line(call: Sos, language: Language) -> str:
    """Return a call for help in one line."""
    words = WORDS[language]
    named = {"id": call.id, "reference": call.reference, "callsign": call.callsign, "party": call.party_name}
    said = [_said(language, words.sos, since=_at(call.raised_at), **named)]
    if call.place is None:
        said.append(words.nowhere)
    else:
        place = {"lat": f"{call.place.lat:.5f}", "lon": f"{call.place.lon:.5f}", "at": _at(call.place.at)}
        said.append(_said(language, words.at, **place))
    if call.note:
        said.append(_said(language, "{note}", note=" ".join(call.note.split())))
    if call.ended_at is not None:
        said.append(_said(language, words.over, until=_at(call.ended_at)))
    return " · ".join(said)


def halt_lines(halt: Halt, language: Language) -> list[str]:
    """Return a halt, and for the desk who acknowledged it and who has not, party by party."""
    words = WORDS[language]
    area = " ".join(f"{lat:.5f},{lon:.5f}" for lon, lat in halt.area)
    named = {"id": halt.id, "reference": halt.reference, "area": area}
    said = [_said(language, words.halt, since=_at(halt.raised_at), **named)]
    if halt.note:
        said.append(_said(language, "{note}", note=" ".join(halt.note.split())))
    if halt.lifted_at is not None:
        said.append(_said(language, words.lifted, until=_at(halt.lifted_at)))
    lines = [" · ".join(said)]
    if halt.answers is not None and not halt.answers:
        lines.append(words.nobody)
    for answers in halt.answers or ():
        has, has_not = (item.by for item in answers.acknowledged), answers.outstanding
        for sentence, names in ((words.acknowledged, list(has)), (words.outstanding, list(has_not))):
            if names:
                who = {"party": answers.party_name, "names": ", ".join(names)}
                lines.append(_said(language, sentence, **who))
    return lines


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")


def _said(language: Language, sentence: str, **values: object) -> str:
    """Put values into a sentence; inside Arabic each keeps its own direction."""
    if language is Language.ARABIC:
        values = {name: f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}" for name, value in values.items()}
    return sentence.format(**values)
