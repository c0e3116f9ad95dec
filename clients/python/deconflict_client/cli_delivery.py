"""The commands about duty rosters, what goes out of band, and quiet. They only call `Client` and print."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from deconflict_client.agreement_texts import visible
from deconflict_client.delivery_texts import (
    WORDS,
    shift_line,
    snooze_line,
    subscription_line,
    summons_line,
)
from deconflict_client.terminal import DEFAULT_URL, Url, signed_in, told
from deconflict_client.texts import Language

app = typer.Typer()
duty = typer.Typer(no_args_is_help=True, help="Who of your party is called for what nobody acknowledges.")
push = typer.Typer(no_args_is_help=True, help="Web push without content: only to open the app.")
app.add_typer(duty, name="duty")
app.add_typer(push, name="push")

In = Annotated[Language, typer.Option("--language", help="Language of what is said.")]
At = Annotated[datetime, typer.Argument(formats=["%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M:%SZ"], help="In UTC.")]
Wanted = Annotated[str, typer.Argument(metavar="ID", help="Its id.")]


@duty.command("list")
def list_shifts(url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """List who is on duty now and later."""
    with told(), signed_in(url) as client:
        lines = [shift_line(one, language) for one in client.duty_roster()]
    _say(lines or [WORDS[language].nobody])


@duty.command()
def add(
    login: Annotated[str, typer.Argument(help="An officer's login, without the party.")],
    start: At,
    end: At,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Put an officer on duty."""
    with told(), signed_in(url) as client:
        shift = client.add_shift(login, start.replace(tzinfo=UTC), end.replace(tzinfo=UTC))
    _say([shift_line(shift, language)])


@duty.command()
def remove(shift: Wanted, url: Url = DEFAULT_URL) -> None:
    """Take a shift off the roster."""
    with told(), signed_in(url) as client:
        client.remove_shift(shift)


@push.command("list")
def list_subscriptions(url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """Show the key to subscribe with, and your subscriptions."""
    with told(), signed_in(url) as client:
        found = client.push_subscriptions()
    _say([found.key or WORDS[language].no_push, *(subscription_line(one, language) for one in found.own)])


@push.command("add")
def subscribe(
    endpoint: Annotated[str, typer.Argument(help="What the push service gave your device.")],
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Subscribe an endpoint."""
    with told(), signed_in(url) as client:
        _say([subscription_line(client.subscribe_push(endpoint), language)])


@push.command("remove")
def unsubscribe(subscription: Wanted, url: Url = DEFAULT_URL) -> None:
    """End a subscription."""
    with told(), signed_in(url) as client:
        client.unsubscribe_push(subscription)


@app.command()
def summons(url: Url = DEFAULT_URL, language: In = Language.ENGLISH) -> None:
    """List what was sent out of band, and what became of it."""
    with told(), signed_in(url) as client:
        lines = [summons_line(one, language) for one in client.summons()]
    _say(lines or [WORDS[language].none])


@app.command()
def snooze(
    minutes: Annotated[int | None, typer.Argument(min=0, max=15, help="0 ends it; none shows it.")] = None,
    url: Url = DEFAULT_URL,
    language: In = Language.ENGLISH,
) -> None:
    """Let your own devices keep still about what you have been told; what is told from now on rings."""
    with told(), signed_in(url) as client:
        if minutes == 0:
            client.wake()
        _say([snooze_line(client.snooze(minutes) if minutes else client.snoozed(), language)])


def _say(lines: list[str]) -> None:
    for line in lines:
        typer.echo(visible(line))
