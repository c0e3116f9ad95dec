"""The gateway listens on the ports that are set, and on no other."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

from deconflict.gateways.cot.run import _ports, authority_of
from deconflict.runtime.settings import Settings

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_without_a_port_nobody_listens(tmp_path: Path) -> None:
    assert _ports(Settings(data_dir=tmp_path), NOW) == []
    assert list(tmp_path.iterdir()) == []


def test_tls_asks_for_a_certificate_of_ours_and_the_clear_stays_on_loopback(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, cot_host="192.0.2.1", cot_tls_port=8089, cot_plain_port=8087)
    secure, plain = _ports(settings, NOW)
    assert secure[:2] == ("192.0.2.1", 8089)
    assert secure[2] is not None
    assert secure[2].verify_mode is ssl.CERT_REQUIRED
    assert plain == ("127.0.0.1", 8087, None)
    assert authority_of(tmp_path, NOW).certificate_at.exists()
