"""Text messages through the outbox of a real gammu-smsd with its dummy phone."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deconflict.summoning.sender import Outcome, Report
from deconflict.summoning.sms import SmsOutbox
from deconflict.summons.model import TEXT
from tests.programs import running

SMSD = shutil.which("gammu-smsd")
FOLDERS = ("inbox", "outbox", "sent", "error", "phone")


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    """The folders of a gammu-smsd."""
    for name in FOLDERS:
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def smsd(spool: Path) -> Iterator[Path]:
    """A gammu-smsd with the dummy phone, which keeps what it sends in files."""
    settings = spool / "smsdrc"
    lines = ["[gammu]", "model = dummy", "connection = none", f"device = {spool / 'phone'}", "[smsd]"]
    lines += ["service = files", f"logfile = {spool / 'log'}", "loopsleep = 1", "statusfrequency = 0"]
    lines += [f"{name}path = {spool / folder}/" for name, folder in
              (("inbox", "inbox"), ("outbox", "outbox"), ("sentsms", "sent"), ("errorsms", "error"))]  # fmt: skip
    lines += ["transmitformat = unicode", "checksecurity = 0", "checkbattery = 0", "checksignal = 0"]
    settings.write_text("\n".join(lines) + "\n")
    with running([SMSD or "", "-c", str(settings)], stderr=subprocess.DEVNULL):
        yield spool


@pytest.mark.rule("ALR-04", "DIS-06")
async def test_what_is_left_in_the_outbox_is_the_one_text_and_names_a_number_alone(spool: Path) -> None:
    assert await SmsOutbox(spool / "outbox").send("+218911234567") == Report(Outcome.ACCEPTED)
    [left] = (spool / "outbox").iterdir()
    assert left.read_text(encoding="utf-8") == TEXT
    assert left.name.startswith("OUTA00000000_000000_00_+218911234567_")


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("number", ["../../etc/passwd", "+218 91", "", "1" * 16, "+12/34"])
async def test_what_is_no_number_is_no_file_name(spool: Path, number: str) -> None:
    assert await SmsOutbox(spool / "outbox").send(number) == Report(Outcome.FAILED, "not_a_number")
    assert list((spool / "outbox").iterdir()) == []


async def test_an_outbox_that_is_not_there_is_tried_again(tmp_path: Path) -> None:
    assert await SmsOutbox(tmp_path / "nowhere").send("+1234") == Report(Outcome.AGAIN, "outbox")


@pytest.mark.slow
@pytest.mark.skipif(SMSD is None, reason="gammu-smsd is not installed")
async def test_gammu_sends_it_whole_in_both_languages(smsd: Path) -> None:
    assert (await SmsOutbox(smsd / "outbox").send("+218911234567")).outcome is Outcome.ACCEPTED
    until = time.monotonic() + 30
    while not list((smsd / "sent").iterdir()) and time.monotonic() < until:
        time.sleep(0.1)  # noqa: ASYNC251  (a process of its own, which tells nobody)
    [sent] = (smsd / "sent").iterdir()
    assert TEXT in sent.read_bytes().decode("utf-8", errors="replace") or TEXT in sent.read_bytes().decode(
        "utf-16"
    )
    assert list((smsd / "error").iterdir()) == []
