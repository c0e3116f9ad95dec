"""The demonstration's own service: its folder, its settings, its address."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from deconflict.demo.stage import (
    LOGINS,
    FolderNotForDemo,
    ServiceNotReady,
    address,
    environment,
    folder,
    require_fit,
)
from deconflict.runtime.settings import Settings


def saying(*lines: str) -> SimpleNamespace:
    """A process that has said that on its standard output."""
    return SimpleNamespace(stdout=io.StringIO("".join(f"{line}\n" for line in lines)))


def test_a_folder_of_its_own_is_gone_afterwards() -> None:
    with folder(None) as made:
        (made / "something").write_text("here")
        assert made.stat().st_mode & 0o777 == 0o711
    assert not made.exists()


def test_a_chosen_folder_stays(tmp_path: Path) -> None:
    with folder(tmp_path) as chosen:
        assert chosen == tmp_path
    assert tmp_path.exists()


def test_the_operators_database_is_never_played_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECONFLICT_DATABASE_URL", "postgresql://the/real/one")
    monkeypatch.setenv("DECONFLICT_CONTEXT_KEY", "k" * 40)
    monkeypatch.setenv("DECONFLICT_TICK_S", "7")
    given = environment(Settings.load(data_dir=Path("here"), port=0, tick_s=2.0))
    assert "DECONFLICT_DATABASE_URL" not in given
    assert "DECONFLICT_CONTEXT_KEY" not in given
    assert (given["DECONFLICT_TICK_S"], given["DECONFLICT_DATA_DIR"], given["DECONFLICT_PORT"]) == (
        "2.0",
        "here",
        "0",
    )
    assert "PATH" in given


def test_the_service_is_started_with_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.load(data_dir=Path("here"), bounds=(9.0, 19.0, 26.0, 34.0), tick_s=2.0)
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    assert Settings.load() == settings


def test_the_address_is_what_the_service_says_when_it_is_ready() -> None:
    process = saying("first login (shown once): …", "ready http://127.0.0.1:4711")
    assert address(process) == "http://127.0.0.1:4711"


def test_a_service_that_ends_before_is_not_waited_for() -> None:
    with pytest.raises(ServiceNotReady):
        address(saying("first login (shown once): …"))


def test_somebody_elses_deployment_is_left_alone(tmp_path: Path) -> None:
    settings = Settings.load(data_dir=tmp_path)
    require_fit(settings)
    (tmp_path / "context.key").write_text("a deployment")
    with pytest.raises(FolderNotForDemo):
        require_fit(settings)
    (tmp_path / LOGINS).write_text("{}")
    require_fit(settings)


def test_what_is_not_set_is_not_handed_on_as_a_text() -> None:
    handed = environment(Settings())
    assert "null" not in handed.values()
    assert "DECONFLICT_PUSH_CONTACT" not in handed
