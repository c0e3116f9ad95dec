"""What machines ask: does it live, can it work, what did it count, what is its contract."""

import pytest

from deconflict.api.contract import describe


async def test_a_living_process_says_so(service) -> None:
    answer = await (await service.stranger()).get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_readiness_names_the_parts_that_are_missing(service) -> None:
    stranger = await service.stranger()
    parts = {"database": True, "schema": True, "engine": False, "positions": False, "live": True}
    service.app.state.edge.parts["live"] = lambda: True
    answer = await stranger.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "parts": parts})


async def test_it_is_ready_when_every_part_is_there(service, monkeypatch: pytest.MonkeyPatch) -> None:
    async def all_there(database) -> dict[str, bool]:
        return {"database": True}

    monkeypatch.setattr("deconflict.api.health.readiness", all_there)
    service.app.state.edge.parts["live"] = lambda: True
    answer = await (await service.stranger()).get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)


@pytest.mark.rule("DIS-06")
async def test_counters_tell_nobody_apart(service) -> None:
    a = await service.client("a")
    await a.get("/v1/patrols/5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d")
    text = (await (await service.stranger()).get("/metrics")).text
    wanted = 'deconflict_http_requests_total{method="GET",route="/v1/patrols/{patrol_id}",status="404"}'
    assert wanted in text
    assert "5e0f3d0a" not in text
    assert str(service.world.viewers["a"].person) not in text


@pytest.mark.rule("CON-03")
async def test_the_oracle_difference_is_shown(service) -> None:
    assert "conflict_oracle_difference" in (await (await service.stranger()).get("/metrics")).text


@pytest.mark.rule("ALR-04")
async def test_how_many_alerts_climb_and_how_late_is_shown(service) -> None:
    world = service.world
    await world.register("a")
    await world.register("b")
    await world.tick()
    world.sql("UPDATE ladder SET look_at = service_now() - interval '7 seconds' WHERE party IS NULL")
    text = (await (await service.stranger()).get("/metrics")).text
    assert "deconflict_ladders_open 3.0" in text
    assert "deconflict_ladders_late_seconds 7.0" in text


@pytest.mark.rule("DIS-06")
async def test_counters_are_for_the_machine_itself_and_the_operator(service) -> None:
    passed_on = {"X-Forwarded-For": "192.0.2.7"}
    stranger = await service.stranger()
    assert (await stranger.get("/metrics", headers=passed_on)).status_code == 401
    officer = await (await service.client("a")).get("/metrics", headers=passed_on)
    absent = await (await service.client("a")).get("/v1/patrols/5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d")
    assert (officer.status_code, officer.content) == (404, absent.content)


async def test_the_contract_is_served(service) -> None:
    answer = await (await service.stranger()).get("/openapi.json")
    assert answer.json() == describe(service.app)
    assert (await (await service.stranger()).get("/docs")).status_code == 404
