"""The commands about what-ifs, budgets, figures, suspensions and broken glass. They only call `Client` and print."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from deconflict_client.conduct import Glass, Scope
from deconflict_client.conduct_texts import (
    WORDS,
    budget_line,
    check_lines,
    conduct_line,
    glass_line,
    suspension_lines,
)
from deconflict_client.errors import Unreadable
from deconflict_client.files import read_features
from deconflict_client.plain import plain
from deconflict_client.terminal import DEFAULT_URL, WRONG_INPUT, Url, signed_in, told
from deconflict_client.texts import Language
from deconflict_client.wire import time_of

T = TypeVar("T")

app = typer.Typer()
glass = typer.Typer(no_args_is_help=True, help="Looks at plans of a party, allowed by a second person.")
app.add_typer(glass, name="glass")

In = Annotated[Language, typer.Option("--language", help="Language of what is said.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what came back as JSON lines.")]
Wanted = Annotated[str, typer.Argument(metavar="GLASS", help="The request's id.")]
Party = Annotated[str, typer.Argument(metavar="PARTY", help="The party's id.")]


@app.command()
def check(
    asked: Annotated[
        str, typer.Argument(metavar="FILE|ID", help="A plan as GeoJSON, or an earlier question.")
    ],
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
    *,
    as_json: AsJson = False,
) -> None:
    """Ask what a plan would share with others, or read the answer. It draws on the unit's budget."""
    file = Path(asked)
    with told(WRONG_INPUT):
        features = read_features(file, None) if file.is_file() else []
    with told(), signed_in(url) as client:
        found = [client.ask_check(feature) for feature in features] if features else [client.check(asked)]
        for item in found:
            _say([item], lambda one: [*check_lines(one, language), one.id], as_json=as_json)


@app.command()
def budgets(url: Url = DEFAULT_URL, language: In = Language.ENGLISH, *, as_json: AsJson = False) -> None:
    """Show what your units have drawn today."""
    with told(), signed_in(url) as client:
        _say(client.budgets(), lambda one: [budget_line(one, language)], as_json=as_json)


@app.command()
def figures(
    days: Annotated[int, typer.Option(min=1, max=90, help="How many days back.")] = 30,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
    *,
    as_json: AsJson = False,
) -> None:
    """Show how parties used the service: your own; as the facilitator, the oversight body or the desk, all."""
    with told(), signed_in(url) as client:
        _say(client.figures(days), lambda one: [conduct_line(one, language)], as_json=as_json)


@app.command()
def suspensions(url: Url = DEFAULT_URL, language: In = Language.ENGLISH, *, as_json: AsJson = False) -> None:
    """List suspensions, as the desk with the patrols concerned."""
    with told(), signed_in(url) as client:
        found = client.suspensions()
        _say(found, lambda one: suspension_lines(one, language), as_json=as_json)
        if not found and not as_json:
            typer.echo(WORDS[language].none)


@app.command()
def suspend(
    party: Party,
    reason: Annotated[str, typer.Argument(help="Why; the party reads it.")],
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Suspend a party, as the desk or the operator."""
    with told(), signed_in(url) as client:
        _say([client.suspend(party, reason)], lambda one: suspension_lines(one, language), as_json=False)


@app.command()
def restore(party: Party, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Restore a party, as the desk or the operator: everything of it is checked again."""
    with told(), signed_in(url) as client:
        _say([client.restore(party)], lambda one: suspension_lines(one, language), as_json=False)


@glass.command()
def ask(
    party: Party,
    reason: Annotated[str, typer.Argument(help="Why; the party reads it.")],
    patrol: Annotated[str | None, typer.Option(help="One patrol's id.")] = None,
    box: Annotated[str | None, typer.Option(help="WEST,SOUTH,EAST,NORTH in degrees.")] = None,
    start: Annotated[
        str | None, typer.Option(help="With --box: from when, such as 2026-12-01T06:00Z.")
    ] = None,
    end: Annotated[str | None, typer.Option(help="With --box: until when.")] = None,
    hours: Annotated[float, typer.Option(help="How long the look may last, at most 24.")] = 2.0,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Ask to see plans of a party, as the facilitator; a second person has to allow it."""
    with told(WRONG_INPUT):
        scope = _scope(patrol, box, start, end)
    with told(), signed_in(url) as client:
        until = datetime.now(UTC) + timedelta(hours=hours)
        _glass(client.ask_glass(party, scope, reason, until), language)


@glass.command("list")
def list_glass(url: Url = DEFAULT_URL, language: In = Language.ENGLISH, *, as_json: AsJson = False) -> None:
    """List requests."""
    with told(), signed_in(url) as client:
        found = client.glasses()
        _say(found, lambda one: [glass_line(one, language)], as_json=as_json)
        if not found and not as_json:
            typer.echo(WORDS[language].none)


@glass.command()
def approve(wanted: Wanted, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Allow a look, as the second person."""
    with told(), signed_in(url) as client:
        _glass(client.approve_glass(wanted), language)


@glass.command()
def refuse(wanted: Wanted, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Refuse a look."""
    with told(), signed_in(url) as client:
        _glass(client.refuse_glass(wanted), language)


@glass.command()
def withdraw(wanted: Wanted, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Withdraw your request."""
    with told(), signed_in(url) as client:
        _glass(client.withdraw_glass(wanted), language)


@glass.command()
def close(wanted: Wanted, url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """End a look before its time."""
    with told(), signed_in(url) as client:
        _glass(client.close_glass(wanted), language)


@glass.command()
def look(wanted: Wanted, url: Url = DEFAULT_URL) -> None:
    """Print the plans in the scope as JSON lines; each look is on the ledger."""
    with told(), signed_in(url) as client:
        for patrol in client.look(wanted):
            typer.echo(json.dumps(plain(patrol), ensure_ascii=False))


def _glass(item: Glass, language: Language) -> None:
    typer.echo(glass_line(item, language))


def _say(items: Iterable[T], lines: Callable[[T], list[str]], *, as_json: bool) -> None:
    for item in items:
        said = [json.dumps(plain(item), ensure_ascii=False)] if as_json else lines(item)
        for line in said:
            typer.echo(line)


def _scope(patrol: str | None, box: str | None, start: str | None, end: str | None) -> Scope:
    if patrol is not None:
        return Scope(patrol=patrol)
    try:
        west, south, east, north = (float(part) for part in (box or "").split(","))
    except ValueError as fault:
        raise Unreadable(pointer="--box", expected="WEST,SOUTH,EAST,NORTH, or --patrol") from fault
    times = time_of(start or "", "--start"), time_of(end or "", "--end")
    return Scope(None, (west, south, east, north), *times)
