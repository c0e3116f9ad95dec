"""A private key (Ed25519) that is made on this device and stays on it, in a file that its owner alone may read."""

import base64
import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deconflict_client.cursors import write_atomically
from deconflict_client.errors import Unreadable
from deconflict_client.wire import Record, parse

OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeyExposed(Exception):
    """Others on this machine may read the key's file: it is not used before somebody has looked into that."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"others may read {path}: revoke the key, or set its mode to 600 if nobody has")
        self.path = path


class KeyThere(Exception):
    """There is a key in that file already; nothing is written over it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} holds a key already")
        self.path = path


@dataclass(frozen=True)
class SigningKey:
    """A private key of 32 bytes; `id` is what the service calls its public half, None before it is registered."""

    private: bytes = field(repr=False)
    id: str | None = None

    @classmethod
    def new(cls) -> Self:
        """Draw a key."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> str:
        """The public half, in base64, as the service takes it."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, text: str) -> str:
        """Return the signature over a text's UTF-8, in base64."""
        return base64.b64encode(self._key.sign(text.encode())).decode()

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.private)


class KeyFile:
    """One key in one file (0600)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, key: SigningKey) -> None:
        """Write a key that is registered; KeyThere rather than lose another."""
        if self.path.exists():
            raise KeyThere(self.path)
        said = {"id": key.id, "private": base64.b64encode(key.private).decode()}
        write_atomically(self.path, json.dumps(said) + "\n")

    def forget(self) -> None:
        """Remove the key, if there is one: it is revoked."""
        self.path.unlink(missing_ok=True)

    def find(self) -> SigningKey | None:
        """Read the key; None when there is none, KeyExposed when others may read it, Unreadable when it is damaged."""
        if not self.path.exists():
            return None
        if os.name == "posix" and self.path.stat().st_mode & OTHERS:
            raise KeyExposed(self.path)
        record = Record.of(parse(self.path.read_bytes()))
        try:
            private = base64.b64decode(record.text("private"), validate=True)
            Ed25519PrivateKey.from_private_bytes(private)
        except ValueError as fault:
            raise Unreadable(pointer="/private", expected="a private key") from fault
        return SigningKey(private, record.text("id"))
