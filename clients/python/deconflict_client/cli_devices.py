"""The commands about units' devices: added and revoked by an officer, enrolled by whoever holds them."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from deconflict_client.client import Client
from deconflict_client.device_texts import enrolled_lines, listed_line, offered_lines
from deconflict_client.devices import OfferedDevice
from deconflict_client.errors import Forbidden
from deconflict_client.plain import plain
from deconflict_client.terminal import DEFAULT_URL, Url, signed_in, told
from deconflict_client.texts import Language

devices = typer.Typer(no_args_is_help=True, help="Devices of units: add, enrol, list, revoke.")

AsJson = Annotated[bool, typer.Option("--json", help="Print what came back as JSON.")]
In = Annotated[Language, typer.Option(help="Language of the lines.")]


@devices.command()
def add(
    unit: Annotated[str, typer.Argument(help="The unit's callsign or id.")],
    name: Annotated[str, typer.Argument(help="What the device is called on the list.")],
    url: Url = DEFAULT_URL,
    *,
    stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin",
            help="Read your password, and a code in the next line where one is needed, from standard input.",
        ),
    ] = False,
    as_json: AsJson = False,
    language: In = Language.ENGLISH,
) -> None:
    """Add a device of a unit of one's own party; prints the code to read out to whoever holds it."""
    with told(), signed_in(url) as client:
        known = {each.callsign: each.id for each in client.units()}
        offered = _offered(client, known.get(unit, unit), name, stdin=stdin)
    lines = [json.dumps(plain(offered), ensure_ascii=False)] if as_json else offered_lines(offered, language)
    for line in lines:
        typer.echo(line)


@devices.command()
def enrol(
    code: Annotated[str, typer.Argument(help="The code that an officer read out.")],
    owntracks: Annotated[
        Path | None, typer.Option(help="Write a configuration that OwnTracks imports (.otrc).")
    ] = None,
    url: Url = DEFAULT_URL,
    *,
    as_json: AsJson = False,
    language: In = Language.ENGLISH,
) -> None:
    """Trade a code for a device's secret, once; prints what to type into its app."""
    with told(), Client(url) as client:
        device = client.enrol_device(code)
    if owntracks is not None:
        _keep(owntracks, json.dumps(device.owntracks(url), ensure_ascii=False, indent=2))
    lines = (
        [json.dumps(plain(device), ensure_ascii=False)] if as_json else enrolled_lines(device, url, language)
    )
    for line in lines:
        typer.echo(line)


@devices.command(name="list")
def list_devices(url: Url = DEFAULT_URL, *, as_json: AsJson = False, language: In = Language.ENGLISH) -> None:
    """List one's own devices; as an officer those of one's party."""
    with told(), signed_in(url) as client:
        for device in client.devices():
            typer.echo(
                json.dumps(plain(device), ensure_ascii=False) if as_json else listed_line(device, language)
            )


@devices.command()
def revoke(
    device: Annotated[str, typer.Argument(help="The device's id.")],
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Revoke a lost device: what it holds is of no use within a second."""
    with told(), signed_in(url) as client:
        typer.echo(listed_line(client.revoke_device(device), language))


def _keep(file: Path, text: str) -> None:
    """Write a file with a secret in it, that nobody else on the machine may read."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write(text)


def _offered(client: Client, unit: str, name: str, *, stdin: bool) -> OfferedDevice:
    """Add a device with one's own password, and a code of the second factor when one is held."""
    password = _line() if stdin else str(typer.prompt("Password", hide_input=True, err=True))
    try:
        return client.offer_device(unit, name, password)
    except Forbidden as refused:
        if refused.code != "second_factor_required":
            raise
    code = _line() if stdin else str(typer.prompt("Code", err=True))
    return client.offer_device(unit, name, password, code.strip())


def _line() -> str:
    return typer.get_text_stream("stdin").readline().rstrip("\n")
