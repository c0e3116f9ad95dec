"""`deconflict serve`: the API and the sockets, as the login that sees only what a viewer may."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import socket

    from deconflict.runtime.settings import Settings

app = typer.Typer()

MAX_MESSAGE_BYTES = 64 * 1024
PING_S = 20.0
CLOSE_S = 5


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    workers: Annotated[int | None, typer.Option(help="How many processes share the port.")] = None,
    database_url: Annotated[
        str | None, typer.Option(help="The database; otherwise DECONFLICT_DATABASE_URL.")
    ] = None,
    descriptor: Annotated[int | None, typer.Option(hidden=True, help="The parent's open port.")] = None,
) -> None:
    """Serve HTTP and websockets; run as many as you like."""
    from deconflict.runtime.listening import inherited, listen
    from deconflict.runtime.settings import Settings
    from deconflict.runtime.supervisor import stoppable

    stoppable()
    try:
        if descriptor is not None:
            answer_as_told(inherited(descriptor))
            return
        settings = Settings.load(host=host, port=port, workers=workers, database_url=database_url)
        with listen(settings.host, settings.port) as listener:
            if settings.workers > 1:
                answer_with_many(settings, listener)
            else:
                answer(settings, listener)
    except KeyboardInterrupt:
        return


def answer_as_told(listener: "socket.socket") -> None:
    """Answer requests as a child: load the code first, then wait for the settings."""
    import uvicorn  # noqa: F401  (loading both takes seconds, in which the database comes up)

    import deconflict.app  # noqa: F401
    from deconflict.runtime.processes import briefing
    from deconflict.runtime.settings import Settings

    line = briefing()
    if line is not None:
        answer(Settings.briefed(line), listener)


def answer(settings: "Settings", listener: "socket.socket") -> None:
    """Answer requests in this process until it is stopped."""
    import asyncio

    import uvicorn

    from deconflict.app import create_app
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.memory import settle
    from deconflict.runtime.preflight import require_fit, weaken

    settings = weaken(settings, "api")
    configure_logs(settings.log_level, "api")
    asyncio.run(require_fit(settings, "api"))
    app = create_app(settings)
    settle()
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="h11",  # bounds the head of a request; httptools keeps a header of any length in memory
        ws="websockets-sansio",
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        ws_per_message_deflate=False,  # costs memory per socket, and compressed lengths tell what is inside
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(
            settings.trusted_proxies
        ),  # else whoever asks from here says whom they are counted as
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=CLOSE_S,
    )
    uvicorn.Server(config).run(sockets=[listener])


def answer_with_many(settings: "Settings", listener: "socket.socket") -> None:
    """Keep several workers on one port."""
    from deconflict.runtime.children import api_workers, briefings
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.supervisor import Supervisor

    configure_logs(settings.log_level, "serve")
    parts = api_workers(listener, settings.workers)
    with Supervisor([part.child for part in parts]) as supervisor:
        supervisor.run(briefings(parts, settings), lambda: True, lambda: None, None)
