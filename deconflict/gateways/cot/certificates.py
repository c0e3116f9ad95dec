"""A small authority of the service's own: it issues the listener's certificate and one for each TAK device.

The common name of a device's certificate is the device's id. Its key is in a PKCS#12 file that is handed over once and
never kept. Whether the device may still speak the database says, so nothing has to be revoked here.
"""

import ipaddress
import os
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FOLDER: Final = "tak"
BITS: Final = 2048
"""RSA, since older TAK devices know no elliptic curves."""
AUTHORITY_FOR: Final = timedelta(days=3650)
CERTIFICATE_FOR: Final = timedelta(days=365)
BACKDATED: Final = timedelta(days=1)
"""Devices' clocks may be behind."""


@dataclass(frozen=True)
class Issued:
    """A device's certificate with its key: as PEM, and as the PKCS#12 file that TAK imports."""

    certificate: bytes
    key: bytes
    bundle: bytes


class Authority:
    """The authority whose key and certificate lie in a folder, for this account alone; made when there is none."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.folder = folder
        self._key_at, self.certificate_at = folder / "authority.key", folder / "authority.pem"
        if not self.certificate_at.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._found(now)
        key = load_pem_private_key(self._key_at.read_bytes(), None)
        assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101  (for the type checker: we wrote it)
        self._key = key
        self._certificate = x509.load_pem_x509_certificate(self.certificate_at.read_bytes())

    def issue(self, device: UUID, password: str, now: datetime) -> Issued:
        """Issue a certificate to a device."""
        key, certificate = self._issue(str(device), ExtendedKeyUsageOID.CLIENT_AUTH, (), now)
        sealed = BestAvailableEncryption(password.encode())
        bundle = pkcs12.serialize_key_and_certificates(
            b"deconflict", key, certificate, [self._certificate], sealed
        )
        return Issued(_pem(certificate), _private(key), bundle)

    def trusted(self, password: str) -> bytes:
        """Return the authority's certificate as the PKCS#12 file by which TAK trusts the listener."""
        sealed = BestAvailableEncryption(password.encode())
        own = [pkcs12.PKCS12Certificate(self._certificate, b"deconflict")]
        return pkcs12.serialize_java_truststore(own, sealed)

    def listening(self, names: Sequence[str], now: datetime) -> ssl.SSLContext:
        """Return the listener's side of TLS under these names: only certificates of ours are let in."""
        key, certificate = self._issue(names[0], ExtendedKeyUsageOID.SERVER_AUTH, names, now)
        place = self.folder / "listener.pem"
        _write_private(place, _private(key) + _pem(certificate) + _pem(self._certificate))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(self.certificate_at)
        context.load_cert_chain(place)
        return context

    def _found(self, now: datetime) -> None:
        key = rsa.generate_private_key(65537, BITS)
        name = _named("deconflict TAK authority")
        built = (
            _builder(name, name, key.public_key(), now, AUTHORITY_FOR)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs=True), critical=True)
        )
        _write_private(self._key_at, _private(key))
        _write_private(self.certificate_at, _pem(built.sign(key, hashes.SHA256())))

    def _issue(
        self, name: str, purpose: x509.ObjectIdentifier, names: Sequence[str], now: datetime
    ) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        key = rsa.generate_private_key(65537, BITS)
        built = (
            _builder(_named(name), self._certificate.subject, key.public_key(), now, CERTIFICATE_FOR)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
        )
        if names:
            built = built.add_extension(
                x509.SubjectAlternativeName([_alternative(each) for each in names]), critical=False
            )
        return key, built.sign(self._key, hashes.SHA256())


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, now: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=not signs,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _private(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write_private(place: Path, text: bytes) -> None:
    """Write a file for this account alone."""
    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
