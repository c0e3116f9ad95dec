"""The requests about joint rooms. Sends nothing."""

from collections.abc import Sequence
from typing import Literal
from urllib.parse import quote

from deconflict_client import rooms
from deconflict_client.calls import Answer, Call, Page, Repeat, collection


def open_room(name: str, parties: Sequence[str]) -> Call[rooms.Room]:
    """Open a room as its chair."""
    return Call("POST", "/v1/rooms", _room, Repeat.IF_UNSENT, {"name": name, "parties": list(parties)})


def all_rooms() -> Call[Page[rooms.Room]]:
    """Read one page of rooms."""
    return collection("rooms", rooms.room)


def move(wanted: str, step: Literal["seat", "leave", "close"]) -> Call[rooms.Room]:
    """Take a seat, leave it, or close the room."""
    return Call("POST", f"/v1/rooms/{quote(wanted, safe='')}/{step}", _room, Repeat.IF_UNSENT)


def screen(wanted: str) -> Call[rooms.Screen]:
    """Read a room's screen."""
    return Call("GET", f"/v1/rooms/{quote(wanted, safe='')}/screen", _screen, Repeat.ALWAYS)


def _room(answer: Answer) -> rooms.Room:
    return rooms.room(answer.record)


def _screen(answer: Answer) -> rooms.Screen:
    return rooms.screen(answer.record)
