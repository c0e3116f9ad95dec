"""Everything a viewer may see at one moment, with the feed number it is true at; events after it make the rest."""

from dataclasses import dataclass
from datetime import datetime

from deconflict.alerts import store as alerts
from deconflict.conflicts import segment_store as segments
from deconflict.conflicts import store as conflicts
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.facts import EXACT_VIEW
from deconflict.disclosure.release import (
    disclose_conflict,
    disclose_overlap,
    disclose_segment,
    disclose_shared_plan,
)
from deconflict.disclosure.views import ConflictView, OverlapView, PositionView, SegmentView, SharedPlanView
from deconflict.flows.deployment import Deployment
from deconflict.flows.gather_facts import (
    facts_for_conflicts,
    facts_for_overlaps,
    facts_for_segments,
    facts_for_shared_plans,
)
from deconflict.flows.last_positions import last_positions
from deconflict.overlaps import store as overlaps
from deconflict.parties.model import Viewer
from deconflict.patrols import shared_store as sharing
from deconflict.patrols import store as patrols
from deconflict.patrols.model import Patrol, Plan
from deconflict.runtime.database import PartySession
from deconflict.tracking.model import Position
from deconflict.zones import store as zones
from deconflict.zones.model import Zone

MOST = 2000
"""How many patrols, overlaps and conflicts a picture holds at the most; older ones are had page by page."""


@dataclass(frozen=True)
class Picture:
    """One snapshot: `seq` is the newest number of the viewer's feed whose effect is in it."""

    epoch: str
    seq: int
    at: datetime
    patrols: tuple[tuple[Patrol, Plan], ...]
    overlaps: tuple[Disclosed[OverlapView], ...]
    conflicts: tuple[Disclosed[ConflictView] | Disclosed[SegmentView], ...]
    shared_plans: tuple[Disclosed[SharedPlanView], ...]
    zones: tuple[Zone, ...]
    positions: tuple[Position | Disclosed[PositionView], ...]


async def take_picture(
    session: PartySession, viewer: Viewer, deployment: Deployment, now: datetime
) -> Picture:
    """Read the picture. The session must be a snapshot, so that all of it is of one moment."""
    head = await alerts.head_of(session)
    seen = await patrols.page(session, MOST, None, on_record=True)
    plans = await patrols.plans_of(session, [patrol.id for patrol in seen])
    own = await overlaps.page(session, MOST, None, deployment.terms.level, open_only=True)
    exact = await conflicts.page(session, MOST, None, open_only=True) if viewer.role in EXACT_VIEW else []
    shared = await sharing.page(session, MOST, None) if viewer.party is not None else []
    shared_facts = await facts_for_shared_plans(session, shared)
    views = await segments.page(session, MOST, None, open_only=True) if viewer.party is not None else []
    overlap_facts = await facts_for_overlaps(session, own)
    conflict_facts = await facts_for_conflicts(session, exact)
    segment_facts = await facts_for_segments(session, views)
    return Picture(
        epoch=head.epoch,
        seq=head.last,
        at=now,
        patrols=tuple((patrol, plans[patrol.id]) for patrol in seen),
        overlaps=tuple(disclose_overlap(viewer, item, overlap_facts) for item in own),
        conflicts=(
            *(disclose_conflict(viewer, item, conflict_facts) for item in exact),
            *(disclose_segment(viewer, item, segment_facts) for item in views),
        ),
        shared_plans=tuple(disclose_shared_plan(viewer, item, shared_facts) for item in shared),
        zones=tuple(await zones.zones(session)),
        positions=tuple(item for _, item in await last_positions(session, viewer, MOST, None)),
    )
