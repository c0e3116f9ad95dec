"""A joint patrol that A proposed to B, and its ways on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.join_joint_patrol import attach_unit, countersign
from deconflict.flows.propose_joint_patrol import Course, propose_joint_patrol


@dataclass
class Joining:
    """Parties of a world that take part in joint patrols."""

    world: Any

    async def propose(self) -> Any:
        """One that A proposes to B."""
        world, start = self.world, self.world.now() + timedelta(minutes=120)
        times = (start, start + timedelta(minutes=10))
        course = Course(((15.0, 32.0), (15.1, 32.0)), times, 0.0, 0.0, "escort", "")
        arguments = ([world.parties["b"].id], course, world.deployment, world.now())
        return (await world.act("a", propose_joint_patrol, *arguments)).value

    async def join(self, who: str, joint: Any) -> Any:
        """Attach that party's first unit and countersign."""
        world = self.world
        await world.act(who, attach_unit, joint.id, "U1", world.now())
        digest = joint.text.digest
        signed = await world.act(who, countersign, joint.id, digest, world.deployment, world.now())
        return signed.value


@pytest.fixture
def joining(world: Any) -> Joining:
    """Parties that take part, in a world of the test's own."""
    return Joining(world)
