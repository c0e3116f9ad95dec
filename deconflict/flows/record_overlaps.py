"""Part of the check: which cell-hours the changed plans share with rivals'.

And whose overlap has to be compared (DIS-04).
"""

from collections.abc import Iterator
from datetime import datetime

from deconflict.alerts import store as alerts
from deconflict.alerts.model import AlertKind, Notice, NoticeId
from deconflict.flows.neighbourhood import Neighbourhood
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.store import SharedCover
from deconflict.patrols.model import Standing
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.ids import new_id
from deconflict.separation.cover import CellHours, hours, pack, shared, unpack


async def record_overlaps(checker: CheckerSession, around: Neighbourhood, now: datetime) -> None:
    """Replace the shared covers of the changed patrols and queue a comparison at the tick for whom they concern."""
    before = {item.key: item for item in await overlaps.shared_by(checker, around.changed)}
    after = {item.key: item for item in _shared_covers(around)}
    gone = [key for key, item in before.items() if after.get(key) != item]
    new = [item for key, item in after.items() if before.get(key) != item]
    await overlaps.replace_shared(checker, gone, new)
    concerned = {
        patrol: party
        for item in (*(before[key] for key in gone), *new)
        for patrol, party in ((item.patrol_a, item.party_a), (item.patrol_b, item.party_b))
    }
    await alerts.queue(
        checker,
        [
            Notice(
                NoticeId(new_id()),
                party,
                AlertKind.OVERLAP,
                "compare",
                rings=False,
                found_at=now,
                patrol=patrol,
            )
            for patrol, party in concerned.items()
        ],
    )


def _shared_covers(around: Neighbourhood) -> Iterator[SharedCover]:
    """Yield what each changed patrol shares with others.

    Plans registered after the fact are the desk's alone (PAT-02).
    """
    unpacked: dict[bytes, CellHours] = {}

    def cover_of(item: Standing) -> CellHours:
        if item.cover not in unpacked:
            unpacked[item.cover] = unpack(item.cover)
        return unpacked[item.cover]

    for subject, others in around.pairs():
        for other in others:
            if subject.after_the_fact or other.after_the_fact:
                continue
            cells = shared(cover_of(subject), cover_of(other))
            if len(cells):
                a, b = sorted((subject, other), key=lambda item: item.patrol.int)
                yield SharedCover(a.patrol, b.patrol, a.party, b.party, tuple(hours(cells)), pack(cells))
