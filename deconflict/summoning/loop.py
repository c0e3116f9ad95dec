"""Sends what is due, at least once each, and stores what came of it. Rows are the truth: whoever takes over goes on.

As many of these processes may run as one likes: each summons is taken by one of them for a while.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog

from deconflict.runtime.database import Database
from deconflict.runtime.errors import DatabaseBusy, DatabaseUnavailable, TransactionConflict
from deconflict.runtime.settings import Settings
from deconflict.summoning.apprise_targets import AppriseTargets
from deconflict.summoning.sender import Outcome, Report, Sender
from deconflict.summoning.sms import SmsOutbox
from deconflict.summoning.vapid import private_key
from deconflict.summoning.web_push import WebPush
from deconflict.summons import store as summons
from deconflict.summons.model import Channel, Errand

log = structlog.get_logger()

PASSES: Final = (DatabaseBusy, DatabaseUnavailable, TransactionConflict)
AT_ONCE: Final = 32
LEASE_S: Final = 60.0
POLL_S: Final = 1.0
TRIES: Final = 6
FIRST_WAIT_S: Final = 5.0
LONGEST_WAIT_S: Final = 120.0

Senders = Mapping[Channel, Sender]


def senders(settings: Settings) -> dict[Channel, Sender]:
    """Return the ways out of the house that the operator opened."""
    found: dict[Channel, Sender] = {}
    if settings.push_contact is not None:
        key = private_key(settings.key)
        hosts, private = settings.push_hosts, settings.push_to_private
        found[Channel.PUSH] = WebPush(key, settings.push_contact, hosts, private=private)
    if settings.sms_outbox is not None:
        found[Channel.SMS] = SmsOutbox(settings.sms_outbox)
    if settings.apprise:
        found[Channel.APPRISE] = AppriseTargets()
    return found


async def run(settings: Settings) -> None:
    """Send for ever; runs until cancelled."""
    async with Database(settings.url, context_key=settings.key, pool_size=2) as database:
        ways = senders(settings)
        log.info("summoning", channels=sorted(ways))
        while True:
            try:
                busy = await send_due(database, ways)
            except PASSES as error:
                log.warning("summoning_waits", code=error.code)
                busy = 0
            if not busy:
                await asyncio.sleep(POLL_S)


async def send_due(database: Database, ways: Senders) -> int:
    """Send what is due now, all of it at once; return how many that were.

    What came of each is stored when it came: who is slow holds up nobody else's, and no other's is sent twice.
    """
    async with database.sender() as session:
        errands = await summons.take(session, AT_ONCE, LEASE_S)
    turn = asyncio.Lock()  # there are fewer connections to the database than errands
    async with asyncio.TaskGroup() as group:
        for errand in errands:
            group.create_task(_run(database, errand, ways, turn))
    return len(errands)


async def _run(database: Database, errand: Errand, ways: Senders, turn: asyncio.Lock) -> None:
    report = await _send(errand, ways)
    async with turn:
        try:
            await _settle(database, errand, report)
        except PASSES as error:  # it is sent once more when it is free again: at least once
            log.warning("summons_not_settled", code=error.code)


async def _send(errand: Errand, ways: Senders) -> Report:
    way = ways.get(errand.channel)
    if way is None:
        return Report(Outcome.FAILED, "channel_closed")
    report = await way.send(errand.reach)
    if report.outcome is Outcome.AGAIN and errand.tries >= TRIES:
        return Report(Outcome.FAILED, report.fault)
    return report


async def _settle(database: Database, errand: Errand, report: Report) -> None:
    wait = report.again_s or min(FIRST_WAIT_S * 2 ** (errand.tries - 1), LONGEST_WAIT_S)
    async with database.sender() as session:
        await summons.settle(session, errand.id, report.outcome.value, report.fault, wait)
    if report.outcome is not Outcome.ACCEPTED:
        log.warning(
            "summons_not_accepted",
            channel=errand.channel.value,
            outcome=report.outcome.value,
            fault=report.fault,
        )
