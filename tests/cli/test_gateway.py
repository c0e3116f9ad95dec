"""`deconflict gateway`: MQTT wants a broker and says when that is away; TAK devices get certificates and are let in."""

import asyncio
import json
import os
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.engine import URL
from typer.testing import CliRunner

from deconflict.cli import application
from deconflict.flows.enrol_device import redeem_code
from deconflict.gateways.cot.errors import CertificateRefused
from deconflict.gateways.cot.feeder import ServerAddressRefused
from deconflict.runtime.database import Database
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.settings import SettingMissing, SettingRefused
from tests.programs import running

WORDS = ("gateway", "mqtt")


def refused(*arguments: str) -> BaseException | None:
    words = [*WORDS, *arguments]
    return CliRunner().invoke(application(words), words).exception


def test_it_wants_a_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DECONFLICT_MQTT_URL", raising=False)
    assert isinstance(refused(), SettingMissing)
    assert isinstance(refused("--url", "http://broker"), SettingRefused)


@pytest.mark.slow
def test_it_says_that_the_broker_is_away_and_stops_when_told_to(
    database_url: URL, context_key: bytes
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        known = os.environ | {
            "DECONFLICT_DATABASE_URL": database_url.render_as_string(hide_password=False),
            "DECONFLICT_CONTEXT_KEY": context_key.decode(),
            "DECONFLICT_MQTT_URL": f"mqtt://127.0.0.1:{taken.getsockname()[1]}",
        }
        command = [sys.executable, "-m", "deconflict", *WORDS]
        with running(command, env=known, stderr=subprocess.PIPE) as process:
            assert process.stderr is not None
            assert any(b"broker_lost" in line for line in process.stderr)
            process.terminate()
            assert process.wait(60) == 0


@pytest.mark.slow
@pytest.mark.rule("SEC-04")
def test_an_enrolled_device_is_let_in_with_its_certificate_alone(
    administer: Callable[..., str], database_url: URL, context_key: bytes, tmp_path: Path
) -> None:
    administer("party", "add", "east", "East")
    administer("unit", "add", "east", "Falcon 2")
    words = ("device", "enrol", "--party", "east", "--unit", "Falcon 2", "--name", "phone", "--json")
    offered = json.loads(administer(*words))
    out = tmp_path / "package"
    certificate = ("gateway", "certificate", offered["device"], "--out", str(out), "--data", str(tmp_path))
    with pytest.raises(CertificateRefused):
        administer(*certificate)  # it waits for its code

    async def trade() -> None:
        url = drop_privileges(database_url, "api", context_key)
        async with Database(url, context_key=context_key) as database:
            await redeem_code(database, offered["code"], datetime.now(UTC))

    asyncio.run(trade())
    told = json.loads(administer(*certificate, "--json"))
    names = {"client.p12", "truststore.p12", "client.pem", "authority.pem"}
    assert {place.name for place in out.iterdir()} == names
    assert told["owner"] == "Falcon 2"
    known = os.environ | {
        "DECONFLICT_DATABASE_URL": database_url.render_as_string(hide_password=False),
        "DECONFLICT_CONTEXT_KEY": context_key.decode(),
        "DECONFLICT_DATA_DIR": str(tmp_path),
        "DECONFLICT_COT_TLS_PORT": "0",
    }
    command = [sys.executable, "-m", "deconflict", "gateway", "cot"]
    with running(command, env=known, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        heard = next(line for line in process.stderr if b"cot_listening" in line)
        port = int(re.findall(rb'"?port"?[=:] ?(\d+)', heard)[0])
        try:
            assert b"t-x-c-t-r" in answered(port, out / "authority.pem", out / "client.pem")
            assert answered(port, out / "authority.pem", None) == b""
        finally:
            process.terminate()
            process.stderr.read()
            assert process.wait(60) == 0


def answered(port: int, trusted: Path, certificate: Path | None) -> bytes:
    """What the gateway answers a ping; nothing when it lets nobody in."""
    context = ssl.create_default_context(cafile=trusted)
    if certificate is not None:
        context.load_cert_chain(certificate)
    try:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=30) as line,
            context.wrap_socket(line, server_hostname="127.0.0.1") as secure,
        ):
            secure.sendall(b'<event type="t-x-c-t" uid="A"></event>')
            return secure.recv(4096)
    except (ssl.SSLError, ConnectionError):
        return b""


def test_an_unknown_device_gets_no_certificate(administer: Callable[..., str], tmp_path: Path) -> None:
    with pytest.raises(CertificateRefused):
        administer("gateway", "certificate", str(uuid4()), "--out", str(tmp_path / "package"))
    assert not (tmp_path / "package").exists()


def test_a_feeder_wants_a_servers_address(
    database_url: URL, context_key: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DECONFLICT_DATABASE_URL", database_url.render_as_string(hide_password=False))
    monkeypatch.setenv("DECONFLICT_CONTEXT_KEY", context_key.decode())
    secret = tmp_path / "secret"
    secret.write_text("secret")
    words = ["gateway", "feed", "http://tak", "--device", str(uuid4()), "--secret-file", str(secret)]
    refusal = CliRunner().invoke(application(words), words).exception
    assert isinstance(refusal, ServerAddressRefused)
