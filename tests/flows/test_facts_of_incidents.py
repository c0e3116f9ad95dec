"""What showing incidents needs is read as the viewer: a rival reads nothing (SEC-01)."""

from typing import Any

import pytest

from deconflict.flows.facts_of_incidents import facts_for_incidents, facts_of_incidents
from deconflict.flows.report_incident import report_incident
from deconflict.incidents.model import Confidence, IncidentKind, Observation, Severity


@pytest.mark.rule("SEC-01", "DIS-06")
async def test_names_of_party_and_reporter_are_read_with_the_incident_and_a_rival_reads_none(
    world: Any,
) -> None:
    seen = Observation(IncidentKind.OTHER, Severity.LOW, Confidence.CERTAIN, "", None, world.now())
    item = await world.act("crew", report_incident, "U1", None, seen, world.now())
    for who in ("a", "desk"):
        facts = await world.read(who, facts_of_incidents, [item.id])
        assert facts.incidents == {item.id: item}
        assert facts.names == {item.party: "Party a", item.person: "crew"}
        assert (await world.read(who, facts_for_incidents, [item])).names == facts.names
    facts = await world.read("b", facts_of_incidents, [item.id])
    assert (facts.incidents, facts.names) == ({}, {})
