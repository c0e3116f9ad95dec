"""A demonstration's first page offers its people; a deployment of real people has no such list."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

WHO = {"login": "salem@east", "password": "p", "name": "Salem", "role": "liaison", "side": "East"}


def offer(service: Any, file: Path) -> None:
    """Let the service be that of a demonstration."""
    state = service.app.state
    state.edge = replace(state.edge, demonstration=file)


async def test_a_visitor_is_told_whom_they_may_be(service, tmp_path: Path) -> None:
    file = tmp_path / "visitors.json"
    offer(service, file)
    stranger = await service.stranger()
    assert (await stranger.get("/v1/demonstration")).status_code == 404
    file.write_text(json.dumps({"people": [WHO]}))
    answer = await stranger.get("/v1/demonstration")
    assert (answer.status_code, answer.json()) == (200, {"people": [WHO]})


@pytest.mark.rule("DIS-06", "SEC-03")
@pytest.mark.parametrize("content", [None, "", "[]", '{"people": [{"login": "x"}]}', "\x00"])
async def test_otherwise_the_address_is_absent_like_any_other(
    service, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "visitors.json").write_text(content)
        offer(service, tmp_path / "visitors.json")
    stranger = await service.stranger()
    answer, absent = await stranger.get("/v1/demonstration"), await stranger.get("/v1/nothing")
    assert (answer.status_code, answer.content) == (404, absent.content)
