"""The requests about questions, budgets, figures, suspensions and broken glass. Sends nothing."""

from datetime import datetime
from urllib.parse import quote

from deconflict_client import conduct, models, reading
from deconflict_client.calls import Answer, Call, Page, Repeat, collection
from deconflict_client.plan import Plan
from deconflict_client.wire import Json, JsonObject


def ask_check(plan: Plan | JsonObject, key: str) -> Call[conduct.Check]:
    """Ask what a plan would share; the key makes repeating safe (PAT-08)."""
    body = plan.feature() if isinstance(plan, Plan) else plan
    return Call("POST", "/v1/checks", _check, Repeat.ALWAYS, body, {"Idempotency-Key": key})


def check(asked: str) -> Call[conduct.Check]:
    """Read a question of one's own party's, answered or not."""
    return Call("GET", f"/v1/checks/{_part(asked)}", _check, Repeat.ALWAYS)


def budgets() -> Call[Page[conduct.Budget]]:
    """Read what one's own units have drawn today."""
    return collection("budgets", conduct.budget)


def figures(days: int) -> Call[Page[conduct.Conduct]]:
    """Read figures of conduct."""
    return collection("parties", conduct.conduct, f"/v1/figures?days={days}")


def suspensions() -> Call[Page[conduct.Suspension]]:
    """Read the suspensions that this viewer may see."""
    return collection("suspensions", conduct.suspension)


def suspend(party: str, reason: str) -> Call[conduct.Suspension]:
    """Suspend a party."""
    path = f"/v1/parties/{_part(party)}/suspend"
    return Call("POST", path, _suspension, Repeat.IF_UNSENT, {"reason": reason})


def restore(party: str) -> Call[conduct.Suspension]:
    """Restore a party."""
    return Call("POST", f"/v1/parties/{_part(party)}/restore", _suspension, Repeat.IF_UNSENT)


def ask_glass(party: str, scope: conduct.Scope, reason: str, ends_at: datetime) -> Call[conduct.Glass]:
    """Ask to see plans of a party."""
    body: Json = {**scope.wire(), "party": party, "reason": reason, "ends_at": ends_at.isoformat()}
    return Call("POST", "/v1/glass", _glass, Repeat.IF_UNSENT, body)


def glasses() -> Call[Page[conduct.Glass]]:
    """Read the requests that this viewer may see."""
    return collection("glass", conduct.glass)


def glass(wanted: str) -> Call[conduct.Glass]:
    """Read one request."""
    return Call("GET", f"/v1/glass/{_part(wanted)}", _glass, Repeat.ALWAYS)


def move_glass(wanted: str, step: str) -> Call[conduct.Glass]:
    """Approve, refuse, withdraw or close."""
    return Call("POST", f"/v1/glass/{_part(wanted)}/{_part(step)}", _glass, Repeat.IF_UNSENT)


def look(wanted: str) -> Call[Page[models.Patrol]]:
    """Look at the plans in the scope of broken glass; each look is on the ledger."""
    return collection("patrols", reading.patrol, f"/v1/glass/{_part(wanted)}/patrols")


def _part(value: str) -> str:
    return quote(value, safe="")


def _check(answer: Answer) -> conduct.Check:
    return conduct.check(answer.record)


def _suspension(answer: Answer) -> conduct.Suspension:
    return conduct.suspension(answer.record)


def _glass(answer: Answer) -> conduct.Glass:
    return conduct.glass(answer.record)
