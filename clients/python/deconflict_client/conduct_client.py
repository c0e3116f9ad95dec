"""What both clients can do about conduct: questions, budgets, figures, suspensions and broken glass.

One method per request of `conduct_calls.py`.
"""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from deconflict_client import conduct_calls, models
from deconflict_client.calls import Call, Page
from deconflict_client.conduct import Budget, Check, Conduct, Glass, Scope, Suspension
from deconflict_client.plan import Plan
from deconflict_client.wire import JsonObject

T = TypeVar("T")


class ConductClient(ABC):
    """The part of the blocking client that is about conduct."""

    @abstractmethod
    def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    def _all(self, first: Call[Page[T]]) -> list[T]: ...

    def ask_check(self, plan: Plan | JsonObject, *, key: str | None = None) -> Check:
        """Ask what a plan would share with others; drawn on the unit's budget, answered at the tick (PRB-02)."""
        return self._send(conduct_calls.ask_check(plan, key or str(uuid4())))

    def check(self, asked: str) -> Check:
        """Read a question, answered or not."""
        return self._send(conduct_calls.check(asked))

    def budgets(self) -> list[Budget]:
        """Read what one's own units have drawn today."""
        return self._all(conduct_calls.budgets())

    def figures(self, days: int = 30) -> list[Conduct]:
        """Read how parties used the service: one's own; for the facilitator, oversight and the desk all (PRB-03)."""
        return self._all(conduct_calls.figures(days))

    def suspensions(self) -> list[Suspension]:
        """Read suspensions: one's own party's; for the neutral staff all."""
        return self._all(conduct_calls.suspensions())

    def suspend(self, party: str, reason: str) -> Suspension:
        """Suspend a party (desk or operator): its word counts for nobody but the desk (PAT-02)."""
        return self._send(conduct_calls.suspend(party, reason))

    def restore(self, party: str) -> Suspension:
        """Restore a party (desk or operator): everything of it is checked again."""
        return self._send(conduct_calls.restore(party))

    def ask_glass(self, party: str, scope: Scope, reason: str, ends_at: datetime) -> Glass:
        """Ask to see plans of a party (facilitator); somebody of another organisation has to allow it (DIS-08)."""
        return self._send(conduct_calls.ask_glass(party, scope, reason, ends_at))

    def glasses(self) -> list[Glass]:
        """Read requests to see plans that this viewer may see."""
        return self._all(conduct_calls.glasses())

    def glass(self, wanted: str) -> Glass:
        """Read one request to see plans."""
        return self._send(conduct_calls.glass(wanted))

    def approve_glass(self, wanted: str) -> Glass:
        """Allow a look, as the second person."""
        return self._send(conduct_calls.move_glass(wanted, "approve"))

    def refuse_glass(self, wanted: str) -> Glass:
        """Refuse a look, as the second person."""
        return self._send(conduct_calls.move_glass(wanted, "refuse"))

    def withdraw_glass(self, wanted: str) -> Glass:
        """Withdraw one's own request to see plans."""
        return self._send(conduct_calls.move_glass(wanted, "withdraw"))

    def close_glass(self, wanted: str) -> Glass:
        """End a look before its time."""
        return self._send(conduct_calls.move_glass(wanted, "close"))

    def look(self, wanted: str) -> list[models.Patrol]:
        """Look at the plans in the scope of broken glass; each look is on the ledger."""
        return self._all(conduct_calls.look(wanted))


class AsyncConductClient(ABC):
    """The part of the asyncio client that is about conduct."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    async def _all(self, first: Call[Page[T]]) -> list[T]: ...

    async def ask_check(self, plan: Plan | JsonObject, *, key: str | None = None) -> Check:
        """Ask what a plan would share with others; drawn on the unit's budget, answered at the tick (PRB-02)."""
        return await self._send(conduct_calls.ask_check(plan, key or str(uuid4())))

    async def check(self, asked: str) -> Check:
        """Read a question, answered or not."""
        return await self._send(conduct_calls.check(asked))

    async def budgets(self) -> list[Budget]:
        """Read what one's own units have drawn today."""
        return await self._all(conduct_calls.budgets())

    async def figures(self, days: int = 30) -> list[Conduct]:
        """Read how parties used the service: one's own; for the facilitator, oversight and the desk all (PRB-03)."""
        return await self._all(conduct_calls.figures(days))

    async def suspensions(self) -> list[Suspension]:
        """Read suspensions: one's own party's; for the neutral staff all."""
        return await self._all(conduct_calls.suspensions())

    async def suspend(self, party: str, reason: str) -> Suspension:
        """Suspend a party (desk or operator): its word counts for nobody but the desk (PAT-02)."""
        return await self._send(conduct_calls.suspend(party, reason))

    async def restore(self, party: str) -> Suspension:
        """Restore a party (desk or operator): everything of it is checked again."""
        return await self._send(conduct_calls.restore(party))

    async def ask_glass(self, party: str, scope: Scope, reason: str, ends_at: datetime) -> Glass:
        """Ask to see plans of a party (facilitator); somebody of another organisation has to allow it (DIS-08)."""
        return await self._send(conduct_calls.ask_glass(party, scope, reason, ends_at))

    async def glasses(self) -> list[Glass]:
        """Read requests to see plans that this viewer may see."""
        return await self._all(conduct_calls.glasses())

    async def glass(self, wanted: str) -> Glass:
        """Read one request to see plans."""
        return await self._send(conduct_calls.glass(wanted))

    async def approve_glass(self, wanted: str) -> Glass:
        """Allow a look, as the second person."""
        return await self._send(conduct_calls.move_glass(wanted, "approve"))

    async def refuse_glass(self, wanted: str) -> Glass:
        """Refuse a look, as the second person."""
        return await self._send(conduct_calls.move_glass(wanted, "refuse"))

    async def withdraw_glass(self, wanted: str) -> Glass:
        """Withdraw one's own request to see plans."""
        return await self._send(conduct_calls.move_glass(wanted, "withdraw"))

    async def close_glass(self, wanted: str) -> Glass:
        """End a look before its time."""
        return await self._send(conduct_calls.move_glass(wanted, "close"))

    async def look(self, wanted: str) -> list[models.Patrol]:
        """Look at the plans in the scope of broken glass; each look is on the ledger."""
        return await self._all(conduct_calls.look(wanted))
