"""A kept slot as the plan that it is going to be: what the checker and clearing shifts compare others with (CON-05)."""

from collections.abc import Iterable

from deconflict.patrols.model import PatrolId, Standing
from deconflict.resolving.model import Slot


def as_plans(slots: Iterable[Slot]) -> list[Standing]:
    """Return slots as plans on record."""
    return [
        Standing(
            PatrolId(slot.patrol),
            slot.party,
            callsign="",
            reference="",
            version=slot.version,
            after_the_fact=False,
            track=slot.track,
            cover=slot.cover,
        )
        for slot in slots
    ]
