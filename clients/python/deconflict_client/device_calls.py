"""The requests about units' devices. Sends nothing."""

from urllib.parse import quote

from deconflict_client import devices
from deconflict_client.calls import Answer, Call, Page, Repeat, collection


def offer(unit: str, name: str, password: str, code: str | None = None) -> Call[devices.OfferedDevice]:
    """Add a device of a unit, with one's own password. Sent twice it would leave one that nobody has the code of."""
    path = f"/v1/units/{quote(unit, safe='')}/devices"
    return Call("POST", path, _offered, Repeat.IF_UNSENT, {"name": name, "password": password, "code": code})


def enrol(code: str) -> Call[devices.EnrolledDevice]:
    """Trade a code for a secret: the second time it is used."""
    return Call("POST", "/v1/devices/enrol", _enrolled, Repeat.IF_UNSENT, {"code": code})


def all_devices() -> Call[Page[devices.ListedDevice]]:
    """Read one page of devices."""
    return collection("devices", devices.listed)


def revoke(device: str) -> Call[devices.ListedDevice]:
    """Revoke a device."""
    return Call("POST", f"/v1/devices/{quote(device, safe='')}/revoke", _listed, Repeat.ALWAYS)


def _offered(answer: Answer) -> devices.OfferedDevice:
    return devices.offered(answer.record)


def _enrolled(answer: Answer) -> devices.EnrolledDevice:
    return devices.enrolled(answer.record)


def _listed(answer: Answer) -> devices.ListedDevice:
    return devices.listed(answer.record)
