"""The command line: sign in, register, follow one's feed, acknowledge, agree. It only calls `Client` and prints.

Exit codes: 0 done, 1 the service refused, 2 wrong usage or input, 3 service not reached, 4 sign in first.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.progress import track

from deconflict_client import (
    cli_agreements,
    cli_conduct,
    cli_crews,
    cli_delivery,
    cli_devices,
    cli_distress,
    cli_encounters,
    cli_places,
    cli_rooms,
    cli_talk,
    cli_together,
    cli_tracks,
)
from deconflict_client.base_alert import Cursor
from deconflict_client.client import Client
from deconflict_client.cursors import CursorFile
from deconflict_client.errors import Forbidden, Problem, SignedOut, Unavailable, Unreadable
from deconflict_client.files import read_features
from deconflict_client.keyring import Remembered
from deconflict_client.models import OwnFinding, Patrol, Session
from deconflict_client.plain import plain, plain_event
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
from deconflict_client.texts import Language, line

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Talk to a deconflict service.")
app.add_typer(cli_agreements.keys, name="key")
app.add_typer(cli_agreements.agreements, name="agreement")
app.command()(cli_agreements.lower)
app.add_typer(cli_conduct.app)
app.add_typer(cli_together.rendezvous, name="rendezvous")
app.add_typer(cli_together.joint, name="joint")
app.add_typer(cli_talk.app)
app.add_typer(cli_rooms.app, name="room")
app.add_typer(cli_crews.crews, name="crew")
app.add_typer(cli_devices.devices, name="device")
app.add_typer(cli_tracks.app)
app.add_typer(cli_encounters.app, name="encounters")
app.add_typer(cli_places.app)
app.add_typer(cli_delivery.app)
app.add_typer(cli_distress.sos, name="sos")
app.add_typer(cli_distress.halts, name="halt")


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def login(
    name: Annotated[str, typer.Argument(metavar="LOGIN", help="Your login; with --device the device's id.")],
    url: Url = DEFAULT_URL,
    device: Annotated[bool, typer.Option("--device", help="Sign in as a device, with its secret.")] = False,
    stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin",
            help="Read the password, and a code in the next line where one is needed, from standard input.",
        ),
    ] = False,
) -> None:
    """Sign in and keep the session for later commands."""
    password = typer.get_text_stream("stdin").readline().rstrip("\n") if stdin else _ask(device)
    with told(), Client(url) as client:
        session = client.sign_in_device(name, password) if device else _person(client, name, password, stdin)
        if session.token is None:
            raise Unreadable(pointer="/token", expected="a token")
        keyring().keep(url, Remembered(session.token, session.person.id))
        typer.echo(f"signed in as {session.person.name} ({session.person.role}) at {url}")


@app.command()
def logout(url: Url = DEFAULT_URL) -> None:
    """End the session and forget it."""
    with told(), signed_in(url) as client:
        keyring().forget(url)
        client.sign_out()
        typer.echo(f"signed out of {url}")


@app.command()
def register(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="GeoJSON plans.")],
    unit: Annotated[
        str | None, typer.Option(help="The unit (id or callsign), when the file names none.")
    ] = None,
    url: Url = DEFAULT_URL,
    as_json: Annotated[bool, typer.Option("--json", help="Print what came back as JSON lines.")] = False,
) -> None:
    """Register every plan of a file; one that is refused does not keep the others from being tried."""
    with told(WRONG_INPUT):
        features = read_features(file, unit)
    refused = 0
    with told(), signed_in(url) as client:
        for number, feature in enumerate(_with_progress(features), 1):
            try:
                patrol = client.register(feature)
            except (SignedOut, Unavailable):
                raise
            except Problem as problem:
                refused += 1
                errors.print(f"plan {number} refused: {problem}", markup=False)
            else:
                typer.echo(json.dumps(plain(patrol), ensure_ascii=False) if as_json else _patrol_line(patrol))
    if refused:
        raise typer.Exit(REFUSED)


@app.command()
def watch(
    url: Url = DEFAULT_URL,
    as_json: Annotated[bool, typer.Option("--json", help="Print alerts as JSON lines.")] = False,
    language: Annotated[Language, typer.Option(help="Language of the lines.")] = Language.ENGLISH,
    cursor: Annotated[Path | None, typer.Option(help="Where to keep the place in the feed.")] = None,
) -> None:
    """Follow your feed without end, from where the last run left it. Stop with Ctrl-C."""
    with told(), signed_in(url) as client, contextlib.suppress(KeyboardInterrupt):
        place = keyring().place(url, person(client)) if cursor is None else CursorFile(cursor)
        with client.watch(place) as feed:
            for event in feed:
                typer.echo(
                    json.dumps(plain_event(event), ensure_ascii=False) if as_json else line(event, language)
                )


@app.command()
def ack(
    epoch: Annotated[str | None, typer.Argument(help="The feed's epoch, as `watch --json` shows it.")] = None,
    seq: Annotated[int | None, typer.Argument(help="The alert's number.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Acknowledge every alert that is not yet.")
    ] = False,
    url: Url = DEFAULT_URL,
) -> None:
    """Acknowledge one alert, or all of them. Acknowledging says that you know; it is never consent."""
    if everything == (seq is not None) or (epoch is None) != (seq is None):
        raise typer.BadParameter("give EPOCH and SEQ, or --all")
    with told(), signed_in(url) as client:
        waiting = [Cursor(epoch, seq)] if epoch is not None and seq is not None else list(_waiting(client))
        for cursor in _with_progress(waiting):
            client.acknowledge(cursor.epoch, cursor.seq)
        typer.echo(f"acknowledged {len(waiting)}")


def _waiting(client: Client) -> Iterator[Cursor]:
    """Yield the alerts of the whole feed that nobody of one's side has acknowledged."""
    page = client.alerts()
    while page.alerts:
        yield from (alert.cursor for alert in page.alerts if alert.acknowledged is None)
        page = client.alerts(page.epoch, page.alerts[-1].seq)


def _person(client: Client, login: str, password: str, stdin: bool) -> Session:
    """Sign in a person, who is asked for a code of their second factor when they hold one."""
    try:
        return client.sign_in(login, password)
    except Forbidden as refused:
        if refused.code != "second_factor_required":
            raise
    code = typer.get_text_stream("stdin").readline() if stdin else typer.prompt("Code", err=True)
    return client.sign_in(login, password, code.strip())


def _ask(device: bool) -> str:
    return str(typer.prompt("Secret" if device else "Password", hide_input=True))


def _with_progress(items: Sequence[T]) -> Iterable[T]:
    return track(items, console=errors, transient=True, disable=not errors.is_terminal or len(items) < 2)


def _patrol_line(patrol: Patrol) -> str:
    by = [] if patrol.notices_by is None else [f"notices by {patrol.notices_by:%Y-%m-%d %H:%M:%SZ}"]
    findings = [_finding(finding) for finding in patrol.findings]
    return " · ".join(
        [patrol.reference, patrol.state, f"version {patrol.version}", *findings, *by, patrol.id]
    )


def _finding(finding: OwnFinding) -> str:
    if finding.zone is None:
        return finding.code.replace("_", " ")
    return f"meets {finding.zone.name} ({finding.zone.kind.replace('_', ' ')}, {finding.grade})"
