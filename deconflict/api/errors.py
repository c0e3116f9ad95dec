"""What the edge itself refuses, before any flow is asked. Texts and statuses are in `problems.py`."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class AddressTooLong(DeconflictError):
    """The path or the query is longer than the service reads."""

    code: ClassVar[str] = "address_too_long"
    limit_bytes: int


@dataclass(eq=False)
class HeadersTooLarge(DeconflictError):
    """The headers are more, or longer, than the service reads."""

    code: ClassVar[str] = "headers_too_large"
    limit_bytes: int


@dataclass(eq=False)
class BodyTooLarge(DeconflictError):
    """The body is longer than the service reads (SEC-02)."""

    code: ClassVar[str] = "body_too_large"
    limit_bytes: int


@dataclass(eq=False)
class BodyTooSlow(DeconflictError):
    """The body did not arrive in time."""

    code: ClassVar[str] = "body_too_slow"
    limit_s: float


@dataclass(eq=False)
class BodyNotExpected(DeconflictError):
    """This request takes no body, so none is silently dropped."""

    code: ClassVar[str] = "body_not_expected"


@dataclass(eq=False)
class MediaTypeRefused(DeconflictError):
    """The body is of another media type than this request takes; `expected` lists those it takes."""

    code: ClassVar[str] = "media_type_refused"
    expected: str


@dataclass(eq=False)
class MalformedJson(DeconflictError):
    """The body is no JSON that every reader understands alike; `reason` is a `strictjson.Fault`."""

    code: ClassVar[str] = "malformed_json"
    reason: str


@dataclass(eq=False)
class PayloadRefused(DeconflictError):
    """A tracker's message that its protocol does not have; `reason` is a `Fault` of `gateways/readings.py`."""

    code: ClassVar[str] = "payload_refused"
    reason: str


@dataclass(eq=False)
class TrackRefused(DeconflictError):
    """A file is no track; `reason` says why, `index` which of its points or rows, counted from 0."""

    code: ClassVar[str] = "track_refused"
    reason: str
    index: int


@dataclass(eq=False)
class FieldMissing(DeconflictError):
    """A field that has to be there; `pointer` says which."""

    code: ClassVar[str] = "field_missing"


@dataclass(eq=False)
class FieldUnknown(DeconflictError):
    """A field that means nothing here, so it is refused rather than dropped."""

    code: ClassVar[str] = "field_unknown"


@dataclass(eq=False)
class SeveralCredentials(DeconflictError):
    """A body signs in in more than one way, so that it is not clear as whom."""

    code: ClassVar[str] = "several_credentials"


@dataclass(eq=False)
class WrongType(DeconflictError):
    """Text for a number, a number for text, an object for a list."""

    code: ClassVar[str] = "wrong_type"


@dataclass(eq=False)
class WrongLength(DeconflictError):
    """A text or a list that is too long, too short or blank."""

    code: ClassVar[str] = "wrong_length"


@dataclass(eq=False)
class OutOfRange(DeconflictError):
    """A number that is too small or too large."""

    code: ClassVar[str] = "out_of_range"


@dataclass(eq=False)
class NotOneOf(DeconflictError):
    """A word other than those known."""

    code: ClassVar[str] = "not_one_of"


@dataclass(eq=False)
class NotATime(DeconflictError):
    """No time of RFC 3339, such as `2026-12-01T08:00:00Z`."""

    code: ClassVar[str] = "not_a_time"


@dataclass(eq=False)
class InvalidValue(DeconflictError):
    """A value that is wrong in another way."""

    code: ClassVar[str] = "invalid_value"


@dataclass(eq=False)
class UnknownParameter(DeconflictError):
    """A query parameter that means nothing here, or comes twice."""

    code: ClassVar[str] = "unknown_parameter"
    parameter: str


@dataclass(eq=False)
class InvalidParameter(DeconflictError):
    """A query parameter whose value is missing or wrong."""

    code: ClassVar[str] = "invalid_parameter"
    parameter: str


@dataclass(eq=False)
class InvalidHeader(DeconflictError):
    """A header whose value is wrong, or that comes twice."""

    code: ClassVar[str] = "invalid_header"
    header: str


@dataclass(eq=False)
class RangeRefused(DeconflictError):
    """Not one range of bytes that begins inside the file, which has `size` of them."""

    code: ClassVar[str] = "range_refused"
    size: int


@dataclass(eq=False)
class PreconditionRequired(DeconflictError):
    """A change of a plan has to name the version that it changes (PAT-04)."""

    code: ClassVar[str] = "precondition_required"


@dataclass(eq=False)
class OriginRefused(DeconflictError):
    """A page of another origin used the session's cookie (SEC-04)."""

    code: ClassVar[str] = "origin_refused"


@dataclass(eq=False)
class TooManyAttempts(DeconflictError):
    """Too many attempts to sign in from there."""

    code: ClassVar[str] = "too_many_attempts"
    retry_after_s: int


@dataclass(eq=False)
class TooManySockets(DeconflictError):
    """This person holds as many live sockets as one may."""

    code: ClassVar[str] = "too_many_sockets"
    limit: int


@dataclass(eq=False)
class SubprotocolRefused(DeconflictError):
    """The live socket was asked for without the subprotocol that it speaks."""

    code: ClassVar[str] = "subprotocol_refused"
    expected: str
