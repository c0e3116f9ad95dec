"""What the service, or the way to it, can answer instead: one class per thing a caller does next.

Nothing is retried and nothing is printed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Detail: TypeAlias = "str | int | float | bool | None"


@dataclass(eq=False)
class Problem(Exception):
    """A refusal as the service told it (RFC 9457): `code` is for programs, `detail` for people.

    `status` is None when there was no HTTP answer at all. `fields` are the typed particulars of the code.
    """

    code: str
    status: int | None = None
    title: str = ""
    detail: str = ""
    pointer: str | None = None
    fields: Mapping[str, Detail] = field(default_factory=dict)
    retry_after_s: float | None = None

    def __str__(self) -> str:
        told = self.detail or self.title or "the service gave no detail"
        place = f" at {self.pointer}" if self.pointer else ""
        return f"{self.code}: {told}{place}"


class Refused(Problem):
    """The request cannot be accepted as it is: change it (400, 409, 413, 415, 422, 428 …)."""


class Stale(Refused):
    """The change names a version that is no longer the current one: read again, then amend (PAT-04)."""

    @property
    def current_version(self) -> int | None:
        """The version that stands now; None when the service did not say."""
        version = self.fields.get("current_version")
        return version if isinstance(version, int) else None


class KeyReused(Refused):
    """The same Idempotency-Key came with another plan (PAT-08)."""


class EpochChanged(Refused):
    """The cursor belongs to another epoch: the service was restored from a backup (IDN-05)."""

    @property
    def epoch(self) -> str | None:
        """The epoch that holds now; None when the service did not say."""
        epoch = self.fields.get("epoch")
        return epoch if isinstance(epoch, str) else None


class NotFound(Problem):
    """Hidden or absent: the two are the same (DIS-06)."""


class Forbidden(Problem):
    """This role may not do that at all."""


class SignedOut(Problem):
    """The token is missing, expired or revoked: sign in again."""


class Unavailable(Problem):
    """No answer, or none worth having, after every allowed retry: try later.

    `unsent` tells that the request certainly never reached the service.
    """

    @property
    def unsent(self) -> bool:
        """True when the connection was never made, or the service turned the request away unread."""
        return self.code == "unreachable" or self.status == 429


class Failed(Problem):
    """The service itself failed (500): repeating the request will not help."""


class ProtocolRefused(Problem):
    """The live connection was closed for a message the service does not know: the two do not fit."""


class Unreadable(Problem):
    """The service answered something this client cannot read; `pointer` says where."""

    def __init__(self, *, pointer: str, expected: str) -> None:
        super().__init__(code="unreadable_answer", detail=f"expected {expected}", pointer=pointer)


class NotDelivered(ValueError):
    """An acknowledgement names an alert that this feed has not delivered."""

    def __init__(self, epoch: str, seq: int) -> None:
        super().__init__(f"alert {seq} of epoch {epoch} was not delivered by this feed")
        self.epoch = epoch
        self.seq = seq
