"""`deconflict demo`: everything `up` brings, and the story of the Libya pilot played on it.

With --once standard output is the JSON summary alone; what happens meanwhile is told on standard error.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from deconflict.demo.show import Show
    from deconflict.runtime.settings import Settings

TICK_S: Final = 2.0
PATIENCE: Final = {"overdue_s": 10, "off_plan_grace_s": 5}
"""Who watches does not wait minutes for a unit to be overdue."""
UNHURRIED: Final = {
    "ladder_s": dict.fromkeys(("sos", "halt", "encounter", "critical", "routine"), (240, 300, 360, 420)),
    "budget_overlaps": 1000,
}
"""Visitors look at an alert before they answer it, and the demonstration goes on for days with the same units."""
AS_TOLD: Final = 0
NOT_AS_TOLD: Final = 1

app = typer.Typer()


@app.command()
def demo(
    once: Annotated[
        bool,
        typer.Option("--once", help="Play it without a pause, print a JSON summary, exit 0 if all is right."),
    ] = False,
    speed: Annotated[
        float, typer.Option(min=0.1, max=100, help="How fast the story is told without --once.")
    ] = 1.0,
    data: Annotated[
        Path | None, typer.Option(help="Folder to play in again later; otherwise a temporary one.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0 takes a free one, as does --once by itself.")
    ] = None,
) -> None:
    """Play the Libya pilot: two rival commands, a neutral room, a dozen patrols."""
    from deconflict.demo import stage

    with stage.folder(data) as folder:
        status = play(
            settings_for(folder, host, 0 if once and port is None else port, once=once), once, speed
        )
    raise typer.Exit(status)


def settings_for(folder: Path, host: str | None, port: int | None, *, once: bool) -> "Settings":
    """Return the service's settings: what is neither asked for nor set is chosen to be quick and quiet."""
    from deconflict.demo.stage import VISITORS
    from deconflict.runtime.settings import PREFIX, Settings

    ours = {
        "log_level": "warning",
        "zone": "Africa/Tripoli",
        **PATIENCE,
        **({"tick_s": TICK_S} if once else UNHURRIED),
    }
    chosen = {name: value for name, value in ours.items() if PREFIX + name.upper() not in os.environ}
    return Settings.load(data_dir=folder, demonstration=folder / VISITORS, host=host, port=port, **chosen)


def play(settings: "Settings", once: bool, speed: float) -> int:
    """Run the service and the story on it; return the exit status."""
    from deconflict.demo import stage
    from deconflict.runtime.supervisor import stoppable

    say = tell_aside if once else tell
    stage.require_fit(settings)
    stoppable()
    try:
        say("Starting the service …")
        with stage.running(settings) as process:
            from deconflict.demo.logins import logins, welcome  # while the service starts
            from deconflict.demo.show import Show
            from deconflict.demo.stage import VISITORS
            from deconflict.demo.story import the_story

            story, url = the_story(), stage.address(process)
            show = Show(story, url, logins(story, settings, url), settings.tick_s, say)
            welcome(story, show.passwords, settings.data_dir / VISITORS)
            return once_told(show) if once else open_to_visitors(show, settings.data_dir, speed)
    except KeyboardInterrupt:
        return NOT_AS_TOLD if once else AS_TOLD


def once_told(show: "Show") -> int:
    """Play the story, print the summary and return the verdict as an exit status."""
    import asyncio

    from deconflict.demo.report import as_text
    from deconflict.demo.show import verdict

    summary = asyncio.run(show.once())
    show.say(verdict(summary))
    print(as_text(summary), flush=True)
    return AS_TOLD if summary["ok"] else NOT_AS_TOLD


def open_to_visitors(show: "Show", folder: Path, speed: float) -> int:
    """Print where and as whom to come in, then play until stopped."""
    import asyncio

    show.say(f"{show.url}  (Ctrl-C stops it)\n\nlogin            password               who")
    for member in show.story.members:
        show.say(f"{member.login:16} {show.passwords[member.login]}  {member.role}, {member.name}")
    show.say("")
    asyncio.run(show.on_and_on(folder, speed))
    return AS_TOLD


def tell(line: str) -> None:
    """Tell the visitor, at once even in a pipe."""
    print(line, flush=True)


def tell_aside(line: str) -> None:
    """Tell whoever reads along, apart from the answer."""
    print(line, file=sys.stderr, flush=True)
