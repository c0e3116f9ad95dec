"""Pure functions from a rendezvous or a joint patrol and its viewer to what may leave: all of it, to its sides alone.

Nothing here depends on a level: each side told the others itself. What a side keeps to itself (its patrol, its unit's
id) is shown to that side; whoever has no part in it is told that there is none (DIS-06).
"""

from datetime import datetime

from deconflict.alerts.model import Subject
from deconflict.disclosure.together_views import (
    JointPatrolView,
    MemberView,
    RendezvousView,
    SideOfView,
    TextView,
    Together,
)
from deconflict.errors import NotFound
from deconflict.joint_patrols.model import JointPatrol, JointState
from deconflict.joint_patrols.wording import canonical, digest
from deconflict.parties.model import Role, Viewer
from deconflict.rendezvous.model import Rendezvous

WITNESSES = frozenset({Role.DESK, Role.FACILITATOR})


def rendezvous_view(
    viewer: Viewer, item: Rendezvous, facts: Together, now: datetime | None = None
) -> RendezvousView:
    """Show a rendezvous to its sides, unless it is hidden from one, and to those who witness. NotFound for others."""
    own = viewer.party in item.sides and viewer.party != item.hidden_from
    if not own and viewer.role not in WITNESSES:
        raise NotFound()
    asker = viewer.role in WITNESSES or viewer.party == item.proposer
    return RendezvousView(
        id=item.id,
        reference=item.reference,
        state=item.state if now is None else item.standing(now),
        sides=tuple(
            SideOfView(party, facts.names.get(party, ""), party in item.confirmed) for party in item.sides
        ),
        proposer=item.proposer,
        where=item.where,
        patrol=facts.meant.get(item.id),
        overlap=item.of_overlap if asker else None,
        asked=item.asked if asker else None,
        proposed_at=item.proposed_at,
        ended_by=item.ended_by,
        ended_at=item.ended_at,
    )


def joint_patrol_view(
    viewer: Viewer, item: JointPatrol, facts: Together, now: datetime | None = None
) -> JointPatrolView:
    """Show a joint patrol to its parties and to the desk. NotFound for others: its text is a whole plan (DIS-08)."""
    if viewer.party not in item.parties and viewer.role is not Role.DESK:
        raise NotFound()
    text, own = item.latest, facts.sent.get(item.id)
    signed = item.countersigned(text.version)
    return JointPatrolView(
        id=item.id,
        reference=item.reference,
        state=_state(item) if now is None else item.standing(now),
        version=item.version,
        pending=item.pending,
        proposer=item.proposer,
        members=tuple(
            MemberView(party, facts.names.get(party, ""), item.callsigns.get(party), party in signed)
            for party in item.parties
        ),
        text=TextView(text.version, canonical(text).decode(), digest(text)),
        unit=None if own is None else own.unit,
        patrol=None if own is None else own.patrol,
        proposed_at=item.proposed_at,
        ended_by=item.ended_by,
        ended_at=item.ended_at,
    )


def together_body(viewer: Viewer, of: Subject, facts: Together) -> RendezvousView | JointPatrolView | None:
    """Return what an alert about a rendezvous or a joint patrol shows; None for who has no part in it."""
    meant = None if of.rendezvous is None else facts.rendezvous.get(of.rendezvous)
    if meant is not None:
        return rendezvous_view(viewer, meant, facts)
    joint = None if of.joint_patrol is None else facts.joint.get(of.joint_patrol)
    return None if joint is None else joint_patrol_view(viewer, joint, facts)


def _state(item: JointPatrol) -> JointState:
    return item.standing(item.proposed_at)
