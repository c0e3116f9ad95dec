"""The bare peer stores what it is sent, and does no more."""

from typing import Any

from deconflict.bench.bare import Bare
from deconflict.bench.processes import BARE
from deconflict.bench.scene import Scene
from deconflict.runtime.database import Database
from deconflict.runtime.roles import drop_privileges


async def test_a_body_is_stored_and_answered(scene: Scene) -> None:
    with scene.ground.administrator() as connection:
        for statement in BARE:
            connection.execute(statement.encode())
    parts = [{"body": b"half", "more_body": True}, {"body": b" and half"}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return parts.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    url = drop_privileges(scene.ground.url, "api", scene.ground.key)
    async with Database(url, context_key=scene.ground.key) as database:
        await Bare(database)({"type": "http"}, receive, send)
    assert [message.get("status") for message in sent] == [201, None]
    with scene.ground.administrator() as connection:
        assert (b"half and half",) in connection.execute("SELECT body FROM bare_body").fetchall()
