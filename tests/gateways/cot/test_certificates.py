"""The authority issues certificates that name devices, and keeps its key to itself."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from deconflict.gateways.cot.certificates import CERTIFICATE_FOR, Authority

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.mark.rule("SEC-04")
def test_a_certificate_names_its_device_and_is_for_clients_alone(tmp_path: Path) -> None:
    authority, device = Authority(tmp_path / "tak", NOW), uuid4()
    issued = authority.issue(device, "secret", NOW)
    certificate = x509.load_pem_x509_certificate(issued.certificate)
    assert certificate.subject.rfc4514_string() == f"CN={device}"
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purposes) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    assert certificate.not_valid_after_utc == NOW + CERTIFICATE_FOR
    certificate.verify_directly_issued_by(
        x509.load_pem_x509_certificate(authority.certificate_at.read_bytes())
    )
    _, bundled, others = pkcs12.load_key_and_certificates(issued.bundle, b"secret")
    assert bundled == certificate
    assert len(others) == 1
    trusted = pkcs12.load_pkcs12(authority.trusted("secret"), b"secret")
    assert [item.certificate for item in trusted.additional_certs] == others


def test_the_authority_is_made_once_and_readable_by_this_account_alone(tmp_path: Path) -> None:
    first = Authority(tmp_path / "tak", NOW)
    again = Authority(tmp_path / "tak", NOW + timedelta(days=1))
    assert first.certificate_at.read_bytes() == again.certificate_at.read_bytes()
    again.listening(("127.0.0.1", "tak.example"), NOW)
    for place in (tmp_path / "tak").iterdir():
        assert stat.S_IMODE(place.stat().st_mode) == 0o600, place.name
    shown = x509.load_pem_x509_certificate(
        (tmp_path / "tak" / "listener.pem").read_bytes().split(b"-----END PRIVATE KEY-----\n")[1]
    )
    names = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["tak.example"]
