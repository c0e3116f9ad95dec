"""Lets somebody in where nobody can sign in yet: one operator, whose password is told once."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from deconflict.runtime.settings import Settings

LOGIN: Final = "operator"


async def first_operator(settings: "Settings") -> str | None:
    """Add an operator to a deployment without people and return the password, or None where there are people."""
    from deconflict.parties import store as parties
    from deconflict.parties.model import Role
    from deconflict.runtime.clock import SystemClock
    from deconflict.runtime.database import OwnerDatabase
    from deconflict.runtime.ids import new_password

    async with OwnerDatabase(settings.url) as database, database.transaction() as owner:
        if await parties.people(owner):
            return None
        from deconflict.flows.administer import add_person

        password = new_password()
        await add_person(owner, None, LOGIN, "Operator", Role.OPERATOR, password, SystemClock().now())
        return password
