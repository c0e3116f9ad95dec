"""After a restore from a backup a new epoch begins: nobody's numbers hold, nobody's acknowledgement lands elsewhere."""

import secrets
from datetime import datetime

from deconflict.alerts import store as alerts
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties import store as parties
from deconflict.runtime.database import OwnerSession
from deconflict.runtime.ids import new_id
from deconflict.tracking import store as tracking
from deconflict.tracking.rules import HOURS_BEFORE


async def begin_epoch(
    owner: OwnerSession, before: str, made_at: str, now: datetime, *, sign_out: bool = False
) -> str:
    """Begin a new epoch and return it; the ledger has of which backup of which epoch.

    sign_out: end every session as well, for where somebody was signed out or revoked since the backup.
    """
    epoch = secrets.token_hex(8)
    await alerts.begin_epoch(owner, epoch, now)
    await tracking.forget_transactions(owner, now - HOURS_BEFORE)
    if sign_out:
        await parties.end_all_sessions(owner, now)
    restored: dict[str, str | int | list[str]] = {"restored": made_at, "before": before, "epoch": epoch}
    await ledger.append(owner, [Entry(EntryKind.ADMINISTRATION, None, None, new_id(), restored, now)])
    return epoch
