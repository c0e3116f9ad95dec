"""The requests about encounters. Sends nothing."""

from urllib.parse import quote

from deconflict_client import near
from deconflict_client.calls import Answer, Call, Page, Repeat, collection


def encounters(*, open_only: bool) -> Call[Page[near.Encounter]]:
    """Read one page of encounters."""
    return collection("encounters", near.encounter, "/v1/encounters?over=false" if open_only else None)


def encounter(wanted: str) -> Call[near.Encounter]:
    """Read one encounter."""
    return Call("GET", f"/v1/encounters/{quote(wanted, safe='')}", _encounter, Repeat.ALWAYS)


def _encounter(answer: Answer) -> near.Encounter:
    return near.encounter(answer.record)
