"""`deconflict engine`: the checker, the release of notices and the live tick. Listens to nobody."""

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from deconflict.runtime.settings import Settings

app = typer.Typer()


class Duty(StrEnum):
    """What one process of the engine does. Apart, so that positions never hold up the check of plans."""

    PLANS = "plans"
    LIVE = "live"


NICE: Final = {Duty.PLANS: 5, Duty.LIVE: 1}
"""By how much it steps back behind the API on a busy machine: whoever waits for an answer comes first.

The live tick by a step alone: what it has to say is worth nothing once the two have met.
"""


@app.command()
def engine(
    database_url: Annotated[
        str | None, typer.Option(help="The database; otherwise DECONFLICT_DATABASE_URL.")
    ] = None,
    duty: Annotated[
        Duty | None, typer.Option("--only", help="One of its two processes; otherwise both are run.")
    ] = None,
    supervised: Annotated[bool, typer.Option(hidden=True, help="Take the settings from the parent.")] = False,
) -> None:
    """Check plans, release notices and follow live units; a second engine stands by."""
    from deconflict.runtime.processes import briefing
    from deconflict.runtime.settings import Settings

    if not supervised:
        given = Settings.load(database_url=database_url)
    elif (line := briefing()) is not None:
        given = Settings.briefed(line)
    else:
        return
    if duty is None:
        _run_both(given)
    else:
        _run(given, duty)


def _run(given: "Settings", duty: Duty) -> None:
    import uvloop

    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.memory import settle
    from deconflict.runtime.preflight import require_fit, weaken
    from deconflict.runtime.processes import until_stopped

    os.nice(NICE[duty])
    if duty is Duty.PLANS:
        from deconflict.engine.loop import run
    else:
        from deconflict.engine.live import run
    settings = weaken(given, "checker")
    configure_logs(settings.log_level, f"engine {duty}")

    async def work() -> None:
        await require_fit(settings, "checker")
        settle()
        await run(settings)

    uvloop.run(until_stopped(work()))


def _run_both(settings: "Settings") -> None:
    from deconflict.runtime.children import briefings, engines
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.supervisor import Supervisor, stoppable

    stoppable()
    configure_logs(settings.log_level, "engine")
    parts = engines()
    try:
        with Supervisor([part.child for part in parts]) as supervisor:
            supervisor.run(briefings(parts, settings), lambda: True, lambda: None, None)
    except KeyboardInterrupt:
        return
