"""What the administrative commands share: the owner's transaction on this machine, what names look like, answers."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, TypeVar, get_args

import typer

from deconflict.errors import DeconflictError

if TYPE_CHECKING:
    from deconflict.parties.model import Party, PartyId
    from deconflict.runtime.database import OwnerSession

T = TypeVar("T")

Data = Annotated[
    Path | None, typer.Option(help="Folder of the private database; otherwise DECONFLICT_DATA_DIR.")
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        help="An administrator's URL of a database to use instead; otherwise DECONFLICT_DATABASE_URL."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

SLUG: Final = "at most 40 of a to z, 0 to 9 and single hyphens, such as `east`"
HANDLE: Final = "at most 64 letters without spaces and @, such as `salem`"
NAME: Final = "1 to 200 letters without control characters"
REASON: Final = "1 to 2000 letters"
PASSWORD: Final = "at least 8 letters"  # noqa: S105  (says what one looks like)


@dataclass(eq=False)
class NotFitting(DeconflictError):
    """An argument that does not look as it has to; its value is not repeated, as it may be a secret."""

    code: ClassVar[str] = "not_fitting"
    what: str
    wanted: str


@dataclass(eq=False)
class PartyUnknown(DeconflictError):
    """No party has that slug."""

    code: ClassVar[str] = "party_unknown"
    slug: str


@dataclass(eq=False)
class PersonUnknown(DeconflictError):
    """Nobody has that login."""

    code: ClassVar[str] = "person_unknown"
    login: str


@dataclass(eq=False)
class UnitUnknown(DeconflictError):
    """The party has no unit of that callsign or id."""

    code: ClassVar[str] = "unit_unknown"
    unit: str


def as_owner(
    work: "Callable[[OwnerSession, datetime], Awaitable[T]]", data: Path | None, database_url: str | None
) -> T:
    """Do something in one transaction of the schema's owner, on the database that the options name."""
    import asyncio

    from deconflict.runtime.administrator import administrator
    from deconflict.runtime.clock import SystemClock
    from deconflict.runtime.database import OwnerDatabase
    from deconflict.runtime.schema import require_migrated
    from deconflict.runtime.settings import Settings

    async def in_transaction(url: str) -> T:
        async with OwnerDatabase(url) as database:
            await require_migrated(database)
            async with database.transaction() as session:
                return await work(session, SystemClock().now())

    with administrator(Settings.load(data_dir=data, database_url=database_url)) as url:
        return asyncio.run(in_transaction(url))


async def party_called(session: "OwnerSession", slug: str) -> "Party":
    """Return the party of that slug, or refuse."""
    from deconflict.parties import store

    party = await store.party_with_slug(session, slug)
    if party is None:
        raise PartyUnknown(slug)
    return party


async def party_of_login(session: "OwnerSession", login: str) -> "tuple[str, PartyId | None]":
    """Split a login into its handle and its party, None for the neutral staff."""
    from deconflict.parties.rules import split_login

    handle, slug = split_login(login)
    return handle, None if slug is None else (await party_called(session, slug)).id


def fitting(value: str, kind: object, what: str, wanted: str) -> str:
    """Return a value that fits a kind of text of the HTTP interface, which asks the same, or refuse it."""
    import re

    rule: Any = get_args(kind)[1]
    value = value.strip() if rule.strip_whitespace else value
    longest = len(value) if rule.max_length is None else rule.max_length
    fits = (rule.min_length or 0) <= len(value) <= longest
    if not fits or (rule.pattern is not None and re.search(rule.pattern, value) is None):
        raise NotFitting(what, wanted)
    return value


def say(sentence: str, fields: Mapping[str, object], *, as_json: bool) -> None:
    """Answer with a sentence, or with the fields it is made of."""
    print(json.dumps(fields, ensure_ascii=False) if as_json else sentence.format(**fields))
