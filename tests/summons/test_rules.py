"""Which push endpoints our machine calls: strangers name them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.summons.errors import EndpointRefused
from deconflict.summons.rules import LONGEST, accept_endpoint, may_be_called

GOOD = (
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk-_~.x",
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://web.push.apple.com:443/QGuQ",
    "https://up.example.org/UP?token=1&x=%20",
)
BAD = (
    "http://push.example.org/x",
    "https://push.example.org:8443/x",
    "https://user@push.example.org/x",
    "https://user:word@push.example.org/x",
    "https://127.0.0.1/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://0x7f.1/x",
    "https://127.1/x",
    "https://010.0.0.1/x",
    "https://[::1]/x",
    "https://[::ffff:10.0.0.1]/x",
    "https://localhost/x",
    "https://localhost./x",
    "https://push.example.org/x#y",
    "https://push.example.org/x y",
    "https://push.example.org\\@evil.example/x",
    "https://push.example.org/\r\nHost: x",
    "https:///x",
    "ftp://push.example.org/x",
    "file:///etc/passwd",
    "//push.example.org/x",
    "push.example.org",
    "",
    "https://push.example.org/" + "x" * LONGEST,
    "https://př.example.org/x",
)
PRIVATE = (
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
    *(
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "ff02::1",
        "2002:a00:1::",
    ),
)


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("endpoint", GOOD)
def test_what_push_services_give_out_is_accepted(endpoint: str) -> None:
    assert accept_endpoint(endpoint, (), private=False) == endpoint


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("endpoint", BAD)
def test_what_leads_or_could_lead_elsewhere_is_refused(endpoint: str) -> None:
    with pytest.raises(EndpointRefused):
        accept_endpoint(endpoint, (), private=False)


@pytest.mark.rule("SEC-02")
def test_an_operator_s_list_lets_in_its_hosts_and_what_lies_below_them() -> None:
    hosts = ("mozilla.com",)
    assert accept_endpoint(GOOD[0], hosts, private=False) == GOOD[0]
    for endpoint in ("https://evilmozilla.com/x", "https://mozilla.com.evil.example/x", GOOD[1]):
        with pytest.raises(EndpointRefused):
            accept_endpoint(endpoint, hosts, private=False)


def test_only_tests_call_this_machine() -> None:
    assert accept_endpoint("http://127.0.0.1:8080/x", (), private=True)


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_but_one_of_the_public_internet_is_called(address: str) -> None:
    assert not may_be_called(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_a_public_address_is_called(address: str) -> None:
    assert may_be_called(address)


@pytest.mark.rule("SEC-02", "SEC-03")
@given(st.text(max_size=80))
def test_whatever_is_named_is_accepted_or_refused(endpoint: str) -> None:
    with suppress(EndpointRefused):
        assert accept_endpoint(endpoint, (), private=False).lower().startswith("https://")
