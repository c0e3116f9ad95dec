"""The port that workers share."""

import os
import socket

import pytest

from deconflict.runtime.listening import AddressInUse, address, inherited, listen


def test_a_free_port_is_found_and_told() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert port > 0
        assert address(listener, "127.0.0.1") == f"http://127.0.0.1:{port}"
        assert address(listener, "0.0.0.0") == f"http://127.0.0.1:{port}"  # noqa: S104  (told, not bound)
        assert address(listener, "::1") == f"http://[::1]:{port}"
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass


def test_a_taken_port_is_refused_by_name() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(AddressInUse) as refused:
            listen("127.0.0.1", port)
    assert refused.value.fields() == {"host": "127.0.0.1", "port": port}


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(AddressInUse):
        listen("192.0.2.1", 0)


def test_a_name_that_means_nothing_is_an_error_of_its_own() -> None:
    with pytest.raises(OSError, match=r"not known|resolution|nodename"):
        listen("no such host", 0)


def test_an_inherited_port_is_the_same_and_goes_no_further() -> None:
    with listen("127.0.0.1", 0) as listener:
        copy = os.dup(listener.fileno())
        os.set_inheritable(copy, True)
        with inherited(copy) as child:
            assert child.getsockname() == listener.getsockname()
            assert not os.get_inheritable(copy)
