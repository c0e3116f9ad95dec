"""A party joins a joint patrol: it attaches its own unit and countersigns the text that all countersign (PAT-10).

What is refused about a unit is told to its own party alone; attaching shows the others its callsign.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.together_views import JointPatrolView
from deconflict.flows.deployment import Deployment
from deconflict.flows.propose_joint_patrol import path_of, to_change, told
from deconflict.joint_patrols import store as joint_patrols
from deconflict.joint_patrols.errors import (
    AlreadyCountersigned,
    DigestMismatch,
    JointMoveRefused,
    NotAttached,
)
from deconflict.joint_patrols.model import Countersignature, JointPatrol, Text
from deconflict.joint_patrols.rules import all_countersigned, require_move
from deconflict.joint_patrols.wording import digest
from deconflict.parties import store as parties
from deconflict.parties.model import PartyId, Viewer
from deconflict.parties.rules import require_officer
from deconflict.patrols import store as patrols
from deconflict.patrols.errors import UnitBusy, UnitNotYours
from deconflict.runtime.database import PartySession


async def attach_unit(
    session: PartySession, viewer: Viewer, joint_id: UUID, unit_name: str, now: datetime
) -> Disclosed[JointPatrolView]:
    """Say which own unit takes part; until the party has countersigned, another one can take its place."""
    joint = await to_change(session, joint_id)
    party = require_officer(viewer)
    require_move(joint, "attach", now)
    if party in joint.countersigned(joint.latest.version):
        raise JointMoveRefused(state=joint.standing(now).value, move="attach")
    unit = await parties.unit_called(session, party, unit_name)
    if unit is None:
        raise UnitNotYours()
    await joint_patrols.attach(session, joint, unit, now)
    attached = replace(joint, callsigns={**joint.callsigns, party: unit.callsign})
    return await told(session, viewer, attached, "attached", now)


async def countersign(
    session: PartySession,
    viewer: Viewer,
    joint_id: UUID,
    read_digest: str,
    deployment: Deployment,
    now: datetime,
) -> Disclosed[JointPatrolView]:
    """Put one's party's name under the text that was read. With the last name it is the engine's to carry out."""
    joint = await to_change(session, joint_id)
    party = require_officer(viewer)
    require_move(joint, "countersign", now)
    text = joint.latest
    if digest(text) != read_digest:
        raise DigestMismatch()
    if party in joint.countersigned(text.version):
        raise AlreadyCountersigned()
    await _require_free(session, joint, text, party, deployment)
    await session.insert(joint_patrols.countersignature(joint, text, party, viewer.person, now))
    name = Countersignature(party, text.version, now)
    signed = replace(joint, countersignatures=(*joint.countersignatures, name))
    if all_countersigned(signed, text.version):
        signed = replace(signed, due=True)
        await joint_patrols.set_state(session, signed)
    return await told(session, viewer, signed, "countersigned", now)


async def _require_free(
    session: PartySession, joint: JointPatrol, text: Text, party: PartyId, deployment: Deployment
) -> None:
    """Refuse a unit that is on another patrol of its party's then (PRB-01)."""
    own = (await joint_patrols.sent_by(session, [joint.id], party)).get(joint.id)
    if own is None:
        raise NotAttached()
    path = path_of(text, deployment)
    busy = await patrols.occupied(session, party, own.unit, path, own.patrol)
    if busy is not None:
        raise UnitBusy(patrol=str(busy))
