"""The type that wire schemas accept foreign facts as: only this package can make one."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_MAKER = object()


@dataclass(frozen=True, slots=True)
class Disclosed(Generic[T]):
    """Something that may leave to the viewer it was made for. Made by this package alone."""

    value: T
    maker: object

    def __post_init__(self) -> None:
        if self.maker is not _MAKER:
            raise TypeError("only deconflict.disclosure makes Disclosed values")


def disclosed(value: T) -> Disclosed[T]:
    """Mark a value as released. Only `release` and `rooms` of this package call this."""
    return Disclosed(value, _MAKER)
