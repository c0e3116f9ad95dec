"""What a report of an incident or a photo of it can be refused for."""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class NoSuchPatrol(DeconflictError):
    """The reporter's party has no such patrol of that unit."""

    code: ClassVar[str] = "no_such_patrol"


@dataclass(eq=False)
class PhotoRefused(DeconflictError):
    """The file is no photo that is taken here; `reason` is an `images.Fault`."""

    code: ClassVar[str] = "photo_refused"
    reason: str


@dataclass(eq=False)
class TooManyPhotos(DeconflictError):
    """The incident has as many photos as one may have."""

    code: ClassVar[str] = "too_many_photos"
    most: int


@dataclass(eq=False)
class PhotoBudgetUsed(DeconflictError):
    """The party's photos take as much room as they may."""

    code: ClassVar[str] = "photo_budget_used"
    limit_bytes: int


@dataclass(eq=False)
class TooManyUploads(DeconflictError):
    """The party is sending as many photos at once as it may: send this one again later."""

    code: ClassVar[str] = "too_many_uploads"
    most: int
