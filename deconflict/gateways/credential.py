"""As whom a tracker's request speaks: a unit's device that shows its credential each time, opening no session.

Whoever shows a wrong one, a revoked one or a person's own is refused alike (DIS-06). A device that was just recognised
is not looked up again for half a second, as sessions are not: so long may a revocation take (SEC-04).
"""

import asyncio
import base64
import binascii
from typing import Final
from uuid import UUID

from starlette.requests import Request

from deconflict.api.edge import Edge
from deconflict.flows.recognise import recognise_device
from deconflict.flows.sign_in import DeviceKnock
from deconflict.parties.errors import DeviceRefused
from deconflict.parties.model import Viewer

MAX_CREDENTIAL: Final = 256


def basic(request: Request) -> DeviceKnock:
    """Read HTTP Basic authentication: the device's id as the user, its secret as the password (RFC 7617)."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic" or len(encoded) > MAX_CREDENTIAL:
        raise DeviceRefused()
    try:
        user, _, password = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise DeviceRefused() from None
    return pair(user, password)


def joined(identifier: str) -> DeviceKnock:
    """Read both in one word, `id.secret`, for apps that have one field for them."""
    return pair(*identifier.strip().partition(".")[::2])


def pair(device: str, secret: str) -> DeviceKnock:
    """Read a device's id and secret."""
    if not 0 < len(secret) <= MAX_CREDENTIAL or not secret.isascii():
        raise DeviceRefused()
    try:
        return DeviceKnock(UUID(device), secret)
    except ValueError:
        raise DeviceRefused() from None


async def viewer_of(edge: Edge, knock: DeviceKnock) -> Viewer:
    """Return as whom a unit's device speaks."""
    steady_s, now = asyncio.get_running_loop().time(), edge.clock.now()
    word = f"{knock.device}.{knock.secret}"
    viewer = edge.devices.of(word, steady_s, now)
    if viewer is None:
        viewer = await recognise_device(edge.database, knock, now)
        if viewer is None or viewer.unit is None:
            raise DeviceRefused()
        edge.devices.keep(word, viewer, steady_s)
    return viewer
