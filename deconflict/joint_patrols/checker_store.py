"""The only SQL that deals with all sides of a joint patrol at once: for the engine alone (PAT-10). Never commits."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import case, delete, select, update

from deconflict.joint_patrols.model import JointPatrol, JointPatrolId, JointState, Sent, ToForm
from deconflict.joint_patrols.store import to_sent, whole
from deconflict.joint_patrols.tables import joint_countersignature, joint_patrol, joint_unit
from deconflict.parties.model import PartyId, PersonId
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of


async def due_ids(checker: CheckerSession) -> list[JointPatrolId]:
    """Return which joint patrols the engine has something to do about."""
    waiting = select(joint_patrol.c.id).where(joint_patrol.c.due).order_by(joint_patrol.c.id)
    return [JointPatrolId(row.id) for row in await checker.rows(waiting)]


async def due(checker: CheckerSession, wanted: Collection[JointPatrolId]) -> list[ToForm]:
    """Return which of those all sides have countersigned and are not on record yet, locked."""
    waiting = select(joint_patrol).where(joint_patrol.c.due, one_of(joint_patrol.c.id, wanted))
    rows = await checker.rows(waiting.with_for_update(key_share=True))
    return [
        ToForm(item, await _sent(checker, item.id), await _signed_by(checker, item))
        for item in await whole(checker, rows)
    ]


async def set_formed(
    checker: CheckerSession, of: JointPatrol, formed: Mapping[PartyId, tuple[UUID, int]]
) -> None:
    """Store that a text is in force, and the patrol and version that became of it for each side."""
    registered = {"state": JointState.REGISTERED.value, "version": of.pending, "pending": None, "due": False}
    await checker.execute(update(joint_patrol).where(joint_patrol.c.id == of.id).values(registered))
    for party, (patrol, version) in formed.items():
        own = (joint_unit.c.joint == of.id) & (joint_unit.c.party == party)
        await checker.execute(update(joint_unit).where(own).values(patrol=patrol, version=version))


async def set_done(checker: CheckerSession, of: JointPatrol) -> None:
    """Note that nothing is left to be done about one that is over."""
    await checker.execute(update(joint_patrol).where(joint_patrol.c.id == of.id).values(due=False))


async def take_back(checker: CheckerSession, of: JointPatrol, party: PartyId) -> None:
    """Undo a side's name under the pending text: its unit could not be put on record."""
    await set_done(checker, of)
    names = joint_countersignature.c
    own = (names.joint == of.id) & (names.version == of.pending) & (names.party == party)
    await checker.execute(delete(joint_countersignature).where(own))


async def drop(checker: CheckerSession, of: JointPatrol) -> None:
    """Let go of the pending text: it can be carried out by none. Without another one nothing is left."""
    state = of.state if of.version else JointState.WITHDRAWN
    gone = {"state": state.value, "pending": None, "due": False}
    await checker.execute(update(joint_patrol).where(joint_patrol.c.id == of.id).values(gone))


async def set_aside(checker: CheckerSession, wanted: JointPatrolId) -> tuple[PartyId, ...]:
    """Let go, unread, of what the engine fails on; return its parties."""
    columns = joint_patrol.c
    over = case((columns.version > 0, columns.state), else_=JointState.WITHDRAWN.value)
    gone = update(joint_patrol).where(columns.id == wanted).values(state=over, pending=None, due=False)
    rows = await checker.rows(gone.returning(columns.parties))
    return tuple(PartyId(party) for row in rows for party in row.parties)


async def together(
    checker: CheckerSession, patrols: Collection[UUID]
) -> dict[UUID, tuple[JointPatrolId, int]]:
    """Return the patrols of every registered joint patrol that one of those is part of, and which version each is."""
    mine = joint_unit.alias("mine")
    rows = await checker.rows(
        select(joint_unit.c.patrol, joint_unit.c.joint, joint_unit.c.version)
        .join(mine, mine.c.joint == joint_unit.c.joint)
        .join(joint_patrol, joint_patrol.c.id == joint_unit.c.joint)
        .where(one_of(mine.c.patrol, patrols), joint_patrol.c.state == JointState.REGISTERED.value)
    )
    return {row.patrol: (JointPatrolId(row.joint), row.version) for row in rows}


async def around_unit(checker: CheckerSession, unit: UUID) -> dict[UUID, tuple[PartyId, ...]]:
    """Return the patrols that a unit is on as part of registered joint patrols, each with all its parties."""
    rows = await checker.rows(
        select(joint_unit.c.patrol, joint_patrol.c.parties)
        .join(joint_patrol, joint_patrol.c.id == joint_unit.c.joint)
        .where(
            joint_unit.c.unit == unit,
            joint_unit.c.patrol.is_not(None),
            joint_patrol.c.state == JointState.REGISTERED.value,
        )
    )
    return {row.patrol: tuple(PartyId(party) for party in row.parties) for row in rows}


async def _sent(checker: CheckerSession, of: JointPatrolId) -> tuple[Sent, ...]:
    query = select(joint_unit).where(joint_unit.c.joint == of).order_by(joint_unit.c.party)
    return tuple(to_sent(row) for row in await checker.rows(query))


async def _signed_by(checker: CheckerSession, of: JointPatrol) -> dict[PartyId, PersonId]:
    names = joint_countersignature.c
    query = select(names.party, names.person).where(names.joint == of.id, names.version == of.pending)
    return {PartyId(row.party): PersonId(row.person) for row in await checker.rows(query)}
