"""Pure decisions about addresses that strangers name: a push endpoint is a URL that our machine will call (SEC-02)."""

import re
from collections.abc import Collection
from ipaddress import ip_address
from typing import Final

from deconflict.summons.errors import EndpointRefused

LONGEST: Final = 1000
ENDPOINT: Final = re.compile(r"https://(?P<host>[a-z0-9.-]+)(?::443)?(?:/[\x21\x24-\x7e]*)?", re.IGNORECASE)
ANY_ENDPOINT: Final = re.compile(r"https?://(?P<host>[a-z0-9.-]+)(?::[0-9]{1,5})?(?:/[\x21\x24-\x7e]*)?")


def accept_endpoint(endpoint: str, hosts: Collection[str], *, private: bool) -> str:
    """Return a push endpoint that may be called, or refuse it.

    Only https on its own port, without a name or a password in it, to a host that has a name; with `hosts` only those
    and what lies below them. That the name does not lead into the machine's own network is looked at when it is called.
    private: tests call this machine.
    """
    found = (ANY_ENDPOINT if private else ENDPOINT).fullmatch(endpoint)
    if found is None or len(endpoint) > LONGEST:
        raise EndpointRefused(reason="not_https")
    host = found["host"].lower().rstrip(".")
    if not private and (_is_number(host) or "." not in host):
        raise EndpointRefused(reason="host")
    if hosts and not any(host == known or host.endswith(f".{known}") for known in hosts):
        raise EndpointRefused(reason="host")
    return endpoint


def may_be_called(address: str) -> bool:
    """Tell whether an IP address is one of the public internet: not this machine, its network or its provider's."""
    found = ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (mapped is None or mapped.is_global)


def _is_number(host: str) -> bool:
    """Tell whether a host is an address instead of a name, in any of the ways in which machines read one."""
    return re.fullmatch(r"(0x[0-9a-f]*|[0-9]+)", host.rpartition(".")[2]) is not None
