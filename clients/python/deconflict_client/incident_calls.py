"""The requests about incidents. Sends nothing."""

from urllib.parse import quote

from deconflict_client import incidents
from deconflict_client.calls import Answer, Call, Page, Repeat, collection
from deconflict_client.wire import Json


def report(unit: str, seen: incidents.Observation, patrol: str | None, key: str) -> Call[incidents.Incident]:
    """Report what was observed; the key makes repeating safe (PAT-08)."""
    body: Json = {"unit": unit, "patrol": patrol, "observation": seen.wire()}
    return Call("POST", "/v1/incidents", _incident, Repeat.ALWAYS, body, {"Idempotency-Key": key})


def page() -> Call[Page[incidents.Incident]]:
    """Read one page of incidents."""
    return collection("incidents", incidents.incident)


def incident(wanted: str) -> Call[incidents.Incident]:
    """Read one incident."""
    return Call("GET", f"/v1/incidents/{quote(wanted, safe='')}", _incident, Repeat.ALWAYS)


def _incident(answer: Answer) -> incidents.Incident:
    return incidents.incident(answer.record)
