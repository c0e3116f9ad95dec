"""The root of every refusal: a code and typed fields.

No HTTP status and no sentence for people lives here: the edge maps a class to a status (`api/problems.py`) and
clients turn a code into text in their own language.
"""

import dataclasses
from typing import ClassVar


@dataclasses.dataclass(eq=False)
class DeconflictError(Exception):
    """A fact that stops a request: `code` names it, the dataclass fields of the subclass say the particulars.

    Subclasses are `@dataclass(eq=False)`; their fields must be safe to show to whoever caused the error.
    """

    code: ClassVar[str]

    def __post_init__(self) -> None:
        self.pointer: str | None = None  # where in the request, if the edge knows

    def fields(self) -> dict[str, str | int | float | bool | None]:
        """Return the particulars by name, without the pointer."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    def __str__(self) -> str:
        particulars = ", ".join(f"{name}={value}" for name, value in self.fields().items())
        return f"{self.code}({particulars})"


@dataclasses.dataclass(eq=False)
class NotFound(DeconflictError):
    """Hidden or absent: the two are the same error with the same fields, in every channel (DIS-06)."""

    code: ClassVar[str] = "not_found"
