"""Each wall alone holds: the database when the application errs about who asks, the application without row policies.

The requests are those of the isolation matrix; what is looked for is every id, reference and name of others'.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import pytest
import test_matrix
from matrix import rows
from sqlalchemy import true

from deconflict.api import viewer as door_of_the_edge
from deconflict.parties import scope
from deconflict.parties.model import Role, Viewer
from deconflict.runtime.context import Context

door = test_matrix.door
"""The fixture of the matrix."""
OUTSIDERS: Final = ("b", "c", "facilitator", "oversight", "operator")
"""The rival's officer, a third party's, who has nothing to do with A and B, and neutral staff who see no patrols."""
TOLD: Final = {"facilitator": {"conflict", "finding", "patrol"}}
"""What some of them see by design: of a conflict also its patrols' names (DIS-08)."""
HIDDEN: Final = {
    "patrol": ("id", "reference"),
    "plan": ("id",),
    "overlap": ("id", "reference"),
    "conflict": ("id", "reference"),
    "finding": ("id",),
    "review": ("id", "reference"),
}
"""What nobody of them may see a row of."""
DIRECTORY: Final = {"party": ("id", "name"), "unit": ("id",), "person": ("id",), "party_key": ("id",)}
"""What is hidden from other parties, not from the neutral staff."""
CHANGES: Final = {"facilitator": {"agreement"}}
"""What some of them change by right."""
GUARDED: Final = {
    "patrol": "state, version",
    "plan": "current",
    "overlap": "state",
    "conflict": "state",
    "review": "closed_at",
    "zone": "removed_at",
    "agreement": "state",
    "party_key": "revoked_at",
}
"""What of a row an outsider could change."""


PARTNERS: Final = """
SELECT y.id, y.name, k.id FROM agreement a JOIN party y ON y.id IN (a.party_a, a.party_b) AND y.id <> %s::uuid
LEFT JOIN party_key k ON k.party = y.id WHERE %s::uuid IN (a.party_a, a.party_b) AND %s::uuid IS NOT NULL
"""
"""What a text that two parties are to sign names of the other."""


@dataclass(frozen=True)
class Mistaken(Viewer):
    """Somebody whom the application takes for somebody else; the database knows who it is."""

    truly: Context

    @property
    def context(self) -> Context:
        """Who it is."""
        return self.truly


@contextmanager
def mistaken_for(party: UUID | None, role: Role) -> Iterator[None]:
    """Let the application take everybody for somebody of that party and role, and its stores filter nothing."""
    known = door_of_the_edge.viewer_of

    async def viewer_of(*arguments: Any) -> Viewer:
        real = await known(*arguments)
        names = ("session", "person", "device", "expires_at")
        return Mistaken(
            **{name: getattr(real, name) for name in names}, party=party, role=role, truly=real.context
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door_of_the_edge, "viewer_of", viewer_of)
        for wall in ("of_viewer", "in_directory"):
            patch.setattr(scope, wall, lambda _reader, _party: true())
        for reach in ("reach_of_viewer", "reach_in_directory"):
            patch.setattr(scope, reach, lambda _reader: {"unwalled": True, "own": None})
        patch.setattr(scope, "own_feed", lambda _reader, _person: true())
        patch.setattr(scope, "of_desk", lambda _reader: true())
        yield


@contextmanager
def row_policies_off(world: Any) -> Iterator[None]:
    """Let the database show everybody everything."""
    tables = world.sql(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace"
    )
    for (table,) in tables:
        world.sql(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    try:
        yield
    finally:
        for (table,) in tables:
            world.sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def secrets_kept_from(world: Any, who: str) -> set[str]:
    """Every id, reference and name that outsider may not be shown."""
    own = world.viewers[who].party
    columns = HIDDEN | (DIRECTORY if who in {"b", "c"} else {})
    kept: set[str] = set()
    for table, names in columns.items():
        if table in TOLD.get(who, ()):
            continue
        owner = {"party": "id", "conflict": "party_a", "finding": "NULL::uuid"}.get(table, "party")
        for name in names:
            rows = world.sql(f"SELECT {name}, {owner} FROM {table}")
            kept |= {str(value) for value, whose in rows if whose is None or whose != own}
    kept -= {str(person) for (person,) in world.sql("SELECT id FROM person WHERE party IS NULL")}
    kept -= {str(named) for row in world.sql(PARTNERS, own, own, own) for named in row}
    zones = "SELECT id FROM zone WHERE party IS NOT NULL AND party IS DISTINCT FROM %s"
    return kept | {str(zone) for (zone,) in world.sql(zones, own)}


def guarded(world: Any, who: str) -> dict[str, list[tuple[Any, ...]]]:
    """What somebody must leave as it is: all but what they have a part in."""
    own, kept = world.viewers[who].party, {}
    for table, columns in GUARDED.items():
        if table in CHANGES.get(who, ()):
            continue
        sides = ("party_a", "party_b") if table in {"conflict", "agreement"} else ("party",)
        others = " AND ".join(f"{side} IS DISTINCT FROM %s" for side in sides)
        query = f"SELECT id, {columns} FROM {table} WHERE {sides[0]} IS NOT NULL AND {others} ORDER BY id"
        kept[table] = world.sql(query, *([own] * len(sides)))
    return kept


async def asked(asking: Any, hidden: set[str]) -> dict[str, set[str]]:
    """Make every request of the matrix; return what of the hidden came out, by request."""
    out: dict[str, set[str]] = {}
    for method, path, _ in rows():
        if path == "/v1/session" and method in {"POST", "DELETE"}:
            continue  # who signs in as A is A, and who signs out ends the questions
        answer = await asking.ask(method, path, asking.names)
        text = answer.text + repr(answer.headers)
        # An answer may name what it was asked about.
        said = path.partition("?")[2].format(**asking.names) + str(asking.bodies.get(f"{method} {path}"))
        if path.startswith("/v1/joint-patrols"):  # one's own names whom one asks
            said += f"{asking.names['rival']} Party b"
        if found := {secret for secret in hidden if secret in text and secret not in said}:
            out[f"{method} {path}"] = found
    return out


@pytest.mark.slow
@pytest.mark.rule("SEC-01", "DIS-06")
@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("taken_for", ["a", "desk", "facilitator", "operator"])
async def test_the_database_holds_whoever_the_application_takes_one_for(
    door: Callable[..., Any], world: Any, who: str, taken_for: str
) -> None:
    asking = await door(who)
    hidden, before = secrets_kept_from(world, who), guarded(world, who)
    other = world.viewers[taken_for]
    # Who is taken for the operator is told what they add themselves; who is taken for A reads A's own id in it.
    known = {str(other.party)} if other.party else set()
    with mistaken_for(other.party, other.role):
        assert await asked(asking, hidden - known) == {}
    assert guarded(world, who) == before


@pytest.mark.slow
@pytest.mark.rule("SEC-01", "DIS-06")
@pytest.mark.parametrize("who", OUTSIDERS)
async def test_the_application_holds_without_row_policies(
    door: Callable[..., Any], world: Any, who: str
) -> None:
    asking = await door(who)
    hidden, before = secrets_kept_from(world, who), guarded(world, who)
    with row_policies_off(world):
        out = await asked(asking, hidden)
    assert out == {}
    assert guarded(world, who) == before
