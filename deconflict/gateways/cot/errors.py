"""Why an event, or a whole stream, is not taken."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class EventMalformed(DeconflictError):
    """No well-formed event, or one with a number or a time that cannot be: it is dropped, the stream goes on."""

    code: ClassVar[str] = "cot_event_malformed"


@dataclass(eq=False)
class EventTooLong(DeconflictError):
    """So many bytes without the end of an event: the stream is closed."""

    code: ClassVar[str] = "cot_event_too_long"
    limit_bytes: int


@dataclass(eq=False)
class CertificateRefused(DeconflictError):
    """No certificate can be issued for that device: there is none, or it waits for its code, or it was revoked."""

    code: ClassVar[str] = "certificate_refused"
