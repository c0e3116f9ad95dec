"""What somebody does in a world, by the verbs of `histories.py`: requests as the application takes them.

Each verb returns which statuses a history counts on, and the answer; None where there was nothing to ask.
"""

from base64 import b64encode
from datetime import timedelta
from typing import Final

from acts import Act
from doing_together import Together, plan
from lockstep import PASSWORD, Side
from situations import Drive
from wire import Answer

from tests.photos import JPEG

LONG_AGO_S: Final = 1800


class Doing(Together):
    """Does things in both worlds."""

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

    async def track(self, side: Side, who: str, unit: str, lane: float) -> tuple[set[int], Answer]:
        """Let OwnTracks on a device of a unit say where it is, far from all drives; enrol it first where it is new."""
        of, known = f"{who}'s tracker of {unit}", self.trackers[side.number]
        if of not in known:
            known[of] = await self._enrol(side, who, unit, of)
        seconds = int(side.clock.at.timestamp())
        said = {"_type": "location", "tst": seconds, "lat": 32.0 + lane, "lon": 20.0}
        headers = {"Authorization": f"Basic {known[of]}"}
        return {200}, await side.ask(of, "POST", "/gateways/owntracks", said, headers)

    async def _enrol(self, side: Side, who: str, unit: str, of: str) -> str:
        """Add a device of a unit and trade its code; return what it shows from then on."""
        units = (await side.ask(who, "GET", "/v1/units")).said["units"]
        own = (str(side.parties[who]), unit)
        wanted = next(each["id"] for each in units if (each["party"], each["callsign"]) == own)
        offered = (
            await side.ask(who, "POST", f"/v1/units/{wanted}/devices", {"name": of, "password": PASSWORD})
        ).said
        device = (await side.ask(of, "POST", "/v1/devices/enrol", {"code": offered["code"]})).said
        return b64encode(f"{device['id']}:{device['secret']}".encode()).decode()

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

    async def call_for_help(
        self, side: Side, who: str, unit: str, lane: float, note: str = "", lon: float = 15.01
    ) -> tuple[set[int], Answer]:
        """Call for help for a unit; once more while a call stands is that call."""
        place = {"lon": lon, "lat": 32.0 + lane, "at": side.clock.now().isoformat()}
        said = {"unit": unit, "place": place, "note": note}
        return {200, 201}, await side.ask(who, "POST", "/v1/sos", said)

    async def end_call(self, side: Side, who: str) -> tuple[set[int], Answer | None]:
        """End the last call of one's own."""
        found = (await side.ask(who, "GET", "/v1/sos")).said["sos"]
        own = [item for item in found if item["unit"] is not None and item["ended_at"] is None]
        if not own:
            return {200}, None
        return {200}, await side.ask(who, "POST", f"/v1/sos/{own[0]['id']}/end")

    async def report_incident(
        self, side: Side, who: str, unit: str, lane: float, words: str = ""
    ) -> tuple[set[int], Answer]:
        """Report an incident with a photo of it."""
        place = {"lon": 15.01, "lat": 32.0 + lane, "accuracy_m": 10.0}
        seen = {"kind": "crowd", "severity": "high", "confidence": "certain", "words": words, "place": place}
        said = {"unit": unit, "observation": seen | {"happened_at": side.clock.now().isoformat()}}
        done = await side.ask(who, "POST", "/v1/incidents", said)
        if done.status != 201:
            return {201}, done
        photos, kind = f"/v1/incidents/{done.said['id']}/photos", {"Content-Type": "image/jpeg"}
        return {201}, await side.ask(who, "POST", photos, JPEG, kind)

    async def stand(
        self, side: Side, who: str, unit: str, lane: float, lon: float = 15.01
    ) -> tuple[set[int], Answer]:
        """Report where a unit is."""
        return await self._report(side, who, unit, [(0, lon, lane)])

    async def drive(
        self, side: Side, who: str, unit: str, lane: float, lon: float = 15.01
    ) -> tuple[set[int], Answer]:
        """Report how a unit came eastwards to a place, at some 19 m/s."""
        return await self._report(
            side, who, unit, [(back, lon - 0.0002 * back, lane) for back in (20, 10, 0)]
        )

    async def hand_in(
        self, side: Side, who: str, unit: str, lane: float, lon: float = 15.01
    ) -> tuple[set[int], Answer]:
        """Add from a file where a unit stood for a minute, half an hour ago."""
        fixes = [(LONG_AGO_S - later, lon, lane) for later in (0, 30, 60)]
        return await self._report(side, who, unit, fixes, late=True)

    async def _report(
        self, side: Side, who: str, unit: str, fixes: list[tuple[int, float, float]], *, late: bool = False
    ) -> tuple[set[int], Answer]:
        now = side.clock.now()
        said = [
            {"at": (now - timedelta(seconds=back)).isoformat(), "lon": lon, "lat": 32.0 + lane}
            for back, lon, lane in fixes
        ]
        sent = {"unit": unit, "sent_at": now.isoformat(), "fixes": said, "late": late}
        return {200}, await side.ask(who, "POST", "/v1/positions", sent)

    async def follow(self, side: Side, _who: str) -> tuple[set[int], None]:
        """Let the live engine take in the positions that came."""
        await side.follow()
        return set(), None

    async def halt(self, side: Side, who: str, lon: float = 15.0) -> tuple[set[int], Answer]:
        """Order that everybody in an area stands still."""
        area = [[lon, 31.9], [lon + 0.1, 31.9], [lon + 0.1, 32.1], [lon, 32.1]]
        return {201}, await side.ask(who, "POST", "/v1/halts", {"area": area, "note": "convoy"})

    async def lift(self, side: Side, who: str) -> tuple[set[int], Answer]:
        """Lift the last halt."""
        [found, *_] = (await side.ask(who, "GET", "/v1/halts")).said["halts"]
        return {200}, await side.ask(who, "POST", f"/v1/halts/{found['id']}/lift")

    async def nonsense(self, side: Side, who: str) -> tuple[set[int], Answer]:
        """Register what is refused."""
        return {422}, await side.ask(who, "POST", "/v1/patrols", plan("nobody", Drive(0.0, 120, 0.0)))
