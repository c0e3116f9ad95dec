"""Whom the cluster runs as, and what that account can reach."""

import os
import pwd
from pathlib import Path

import pytest

from deconflict.runtime import accounts
from deconflict.runtime.accounts import Account, ourselves, owner_of, service_account

STRANGER = Account(12345, 12345)


def test_we_are_who_we_are(tmp_path: Path) -> None:
    assert ourselves() == Account(os.geteuid(), os.getegid())
    assert ourselves().is_ours
    assert owner_of(tmp_path).uid == os.geteuid()
    assert not STRANGER.is_ours


@pytest.mark.parametrize(("mode", "enters"), [(0o700, False), (0o711, True), (0o750, False), (0o705, True)])
def test_a_stranger_enters_where_the_mode_lets_it(short_folder: Path, mode: int, enters: bool) -> None:
    inner = short_folder / "parent" / "inner"
    inner.mkdir(parents=True)
    (short_folder / "parent").chmod(mode)
    assert STRANGER.reaches(inner) is enters


def test_owner_and_group_go_by_their_own_bits(tmp_path: Path) -> None:
    tmp_path.chmod(0o010)
    assert not ourselves()._enters(tmp_path)
    assert Account(12345, tmp_path.stat().st_gid)._enters(tmp_path)
    tmp_path.chmod(0o700)


def test_nobody_but_root_changes_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert service_account() == Account(12345, os.getegid())


@pytest.mark.parametrize("known", [["postgres", "nobody"], ["nobody"]])
def test_root_becomes_postgres_or_else_nobody(monkeypatch: pytest.MonkeyPatch, known: list[str]) -> None:
    entries = [pwd.struct_passwd((name, "x", 70 + n, 80 + n, "", "/", "")) for n, name in enumerate(known)]
    monkeypatch.setattr(os, "geteuid", lambda: accounts.ROOT)
    monkeypatch.setattr(pwd, "getpwall", lambda: entries)
    assert service_account() == Account(70, 80)
