"""`deconflict person`: whoever is added can sign in, with the password that was given or the one that was printed."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy.engine import URL

from deconflict.cli._administration import NotFitting, PartyUnknown, PersonUnknown, UnitUnknown
from deconflict.flows.deployment import Deployment
from deconflict.flows.sign_in import PasswordKnock, sign_in
from deconflict.parties.errors import AlreadyTaken, RolePartyMismatch, SecondFactorRequired, SignInRefused
from deconflict.parties.model import Role
from deconflict.runtime.database import Database
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.settings import Settings


@pytest.fixture
def role_after_signing_in(database_url: URL, context_key: bytes) -> Callable[[str, str], Role]:
    """Signs somebody in and tells their role."""

    async def knock(login: str, password: str) -> Role:
        url = drop_privileges(database_url, "api", context_key)
        async with Database(url, context_key=context_key) as database:
            words, deployment = PasswordKnock(login, password), Deployment.of(Settings())
            return (await sign_in(database, words, deployment, datetime.now(UTC))).viewer.role

    return lambda login, password: asyncio.run(knock(login, password))


def test_a_password_that_was_made_is_printed_once_and_lets_in(
    administer: Callable, role_after_signing_in: Callable
) -> None:
    administer("party", "add", "east", "East")
    told = administer("person", "add", "salem@east", "--name", "Salem / سالم", "--role", "liaison")
    assert told.startswith("added salem@east (Salem / سالم, liaison)\n")
    assert role_after_signing_in("salem@east", told.split()[-1]) is Role.LIAISON


def test_a_password_from_standard_input_lets_in_and_is_not_repeated(
    administer: Callable, role_after_signing_in: Callable
) -> None:
    words = ("person", "add", "room", "--name", "Room", "--role", "desk", "--password-stdin", "--json")
    told = json.loads(administer(*words, typed="a long password\n"))
    assert set(told) == {"id", "login", "name", "role"}
    assert role_after_signing_in("room", "a long password") is Role.DESK


def test_a_short_password_is_refused(administer: Callable) -> None:
    words = ("person", "add", "room", "--name", "Room", "--role", "desk", "--password-stdin")
    with pytest.raises(NotFitting) as refused:
        administer(*words, typed="short\n")
    assert "short" not in str(refused.value)


def test_a_crew_is_added_with_the_unit_that_they_are_with(administer: Callable, database_url: URL) -> None:
    administer("party", "add", "east", "East")
    unit = json.loads(administer("unit", "add", "east", "Falcon 2", "--json"))["id"]
    crew = ("--name", "Omar", "--role", "crew", "--json", "--unit")
    added = json.loads(administer("person", "add", "omar@east", *crew, "Falcon 2"))
    with psycopg.connect(conninfo(database_url)) as superuser:
        found = superuser.execute("SELECT person::text, unit::text FROM binding").fetchall()
    assert found == [(added["id"], unit)]
    with pytest.raises(UnitUnknown):
        administer("person", "add", "sami@east", *crew, "Falcon 9")
    with pytest.raises(PersonUnknown):
        administer("person", "remove-second-factor", "sami@east")


@pytest.mark.parametrize(("login", "role"), [("salem", "liaison"), ("room@east", "desk")])
def test_a_role_and_a_login_have_to_fit(login: str, role: str, administer: Callable) -> None:
    administer("party", "add", "east", "East")
    with pytest.raises(RolePartyMismatch):
        administer("person", "add", login, "--name", "Somebody", "--role", role)


def test_a_login_is_given_once(administer: Callable) -> None:
    words = ("person", "add", "room", "--name", "Room", "--role", "desk")
    administer(*words)
    with pytest.raises(AlreadyTaken):
        administer(*words)


def test_a_party_that_is_not_there_is_named(administer: Callable) -> None:
    with pytest.raises(PartyUnknown):
        administer("person", "add", "salem@east", "--name", "Salem", "--role", "liaison")


def test_a_handle_that_nobody_could_type_is_refused(administer: Callable) -> None:
    with pytest.raises(NotFitting):
        administer("person", "add", "the room", "--name", "Room", "--role", "desk")


def test_a_lost_second_factor_is_removed_and_that_is_on_the_ledger(
    administer: Callable, role_after_signing_in: Callable, database_url: URL
) -> None:
    words = ("person", "add", "room", "--name", "Room", "--role", "desk", "--password-stdin", "--json")
    of = json.loads(administer(*words, typed="a long password\n"))["id"]
    hold = "INSERT INTO second_factor (person, secret, last_step, held_since) VALUES (%s, %s, 0, now())"
    with psycopg.connect(conninfo(database_url), autocommit=True) as superuser:
        superuser.execute(hold, [of, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"])
    with pytest.raises(SecondFactorRequired):
        role_after_signing_in("room", "a long password")
    assert administer("person", "remove-second-factor", "room") == "removed the second factor of room\n"
    assert role_after_signing_in("room", "a long password") is Role.DESK
    with psycopg.connect(conninfo(database_url)) as superuser:
        found = superuser.execute("SELECT payload FROM ledger_entry WHERE subject = %s ORDER BY at", [of])
        assert [entry for (entry,) in found] == [{"added": "person"}, {"removed": "second_factor"}]
    assert json.loads(administer("person", "remove-second-factor", "room", "--json"))["removed"] is False
    with pytest.raises(PersonUnknown):
        administer("person", "remove-second-factor", "nobody")


@pytest.fixture
def somebody(administer: Callable) -> str:
    """The id of a room's person with a password, a device and a passkey."""
    words = ("person", "add", "room", "--name", "Room", "--role", "desk", "--password-stdin", "--json")
    return json.loads(administer(*words, typed="a long password\n"))["id"]


@pytest.fixture
def with_every_way_in(somebody: str, database_url: URL) -> str:
    """The same, with a device and a passkey as well."""
    device = """INSERT INTO device (id, person, name, secret_hash, enrolled_at)
        VALUES (gen_random_uuid(), %s, 'phone', sha256('x'), now())"""
    passkey = """INSERT INTO passkey (id, person, credential_id, public_key, sign_count, name, added_at)
        VALUES (gen_random_uuid(), %s, '\\x01', '\\x01', 0, 'laptop', now())"""
    with psycopg.connect(conninfo(database_url), autocommit=True) as superuser:
        superuser.execute(device, [somebody])
        superuser.execute(passkey, [somebody])
    return somebody


WAYS = """SELECT (SELECT count(*) FROM session WHERE person = %(of)s AND ended_at IS NULL),
    (SELECT count(*) FROM device WHERE person = %(of)s AND revoked_at IS NULL),
    (SELECT count(*) FROM passkey WHERE person = %(of)s)"""


def ways_in(database_url: URL, of: str) -> tuple[int, int, int]:
    """How many sessions, devices and passkeys of somebody still let in."""
    with psycopg.connect(conninfo(database_url)) as superuser:
        found = superuser.execute(WAYS, {"of": of}).fetchone()
    assert found is not None
    return found


@pytest.mark.rule("SEC-04")
def test_another_password_ends_whatever_else_let_in(
    administer: Callable, role_after_signing_in: Callable, with_every_way_in: str, database_url: URL
) -> None:
    role_after_signing_in("room", "a long password")
    assert ways_in(database_url, with_every_way_in) == (1, 1, 1)
    told = administer("person", "set-password", "room")
    assert ways_in(database_url, with_every_way_in) == (0, 0, 0)
    with pytest.raises(SignInRefused):
        role_after_signing_in("room", "a long password")
    assert role_after_signing_in("room", told.split()[-1]) is Role.DESK
    given = administer(
        "person", "set-password", "room", "--password-stdin", "--json", typed="my own choice\n"
    )
    assert json.loads(given) == {"login": "room"}
    assert role_after_signing_in("room", "my own choice") is Role.DESK


@pytest.mark.rule("SEC-04")
def test_who_is_shut_out_has_no_way_in_until_let_in_again(
    administer: Callable, role_after_signing_in: Callable, with_every_way_in: str, database_url: URL
) -> None:
    role_after_signing_in("room", "a long password")
    administer("person", "disable", "room")
    assert ways_in(database_url, with_every_way_in) == (0, 0, 0)
    with pytest.raises(SignInRefused):
        role_after_signing_in("room", "a long password")
    administer("person", "enable", "room")
    assert role_after_signing_in("room", "a long password") is Role.DESK
    with psycopg.connect(conninfo(database_url)) as superuser:
        found = superuser.execute(
            "SELECT payload FROM ledger_entry WHERE subject = %s ORDER BY at", [with_every_way_in]
        )
        assert [entry for (entry,) in found] == [
            {"added": "person"},
            {"disabled": "person"},
            {"enabled": "person"},
        ]
    with pytest.raises(PersonUnknown):
        administer("person", "disable", "nobody")
