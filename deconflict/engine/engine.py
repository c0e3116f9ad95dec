"""What the engine does, one step at a time: each step is one transaction, and a crash between two loses nothing."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

import structlog

from deconflict.alerts.ladder_store import database_now
from deconflict.distress import checker_store as distress
from deconflict.errors import DeconflictError
from deconflict.flows.answer_checks import answer_checks
from deconflict.flows.answer_shifts import answer_parties
from deconflict.flows.carry_what_was_said import Said, carry_one, carry_what_was_said, what_waits
from deconflict.flows.check_plans import Checked, check_plans
from deconflict.flows.close_passed import close_passed
from deconflict.flows.compare_with_oracle import Difference, compare_with_oracle
from deconflict.flows.deployment import Deployment
from deconflict.flows.escalate import escalate
from deconflict.flows.form_joint_patrols import form_joint_patrol, joint_patrols_due
from deconflict.flows.keep_hours import keep_hours
from deconflict.flows.release_notices import release_at_once, release_at_tick
from deconflict.flows.report_oracle import report_oracle
from deconflict.flows.set_aside import set_aside, set_joint_patrol_aside, set_said_aside
from deconflict.flows.share_positions import share_positions
from deconflict.flows.tell_halts import tell_halts
from deconflict.flows.tell_sos import tell_sos
from deconflict.joint_patrols.model import JointPatrolId
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.clock import Clock
from deconflict.runtime.errors import ConstraintViolated, ValueRefused
from deconflict.separation.errors import FAULTS

log = structlog.get_logger()

STOPS: Final = (*FAULTS, ConstraintViolated, ValueRefused)
"""What a damaged row can stop a step with: a bug of ours, or the schema."""

BATCH: Final = 32
"""To-dos in one transaction: enough to share its cost, few enough that nobody waits long (measured)."""


class Engine:
    """The checker's steps. Nothing is kept in memory that the tables do not hold."""

    def __init__(self, database: CheckerDatabase, deployment: Deployment, clock: Clock) -> None:
        self._database = database
        self._deployment = deployment
        self._clock = clock

    async def check(self) -> Checked | None:
        """Check one batch of what changed; None when nothing is due (CON-01)."""
        try:
            return await self._check(BATCH)
        except FAULTS:
            log.exception("check_failed", batch=BATCH)
        return await self._check_alone()

    async def form(self) -> int:
        """Put on record what all sides of a joint patrol countersigned; return how many (PAT-10)."""
        async with self._database.transaction() as checker:
            due = await joint_patrols_due(checker)
        return sum([await self._form(joint) for joint in due])

    async def carry(self) -> int:
        """Carry from one viewer to another what somebody said: who adjusts; return how much that was."""
        try:
            async with self._database.transaction() as checker:
                return await carry_what_was_said(checker, self._deployment.terms, self._clock.now())
        except STOPS:
            log.exception("carry_failed")
        async with self._database.transaction() as checker:
            waiting = await what_waits(checker)
        return sum([await self._carry_one(said) for said in waiting])

    async def share_positions(self) -> int:
        """Show where units are to whom the level allows it; return how many positions that were (DIS-03)."""
        shown = 0
        with _going_on("share_positions"):
            async with self._database.transaction() as checker:
                shown = await share_positions(checker, self._deployment.terms, self._clock.now())
        return shown

    async def check_all(self) -> int:
        """Check until nothing is due; return how many to-dos that were."""
        done = 0
        await self.tell_distress()
        await self.form()
        while checked := await self.check():
            done += checked.todos
            await self.release_at_once()
        await self.carry()
        return done

    async def tell_distress(self) -> int:
        """Tell those whom calls for help and halts concern, and number that before anything else; return how many.

        A damaged row stops the one, not the other (LIV-07).
        """
        async with self._database.transaction() as checker:
            if not await distress.is_due(checker):
                return 0
        await self.release_at_once()  # its own side first: that was stored with the call
        done = 0
        with _going_on("tell_sos"):
            async with self._database.transaction() as checker:
                done += await tell_sos(checker, self._deployment.terms, self._clock.now())
        with _going_on("tell_halts"):
            async with self._database.transaction() as checker:
                done += await tell_halts(checker, self._clock.now())
        if done:
            await self.release_at_once()
        return done

    async def release_at_once(self) -> int:
        """Release what depends on no rival's cover; return how many notices."""
        async with self._database.transaction() as checker:
            return await release_at_once(checker, self._clock.now())

    async def release_at_tick(self, tick: datetime, come: Callable[[], Awaitable[None]] | None = None) -> int:
        """Release what was found, to both sides together at that tick (DIS-05); return how many overlaps changed.

        `come` returns when the tick has come: what is made ready before it is committed then, and seen by nobody
        earlier. Then answer what parties asked before it, from what they have been told: no question holds up a notice.
        """
        async with self._database.transaction() as checker:
            at = self._deployment
            released = await release_at_tick(checker, at.terms, tick, at.budget, at.tick_s)
            if come is not None:
                await come()
        for answer in (answer_checks, answer_parties):
            with _going_on(answer.__name__):
                async with self._database.transaction() as checker:
                    await answer(checker, at.terms, tick)
        return released

    async def escalate(self, at: datetime | None = None) -> int:
        """Let what nobody acknowledged climb, by the database's clock; return how many calls were made (ALR-04).

        at: what that clock shows, if it is known already.
        """
        calls = 0
        with _going_on("escalate"):
            async with self._database.transaction() as checker:
                now = await database_now(checker) if at is None else at
                calls = await escalate(checker, self._deployment.ladders, now)
        return calls

    async def let_time_pass(self) -> int:
        """Close what is over; tell of halts whoever has come into their areas."""
        done = 0
        with _going_on("let_time_pass"):
            async with self._database.transaction() as checker:
                done = await close_passed(checker, self._clock.now())
        with _going_on("tell_halts"):
            async with self._database.transaction() as checker:
                await tell_halts(checker, self._clock.now(), standing=True)
        return done

    async def keep_hours(self) -> int | None:
        """Make room for the fixes of the next hours, and let go of those kept long enough (SEC-05).

        None if that failed, as it does while somebody reads or writes for long: nothing waits for it.
        """
        try:
            async with self._database.transaction() as checker:
                return await keep_hours(checker, self._deployment.fixes_kept_hours, self._clock.now())
        except (*FAULTS, DeconflictError):
            log.exception("hours_not_kept")
        return None

    async def ask_oracle(self, first: int = 0, count: int | None = None) -> Difference:
        """Compare plans without any index with what is on record, and report the difference (CON-03)."""
        now = self._clock.now()
        async with self._database.transaction(snapshot=True) as checker:
            difference = await compare_with_oracle(
                checker, self._deployment.terms, now, first=first, count=count
            )
        if difference.size:
            log.error(
                "conflict_oracle_difference",
                missed=len(difference.missed),
                stale=len(difference.stale),
                unreadable=len(difference.unreadable),
            )
        async with self._database.transaction() as checker:
            await report_oracle(checker, difference, now)
        return difference

    async def _carry_one(self, said: Said) -> int:
        """Carry one by itself; one at fault is set aside where the desk sees it, and the others go on."""
        now = self._clock.now()
        try:
            async with self._database.transaction() as checker:
                return await carry_one(checker, said, self._deployment.terms, now)
        except STOPS:
            log.exception("not_carried", kind=said.kind.value)
        with _going_on("set_said_aside"):
            async with self._database.transaction() as checker:
                await set_said_aside(checker, said, now)
        return 0

    async def _form(self, joint: JointPatrolId) -> int:
        """Form one by itself; one at fault is set aside where the desk sees it, and the others go on."""
        now = self._clock.now()
        try:
            async with self._database.transaction() as checker:
                return await form_joint_patrol(checker, joint, self._deployment, now)
        except STOPS:
            log.exception("joint_patrol_set_aside")
        async with self._database.transaction() as checker:
            await set_joint_patrol_aside(checker, joint, now)
        return 1

    async def _check(self, limit: int) -> Checked | None:
        async with self._database.transaction() as checker:
            at = self._deployment
            return await check_plans(checker, at.terms, self._clock.now(), limit, at.budget)

    async def _check_alone(self) -> Checked | None:
        """Check the oldest to-do by itself; if that one is at fault, set it aside where the desk sees it."""
        try:
            return await self._check(1)
        except FAULTS:
            log.exception("plan_set_aside")
        async with self._database.transaction() as checker:
            aside = await set_aside(checker, self._clock.now())
        return None if aside is None else Checked(aside.count, 0, aside.queued_at, 0, more=True)


@contextmanager
def _going_on(step: str) -> Iterator[None]:
    """Undo a step that a damaged row stops, and go on: neither the check nor the release waits for it."""
    try:
        yield
    except FAULTS:
        log.exception("step_failed", step=step)
