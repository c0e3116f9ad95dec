"""What messages have in common: strict fields on the way in, explicit ones on the way out. Knows no feature.

Numbers are numbers (neither texts nor booleans) and finite; times are RFC 3339 with an offset; fields that
mean nothing are refused. The syntax below all this is `strictjson.py`.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

RFC3339: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?P<offset>[Zz]|[+-]\d{2}:\d{2})?"
)
# Control characters, and those that turn the direction of what follows: names are shown side by side.
CONTROLS: Final = r"\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069"


class In(BaseModel):
    """A body, or a part of one, on its way in."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class Out(BaseModel):
    """An answer, or a part of one, on its way out."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True, serialize_by_alias=True)


def moment(value: object) -> datetime:
    """Read an RFC 3339 time in UTC; `not_a_time`, or `naive_time` when only the offset is missing."""
    if isinstance(value, datetime):
        return value
    found = RFC3339.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("not_a_time", "no RFC 3339 time")
    if found["offset"] is None:
        raise PydanticCustomError("naive_time", "no offset from UTC")
    try:
        return datetime.fromisoformat(found[0].upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise PydanticCustomError("not_a_time", "no such time") from None


def _without_negative_zero(value: float) -> float:
    return value + 0.0


Number = Annotated[float, Field(strict=True, allow_inf_nan=False), AfterValidator(_without_negative_zero)]
Flag = Annotated[bool, Field(strict=True)]
Moment = Annotated[
    datetime,
    BeforeValidator(
        moment, json_schema_input_type=Annotated[str, Field(json_schema_extra={"format": "date-time"})]
    ),
]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=rf"^[^{CONTROLS}]+$")
]
Note = Annotated[str, StringConstraints(max_length=2000)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=1024)]

Position = Annotated[
    list[Number],
    Field(
        min_length=2,
        max_length=3,
        description="Longitude, latitude in degrees on WGS84; a third number (altitude) is not used.",
    ),
]


class ProblemOut(BaseModel):
    """Any error (RFC 9457): programs go by `code`, whose typed particulars stand beside it."""

    model_config = ConfigDict(
        extra="allow",
        title="Problem",
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:deconflict:problem:times_decreasing",
                    "title": "Times going back",
                    "status": 422,
                    "code": "times_decreasing",
                    "detail": "A time is before the one before it.",
                    "pointer": "/properties/coordinateProperties/times/3",
                    "index": 3,
                }
            ]
        },
    )

    type: str
    title: str
    status: int
    code: str
    detail: str
    pointer: str | None = Field(None, description="JSON pointer (RFC 6901) into the body of the request.")


def example(value: Any) -> ConfigDict:
    """Return the configuration that shows an example of a message."""
    return ConfigDict(json_schema_extra={"examples": [value]})
