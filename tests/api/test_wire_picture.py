"""The picture on the wire holds what the flow found, part by part."""

from datetime import UTC, datetime

from deconflict.api.wire_picture import PictureOut
from deconflict.flows.take_picture import Picture

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_an_empty_picture_says_at_which_number_it_is_true() -> None:
    parts = ("patrols", "overlaps", "conflicts", "shared_plans", "positions", "zones")
    picture = Picture("e1", 3, AT, **dict.fromkeys(parts, ()))
    assert PictureOut.of(picture).model_dump(mode="json") == {
        "epoch": "e1",
        "seq": 3,
        "at": "2026-12-01T08:00:00Z",
        "patrols": [],
        "overlaps": [],
        "conflicts": [],
        "shared_plans": [],
        "positions": [],
        "zones": [],
    }


async def test_a_whole_picture_is_shown_part_by_part(world) -> None:
    await world.register("a")
    await world.register("b")
    await world.tick()
    for who in ("a", "desk"):
        picture = await world.picture(who)
        shown = PictureOut.of(picture)
        assert [each.id for each in shown.patrols] == [patrol.id for patrol, _ in picture.patrols]
        assert [each.id for each in shown.overlaps] == [each.value.id for each in picture.overlaps]
        assert [each.id for each in shown.conflicts] == [each.value.id for each in picture.conflicts]
