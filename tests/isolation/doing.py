"""What somebody does in a world, by the verbs of `histories.py`: requests as the application takes them.

Each verb returns which statuses a history counts on, and the answer; None where there was nothing to ask.
"""

from typing import Any, Final
from uuid import UUID, uuid5

from histories import Act
from lockstep import Side
from situations import Drive
from wire import Answer

ABSENT: Final = uuid5(UUID(int=0), "nothing")


class Doing:
    """Does things in both worlds; knows by which ids each calls what a history names."""

    def __init__(self) -> None:
        self.named: tuple[dict[str, str], dict[str, str]] = ({}, {})

    async def do(self, side: Side, act: Act) -> tuple[set[int], Answer | None]:
        """Let an act be done."""
        done: tuple[set[int], Answer | None] = await getattr(self, act.verb)(side, act.who, *act.about)
        return done

    async def register(
        self, side: Side, who: str, name: str, unit: str, drive: Drive
    ) -> tuple[set[int], Answer]:
        """Register a drive."""
        answer = await side.ask(who, "POST", "/v1/patrols", plan(unit, drive))
        if answer.status == 201:
            self.named[side.number][name] = answer.said["id"]
        return {201}, answer

    async def amend(
        self, side: Side, who: str, name: str, unit: str, drive: Drive, version: int
    ) -> tuple[set[int], Answer | None]:
        """Change a drive."""
        known = {"If-Match": f'"{version}"'}
        path = f"/v1/patrols/{self.id_of(side, name)}"
        return {200}, await side.ask(who, "PUT", path, plan(unit, drive), known)

    async def move(self, side: Side, who: str, name: str, move: str) -> tuple[set[int], Answer]:
        """Change the state of a patrol."""
        return {200}, await side.ask(who, "POST", f"/v1/patrols/{self.id_of(side, name)}/{move}")

    async def zone(self, side: Side, who: str, name: str, lane: float) -> tuple[set[int], Answer]:
        """Mark a zone."""
        south = 32.0 + lane - 0.001
        ring = [
            [15.04, south],
            [15.05, south],
            [15.05, south + 0.002],
            [15.04, south + 0.002],
            [15.04, south],
        ]
        said = {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {"kind": "no_go", "name": name},
        }
        return {201}, await side.ask(who, "POST", "/v1/zones", said)

    async def unit(self, side: Side, who: str, party: str) -> tuple[set[int], Answer]:
        """Add a unit to a party."""
        callsign = f"X{len(side.sql('SELECT id FROM unit'))}"
        return {201}, await side.ask(who, "POST", "/v1/units", {"party": party, "callsign": callsign})

    async def fail(self, side: Side, who: str) -> tuple[set[int], Answer]:
        """Fail to sign in."""
        said = {"login": f"{who}@{who}", "password": "a wrong password"}
        return {401, 429}, await side.ask(who, "POST", "/v1/session", said)

    async def read(self, side: Side, who: str) -> tuple[set[int], Answer]:
        """Read what is shown."""
        await side.ask(who, "GET", "/v1/patrols")
        return {200}, await side.ask(who, "GET", "/v1/picture")

    async def acknowledge(self, side: Side, who: str) -> tuple[set[int], Answer | None]:
        """Receive and acknowledge the last alert."""
        page = (await side.ask(who, "GET", "/v1/alerts?after=0")).said
        if not page["alerts"]:
            return {200}, None
        path = f"/v1/alerts/{page['epoch']}/{page['alerts'][-1]['seq']}"
        await side.ask(who, "POST", f"{path}/receive")
        return {200}, await side.ask(who, "POST", f"{path}/acknowledge")

    async def lower(self, side: Side, who: str, other: str, to: int = 0) -> tuple[set[int], Answer]:
        """Take some of the level back."""
        said = {"other": str(side.parties[other]), "levels": {"elsewhere": to}}
        return {201, 409}, await side.ask(who, "POST", "/v1/lowerings", said)

    async def agree(self, side: Side, who: str, other: str) -> tuple[set[int], Answer]:
        """Draft an agreement."""
        pair = [str(side.parties[party]) for party in (who, other)]
        said = {
            "parties": pair,
            "levels": {"elsewhere": 2},
            "minimum_m": dict.fromkeys(pair, 1500),
            "expires_at": "2026-12-20T00:00:00Z",
        }
        return {201}, await side.ask(who, "POST", "/v1/agreements", said)

    async def check(self, side: Side, _who: str) -> tuple[set[int], None]:
        """Let the engine check all that is due."""
        await side.check()
        return set(), None

    async def draft(self, side: Side, who: str, unit: str, drive: Drive) -> tuple[set[int], Answer]:
        """Draft a drive."""
        said = plan(unit, drive)
        said["properties"]["draft"] = True
        return {201}, await side.ask(who, "POST", "/v1/patrols", said)

    async def afterwards(self, side: Side, who: str, unit: str, lane: float) -> tuple[set[int], Answer]:
        """Register a drive after the fact."""
        return {201}, await side.ask(who, "POST", "/v1/patrols", plan(unit, Drive(lane, -180, 0.0)))

    async def ask_check(self, side: Side, who: str, unit: str, drive: Drive) -> tuple[set[int], Answer]:
        """Ask what a drive would share."""
        return {202}, await side.ask(who, "POST", "/v1/checks", plan(unit, drive))

    async def exhaust(self, side: Side, who: str, unit: str, drive: Drive) -> tuple[set[int], None]:
        """Ask until the budget is used up."""
        while (await side.ask(who, "POST", "/v1/checks", plan(unit, drive))).status == 202:
            continue
        return set(), None

    async def say(self, side: Side, who: str) -> tuple[set[int], Answer | None]:
        """Say something to the desk about the last overlap."""
        told = (await side.ask(who, "GET", "/v1/overlaps")).said["overlaps"]
        if not told:
            return {201}, None
        path = f"/v1/overlaps/{told[-1]['id']}/messages"
        return {201}, await side.ask(who, "POST", path, {"text": "We wait."})

    async def meet(self, side: Side, who: str, other: str) -> tuple[set[int], Answer]:
        """Propose a rendezvous."""
        times = [at.isoformat() for at in Drive(0.0, 120, 0.0).times]
        said = {"centre": [15.0, 32.0], "radius_m": 500.0, "start": times[0], "end": times[-1]}
        pair = [str(side.parties[party]) for party in (who, other)]
        return {201}, await side.ask(who, "POST", "/v1/rendezvous", said | {"parties": pair})

    async def escort(self, side: Side, who: str, other: str) -> tuple[set[int], Answer]:
        """Propose a joint patrol."""
        said = plan("U1", Drive(0.0, 120, 0.0))
        del said["properties"]["unit"]
        said["with"] = [str(side.parties[other])]
        return {201}, await side.ask(who, "POST", "/v1/joint-patrols", said)

    async def seat(self, side: Side, who: str, one: str, other: str) -> tuple[set[int], Answer]:
        """Open a joint room."""
        pair = [str(side.parties[party]) for party in (one, other)]
        return {201}, await side.ask(who, "POST", "/v1/rooms", {"name": "Coast road", "parties": pair})

    async def nonsense(self, side: Side, who: str) -> tuple[set[int], Answer]:
        """Register what is refused."""
        return {422}, await side.ask(who, "POST", "/v1/patrols", plan("nobody", Drive(0.0, 120, 0.0)))

    def id_of(self, side: Side, name: str) -> str:
        """Return the id of a patrol that a history names."""
        return self.named[side.number].get(name, str(ABSENT))


def plan(unit: str, drive: Drive) -> dict[str, Any]:
    """A drive as it is handed in."""
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [list(place) for place in drive.places]},
        "properties": {
            "unit": unit,
            "coordinateProperties": {"times": [at.isoformat() for at in drive.times]},
            "time_tolerance_s": drive.tolerance_s,
        },
    }
