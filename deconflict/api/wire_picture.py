"""The picture on the wire: everything a viewer may see at one moment."""

from datetime import datetime
from typing import Self

from deconflict.api.wire import Out
from deconflict.api.wire_disclosed import ConflictOut, OverlapOut
from deconflict.api.wire_patrols import PatrolOut
from deconflict.api.wire_positions import PositionOut, position_out
from deconflict.api.wire_shared import SharedPlanOut
from deconflict.api.wire_zones import ZoneOut
from deconflict.flows.take_picture import Picture


class PictureOut(Out):
    """One snapshot; the feed's alerts after `seq` make the rest."""

    epoch: str
    seq: int
    at: datetime
    patrols: list[PatrolOut]
    overlaps: list[OverlapOut]
    conflicts: list[ConflictOut]
    shared_plans: list[SharedPlanOut]
    zones: list[ZoneOut]
    positions: list[PositionOut]

    @classmethod
    def of(cls, picture: Picture) -> Self:
        """Show a picture."""
        return cls(
            epoch=picture.epoch,
            seq=picture.seq,
            at=picture.at,
            patrols=[PatrolOut.of(patrol, plan) for patrol, plan in picture.patrols],
            overlaps=[OverlapOut.of(shown) for shown in picture.overlaps],
            conflicts=[ConflictOut.of(shown) for shown in picture.conflicts],
            shared_plans=[SharedPlanOut.of(shown) for shown in picture.shared_plans],
            zones=[ZoneOut.of(zone) for zone in picture.zones],
            positions=[position_out(position) for position in picture.positions],
        )
