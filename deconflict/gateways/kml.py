"""Plans from KML 2.2 and 2.3: each placemark with tracks is one, and so are the time-stamped points of one folder.

The tracks of a MultiTrack follow one another; the points of a folder are taken in the order of the file.
A line, or a point among stamped ones, that has no times is refused. What is neither line nor point
(areas, pictures), and the points of a folder without any stamps, are marks on the map and passed over.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element

from deconflict.gateways.draft import Draft, degrees, moment
from deconflict.gateways.errors import PathRefused, PlanError, WaypointUnreadable
from deconflict.gateways.xmltree import below, children, text_of
from deconflict.separation.errors import TimesMissing

# The text of a place, split at the format's separator, and of its time.
Waypoint = tuple[Sequence[str], str | None]


def drafts(root: Element, file: str) -> Iterator[Draft | PlanError]:
    """Yield the plans below the root of a KML file, or what is wrong with them, in its order."""
    for plan, (title, waypoints) in enumerate(_plans(root)):
        try:
            read = [_waypoint(each, index, plan, file) for index, each in enumerate(waypoints)]
        except PlanError as error:
            yield error
        else:
            yield Draft(tuple(place for place, _ in read), tuple(time for _, time in read), title=title)


def _plans(root: Element) -> Iterator[tuple[str | None, Iterable[Waypoint]]]:
    for container in below(root, "kml", "Document", "Folder"):
        points = []
        for mark in children(container, "Placemark"):
            if any(True for _ in below(mark, "Track", "LineString")):
                yield text_of(mark, "name"), list(_of_tracks(mark))
            points += [(point, stamp) for point in children(mark, "Point") for stamp in _stamps(mark)]
        if any(stamp is not None for _, stamp in points):
            yield text_of(container, "name"), [_of_point(point, stamp) for point, stamp in points]


def _stamps(mark: Element) -> list[str | None]:
    stamps = [text_of(stamp, "when") for stamp in children(mark, "TimeStamp")]
    return stamps[:1] or [None]


def _of_point(point: Element, stamp: str | None) -> Waypoint:
    return (text_of(point, "coordinates") or "").split(","), stamp


def _of_tracks(mark: Element) -> Iterator[Waypoint]:
    """Yield the waypoints of all tracks; a line without times yields one that has none."""
    tracks = list(below(mark, "Track"))
    for track in tracks:
        coordinates, whens = children(track, "coord"), children(track, "when")
        for number, coordinate in enumerate(coordinates):
            when = whens[number].text if number < len(whens) else None
            yield (coordinate.text or "").split(), when
        if len(whens) > len(coordinates):
            yield (), None
    if not tracks:
        yield (), None


def _waypoint(waypoint: Waypoint, index: int, plan: int, file: str) -> tuple[tuple[float, float], datetime]:
    place, when = waypoint
    if when is None:
        raise PathRefused(file, plan, TimesMissing.code, index)
    try:
        return (degrees(place[0]), degrees(place[1])), moment(when)
    except (ValueError, IndexError):
        raise WaypointUnreadable(file, plan, index) from None
