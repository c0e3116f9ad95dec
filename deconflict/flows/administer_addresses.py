"""The operator names, on the machine itself, where people are summoned by text message or Apprise."""

from datetime import datetime

from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties import store as parties
from deconflict.parties.model import PartyId, PersonId
from deconflict.parties.rules import split_login
from deconflict.runtime.database import OwnerSession
from deconflict.runtime.ids import new_id
from deconflict.summons import store as summons
from deconflict.summons.model import Address, AddressId, Channel

DESK = "desk"


async def add_address(
    owner: OwnerSession, whose: str, channel: Channel, reach: str, now: datetime
) -> Address:
    """Add an address of a person (by login), of whoever is on duty for a party (by slug), or of the desk. NotFound."""
    party, person = await _whose(owner, whose)
    address = Address(AddressId(new_id()), channel, party, person, None, now)
    await summons.add(owner, address, reach)
    said: dict[str, str | int | list[str]] = {"address": channel.value}
    await ledger.append(owner, [Entry(EntryKind.ADMINISTRATION, party, None, address.id, said, now)])
    return address


async def _whose(owner: OwnerSession, whose: str) -> tuple[PartyId | None, PersonId | None]:
    if whose == DESK:
        return None, None
    handle, slug = split_login(whose)
    party = await parties.party_with_slug(owner, slug or handle)
    if slug is None and party is not None:
        return party.id, None
    person = await parties.person_called(owner, handle, None if slug is None or party is None else party.id)
    if person is None or (slug is not None and party is None):
        raise NotFound()
    return person.party, person.id
