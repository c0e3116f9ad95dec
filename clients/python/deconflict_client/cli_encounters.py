"""The commands about encounters of live units. They only call `Client` and print."""

import contextlib
import json
from typing import Annotated

import typer

from deconflict_client.agreement_texts import visible
from deconflict_client.base_alert import BaseAlert, Cursor
from deconflict_client.encounter_texts import NONE, encounter_line
from deconflict_client.events import Event, Moved, Refreshed
from deconflict_client.near import EncounterAlert, OverdueAlert
from deconflict_client.plain import plain, plain_event
from deconflict_client.terminal import DEFAULT_URL, Url, signed_in, told
from deconflict_client.texts import Language, line

app = typer.Typer(no_args_is_help=True, help="Live units that are, or will be, too close.")

In = Annotated[Language, typer.Option("--language", help="Language of what is said.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON lines.")]


@app.command("list")
def list_encounters(
    *,
    open_only: Annotated[bool, typer.Option("--open", help="Only those that are not over.")] = False,
    url: Url = DEFAULT_URL,
    as_json: Json = False,
    language: In = Language.ENGLISH,
) -> None:
    """List what you are told of, the newest first; what was found after the fact says so."""
    with told(), signed_in(url) as client:
        found = client.encounters(open_only=open_only)
    for one in found:
        said = json.dumps(plain(one), ensure_ascii=False) if as_json else encounter_line(one, language)
        typer.echo(visible(said))
    if not found and not as_json:
        typer.echo(NONE[language])


@app.command("watch")
def watch_encounters(
    *, url: Url = DEFAULT_URL, as_json: Json = False, language: In = Language.ENGLISH
) -> None:
    """Follow them from now on, with silent units, and whether the line holds. Stop with Ctrl-C.

    The place up to which `watch` has followed your feed stays where it is.
    """
    with told(), signed_in(url) as client, contextlib.suppress(KeyboardInterrupt):
        picture = client.picture()
        with client.watch(Cursor(picture.epoch, picture.seq)) as feed:
            for event in feed:
                if _is_near(event):
                    typer.echo(
                        json.dumps(plain_event(event), ensure_ascii=False)
                        if as_json
                        else line(event, language)
                    )


def _is_near(event: Event) -> bool:
    """Tell whether an event is about live units, or about how true the stream is (ALR-07)."""
    if isinstance(event, BaseAlert):
        return isinstance(event, EncounterAlert | OverdueAlert)
    return not isinstance(event, Moved | Refreshed)
