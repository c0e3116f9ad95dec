"""Plans from GPX 1.0 and 1.1: each track and each route is one; the segments of a track follow one another.

Every point needs its time. Heights, names of points and extensions are passed over.
"""

from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element

from deconflict.gateways.draft import Draft, degrees, moment
from deconflict.gateways.errors import PathRefused, PlanError, WaypointUnreadable
from deconflict.gateways.xmltree import below, text_of
from deconflict.separation.errors import TimesMissing


def drafts(root: Element, file: str) -> Iterator[Draft | PlanError]:
    """Yield the plans below the root of a GPX file, or what is wrong with them, in its order."""
    for plan, line in enumerate(below(root, "trk", "rte")):
        try:
            points = [
                _point(point, index, plan, file) for index, point in enumerate(below(line, "trkpt", "rtept"))
            ]
        except PlanError as error:
            yield error
        else:
            places, times = zip(*points, strict=True) if points else ((), ())
            yield Draft(tuple(places), tuple(times), title=text_of(line, "name"))


def _point(point: Element, index: int, plan: int, file: str) -> tuple[tuple[float, float], datetime]:
    written = text_of(point, "time")
    if written is None:
        raise PathRefused(file, plan, TimesMissing.code, index)
    try:
        return (degrees(point.get("lon", "")), degrees(point.get("lat", ""))), moment(written)
    except ValueError:
        raise WaypointUnreadable(file, plan, index) from None
