"""The same questions asked with hidden facts behind them and without, small."""

from typing import Any

import pytest
from pydantic import SecretStr

from deconflict.api.recognised import Recognised
from deconflict.bench import hidden
from deconflict.bench.hidden import Ask, measure_hidden
from deconflict.bench.progress import Stages
from deconflict.bench.welch import Sameness
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.settings import Settings


def settings_of(cluster: Cluster) -> Settings:
    url = cluster.url("postgres").render_as_string(hide_password=False)
    return Settings().model_copy(update={"database_url": SecretStr(url)})


@pytest.mark.slow
async def test_everything_is_asked_both_ways(
    cluster: Cluster, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden, "WARM_UP", 1)
    report = await measure_hidden(settings_of(cluster), 20, None, stages)
    assert len(report.pairs) == 9
    assert {pair.samples for pair in report.pairs.values()} == {20}
    assert report.as_json()["same"] == report.same
    assert report.as_table().row_count == 9


@pytest.mark.slow
@pytest.mark.rule("DIS-06")
async def test_either_way_the_database_is_asked_the_same(
    cluster: Cluster, stages: Stages, monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    pairs: list[tuple[list[str], list[str]]] = []

    async def asked(ask: Ask) -> list[str]:
        await ask()  # once before: who asks is recognised for a while
        statements.clear()
        await ask()
        return list(statements)

    async def compare(one: Ask, other: Ask, *_: Any) -> Sameness:
        pairs.append((await asked(one), await asked(other)))
        return Sameness(0, 0.0, 0.0, 0.0, 0.0)

    monkeypatch.setattr(Recognised.__init__, "__defaults__", (1000.0, 100))
    monkeypatch.setattr(hidden, "_compared", compare)
    await measure_hidden(settings_of(cluster), 20, None, stages)
    assert len(pairs) == 9
    assert all(one for one, _ in pairs)
    assert [one for one, _ in pairs] == [other for _, other in pairs]
