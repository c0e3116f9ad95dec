"""What came too late for the live tick is compared beside it, never in it, a part at a time (LIV-01).

Reading and comparing go on while the live loop ticks; what was found is put on record between two of its ticks, so that
the two never number one encounter at once. Nothing that goes wrong here reaches the live loop: it is seen and tried
again, and a part that cannot be compared is passed, so that nothing anybody hands in holds up what comes after it.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from deconflict.errors import DeconflictError
from deconflict.flows.deployment import Deployment
from deconflict.flows.look_back import Gathered, Part, gather, next_part
from deconflict.flows.record_passages import record_passages
from deconflict.parties.model import PartyId
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.errors import DatabaseUnavailable, TransactionConflict
from deconflict.separation.errors import FAULTS
from deconflict.separation.live.after import Passage
from deconflict.tracking.checker_store import note_compared
from deconflict.tracking.model import UploadId

log = structlog.get_logger()

LOOK_EVERY: Final = timedelta(seconds=1)
"""How often it is asked whether anything waits, when nothing did."""
AGAIN_AFTER: Final = timedelta(seconds=10)
"""How long nothing is begun after a failure that no part is to blame for, such as a database that is away."""
LONG: Final = timedelta(hours=1)
"""What has waited for so long is warned of, as often: fixes are kept for a time, and go whether compared or not."""
BLAMELESS: Final = (DatabaseUnavailable, TransactionConflict)
"""What no part is to blame for."""
BREAKS: Final = (*FAULTS, AttributeError, DeconflictError, MemoryError, OSError, RuntimeError)
"""What can go wrong with a part, or with the database."""
Compared = tuple[Gathered, list[Passage]]


class AfterTheFact:
    """Compares what waits, one part after the other, by parties in turn. What no table holds is whose turn it is.

    `waits_s`: for how long the upload has waited that has waited longest.
    """

    def __init__(self, database: CheckerDatabase, deployment: Deployment) -> None:
        self._database = database
        self._deployment = deployment
        self._under_way: asyncio.Task[Compared | None] | None = None
        self._failed: dict[PartyId, tuple[UploadId, datetime]] = {}
        self._served: list[PartyId] = []
        self._part: Part | None = None
        self.waits_s = 0.0
        self.put_off_nothing()

    def put_off_nothing(self) -> None:
        """Let nothing wait for a moment that a clock that has been set back since was to show."""
        self._due: datetime | None = None
        self._warned = datetime.min.replace(tzinfo=UTC)

    async def go_on(self, now: datetime) -> int:
        """Put on record what has been compared meanwhile, begin with the next; return how many passages that were.

        Never raises, and never waits for what is under way: the live loop ticks on.
        """
        task = self._under_way
        if task is None:
            if self._due is None or now >= self._due:
                self._under_way = asyncio.create_task(self._compare(now))
            return 0
        if not task.done():
            return 0
        self._under_way, self._due = None, now + LOOK_EVERY
        try:
            return await self._finish(task, now)
        except BREAKS:
            log.exception("after_the_fact_waits")
            self._due = now + AGAIN_AFTER
        return 0

    async def stop(self) -> None:
        """Let go of what is under way."""
        if self._under_way is not None:
            self._under_way.cancel()
            await asyncio.wait([self._under_way])
            self._under_way = None

    async def _compare(self, now: datetime) -> Compared | None:
        self._part = None
        async with self._database.transaction(snapshot=True) as checker:
            part = await next_part(checker, self._deployment, now, self._served)
        self._note(part, now)
        if part is None or part.is_lone:
            return None
        async with self._database.transaction(snapshot=True) as checker:
            gathered = await gather(checker, self._deployment, part)
        try:
            return gathered, await asyncio.to_thread(gathered.passages)
        except BREAKS:
            log.exception("not_compared_after_the_fact", upload=str(part.upload.id))
            return gathered, []

    def _note(self, part: Part | None, now: datetime) -> None:
        """Note what is next and whose turn that is; warn while something waits that may go uncompared."""
        self._part = part
        if part is None:
            self.waits_s = 0.0
            return
        party = part.upload.party
        self._served = [*(one for one in self._served if one != party), party]
        self.waits_s = max((now - part.upload.longest_at).total_seconds(), 0.0)
        if self.waits_s > LONG.total_seconds() and now >= self._warned + LONG:
            self._warned = now
            log.warning("after_the_fact_is_behind", seconds=round(self.waits_s))

    async def _finish(self, task: asyncio.Task[Compared | None], now: datetime) -> int:
        """Put it on record; what fails, as when another engine was faster, is compared anew, and passed next time."""
        part, failure = self._part, task.exception()
        if part is None or isinstance(failure, BLAMELESS):
            if failure is not None:
                log.error("after_the_fact_waits", exc_info=failure)
                self._due = now + AGAIN_AFTER
            return 0
        if failure is None and (compared := task.result()) is not None:
            try:
                async with self._database.transaction() as checker:
                    recorded = await record_passages(checker, *compared, self._deployment, now)
                self._due = None
                return recorded
            except BREAKS as error:
                if isinstance(error, BLAMELESS):
                    raise
                failure = error
        if failure is not None:
            log.error("not_recorded_after_the_fact", upload=str(part.upload.id), exc_info=failure)
        await self._pass(part, tried=failure is not None)
        return 0

    async def _pass(self, part: Part, *, tried: bool) -> None:
        """Note a part as compared, one that was tried only if that was for the second time."""
        this = part.upload.id, part.until
        if tried and self._failed.pop(part.upload.party, None) != this:
            self._failed[part.upload.party] = this
            return
        async with self._database.transaction() as checker:
            await note_compared(checker, part.upload, part.until)
        self._due = None
