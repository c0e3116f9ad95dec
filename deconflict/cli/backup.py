"""`deconflict backup`: everything that is stored, and the keys it needs, into one file, while the service runs."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deconflict.cli._administration import AsJson, Data, DatabaseUrl, say

if TYPE_CHECKING:
    from deconflict.runtime.backups import Manifest

app = typer.Typer()


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="File to write; it holds every secret of the deployment.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Write a backup: one moment of the whole database, and the keys of the data folder."""
    from deconflict.runtime.administrator import administrator
    from deconflict.runtime.backups import draft_of
    from deconflict.runtime.settings import Settings

    settings = Settings.load(data_dir=data, database_url=database_url)
    folder = settings.data_dir if settings.database_url is None else None
    with draft_of(file) as draft, administrator(settings) as url:
        manifest = write(url, draft, folder)
    fields = {"file": str(file), "bytes": file.stat().st_size, "epoch": manifest.epoch}
    say("backed up to {file}: {bytes} bytes", fields | {"made_at": manifest.made_at}, as_json=as_json)


def write(url: str, draft: Path, folder: Path | None) -> "Manifest":
    """Dump the database and pack it; return what the backup says of itself."""
    from tempfile import TemporaryDirectory

    from deconflict.cli._progress import bar
    from deconflict.runtime.backups import DUMP, pack
    from deconflict.runtime.binaries import installed
    from deconflict.runtime.dumps import ask, dump, programs

    server = ask(url)
    manifest = about(url, server.major)
    with TemporaryDirectory(prefix=".deconflict-", dir=draft.parent) as work:
        place = Path(work) / DUMP
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        # Compressed rows take about a third of what the tables take.
        with bar("dumping", server.size // 3) as progress:
            dump(programs(installed(), server.major), url, place, progress)
        pack(draft, manifest, place, folder)
    return manifest


def about(url: str, major: int) -> "Manifest":
    """Return what a backup of that database says of itself; NotMigrated where there is none of ours."""
    import asyncio

    from deconflict.alerts.store import epoch
    from deconflict.runtime.backups import Manifest
    from deconflict.runtime.clock import SystemClock
    from deconflict.runtime.database import OwnerDatabase
    from deconflict.runtime.schema import head, require_migrated

    async def present() -> str:
        async with OwnerDatabase(url) as database:
            await require_migrated(database)
            async with database.transaction() as owner:
                return await epoch(owner)

    return Manifest(head(), major, SystemClock().now().isoformat(), asyncio.run(present()))
