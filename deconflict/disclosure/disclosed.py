"""The type that wire schemas accept foreign facts as: only this package can make one."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_MAKER = object()


@dataclass(frozen=True, slots=True)
class Disclosed(Generic[T]):
    """Something that may leave to the viewer it was made for. Made by `disclosure.release` alone."""

    value: T
    maker: object

    def __post_init__(self) -> None:
        if self.maker is not _MAKER:
            raise TypeError("only deconflict.disclosure makes Disclosed values")


def disclosed(value: T) -> Disclosed[T]:
    """Mark a value as released. Only `disclosure.release` may call this (a contract)."""
    return Disclosed(value, _MAKER)
