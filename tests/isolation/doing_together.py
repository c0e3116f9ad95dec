"""What two sides arrange between them, by the verbs of the histories: joint patrols, meetings, seats and messages.

Each verb returns which statuses a history counts on, and the last answer; None where there was nothing to ask.
"""

from typing import Any

from acts import ABSENT
from lockstep import Side
from situations import Drive
from wire import Answer

Done = tuple[set[int], Answer | None]


class Together:
    """Arranges things in both worlds; knows by which ids each calls what a history names."""

    def __init__(self) -> None:
        self.named: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self.joint: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self.trackers: tuple[dict[str, str], dict[str, str]] = ({}, {})

    def id_of(self, side: Side, name: str) -> str:
        """Return the id of a patrol that a history names."""
        return self.named[side.number].get(name, str(ABSENT))

    async def escort(self, side: Side, who: str, other: str) -> Done:
        """Propose a joint patrol."""
        return {201}, await self._propose(side, who, other, Drive(0.0, 120, 0.0))

    async def _propose(self, side: Side, who: str, other: str, drive: Drive) -> Answer:
        said = plan("", drive)
        del said["properties"]["unit"]
        said["with"] = [str(side.parties[other])]
        return await side.ask(who, "POST", "/v1/joint-patrols", said)

    async def join(
        self, side: Side, who: str, other: str, names: tuple[str, str], units: tuple[str, str], drive: Drive
    ) -> Done:
        """Propose a joint patrol, let both attach a unit and countersign, and the engine put it on record."""
        proposed = await self._propose(side, who, other, drive)
        if proposed.status != 201:
            return {201}, proposed
        path, digest = f"/v1/joint-patrols/{proposed.said['id']}", proposed.said["text"]["digest"]
        for party, unit in zip((who, other), units, strict=True):
            await side.ask(party, "POST", f"{path}/attach", {"unit": unit})
            await side.ask(party, "POST", f"{path}/countersign", {"digest": digest})
        await side.check()
        for party, name in zip((other, who), names[::-1], strict=True):
            answer = await side.ask(party, "GET", path)
            self.named[side.number][name] = str(answer.said["patrol"])
        self.joint[side.number][names[0]] = path
        # One that waits for somebody's name has no patrol yet: as if it were refused.
        return {200} if answer.said["state"] == "registered" else set(), answer

    async def part(self, side: Side, who: str, name: str) -> Done:
        """Withdraw from a joint patrol, and one's own with it: the others' are like any other from then on."""
        path = self.joint[side.number].get(name, f"/v1/joint-patrols/{ABSENT}")
        return {200}, await side.ask(who, "POST", f"{path}/withdraw")

    async def meet(self, side: Side, who: str, other: str, drive: Drive, confirmed: bool) -> Done:
        """Propose a rendezvous, and let the other side confirm it."""
        centre, *_ = drive.places
        start, *_, end = (at.isoformat() for at in drive.times)
        pair = [str(side.parties[party]) for party in (who, other)]
        said = {"centre": list(centre), "radius_m": 500.0, "start": start, "end": end, "parties": pair}
        answer = await side.ask(who, "POST", "/v1/rendezvous", said)
        if answer.status != 201 or not confirmed:
            return {201}, answer
        path = f"/v1/rendezvous/{answer.said['id']}"
        await side.ask(other, "POST", f"{path}/confirm", {})
        answer = await side.ask(who, "GET", path)
        # What is still only proposed was not confirmed: as if it were refused.
        return {200} if answer.said["state"] == "confirmed" else set(), answer

    async def seat(self, side: Side, who: str, one: str, other: str, taken: bool) -> Done:
        """Open a joint room, and let both sides take a seat, look at the screen, and one leave."""
        pair = [str(side.parties[party]) for party in (one, other)]
        answer = await side.ask(who, "POST", "/v1/rooms", {"name": "Coast road", "parties": pair})
        if answer.status != 201 or not taken:
            return {201}, answer
        room = f"/v1/rooms/{answer.said['id']}"
        for party in (one, other):
            await side.ask(party, "POST", f"{room}/seat")
        screen = await side.ask(one, "GET", f"{room}/screen")
        await side.ask(other, "POST", f"{room}/leave")
        return {200}, screen

    async def say(self, side: Side, who: str) -> Done:
        """Say something to the desk about the last overlap."""
        if (path := await _last_overlap(side, who)) is None:
            return {201}, None
        return {201}, await side.ask(who, "POST", f"{path}/messages", {"text": "We wait."})

    async def advise(self, side: Side, who: str, party: str) -> Done:
        """Say something, as the desk, about a party's last overlap."""
        if (path := await _last_overlap(side, party)) is None:
            return {201}, None
        return {201}, await side.ask(who, "POST", f"{path}/messages", {"text": "Please wait."})

    async def tell(self, side: Side, who: str, other: str, name: str = "") -> Done:
        """Say something to a rival about the overlap of a patrol (any) that names it: from level 2 on."""
        rival, patrol = str(side.parties[other]), self.id_of(side, name)
        for overlap in await _overlaps(side, who):
            named = {area["party"] for area in overlap.get("areas") or ()}
            if rival in named and (not name or overlap["patrol"] == patrol):
                said = {"text": "We pass on the left.", "to": rival, "urgent": True}
                return {201}, await side.ask(who, "POST", f"/v1/overlaps/{overlap['id']}/messages", said)
        return {201}, None


async def _overlaps(side: Side, who: str) -> list[Any]:
    answer = await side.ask(who, "GET", "/v1/overlaps")
    return [item for item in answer.said["overlaps"] if item["state"] not in {"ended", "withheld"}]


async def _last_overlap(side: Side, who: str) -> str | None:
    told = await _overlaps(side, who)
    return f"/v1/overlaps/{told[-1]['id']}" if told else None


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
