"""The commands about agreements: keys, drafts, signatures, what is taken back. They only call `Client` and print."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from deconflict_client.agreement_texts import (
    WORDS,
    heading,
    holding_lines,
    key_line,
    level_lines,
    lines,
    said,
    visible,
)
from deconflict_client.agreements import Agreement, Clause, Levels, Terms, terms
from deconflict_client.client import Client
from deconflict_client.errors import Problem
from deconflict_client.plain import plain
from deconflict_client.signing import KeyExposed, KeyFile, KeyThere, SigningKey
from deconflict_client.terminal import (
    DEFAULT_URL,
    REFUSED,
    WRONG_INPUT,
    Url,
    errors,
    keyring,
    person,
    signed_in,
    told,
)
from deconflict_client.texts import Language
from deconflict_client.wire import Record, parse

keys = typer.Typer(no_args_is_help=True, help="The key this device signs with.")
agreements = typer.Typer(no_args_is_help=True, help="What your party agrees on with another.")

In = Annotated[Language, typer.Option("--language", help="Language of what is said.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what came back as JSON.")]
Wanted = Annotated[str, typer.Argument(metavar="AGREEMENT", help="The agreement's id.")]
Other = Annotated[str, typer.Argument(metavar="PARTY", help="The other party's id.")]
SHARED = 4


@keys.command("new")
def new_key(
    name: Annotated[str, typer.Option(help="What your party calls it.")] = "command line",
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Make a key on this device and register its public half; the private one never leaves. Replaces a revoked one."""
    with told(), signed_in(url) as client:
        file, key = _file(client, url), SigningKey.new()
        if file.path.exists() and not _is_revoked(client, _key(file, language)):
            errors.print(str(KeyThere(file.path)), markup=False)
            raise typer.Exit(WRONG_INPUT)
        registered = client.register_key(name, key.public)
        file.forget()
        file.keep(SigningKey(key.private, registered.id))
        typer.echo(said(language, WORDS[language].key_kept, id=registered.id, path=file.path))


@keys.command("list")
def list_keys(url: Url = DEFAULT_URL, language: In = Language.ENGLISH, *, as_json: AsJson = False) -> None:
    """List the public keys of your party and of those it has agreements or drafts with."""
    with told(), signed_in(url) as client:
        own, found = client.who_am_i().person.party, client.keys()
        if as_json:
            _echo(json.dumps(plain(key), ensure_ascii=False) for key in found)
        else:
            _echo(key_line(key, language, own) for key in found)


@keys.command()
def revoke(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The key's id.")],
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Have nothing more signed with a key of your party: it is lost, stolen or done with. What it signed stands."""
    with told(), signed_in(url) as client:
        own, revoked = client.who_am_i().person.party, client.revoke_key(key)
        _echo([key_line(revoked, language, own)])


@agreements.command()
def draft(
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, help="Terms as JSON, in place of the options."),
    ] = None,
    other: Annotated[
        str | None, typer.Option("--with", metavar="PARTY", help="The other party's id.")
    ] = None,
    level: Annotated[int, typer.Option(min=0, max=SHARED, help="The level everywhere.")] = 1,
    minimum_m: Annotated[int, typer.Option(help="The separation that both ask for, in metres.")] = 1000,
    days: Annotated[int, typer.Option(min=1, max=90, help="For how long.")] = 30,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
    *,
    as_json: AsJson = False,
) -> None:
    """Draft what your party and another could sign; it binds nobody."""
    if (file is None) == (other is None):
        raise typer.BadParameter("give a FILE, or --with PARTY")
    with told(WRONG_INPUT):
        asked = None if file is None else terms(Record.of(parse(file.read_bytes())))
    with told(), signed_in(url) as client:
        asked = asked or _simple(client, str(other), level, minimum_m, days)
        drafted = client.draft_agreement(asked)
        _say(client, drafted, language, as_json=as_json)
        if not as_json:
            typer.echo(WORDS[language].drafted)


@agreements.command("list")
def list_agreements(
    url: Url = DEFAULT_URL, language: In = Language.ENGLISH, *, as_json: AsJson = False
) -> None:
    """List your party's agreements, drafts included."""
    with told(), signed_in(url) as client:
        found = client.agreements()
        if as_json:
            typer.echo("\n".join(json.dumps(plain(item), ensure_ascii=False) for item in found))
        else:
            _echo([heading(item, language) for item in found] or [WORDS[language].none])


@agreements.command()
def show(
    agreement: Wanted, url: Url = DEFAULT_URL, language: In = Language.ENGLISH, *, as_json: AsJson = False
) -> None:
    """Show an agreement: its wording, its figures, its signatures and its digest."""
    with told(), signed_in(url) as client:
        _say(client, client.agreement(agreement), language, as_json=as_json)


@agreements.command()
def sign(
    agreement: Wanted,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: it has been read.")] = False,
) -> None:
    """Show the text in both languages with its digest, ask, and sign it with this device's key."""
    with told(), signed_in(url) as client:
        key = _key(_file(client, url), language)
        text = client.agreement(agreement)
        own = client.who_am_i().person.party
        for each in Language:
            _echo(lines(text, each, own))
        question = " · ".join(WORDS[each].ask for each in Language)
        if not yes and not typer.confirm(question):
            typer.echo(WORDS[language].not_signed)
            raise typer.Exit(REFUSED)
        typer.echo(visible(heading(client.sign(text, key), language)))


@agreements.command()
def withdraw(agreement: Wanted, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Withdraw what is not ratified. What your signature lowered stays low until both sign another text."""
    with told(), signed_in(url) as client:
        typer.echo(visible(heading(client.withdraw_agreement(agreement), language)))


@agreements.command()
def levels(
    other: Other, url: Url = DEFAULT_URL, language: In = Language.ENGLISH, *, as_json: AsJson = False
) -> None:
    """Show what holds now between your party and another: everywhere, the lowest of what is listed."""
    with told(), signed_in(url) as client:
        found = client.levels(other)
        if as_json:
            typer.echo(json.dumps(plain(found), ensure_ascii=False))
        else:
            _echo(holding_lines(found, language))


def lower(
    other: Other,
    level: Annotated[int, typer.Argument(min=0, max=SHARED, help="They get no more than this.")],
    cell: Annotated[
        list[str] | None, typer.Option(help="Only in this square, zoom/column/row; may come again.")
    ] = None,
    matter: Annotated[str | None, typer.Option(help="Only about plans, live or incidents.")] = None,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Give another party no more than a level from now on, alone and at once, until both sign another text."""
    cells = None if not cell else tuple(cell)
    anywhere = cells is None and matter is None
    wanted = Levels(level) if anywhere else Levels(SHARED, (Clause(level, cells, matter),))
    with told(), signed_in(url) as client:
        try:
            lowered = client.lower(other, wanted)
        except Problem as problem:
            if problem.code != "nothing_lowered":
                raise
            typer.echo(said(language, WORDS[language].nothing_lowered, other=other), err=True)
            raise typer.Exit(REFUSED) from problem
        typer.echo(said(language, WORDS[language].lowered, other=lowered.other))
        _echo(level_lines(lowered.levels, language))


def _simple(client: Client, other: str, level: int, minimum_m: int, days: int) -> Terms:
    own = client.who_am_i().person.party
    if own is None:
        raise typer.BadParameter("only an officer drafts with --with; others give a FILE")
    return Terms(
        parties=(own, other),
        levels=Levels(level),
        minimum_m={own: minimum_m, other: minimum_m},
        expires_at=datetime.now(UTC).replace(microsecond=0) + timedelta(days=days),
    )


def _file(client: Client, url: str) -> KeyFile:
    return keyring().key(url, person(client))


def _is_revoked(client: Client, own: SigningKey) -> bool:
    known = client.keys()
    return any(key.id == own.id and key.revoked_at is not None for key in known)


def _key(file: KeyFile, language: Language) -> SigningKey:
    try:
        key = file.find()
    except KeyExposed as exposed:
        errors.print(str(exposed), markup=False)
        raise typer.Exit(WRONG_INPUT) from exposed
    if key is None:
        errors.print(WORDS[language].no_key, markup=False)
        raise typer.Exit(WRONG_INPUT)
    return key


def _say(client: Client, agreement: Agreement, language: Language, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(plain(agreement), ensure_ascii=False))
    else:
        _echo(lines(agreement, language, client.who_am_i().person.party))


def _echo(said: Iterable[str]) -> None:
    for each in said:
        typer.echo(visible(each))
