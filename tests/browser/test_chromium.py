"""The browser of these tests reaches nobody but services of this machine, and tells what pages asked of others."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

ASKS = b"<!doctype html><title>asks</title><img src='/own.png'><img src='http://tiles.invalid/1.png'>"


class Asking(BaseHTTPRequestHandler):
    """A page that asks somebody else for a picture."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(ASKS)

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def asking() -> Iterator[str]:
    """Serve that page on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Asking) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.mark.slow
async def test_what_a_page_asks_of_others_is_seen_and_reaches_nobody(browser: Any, asking: str) -> None:
    await browser.open(asking, "en")
    assert await browser("foreign") == ["http://tiles.invalid/1.png"]
    assert any("ERR_NAME_NOT_RESOLVED" in said for said in await browser("complaints"))
