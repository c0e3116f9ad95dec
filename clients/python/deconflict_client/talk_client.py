"""What both clients can do to talk: one method per request of `talk_calls.py`."""

from abc import ABC, abstractmethod
from typing import TypeVar

from deconflict_client import talk_calls
from deconflict_client.calls import Call, Page
from deconflict_client.talk import Liaison, Message, Proposal

T = TypeVar("T")


class TalkClient(ABC):
    """The part of the blocking client by which sides and the desk talk."""

    @abstractmethod
    def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    def _all(self, first: Call[Page[T]]) -> list[T]: ...

    def say_about_overlap(
        self, overlap: str, text: str, to: str | None = None, *, urgent: bool = False
    ) -> Message:
        """Say something about one's own overlap: to the desk, or at level 2 to a rival that it names (DIS-03)."""
        return self._send(talk_calls.say("overlaps", overlap, text, to, urgent=urgent))

    def say_about_conflict(
        self, conflict: str, text: str, to: str | None = None, *, urgent: bool = False
    ) -> Message:
        """Say something to one side of a conflict, as the desk; at level 3 and above to one's rival in it."""
        return self._send(talk_calls.say("conflicts", conflict, text, to, urgent=urgent))

    def messages(self, overlap: str | None = None) -> list[Message]:
        """Read what one's own end sent and received, newest first: all, or about an overlap."""
        return self._all(talk_calls.messages("overlaps" if overlap else None, overlap or ""))

    def messages_about_conflict(self, conflict: str) -> list[Message]:
        """Read what the desk said about a conflict, newest first; as a party what both its sides said."""
        return self._all(talk_calls.messages("conflicts", conflict))

    def propose_shift(
        self, overlap: str, minutes: int, to: str | None = None, mover: str = "self"
    ) -> Proposal:
        """Propose that one's own patrol (`self`) or the `other` shifts: to the desk, or at level 2 to a rival."""
        return self._send(talk_calls.propose_shift("overlaps", overlap, minutes, to, mover))

    def propose_shift_of_side(
        self, conflict: str, minutes: int, to: str | None = None, mover: str = "other"
    ) -> Proposal:
        """Propose a shift to one side of a conflict, as the desk; at level 3 and above to one's rival in it."""
        return self._send(talk_calls.propose_shift("conflicts", conflict, minutes, to, mover))

    def proposals(self, overlap: str | None = None) -> list[Proposal]:
        """Read what one's own end proposed and received, newest first: all, or about an overlap."""
        return self._all(talk_calls.proposals("overlaps" if overlap else None, overlap or ""))

    def proposals_about_conflict(self, conflict: str) -> list[Proposal]:
        """Read what the desk proposed about a conflict, newest first; as a party what both its sides proposed."""
        return self._all(talk_calls.proposals("conflicts", conflict))

    def proposal(self, proposal: str) -> Proposal:
        """Read one proposal."""
        return self._send(talk_calls.proposal(proposal))

    def accept_proposal(self, proposal: str, overlap: str | None = None) -> Proposal:
        """Accept; where several of one's patrols could be meant, name the overlap of the one that moves."""
        return self._send(talk_calls.answer_proposal(proposal, "accept", overlap))

    def refuse_proposal(self, proposal: str) -> Proposal:
        """Refuse what was received."""
        return self._send(talk_calls.answer_proposal(proposal, "refuse"))

    def withdraw_proposal(self, proposal: str) -> Proposal:
        """Withdraw what one's own end proposed."""
        return self._send(talk_calls.answer_proposal(proposal, "withdraw"))

    def liaisons(self) -> list[Liaison]:
        """Read one's own party's liaison; as the desk all."""
        return self._all(talk_calls.liaisons())

    def name_liaison(self, name: str, reach: str) -> Liaison:
        """Name whom the other side calls at level 2, and how."""
        return self._send(talk_calls.name_liaison(name, reach))


class AsyncTalkClient(ABC):
    """The part of the asyncio client by which sides and the desk talk."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    async def _all(self, first: Call[Page[T]]) -> list[T]: ...

    async def say_about_overlap(
        self, overlap: str, text: str, to: str | None = None, *, urgent: bool = False
    ) -> Message:
        """Say something about one's own overlap: to the desk, or at level 2 to a rival that it names (DIS-03)."""
        return await self._send(talk_calls.say("overlaps", overlap, text, to, urgent=urgent))

    async def say_about_conflict(
        self, conflict: str, text: str, to: str | None = None, *, urgent: bool = False
    ) -> Message:
        """Say something to one side of a conflict, as the desk; at level 3 and above to one's rival in it."""
        return await self._send(talk_calls.say("conflicts", conflict, text, to, urgent=urgent))

    async def messages(self, overlap: str | None = None) -> list[Message]:
        """Read what one's own end sent and received, newest first: all, or about an overlap."""
        return await self._all(talk_calls.messages("overlaps" if overlap else None, overlap or ""))

    async def messages_about_conflict(self, conflict: str) -> list[Message]:
        """Read what the desk said about a conflict, newest first; as a party what both its sides said."""
        return await self._all(talk_calls.messages("conflicts", conflict))

    async def propose_shift(
        self, overlap: str, minutes: int, to: str | None = None, mover: str = "self"
    ) -> Proposal:
        """Propose that one's own patrol (`self`) or the `other` shifts: to the desk, or at level 2 to a rival."""
        return await self._send(talk_calls.propose_shift("overlaps", overlap, minutes, to, mover))

    async def propose_shift_of_side(
        self, conflict: str, minutes: int, to: str | None = None, mover: str = "other"
    ) -> Proposal:
        """Propose a shift to one side of a conflict, as the desk; at level 3 and above to one's rival in it."""
        return await self._send(talk_calls.propose_shift("conflicts", conflict, minutes, to, mover))

    async def proposals(self, overlap: str | None = None) -> list[Proposal]:
        """Read what one's own end proposed and received, newest first: all, or about an overlap."""
        return await self._all(talk_calls.proposals("overlaps" if overlap else None, overlap or ""))

    async def proposals_about_conflict(self, conflict: str) -> list[Proposal]:
        """Read what the desk proposed about a conflict, newest first; as a party what both its sides proposed."""
        return await self._all(talk_calls.proposals("conflicts", conflict))

    async def proposal(self, proposal: str) -> Proposal:
        """Read one proposal."""
        return await self._send(talk_calls.proposal(proposal))

    async def accept_proposal(self, proposal: str, overlap: str | None = None) -> Proposal:
        """Accept; where several of one's patrols could be meant, name the overlap of the one that moves."""
        return await self._send(talk_calls.answer_proposal(proposal, "accept", overlap))

    async def refuse_proposal(self, proposal: str) -> Proposal:
        """Refuse what was received."""
        return await self._send(talk_calls.answer_proposal(proposal, "refuse"))

    async def withdraw_proposal(self, proposal: str) -> Proposal:
        """Withdraw what one's own end proposed."""
        return await self._send(talk_calls.answer_proposal(proposal, "withdraw"))

    async def liaisons(self) -> list[Liaison]:
        """Read one's own party's liaison; as the desk all."""
        return await self._all(talk_calls.liaisons())

    async def name_liaison(self, name: str, reach: str) -> Liaison:
        """Name whom the other side calls at level 2, and how."""
        return await self._send(talk_calls.name_liaison(name, reach))
