"""Reads what the service sends into typed values: strict on what is needed, tolerant of what is not known.

No meaning is decided here and nothing is sent. A field that is missing or of the wrong shape raises
`Unreadable` with the JSON pointer of the place; fields nobody asks for are ignored, so a newer service works.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypeVar

from deconflict_client.errors import Unreadable

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
JsonObject: TypeAlias = Mapping[str, Json]
T = TypeVar("T")


def parse(text: str | bytes) -> Json:
    """Parse JSON text; Unreadable when it is none."""
    try:
        value: Json = json.loads(text)
    except ValueError as fault:
        raise Unreadable(pointer="", expected="JSON") from fault
    return value


def time_of(text: str, pointer: str) -> datetime:
    """Return the aware instant an RFC 3339 text stands for."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError as fault:
        raise Unreadable(pointer=pointer, expected="a time") from fault
    if time.tzinfo is None:
        raise Unreadable(pointer=pointer, expected="a time with its offset from UTC")
    return time


@dataclass(frozen=True)
class Record:
    """One JSON object and where it was found; every reader names the field it wants."""

    fields: JsonObject
    pointer: str = ""

    @classmethod
    def of(cls, value: Json, pointer: str = "") -> "Record":
        """Take a JSON value that must be an object."""
        if not isinstance(value, Mapping):
            raise Unreadable(pointer=pointer, expected="an object")
        return cls(value, pointer)

    def text(self, name: str) -> str:
        """A text that must be there."""
        value = self.fields.get(name)
        if isinstance(value, str):
            return value
        raise self._wrong(name, "a text")

    def maybe_text(self, name: str) -> str | None:
        """A text, or None when it is absent or null."""
        return self._maybe(name, self.text)

    def integer(self, name: str) -> int:
        """A whole number that must be there."""
        value = self.fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise self._wrong(name, "an integer")

    def maybe_integer(self, name: str) -> int | None:
        """A whole number, or None when it is absent or null."""
        return self._maybe(name, self.integer)

    def number(self, name: str) -> float:
        """A number that must be there."""
        value = self.fields.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        raise self._wrong(name, "a number")

    def maybe_number(self, name: str) -> float | None:
        """A number, or None when it is absent or null."""
        return self._maybe(name, self.number)

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false; `default` when absent or null."""
        value = self._maybe(name, self._flag)
        return default if value is None else value

    def maybe_flag(self, name: str) -> bool | None:
        """True or false, or None when it is absent or null."""
        return self._maybe(name, self._flag)

    def time(self, name: str) -> datetime:
        """An aware instant that must be there."""
        return time_of(self.text(name), self._at(name))

    def maybe_time(self, name: str) -> datetime | None:
        """An aware instant, or None when it is absent or null."""
        return self._maybe(name, self.time)

    def record(self, name: str) -> "Record":
        """An object that must be there."""
        return Record.of(self.fields.get(name), self._at(name))

    def maybe_record(self, name: str) -> "Record | None":
        """An object, or None when it is absent or null."""
        return self._maybe(name, self.record)

    def values(self, name: str) -> Sequence[Json]:
        """A list; empty when absent or null."""
        value = self.fields.get(name)
        if value is None:
            return ()
        if isinstance(value, Sequence) and not isinstance(value, str):
            return value
        raise self._wrong(name, "a list")

    def records(self, name: str) -> list["Record"]:
        """The objects of a list; empty when absent or null."""
        return [
            Record.of(value, f"{self._at(name)}/{index}") for index, value in enumerate(self.values(name))
        ]

    def lists(self, name: str) -> list[list["Record"]]:
        """The lists of objects of a list; empty when absent or null."""
        return [
            [Record.of(value, f"{self._at(name)}/{row}/{index}") for index, value in enumerate(part)]
            for row, part in enumerate(self._parts(name))
        ]

    def times(self, name: str) -> tuple[datetime, ...]:
        """The aware instants of a list; empty when absent or null."""
        values = self.values(name)
        return tuple(time_of(str(value), f"{self._at(name)}/{index}") for index, value in enumerate(values))

    def _flag(self, name: str) -> bool:
        value = self.fields.get(name)
        if isinstance(value, bool):
            return value
        raise self._wrong(name, "true or false")

    def _parts(self, name: str) -> Iterator[Sequence[Json]]:
        for part in self.values(name):
            if isinstance(part, str) or not isinstance(part, Sequence):
                raise self._wrong(name, "a list of lists")
            yield part

    def _maybe(self, name: str, read: Callable[[str], T]) -> T | None:
        return None if self.fields.get(name) is None else read(name)

    def _at(self, name: str) -> str:
        return f"{self.pointer}/{name}"

    def _wrong(self, name: str, expected: str) -> Unreadable:
        return Unreadable(pointer=self._at(name), expected=expected)
