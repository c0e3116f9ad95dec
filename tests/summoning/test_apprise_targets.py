"""Apprise as an extra: what it is handed, and that nothing needs it that does not ask for it."""

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from deconflict.summoning.apprise_targets import AppriseTargets
from deconflict.summoning.sender import Outcome, Report
from deconflict.summons.model import TEXT


@pytest.fixture
def notified(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the library was asked for; a target that says `away` is not reached."""
    asked: list[Any] = []

    class Apprise:
        def add(self, url: str) -> bool:
            asked.append(url)
            return "://" in url

        def notify(self, body: str) -> bool:
            asked.append(body)
            return not asked[0].endswith("away")

    monkeypatch.setitem(sys.modules, "apprise", SimpleNamespace(Apprise=Apprise))  # type: ignore[arg-type]  # stands in
    return asked


@pytest.mark.rule("ALR-04", "DIS-06")
async def test_a_target_is_told_the_one_text(notified: list[Any]) -> None:
    assert await AppriseTargets().send("ntfys://topic") == Report(Outcome.ACCEPTED)
    assert notified == ["ntfys://topic", TEXT]


async def test_what_is_not_accepted_is_tried_again_and_what_is_no_target_is_not(notified: list[Any]) -> None:
    assert await AppriseTargets().send("ntfys://away") == Report(Outcome.AGAIN, "not_accepted")
    notified.clear()
    assert await AppriseTargets().send("nothing") == Report(Outcome.FAILED, "not_a_target")


async def test_the_real_library_refuses_what_is_no_target() -> None:
    pytest.importorskip("apprise")
    assert await AppriseTargets().send("nothing") == Report(Outcome.FAILED, "not_a_target")


def test_without_it_everything_else_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)  # type: ignore[arg-type]  # as if it were not installed
    with pytest.raises(ModuleNotFoundError):
        AppriseTargets()


def test_it_is_not_loaded_until_somebody_asks_for_it() -> None:
    code = "import sys, deconflict.summoning.loop; sys.exit('apprise' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
