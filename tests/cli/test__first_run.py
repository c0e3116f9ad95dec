"""Somebody can sign in after the first run, and nobody new after the second."""

from sqlalchemy.engine import URL

from deconflict.cli._first_run import LOGIN, first_operator
from deconflict.flows.sign_in import PASSWORDS
from deconflict.parties.model import Role
from deconflict.parties.store import credential_of
from deconflict.runtime.database import Database
from deconflict.runtime.settings import Settings


async def test_one_operator_is_let_in_once(
    database_url: URL, context_key: bytes, api_database: Database
) -> None:
    settings = Settings().with_secrets(
        database_url.render_as_string(hide_password=False), context_key.decode()
    )
    password = await first_operator(settings)
    assert password is not None
    assert await first_operator(settings) is None
    async with api_database.door() as door:
        knocker = await credential_of(door, LOGIN, None)
    assert knocker is not None
    assert (knocker.role, knocker.party) == (Role.OPERATOR, None)
    assert PASSWORDS.verify(password, knocker.secret_hash.decode())
