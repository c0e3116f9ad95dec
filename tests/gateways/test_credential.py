"""As whom a tracker speaks, and that a wrong, a revoked and a person's own credential are refused alike."""

import base64
from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.requests import Request

from deconflict.flows.administer import add_device
from deconflict.flows.enrol_device import revoke_device
from deconflict.flows.sign_in import DeviceKnock
from deconflict.gateways.credential import basic, joined, viewer_of
from deconflict.parties.errors import DeviceRefused
from deconflict.parties.model import Role

DEVICE = UUID("0b8f5e9e-7b5f-4c5c-9d61-1f2a3b4c5d6e")  # the same in every process: tests are named by it


def asked(header: str | None) -> Request:
    headers = [] if header is None else [(b"authorization", header.encode())]
    return Request({"type": "http", "headers": headers})


def encoded(text: bytes) -> str:
    return base64.b64encode(text).decode()


def test_basic_authentication_and_one_word_say_the_same() -> None:
    knock = DeviceKnock(DEVICE, "s3cret-_")
    assert basic(asked("Basic " + encoded(f"{DEVICE}:s3cret-_".encode()))) == knock
    assert basic(asked("basic  " + encoded(f"{DEVICE}:s3cret-_".encode()))) == knock
    assert joined(f"{DEVICE}.s3cret-_") == joined(f" {DEVICE}.s3cret-_\n") == knock


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Basic",
        "Basic ",
        "Basic !!",
        "Bearer x",
        "Basic " + encoded(b"\xff:x"),
        "Basic " + encoded(b"nobody:x"),
        "Basic " + encoded(f"{DEVICE}".encode()),
        "Basic " + encoded(f"{DEVICE}:".encode()),
        "Basic " + encoded(b"x" * 300),
        "Basic " + encoded(f"{DEVICE}:ص".encode()),
    ],
)
def test_what_is_no_credential_is_refused(header: str | None) -> None:
    with pytest.raises(DeviceRefused):
        basic(asked(header))


@pytest.mark.parametrize(
    "word", ["", ".", "x.y", f"{DEVICE}", f"{DEVICE}.", f"{DEVICE}." + "x" * 300, f".{DEVICE}"]
)
def test_one_word_has_two_parts(word: str) -> None:
    with pytest.raises(DeviceRefused):
        joined(word)


@pytest.mark.rule("SEC-04", "DIS-06")
async def test_only_a_units_device_is_recognised_and_until_it_is_revoked(
    world: Any, app: Any, enrol: Any
) -> None:
    edge, tracker = app.state.edge, await enrol()
    knock = DeviceKnock(UUID(tracker.id), tracker.secret)
    viewer = await viewer_of(edge, knock)
    assert (viewer.party, viewer.role, viewer.device) == (world.parties["a"].id, Role.CREW, knock.device)
    own = await world.read("operator", add_device, world.viewers["a"].person, "laptop", world.now())
    await world.read("a", revoke_device, knock.device, world.now())
    assert await viewer_of(edge, knock) == viewer  # half a second at the most
    edge.devices.forget(tracker.identifier)
    refusals = set()
    for wrong in (
        knock,
        DeviceKnock(own.device.id, own.secret),
        DeviceKnock(knock.device, "x"),
        DeviceKnock(uuid4(), "x"),
    ):
        with pytest.raises(DeviceRefused) as refused:
            await viewer_of(edge, wrong)
        refusals.add(str(refused.value))
    assert refusals == {"device_refused()"}


@pytest.mark.rule("SEC-04")
async def test_the_secret_of_another_device_does_not_fit_one_that_was_just_recognised(
    app: Any, enrol: Any
) -> None:
    first, second = await enrol(), await enrol("b")
    await viewer_of(app.state.edge, joined(first.identifier))
    for word in (f"{first.id}.{second.secret}", f"{second.id}.{first.secret}"):
        with pytest.raises(DeviceRefused):
            await viewer_of(app.state.edge, joined(word))
