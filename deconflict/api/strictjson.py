"""JSON that is bounded before it is parsed, and refused where two parsers could read two things (SEC-02).

Knows no schema: what passes is validated afterwards.
"""

import json
import math
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, TypeAlias

from deconflict.api.errors import MalformedJson

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MAX_DEPTH: Final = 32
MAX_DIGITS: Final = 18
"""Integers of more digits do not survive a reader that keeps numbers in 64 bits."""

# The closing quote is optional so that an unclosed text is passed over once, not once for each of its quotes.
TEXT: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
NO_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in b"[]{}")
ONE_KIND: Final = bytes.maketrans(b"{}", b"[]")


class Fault(StrEnum):
    """What is wrong with a text that should have been JSON."""

    EMPTY = "empty"
    ENCODING = "encoding"
    SYNTAX = "syntax"
    TOO_DEEP = "too_deep"
    NOT_FINITE = "not_finite"
    TOO_MANY_DIGITS = "too_many_digits"
    DUPLICATE_NAME = "duplicate_name"
    FORBIDDEN_CHARACTER = "forbidden_character"


def parse(body: bytes) -> Json:
    """Return the value of a JSON text in UTF-8; raises MalformedJson with the first fault found."""
    if not body or body.isspace():
        raise MalformedJson(Fault.EMPTY)
    if nested_deeper_than(MAX_DEPTH, body):
        raise MalformedJson(Fault.TOO_DEEP)
    try:
        text = body.decode()
        value: Json = _DECODER.decode(text)
    except UnicodeDecodeError:
        raise MalformedJson(Fault.ENCODING) from None
    except json.JSONDecodeError:
        raise MalformedJson(Fault.SYNTAX) from None
    except RecursionError:  # unbalanced, or nested_deeper_than had refused it
        raise MalformedJson(Fault.TOO_DEEP) from None
    if "\\u" in text:  # the only way to write what UTF-8 and the syntax themselves exclude
        _refuse_forbidden_characters(value)
    return value


def nested_deeper_than(depth: int, body: bytes) -> bool:
    """Tell whether brackets outside texts nest deeper than `depth`; unbalanced ones are left to the parser.

    Each pass removes the innermost pairs at the speed of C: a flat megabyte takes milliseconds, not seconds.
    """
    brackets = TEXT.sub(b"", body).translate(ONE_KIND, NO_BRACKETS)
    for _ in range(depth):
        fewer = brackets.replace(b"[]", b"")
        if len(fewer) == len(brackets):
            return False
        brackets = fewer
    return b"[]" in brackets


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise MalformedJson(Fault.DUPLICATE_NAME)
    return names


def _integer(digits: str) -> int:
    if len(digits.removeprefix("-")) > MAX_DIGITS:
        raise MalformedJson(Fault.TOO_MANY_DIGITS)
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise MalformedJson(Fault.NOT_FINITE)
    return number


def _constant(_name: str) -> float:
    raise MalformedJson(Fault.NOT_FINITE)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_integer, parse_float=_finite, parse_constant=_constant
)


def _refuse_forbidden_characters(value: Json) -> None:
    """Half a surrogate pair is no text, and PostgreSQL keeps no NUL."""
    for text in _texts(value):
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise MalformedJson(Fault.FORBIDDEN_CHARACTER)


def _texts(value: Json) -> Iterator[str]:
    pending = [value]
    while pending:
        match pending.pop():
            case str() as text:
                yield text
            case list() as items:
                pending.extend(items)
            case dict() as fields:
                pending.extend(fields)
                pending.extend(fields.values())
            case _:
                pass
