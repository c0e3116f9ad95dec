"""What is wrong with a plan file: one small class per cause, each with the file and, where it is one, the plan.

All of it is about the submitter's own file. Sentences for people are made by the command that reads files.
"""

from dataclasses import dataclass
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class PlanFileError(DeconflictError):
    """A file is refused as a whole."""

    file: str


class FileUnreadable(PlanFileError):
    """There is no such file, or it may not be read."""

    code: ClassVar[str] = "file_unreadable"


@dataclass(eq=False)
class FileTooLarge(PlanFileError):
    """The file has more bytes than are read."""

    code: ClassVar[str] = "file_too_large"
    limit_bytes: int


class FileKindUnknown(PlanFileError):
    """Neither GeoJSON, GPX nor KML."""

    code: ClassVar[str] = "file_kind_unknown"


class JsonMalformed(PlanFileError):
    """No JSON, too deep, or with a number that is not finite."""

    code: ClassVar[str] = "json_malformed"


class XmlMalformed(PlanFileError):
    """No well-formed XML."""

    code: ClassVar[str] = "xml_malformed"


class DoctypeRefused(PlanFileError):
    """XML with a document type: entities may read other files or fill the memory, and plans need none."""

    code: ClassVar[str] = "doctype_refused"


class NoPlans(PlanFileError):
    """The file is sound, but there is no plan in it."""

    code: ClassVar[str] = "no_plans"


@dataclass(eq=False)
class PlanError(PlanFileError):
    """One plan of a file is refused; `plan` counts the plans from 0."""

    plan: int


class CrsRefused(PlanError):
    """GeoJSON with a `crs` member: coordinates are WGS84 (RFC 7946) and nothing may say otherwise."""

    code: ClassVar[str] = "crs_refused"


@dataclass(eq=False)
class NotAPlan(PlanError):
    """`member` is missing or of another kind than a plan's."""

    code: ClassVar[str] = "not_a_plan"
    member: str


@dataclass(eq=False)
class WaypointUnreadable(PlanError):
    """The place or the time of waypoint `index` cannot be read."""

    code: ClassVar[str] = "waypoint_unreadable"
    index: int


@dataclass(eq=False)
class PathRefused(PlanError):
    """The path is no path that may be declared: `cause` is the code of the PathError, `index` its waypoint."""

    code: ClassVar[str] = "plan_path_refused"
    cause: str
    index: int
