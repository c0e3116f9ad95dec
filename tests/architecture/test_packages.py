"""Outside packages are imported where they belong: SQL in stores, geometry in the engine, web at the edge."""

import ast
import fnmatch
from collections.abc import Callable, Iterator

import pytest

BENCH = "deconflict/bench/*"
STORES = (
    "deconflict/*/*store.py",
    "deconflict/*/tables.py",
    "deconflict/parties/scope.py",  # the one condition that all stores share
    "deconflict/runtime/*",
)
GEOMETRY = (
    "deconflict/separation/*",
    "deconflict/*/rules.py",
    "deconflict/*/*store.py",
    "deconflict/gateways/*",
    "geodata/*",
)
WEB = ("deconflict/api/*", "deconflict/live/*", "deconflict/gateways/*", "deconflict/app.py")
SCHEMAS = (
    "deconflict/api/*",
    "deconflict/live/*",
    "deconflict/runtime/settings.py",
    "deconflict/runtime/datafolder.py",
)

# Who may import it, by path. A package that is not listed may be imported wherever the layers allow.
PLACES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("sqlalchemy", "geoalchemy2", "psycopg", "psycopg_pool", "alembic"), (*STORES, BENCH)),
    **dict.fromkeys(("shapely", "numpy", "pyproj", "scipy", "numba"), (*GEOMETRY, BENCH)),
    **dict.fromkeys(("fastapi", "starlette"), WEB),
    **dict.fromkeys(("pydantic", "pydantic_settings"), SCHEMAS),
    # The demo and the bench speak through the client like everybody else; the server never leans on it.
    "deconflict_client": ("clients/python/*", "deconflict/demo/*", BENCH),
    # The client is installed without the server.
    "deconflict": ("deconflict/*",),
    "geodata": ("geodata/*",),
    "tests": (),
}


def imported(source) -> Iterator[tuple[ast.AST, str]]:
    """Yield each import and the top-level name it takes."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((node, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module.partition(".")[0]


def misplaced(source) -> list[str]:
    """Return the imports of `source` that belong elsewhere."""
    return [
        f"{source.at(node)} imports {name}"
        for node, name in imported(source)
        if name in PLACES and not any(fnmatch.fnmatch(source.path, place) for place in PLACES[name])
    ]


def test_outside_packages_stay_in_their_place(house) -> None:
    sources = house.python("deconflict", "clients/python/deconflict_client", "geodata")
    assert sources
    broken = [place for source in sources for place in misplaced(source)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("deconflict/flows/register_patrol.py", "from sqlalchemy import select\n"),
        ("deconflict/patrols/model.py", "import numpy as np\n"),
        ("deconflict/patrols/store.py", "from pydantic import BaseModel\n"),
        ("deconflict/runtime/metrics.py", "from fastapi import Request\n"),
        ("deconflict/engine/loop.py", "def later():\n    import deconflict_client.session\n"),
        ("clients/python/deconflict_client/session.py", "from deconflict.patrols.model import Patrol\n"),
    ],
)
def test_an_import_out_of_place_is_caught(path: str, text: str, plant: Callable) -> None:
    assert misplaced(plant(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("deconflict/patrols/store.py", "import numpy as np\nfrom sqlalchemy import select\n"),
        ("deconflict/api/patrols.py", "from fastapi import APIRouter\nfrom pydantic import BaseModel\n"),
        ("deconflict/bench/plans.py", "import psycopg\nimport deconflict_client\n"),
        ("deconflict/patrols/model.py", "from . import rules\nimport datetime\n"),
    ],
)
def test_an_import_in_its_place_passes(path: str, text: str, plant: Callable) -> None:
    assert misplaced(plant(path, text)) == []
