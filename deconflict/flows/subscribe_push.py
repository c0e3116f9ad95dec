"""Somebody's browser or phone subscribes to be told, by web push without a word of content, to open the app."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from deconflict.errors import NotFound
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id
from deconflict.summons import store as summons
from deconflict.summons.errors import TooManyAddresses
from deconflict.summons.model import Address, AddressId, Channel
from deconflict.summons.rules import accept_endpoint

MOST: Final = 10


async def subscribe_push(
    session: PartySession,
    viewer: Viewer,
    endpoint: str,
    hosts: Collection[str],
    now: datetime,
    *,
    private: bool,
) -> Address:
    """Store a push endpoint of the viewer's own; one that may not be called is refused."""
    reach = accept_endpoint(endpoint, hosts, private=private)
    if len(await summons.own(session)) >= MOST:
        raise TooManyAddresses(most=MOST)
    address = Address(AddressId(new_id()), Channel.PUSH, viewer.party, viewer.person, viewer.device, now)
    await summons.add(session, address, reach)
    return address


async def unsubscribe_push(session: PartySession, wanted: UUID, now: datetime) -> None:
    """Remove a push endpoint of the viewer's own."""
    if wanted not in {item.id for item in await summons.own(session)}:
        raise NotFound()
    await summons.remove(session, [wanted], now)
