"""The packages that the map is made from: which, from whom, under what licence; fetched, and refused when changed."""

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tomllib
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Final

from geodata.errors import PackageNotFetched, SourceChanged, ToolMissing

MANIFEST: Final = Path(__file__).with_name("sources.toml")
FETCH_S: Final = 900


@dataclass(frozen=True)
class Source:
    """One package, the one file in it that is read, and what has to be said wherever it is shown."""

    name: str
    publisher: str
    used_for: str
    registry: str
    version: str
    file: str
    licence_file: str
    sha256: str
    licence: str
    required: str
    tarball: str | None = None


def sources(manifest: Path = MANIFEST) -> dict[str, Source]:
    """Return every source by its package's name."""
    entries = tomllib.loads(manifest.read_text(encoding="utf-8"))
    return {name: Source(name, **entry) for name, entry in entries.items()}


def content(source: Source, packages: Path) -> bytes:
    """Return the file of a source, fetched into `packages` if npm has to; SourceChanged when it is another."""
    found = _from_npm(source, source.file, packages) if source.registry == "npm" else _from_python(source)
    require_same(f"{source.name}/{source.file}", hashlib.sha256(found).hexdigest(), source.sha256)
    return found


def licence_text(source: Source, packages: Path) -> str:
    """Return the licence that a source's package carries."""
    if source.registry == "npm":
        return _from_npm(source, source.licence_file, packages).decode()
    return metadata.distribution(source.name).read_text(f"licenses/{source.licence_file}") or ""


def require_same(what: str, found: str, expected: str) -> None:
    """Refuse what is not what was reviewed."""
    if found != expected:
        raise SourceChanged(what, found, expected)


def _from_python(source: Source) -> bytes:
    try:
        version = metadata.version(source.name)
    except metadata.PackageNotFoundError:
        raise ToolMissing(source.name) from None
    require_same(source.name, version, source.version)
    return resources.files(source.name).joinpath(source.file).read_bytes()


def _from_npm(source: Source, file: str, packages: Path) -> bytes:
    tarball = packages / f"{source.name}-{source.version}.tgz"
    if not tarball.exists():
        _fetch(source, packages)
    digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    require_same(tarball.name, f"sha512-{digest}", source.tarball or "")
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(f"package/{file}")
        if member is None:
            raise SourceChanged(tarball.name, "no such file", file)
        return member.read()


def _fetch(source: Source, packages: Path) -> None:
    """Let npm bring a package's archive into a folder; it runs nothing that the package brings."""
    npm, package = shutil.which("npm"), f"{source.name}@{source.version}"
    if npm is None:
        raise ToolMissing("npm")
    packages.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", "--silent", "--ignore-scripts", package]
    try:
        subprocess.run(command, cwd=packages, check=True, capture_output=True, text=True, timeout=FETCH_S)
    except subprocess.CalledProcessError as error:
        raise PackageNotFetched(package, error.stderr.strip()[:500]) from None
    except subprocess.TimeoutExpired:
        raise PackageNotFetched(package, f"not within {FETCH_S} s") from None
