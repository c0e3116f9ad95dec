"""Schemathesis on every route as every role: whatever is sent, no answer is a 5xx and each is what the contract says.

Run: .venv/bin/python tests/faults/fuzz.py --examples 200
Passes when no answer is a 5xx, none is undocumented, and every refusal is a problem+json with a code.
"""

import argparse
import asyncio
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path

import httpx2
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from rich.progress import Progress
from schemathesis import Case, Response
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from standing import PASSWORD, cast_all, report, up

NOBODY = "nobody"
ROLES = ("first@east", "duty@east", "crew@east", "room", "facilitator", "oversight", "operator2")
LEAVES = frozenset({"DELETE /v1/session"})
"""What would end the very session that asks; tried with nobody's alone."""


def fuzz(
    url: str, headers: dict[str, dict[str, str]], examples: int, seen: Counter[str], progress: Progress
) -> list[str]:
    """Send generated requests to every operation as every role; return what was wrong."""
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json")
    schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    wrong: list[str] = []
    operations = [item.ok() for item in schema.get_all_operations()]
    for operation in progress.track(operations, description="fuzzing"):
        leaves = f"{operation.method.upper()} {operation.path}" in LEAVES
        asking = {role: said for role, said in headers.items() if not leaves or role == NOBODY}
        wrong += sent(operation, asking, examples, seen)
    return wrong


def sent(
    operation: APIOperation, headers: dict[str, dict[str, str]], examples: int, seen: Counter[str]
) -> list[str]:
    """Send generated requests to one operation, valid and invalid ones, each as every role; return what was wrong.

    To think a request up takes longer than to answer it.
    """
    wrong: list[str] = []
    invalid = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy() | invalid)
    def send(case: Case) -> None:
        for role, said in headers.items():
            answer = case.call(headers=said, timeout=30)
            seen[f"{answer.status_code // 100}xx"] += 1
            if fault := fault_of(answer):
                name = f"{role} {operation.method.upper()} {operation.path}"
                wrong.append(f"{name}: {answer.status_code} {fault} {case.as_curl_command()}"[:800])

    send()
    return wrong


def fault_of(answer: Response) -> str | None:
    """What is wrong with an answer, if anything."""
    if answer.status_code >= 500:
        return "is the service's own fault"
    if answer.status_code >= 400:
        problem = answer.headers.get("content-type", [""])[0].startswith("application/problem+json")
        if not problem or "code" not in answer.json():
            return "without a problem that has a code"
    return None


def main(examples: int, data: Path) -> None:
    """Run it and report."""
    warnings.simplefilter("ignore")
    seen: Counter[str] = Counter()
    began = time.monotonic()
    with up(data) as running, Progress() as progress:
        asyncio.run(cast_all(running))
        headers = {NOBODY: {}} | {role: signed_in_as(running.url, role) for role in ROLES}
        wrong = fuzz(running.url, headers, examples, seen, progress)
        alive = httpx2.get(f"{running.url}/readyz", timeout=30).status_code == 200
    figures = {
        "requests": seen.total(),
        "requests_per_s": round(seen.total() / (time.monotonic() - began), 1),
        "answers": dict(sorted(seen.items())),
        "ready_afterwards": alive,
        "wrong": sorted(set(wrong))[:20],
        "wrong_count": len(wrong),
    }
    report(figures, passed=not wrong and alive)


def signed_in_as(url: str, role: str) -> dict[str, str]:
    """The headers that somebody of that role asks with."""
    body = {"login": role, "password": PASSWORD}
    token = httpx2.post(f"{url}/v1/session", json=body, timeout=30).json()["token"]
    return {"Authorization": f"Bearer {token}"}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=200)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dcf-") as folder:
        Path(folder).chmod(0o711)
        main(chosen.examples, Path(folder))
