"""`deconflict gateway`: what goes to meet other people's systems, as the login that sees only what a viewer may."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from deconflict.cli._administration import AsJson, Data, DatabaseUrl, as_owner, say

if TYPE_CHECKING:
    from ssl import SSLContext

    from deconflict.parties.model import DeviceEntry
    from deconflict.runtime.database import OwnerSession
    from deconflict.runtime.settings import Settings

app = typer.Typer()
gateway = typer.Typer(no_args_is_help=True, help="Gateways that run by themselves: TAK, MQTT.")
app.add_typer(gateway, name="gateway")


@gateway.command()
def mqtt(
    url: Annotated[
        str | None,
        typer.Option(help="mqtt://user:password@host:port, mqtts for TLS; otherwise DECONFLICT_MQTT_URL."),
    ] = None,
    database_url: Annotated[
        str | None, typer.Option(help="The database; otherwise DECONFLICT_DATABASE_URL.")
    ] = None,
) -> None:
    """Take what OwnTracks publishes at an MQTT broker; one such process for each broker."""
    import uvloop

    from deconflict.api.edge import Edge
    from deconflict.flows.deployment import Deployment
    from deconflict.gateways.mqtt import Broker, run
    from deconflict.runtime.clock import SystemClock
    from deconflict.runtime.database import Database
    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.preflight import require_fit, weaken
    from deconflict.runtime.processes import until_stopped
    from deconflict.runtime.settings import Settings

    given = Settings.load(mqtt_url=url, database_url=database_url)
    broker = Broker.of(given.broker_url, given.mqtt_topic)
    settings = weaken(given, "api")
    configure_logs(settings.log_level, "gateway")

    async def take() -> None:
        await require_fit(settings, "api")
        async with Database(settings.url, context_key=settings.key, pool_size=2) as database:
            edge = Edge(database, Deployment.of(settings), SystemClock(), frozenset(), secure_cookies=False)
            await run(edge, broker)

    uvloop.run(until_stopped(take()))


@gateway.command()
def cot(
    database_url: Annotated[
        str | None, typer.Option(help="The database; otherwise DECONFLICT_DATABASE_URL.")
    ] = None,
    data: Data = None,
    supervised: Annotated[bool, typer.Option(hidden=True, help="Take the settings from the parent.")] = False,
) -> None:
    """Listen to TAK devices on DECONFLICT_COT_TLS_PORT and DECONFLICT_COT_PLAIN_PORT."""
    import uvloop

    from deconflict.gateways.cot.run import listen
    from deconflict.runtime.processes import briefing, until_stopped
    from deconflict.runtime.settings import Settings

    line = briefing() if supervised else None
    if supervised and line is None:
        return
    given = Settings.briefed(line) if line else Settings.load(database_url=database_url, data_dir=data)
    settings = weakened(given)
    uvloop.run(until_stopped(listen(settings)))


@gateway.command()
def feed(
    server: Annotated[str, typer.Argument(help="tcp://host:port or tls://host:port of the TAK server.")],
    device: Annotated[UUID, typer.Option(help="As which of our devices: it is fed what that may see.")],
    secret_file: Annotated[Path, typer.Option(help="File with the device's secret.")],
    certificate: Annotated[
        Path | None, typer.Option(help="PEM that the TAK server issued to us, key included.")
    ] = None,
    trusted: Annotated[Path | None, typer.Option(help="PEM of the TAK server's authority.")] = None,
    database_url: Annotated[
        str | None, typer.Option(help="The database; otherwise DECONFLICT_DATABASE_URL.")
    ] = None,
) -> None:
    """Feed an existing TAK server with alerts and positions, until stopped."""
    import uvloop

    from deconflict.flows.sign_in import DeviceKnock
    from deconflict.gateways.cot.run import feed as feed_server
    from deconflict.runtime.processes import until_stopped
    from deconflict.runtime.settings import Settings

    settings = weakened(Settings.load(database_url=database_url))
    knock = DeviceKnock(device, secret_file.read_text().strip())
    tls = secured(certificate, trusted) if server.startswith("tls:") else None
    uvloop.run(until_stopped(feed_server(settings, server, knock, tls)))


@gateway.command(name="certificate")
def issue_certificate(
    device: Annotated[UUID, typer.Argument(help="The id of an enrolled device.")],
    out: Annotated[Path, typer.Option(help="Folder to write its files to.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Issue a TAK client certificate to an enrolled device; the password of its files is printed once."""
    from deconflict.gateways.cot.run import authority_of
    from deconflict.runtime.clock import SystemClock
    from deconflict.runtime.ids import new_password
    from deconflict.runtime.settings import Settings

    entry = enrolled(device, data, database_url)
    folder = Settings.load(data_dir=data).data_dir
    authority, password = authority_of(folder, SystemClock().now()), new_password()
    issued = authority.issue(entry.device.id, password, SystemClock().now())
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in {
        "client.p12": issued.bundle,
        "truststore.p12": authority.trusted(password),
        "client.pem": issued.certificate + issued.key,
        "authority.pem": authority.certificate_at.read_bytes(),
    }.items():
        write_private(out / name, content)
    fields = {"device": str(device), "owner": entry.owner, "folder": str(out), "password": password}
    say(
        "certificate for {device} of {owner}\nfiles: {folder}\npassword, shown this once: {password}",
        fields,
        as_json=as_json,
    )


def enrolled(wanted: UUID, data: Path | None, database_url: str | None) -> "DeviceEntry":
    """Return a device that has its secret and was not revoked, or refuse."""
    from deconflict.gateways.cot.errors import CertificateRefused
    from deconflict.parties import device_store

    async def work(session: "OwnerSession", _now: datetime) -> "DeviceEntry | None":
        return await device_store.device_with(session, wanted)

    entry = as_owner(work, data, database_url)
    if entry is None or entry.enrolled_at is None or entry.revoked_at is not None:
        raise CertificateRefused()
    return entry


def weakened(given: "Settings") -> "Settings":
    """Return the settings with the login of the API, after making sure that it fits."""
    import asyncio

    from deconflict.runtime.logs import configure_logs
    from deconflict.runtime.preflight import require_fit, weaken

    settings = weaken(given, "api")
    configure_logs(settings.log_level, "gateway")
    asyncio.run(require_fit(settings, "api"))
    return settings


def secured(certificate: Path | None, trusted: Path | None) -> "SSLContext":
    """Return our side of TLS towards a TAK server."""
    import ssl

    context = ssl.create_default_context(cafile=trusted)
    if certificate is not None:
        context.load_cert_chain(certificate)
    return context


def write_private(place: Path, content: bytes) -> None:
    """Write a file for this account alone."""
    import os

    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
