"""*Picture before + events = picture after* holds for the web clients' fold of what a running service says.

Every viewer of a small story reads its picture, hears its socket and reads its picture again; the fold of
`clients/web/sdk/src/picture.ts` has to come from the first to the second by what was heard.
"""

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx2
import pytest
import websockets

from deconflict_client import Observation, Spot
from tests.scenarios.conftest import spot

WHO = ("a", "a2", "b", "c", "room")
"""Everybody who is told of what they see; the facilitator reads conflicts without being told of them."""


async def picture(stage: Any, token: str) -> dict[str, Any]:
    """Return a picture as it is on the wire."""
    async with httpx2.AsyncClient(base_url=stage.url) as client:
        answer = await client.get("/v1/picture", headers={"Authorization": f"Bearer {token}"})
    return dict(answer.raise_for_status().json())


class Ear:
    """What one viewer's socket said, as it came."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.news = asyncio.Event()

    async def listen(self, stage: Any, token: str, before: dict[str, Any]) -> None:
        """Write down every text of a socket from that picture on."""
        headers = {"Authorization": f"Bearer {token}"}
        url = stage.url.replace("http", "ws", 1) + "/v1/live"
        subprotocol = websockets.Subprotocol("deconflict.v1")
        async with websockets.connect(url, subprotocols=[subprotocol], additional_headers=headers) as socket:
            hello = {"type": "hello", "epoch": before["epoch"], "after": before["seq"]}
            await socket.send(json.dumps(hello))
            async for text in socket:
                self.heard.append(str(text))
                self.news.set()

    async def until(self, before: dict[str, Any], after: dict[str, Any], *, of_party: bool) -> None:
        """Wait until the socket has said all that a later picture shows."""
        while not has_heard(self.heard, before, after, of_party=of_party):
            self.news.clear()
            await self.news.wait()


def has_heard(heard: list[str], before: dict[str, Any], after: dict[str, Any], *, of_party: bool) -> bool:
    """Tell whether the socket has said all that the later picture shows; of parties' answers the desk is not told."""
    said = [json.loads(text) for text in heard]
    told = max((each["seq"] for each in said if each["type"] == "alert"), default=before["seq"])
    newest = {each["unit"]: each["at"] for each in said if each["type"] == "position"}
    receipts = {each["seq"] for each in said if each["type"] == "receipt"}
    answered = [each for each in after["overlaps"] if each["state"] == "acknowledged"]
    moved = all(newest.get(each["unit"]) == each["at"] for each in after["positions"])
    return told >= after["seq"] and moved and (not of_party or len(receipts) >= len(answered))


async def pairs_of(stage: Any, story: Callable[[], Coroutine[Any, Any, None]]) -> list[dict[str, Any]]:
    """Return what everybody saw before, heard meanwhile and saw afterwards."""
    tokens = {who: await stage.token(who) for who in WHO}
    before = {who: await picture(stage, tokens[who]) for who in WHO}
    ears = {who: Ear() for who in WHO}
    async with asyncio.timeout(120), asyncio.TaskGroup() as group:
        listening = [group.create_task(ears[who].listen(stage, tokens[who], before[who])) for who in WHO]
        for ear in ears.values():
            await ear.news.wait()
        await story()
        after = {who: await picture(stage, tokens[who]) for who in WHO}
        for who in WHO:
            await ears[who].until(before[who], after[who], of_party=who != "room")
        for task in listening:
            task.cancel()
    return [
        {
            "viewer": who,
            "ofParty": who != "room",
            "before": before[who],
            "heard": ears[who].heard,
            "after": after[who],
        }
        for who in WHO
    ]


async def meet(stage: Any) -> None:
    """Let A and B be told of an overlap, A answer it and report an incident, both drive, other plans come and go."""
    for who in ("a", "b"):
        await stage[who].register(stage.plan("U1"))
    await stage.tick()
    alert = (await stage.alerts("a"))[0]
    await stage["a"].acknowledge(alert.epoch, alert.seq)
    gone = [await stage[who].register(stage.plan("U2", lat=33.0)) for who in ("a", "b")]
    await stage.tick()
    await stage["a"].withdraw(gone[0].id)
    await stage.tick()
    seen = Observation("crowd", "high", "certain", stage.clock.now(), "at the well", Spot(15.0, 32.0))
    await stage["a"].report_incident("U1", seen)
    await stage.check()
    for who, lat in (("a", 0.0), ("b", 90_000.0)):
        await stage.report(who, "U1", spot(0.0, lat))
    stage.clock.advance(5)
    await stage.report("a", "U1", spot(100.0, 0.0))


@pytest.mark.rule("ALR-01", "IDN-05")
@pytest.mark.slow
@pytest.mark.parametrize("level", [1, 3])
async def test_what_a_page_makes_of_the_events_is_what_the_service_shows_next(
    stage: Any, node: Callable[..., str], tmp_path: Path, level: int
) -> None:
    if level > 1:
        await stage.agree(level)
    pairs = await pairs_of(stage, lambda: meet(stage))
    file = tmp_path / "pairs.json"
    file.write_text(json.dumps(pairs))
    said = await asyncio.to_thread(
        node, "vitest", "run", "sdk/test/pairs.test.ts", DECONFLICT_PAIRS=str(file)
    )
    assert f"{len(WHO) + 1} passed" in said, said
