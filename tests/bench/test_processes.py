"""The service and its peer come up on the scene's database."""

import http.client

import pytest

from deconflict.bench import processes
from deconflict.bench.processes import ServiceDidNotStart, bare_service
from deconflict.bench.scene import Scene


def ask(url: str, method: str, path: str, body: bytes | None = None) -> int:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
    try:
        connection.request(method, path, body)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.slow
def test_the_whole_service_answers(scene: Scene) -> None:
    with processes.service(scene.ground) as url:
        assert ask(url, "GET", "/readyz") == 200


def test_the_bare_peer_answers(scene: Scene) -> None:
    with bare_service(scene.ground) as url:
        assert ask(url, "POST", "/", b"a body") == 201


def test_a_service_that_does_not_start_says_why(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "HOST", "192.0.2.1")  # documentation's own network: nobody has it
    with pytest.raises(ServiceDidNotStart, match="192"), processes.service(scene.ground):
        pass
