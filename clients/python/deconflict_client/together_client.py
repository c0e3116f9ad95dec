"""What both clients can do about rendezvous and joint patrols: one method per request of `together_calls.py`."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TypeVar

from deconflict_client import together_calls
from deconflict_client.calls import Call, Page
from deconflict_client.plan import Plan
from deconflict_client.together import JointPatrol, MeetingPlace, Rendezvous
from deconflict_client.wire import JsonObject

T = TypeVar("T")


class TogetherClient(ABC):
    """The part of the blocking client that is about what parties do together."""

    @abstractmethod
    def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    def _all(self, first: Call[Page[T]]) -> list[T]: ...

    def propose_rendezvous(self, parties: Sequence[str], place: MeetingPlace) -> Rendezvous:
        """Propose that two parties be close there and then: one's own and another (SEP-10)."""
        return self._send(together_calls.propose(parties, place))

    def propose_about_overlap(
        self, overlap: str, place: MeetingPlace, rival: str | None = None
    ) -> Rendezvous:
        """Propose it to the rival of an overlap; at level 1 it is left with the desk."""
        return self._send(together_calls.propose_about("overlaps", overlap, place, rival))

    def propose_about_conflict(
        self, conflict: str, place: MeetingPlace, rival: str | None = None
    ) -> Rendezvous:
        """Propose it to the rival of a conflict; as the neutral staff to both its sides."""
        return self._send(together_calls.propose_about("conflicts", conflict, place, rival))

    def confirm_rendezvous(self, rendezvous: str, patrol: str | None = None) -> Rendezvous:
        """Confirm it as one's own party; it holds once both sides have."""
        return self._send(together_calls.confirm(rendezvous, patrol))

    def end_rendezvous(self, rendezvous: str) -> Rendezvous:
        """Withdraw one's own proposal, refuse another's, or end what was confirmed."""
        return self._send(together_calls.end(rendezvous))

    def pass_on_rendezvous(self, rendezvous: str, party: str) -> Rendezvous:
        """Propose, as the desk, what a party left with it."""
        return self._send(together_calls.pass_on(rendezvous, party))

    def all_rendezvous(self) -> list[Rendezvous]:
        """Read the rendezvous of one's own party; as the neutral staff all."""
        return self._all(together_calls.all_rendezvous())

    def rendezvous(self, rendezvous: str) -> Rendezvous:
        """Read one rendezvous."""
        return self._send(together_calls.rendezvous(rendezvous))

    def propose_joint_patrol(self, plan: Plan | JsonObject, others: Sequence[str]) -> JointPatrol:
        """Propose a joint patrol to other parties; they are told its plan (PAT-10)."""
        return self._send(together_calls.propose_joint(plan, others))

    def amend_joint_patrol(self, joint: str, plan: Plan | JsonObject) -> JointPatrol:
        """Propose another text; the one in force holds until all have countersigned the new one."""
        return self._send(together_calls.amend_joint(joint, plan))

    def attach_unit(self, joint: str, unit: str) -> JointPatrol:
        """Say which own unit takes part; the other parties see its callsign."""
        return self._send(together_calls.attach(joint, unit))

    def countersign(self, joint: JointPatrol) -> JointPatrol:
        """Countersign what was read, as one's party; once all have, each has its patrol."""
        return self._send(together_calls.countersign(joint))

    def withdraw_joint_patrol(self, joint: str) -> JointPatrol:
        """End it for all; one's own patrol is withdrawn unless it has started."""
        return self._send(together_calls.withdraw_joint(joint))

    def joint_patrols(self) -> list[JointPatrol]:
        """Read the joint patrols that one's own party is asked to take part in."""
        return self._all(together_calls.all_joint_patrols())

    def joint_patrol(self, joint: str) -> JointPatrol:
        """Read one joint patrol with the text to countersign."""
        return self._send(together_calls.joint_patrol(joint))


class AsyncTogetherClient(ABC):
    """The part of the asyncio client that is about what parties do together."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    async def _all(self, first: Call[Page[T]]) -> list[T]: ...

    async def propose_rendezvous(self, parties: Sequence[str], place: MeetingPlace) -> Rendezvous:
        """Propose that two parties be close there and then: one's own and another (SEP-10)."""
        return await self._send(together_calls.propose(parties, place))

    async def propose_about_overlap(
        self, overlap: str, place: MeetingPlace, rival: str | None = None
    ) -> Rendezvous:
        """Propose it to the rival of an overlap; at level 1 it is left with the desk."""
        return await self._send(together_calls.propose_about("overlaps", overlap, place, rival))

    async def propose_about_conflict(
        self, conflict: str, place: MeetingPlace, rival: str | None = None
    ) -> Rendezvous:
        """Propose it to the rival of a conflict; as the neutral staff to both its sides."""
        return await self._send(together_calls.propose_about("conflicts", conflict, place, rival))

    async def confirm_rendezvous(self, rendezvous: str, patrol: str | None = None) -> Rendezvous:
        """Confirm it as one's own party; it holds once both sides have."""
        return await self._send(together_calls.confirm(rendezvous, patrol))

    async def end_rendezvous(self, rendezvous: str) -> Rendezvous:
        """Withdraw one's own proposal, refuse another's, or end what was confirmed."""
        return await self._send(together_calls.end(rendezvous))

    async def pass_on_rendezvous(self, rendezvous: str, party: str) -> Rendezvous:
        """Propose, as the desk, what a party left with it."""
        return await self._send(together_calls.pass_on(rendezvous, party))

    async def all_rendezvous(self) -> list[Rendezvous]:
        """Read the rendezvous of one's own party; as the neutral staff all."""
        return await self._all(together_calls.all_rendezvous())

    async def rendezvous(self, rendezvous: str) -> Rendezvous:
        """Read one rendezvous."""
        return await self._send(together_calls.rendezvous(rendezvous))

    async def propose_joint_patrol(self, plan: Plan | JsonObject, others: Sequence[str]) -> JointPatrol:
        """Propose a joint patrol to other parties; they are told its plan (PAT-10)."""
        return await self._send(together_calls.propose_joint(plan, others))

    async def amend_joint_patrol(self, joint: str, plan: Plan | JsonObject) -> JointPatrol:
        """Propose another text; the one in force holds until all have countersigned the new one."""
        return await self._send(together_calls.amend_joint(joint, plan))

    async def attach_unit(self, joint: str, unit: str) -> JointPatrol:
        """Say which own unit takes part; the other parties see its callsign."""
        return await self._send(together_calls.attach(joint, unit))

    async def countersign(self, joint: JointPatrol) -> JointPatrol:
        """Countersign what was read, as one's party; once all have, each has its patrol."""
        return await self._send(together_calls.countersign(joint))

    async def withdraw_joint_patrol(self, joint: str) -> JointPatrol:
        """End it for all; one's own patrol is withdrawn unless it has started."""
        return await self._send(together_calls.withdraw_joint(joint))

    async def joint_patrols(self) -> list[JointPatrol]:
        """Read the joint patrols that one's own party is asked to take part in."""
        return await self._all(together_calls.all_joint_patrols())

    async def joint_patrol(self, joint: str) -> JointPatrol:
        """Read one joint patrol with the text to countersign."""
        return await self._send(together_calls.joint_patrol(joint))
