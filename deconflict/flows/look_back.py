"""An upload that came too late for the live tick is compared after the fact, a few minutes of it at a time (LIV-01).

Gathered in one transaction, compared without any, put on record in a third: see `record_passages`. What is yet to be
compared is on the upload itself, so a crash between costs work alone. It waits until its last fix is so old that what a
rival reports in time has come: also the fix that ends a leg over that moment, as long after it as a leg may last.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Final

import structlog

from deconflict.encounters.model import LiveUnit
from deconflict.flows.deployment import Deployment
from deconflict.flows.know_units import know_units_then
from deconflict.parties.model import PartyId, UnitId
from deconflict.runtime.database import CheckerSession
from deconflict.separation.live.after import Passage, look_back
from deconflict.separation.live.near import rows_of
from deconflict.separation.live.roster import Roster
from deconflict.separation.live.stored import Reports, cut, has_leg, parted, without
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.units import FloatArray
from deconflict.tracking import checker_store as tracking
from deconflict.tracking.checker_store import Behind, Stored
from deconflict.tracking.rules import BEHIND_AFTER

log = structlog.get_logger()

SLICE_S: Final = 300.0
"""How much of an upload is compared in one go: what bounds it is what all others reported of that time."""


LONE: Final = 100
"""How many fixes of which nothing can be known are passed in one go: each is looked at, but nobody's else is read."""


@dataclass(frozen=True, eq=False)
class Part:
    """What of an upload is compared next, (n, 6), until when that is, and what of it was before.

    `is_lone`: no fix is near enough in time for anything to be known, so that there is nothing to compare.
    """

    upload: Behind
    until: datetime
    rows: FloatArray
    done: FloatArray
    is_lone: bool = False


@dataclass(frozen=True, eq=False)
class Gathered:
    """A part of an upload, to be compared with what others reported around it. `units`: its own first.

    `later`: from when to when, in seconds since 1970, uploads of others reach that came after this one.
    """

    upload: Behind
    until: datetime
    part: FloatArray
    units: list[LiveUnit]
    reports: list[Reports]
    roster: Roster
    terms: LiveTerms
    later: Mapping[UnitId, Sequence[tuple[float, float]]]

    def brought_by(self, passage: Passage) -> LiveUnit:
        """Return whose file brings a passage to light: that which came last, whichever is compared first."""
        own, other = self.units[0], self.units[passage.other]
        came_later = any(since <= passage.at_s <= until for since, until in self.later.get(other.unit, ()))
        return other if came_later else own

    def passages(self) -> list[Passage]:
        """Compare."""
        own, *others = self.reports
        return look_back(own, self.part, others, self.roster, self.terms)


async def next_part(
    checker: CheckerSession, deployment: Deployment, now: datetime, served: Sequence[PartyId] = ()
) -> Part | None:
    """Return what is to be compared next; None when nothing is. `served`: who had a turn, the longest ago first."""
    gap = timedelta(seconds=deployment.live.gap_s)
    upload = await tracking.next_behind(checker, now - BEHIND_AFTER - gap, served)
    if upload is None:
        return None
    fixes = rows_of(upload.fixes)
    whole = fixes[fixes[:, 0].argsort(kind="stable")]
    done_s = -inf if upload.compared_to is None else upload.compared_to.timestamp()
    for _ in range(LONE):
        done, rows = parted(whole, done_s, SLICE_S)
        since, until = _moment(rows[0, 0]), _moment(rows[-1, 0])
        part = Part(upload, until, rows, done)
        if has_leg(done, rows, deployment.live):
            return part
        if await tracking.has_beside(checker, upload, since - gap, until + gap, BEHIND_AFTER):
            return part
        done_s = rows[-1, 0]
        if done_s == whole[-1, 0]:
            break
    return replace(part, is_lone=True)


async def gather(checker: CheckerSession, deployment: Deployment, part: Part) -> Gathered:
    """Return a part with what is to be compared with it: no more than can be read, whatever anybody hands in."""
    upload, gap = part.upload, timedelta(seconds=deployment.live.gap_s)
    since = _moment(part.rows[0, 0])
    around = since - gap, part.until + gap
    in_time, bytes_left = await tracking.in_time_around(checker, upload, *around, BEHIND_AFTER)
    behind, uploads_left = await tracking.behind_around(checker, upload, *around)
    if bytes_left or uploads_left:
        log.warning("left_out_after_the_fact", upload=str(upload.id), bytes=bytes_left, uploads=uploads_left)
    since_s, until_s = (moment.timestamp() for moment in around)
    reports = await asyncio.to_thread(_by_unit, part, in_time, behind, since_s, until_s)
    units, roster = await know_units_then(checker, deployment.terms, list(reports), since)
    later = _later(upload, behind, since_s, until_s)
    return Gathered(
        upload, part.until, part.rows, units, list(reports.values()), roster, deployment.live, later
    )


def _by_unit(
    part: Part, in_time: Mapping[UnitId, bytes], behind: Sequence[Stored], since_s: float, until_s: float
) -> dict[UnitId, Reports]:
    """Return what each unit reported then, that of the upload first; of its own only what came before the part."""
    upload = part.upload
    after: dict[UnitId, list[FloatArray]] = {upload.unit: []}
    before = upload.received_at, upload.id
    for item in behind:
        if item.unit != upload.unit or (item.received_at, item.id) < before:
            rows = cut(rows_of(item.fixes), since_s, until_s)
            if len(rows):
                after.setdefault(item.unit, []).append(rows)
    after[upload.unit].append(cut(part.done, since_s, until_s))
    prompt = {unit: cut(rows_of(fixes), since_s, until_s) for unit, fixes in in_time.items()}
    if upload.missed and upload.unit in prompt:
        # It came in time itself: of its own track it is what is looked at, and contradicts nothing.
        prompt[upload.unit] = without(prompt[upload.unit], part.rows)
    units = dict.fromkeys([upload.unit, *prompt, *after])
    return {unit: Reports(prompt.get(unit, rows_of(b"")), after.get(unit, ())) for unit in units}


def _later(
    upload: Behind, behind: Sequence[Stored], since_s: float, until_s: float
) -> dict[UnitId, list[tuple[float, float]]]:
    """Return from when to when what others handed in after an upload reaches."""
    found: dict[UnitId, list[tuple[float, float]]] = {}
    for item in behind:
        # Of two that came at once it is always the same one: an id would tell how many others there were.
        if (item.received_at, item.unit) > (upload.received_at, upload.unit):
            times = cut(rows_of(item.fixes), since_s, until_s)[:, 0]
            if len(times):
                found.setdefault(item.unit, []).append((float(times.min()), float(times.max())))
    return found


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
