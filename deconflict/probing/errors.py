"""What a question can be refused for."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from deconflict.errors import DeconflictError


@dataclass(eq=False)
class BudgetUsed(DeconflictError):
    """The unit has asked as often as it may in a UTC day (PRB-02); its next one begins at `until`."""

    code: ClassVar[str] = "budget_used"
    limit: int
    until: datetime
