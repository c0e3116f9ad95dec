"""What the viewer's own transaction could read around the things to be shown. Decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from deconflict.conflicts.model import Conflict, Segment
from deconflict.disclosure.distress import DistressFacts
from deconflict.disclosure.incidents import IncidentFacts
from deconflict.disclosure.near import NearFacts
from deconflict.disclosure.together_views import Together
from deconflict.disclosure.watching import WatchingFacts
from deconflict.messages.model import Liaison, Message
from deconflict.overlaps.model import Overlap
from deconflict.parties.model import Party, Role
from deconflict.patrols.model import Patrol, Review
from deconflict.resolving.model import Adjusts, Given, Proposal
from deconflict.separation.area import ZoneFinding
from deconflict.separation.check import Finding
from deconflict.zones.model import Zone

EXACT_VIEW = frozenset({Role.DESK, Role.FACILITATOR})
"""Who sees what is exact (DIS-08)."""


@dataclass(frozen=True)
class Facts:
    """What the viewer's own transaction could read around the things to be shown, by id."""

    patrols: Mapping[UUID, Patrol] = field(default_factory=dict)
    parties: Mapping[UUID, Party] = field(default_factory=dict)
    rivals: Mapping[UUID, str] = field(default_factory=dict)
    liaisons: Mapping[UUID, Liaison] = field(default_factory=dict)
    messages: Mapping[UUID, Message] = field(default_factory=dict)
    proposals: Mapping[UUID, Proposal] = field(default_factory=dict)
    advice: Mapping[UUID, Sequence[Given]] = field(default_factory=dict)
    adjusts: Mapping[UUID, Adjusts] = field(default_factory=dict)
    zones: Mapping[UUID, Zone] = field(default_factory=dict)
    conflicts: Mapping[UUID, Conflict] = field(default_factory=dict)
    findings: Mapping[UUID, Finding | ZoneFinding] = field(default_factory=dict)
    overlaps: Mapping[tuple[UUID, int], Overlap] = field(default_factory=dict)
    segments: Mapping[tuple[UUID, int], Segment] = field(default_factory=dict)
    reviews: Mapping[UUID, Review] = field(default_factory=dict)
    watching: WatchingFacts = field(default_factory=WatchingFacts)
    distress: DistressFacts = field(default_factory=DistressFacts)
    incidents: IncidentFacts = field(default_factory=IncidentFacts)
    together: Together = field(default_factory=Together)
    near: NearFacts = field(default_factory=NearFacts)
