"""Pure functions from an incident and its viewer to what may leave (INC-01).

So far its own party and the neutral desk see one, and for everybody else there is none: what a level shows of it comes
with the levels of incidents (DIS-01).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from deconflict.disclosure.disclosed import Disclosed, disclosed
from deconflict.disclosure.incident_views import IncidentView
from deconflict.errors import NotFound
from deconflict.incidents.model import Incident
from deconflict.parties.model import Role, Viewer


@dataclass(frozen=True)
class IncidentFacts:
    """What the viewer's own transaction could read around incidents, by id; names of parties and of people."""

    incidents: Mapping[UUID, Incident] = field(default_factory=dict)
    names: Mapping[UUID, str] = field(default_factory=dict)


def disclose_incident(viewer: Viewer, item: Incident, facts: IncidentFacts) -> Disclosed[IncidentView]:
    """Show an incident to its own party and to the desk. NotFound for others."""
    return disclosed(incident_view(viewer, item, facts))


def incident_view(viewer: Viewer, item: Incident, facts: IncidentFacts) -> IncidentView:
    """Return what a viewer sees of an incident. NotFound for others."""
    own = viewer.role is Role.DESK or viewer.party == item.party
    if not own or item.party not in facts.names:
        raise NotFound()
    return IncidentView(
        id=item.id,
        reference=item.reference,
        party=item.party,
        party_name=facts.names[item.party],
        unit=item.unit,
        callsign=item.callsign,
        patrol=item.patrol,
        state=item.state,
        observation=item.observation,
        reported_by=facts.names.get(item.person, ""),
        reported_at=item.reported_at,
        photos=item.photos,
    )
