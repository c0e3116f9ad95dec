"""The conflicting segment: where two plans are while they are in conflict, and the cell-hours in which that lies.

What may be shown of it is decided elsewhere, cell by cell; nothing here knows of levels.
"""

from collections.abc import Iterator, Sequence

from deconflict.separation.cover import CellHours, cover, shared
from deconflict.separation.finding import Finding, PointInTime
from deconflict.separation.frame import lon_lat
from deconflict.separation.path import Track
from deconflict.separation.units import epoch_s, utc

Part = tuple[PointInTime, ...]
"""Places on an unbroken piece of a path, in order."""


def in_conflict(track: Track, finding: Finding) -> Track:
    """Return the part of side a's path on which the finding has it in conflict, at nominal times (SEP-05)."""
    times = [finding.at_a.time, *(time for time in (finding.first_a, finding.last_a) if time is not None)]
    return track.between(epoch_s(min(times)), epoch_s(max(times)))


def shared_cells(a: Track, b: Track, dmax_m: float) -> CellHours:
    """Return the cell-hours that the covers of both parts share: never none when the two are in conflict (DIS-04)."""
    return shared(cover(a, dmax_m), cover(b, dmax_m))


def legs(part: Track) -> Iterator[Track]:
    """Yield the legs one by one, as they nominally are: without tolerances."""
    for start in range(len(part.knots) - 1):
        yield Track(part.knots[start : start + 2], 0.0, 0.0)


def standing_at(part: Track, point: PointInTime) -> Track:
    """Return the one place of a path at a moment, as a leg without length."""
    seconds = epoch_s(point.time)
    return Track(part.between(seconds, seconds).knots, 0.0, 0.0)


def cells_of(leg: Track) -> CellHours:
    """Return the cell-hours that a leg nominally lies in, a slack of a metre around it included."""
    return cover(leg, 0.0)


def joined(pieces: Sequence[Track]) -> Iterator[Part]:
    """Yield the unbroken parts that legs make, those that follow each other as one."""
    places: list[PointInTime] = []
    for piece in pieces:
        start, end = _ends(piece)
        if places and places[-1] != start:
            yield tuple(places)
            places = []
        places += [end] if places else [start, end]
    if places:
        yield tuple(places)


def _ends(leg: Track) -> tuple[PointInTime, PointInTime]:
    places, moments = lon_lat(leg.knots[:, :3]).tolist(), leg.knots[:, 3].tolist()
    start, end = (
        PointInTime(lon, lat, utc(moment)) for (lon, lat), moment in zip(places, moments, strict=True)
    )
    return start, end
