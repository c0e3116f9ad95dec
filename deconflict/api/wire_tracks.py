"""Where units were, on the wire."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from deconflict.api.wire import Out, example
from deconflict.api.wire_messages import PARTY
from deconflict.tracking.past import Track, Window


class TrackFixOut(Out):
    """Where a unit was, by its own word."""

    at: datetime
    lon: float
    lat: float
    accuracy_m: float | None
    speed_m_s: float | None
    course_deg: float | None


class TrackOut(Out):
    """A unit's fixes, in order of time."""

    unit: UUID
    party: UUID
    callsign: str
    fixes: list[TrackFixOut]


class TracksOut(Out):
    """Where units were from `since` until `until`, at most one fix of each in `every_s` seconds."""

    model_config = example(
        {
            "since": "2026-11-30T16:00:00Z",
            "until": "2026-11-30T16:30:00Z",
            "every_s": 10,
            "tracks": [
                {
                    "unit": "5d2c9d2e-7b6a-4594-8372-615041302f1e",
                    "party": PARTY,
                    "callsign": "Saqr 1",
                    "fixes": [
                        {
                            "at": "2026-11-30T16:00:03Z",
                            "lon": 13.19,
                            "lat": 32.88,
                            "accuracy_m": 8.0,
                            "speed_m_s": 11.5,
                            "course_deg": 92.0,
                        }
                    ],
                }
            ],
        }
    )

    since: datetime
    until: datetime
    every_s: int
    tracks: list[TrackOut]

    @classmethod
    def of(cls, window: Window, found: Sequence[Track], callsigns: Mapping[UUID, str]) -> Self:
        """Show tracks that the viewer may see."""
        return cls(
            since=window.since,
            until=window.until,
            every_s=round(window.every.total_seconds()),
            tracks=[_track(each, callsigns[each.unit]) for each in found],
        )


def _track(track: Track, callsign: str) -> TrackOut:
    fixes = [TrackFixOut.model_validate(fix) for fix in track.fixes]
    return TrackOut(unit=track.unit, party=track.party, callsign=callsign, fixes=fixes)
