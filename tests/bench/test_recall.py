"""Brute force judges what the checker answered, and notices what is missing."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from deconflict.bench.checking import check_one
from deconflict.bench.recall import recall_of
from deconflict.bench.scene import Scene
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import PatrolId, Standing
from deconflict.separation.units import Metres

MINIMUM = Metres(1000)


@pytest.fixture
async def answered(scene: Scene) -> tuple[dict[UUID, frozenset[UUID]], Sequence[Standing]]:
    """What the checker answers for some plans, and all plans."""
    async with scene.checker() as database, database.transaction() as checker:
        answers = {
            patrol: (await check_one(checker, PatrolId(patrol), MINIMUM)).conflicts
            for patrol in scene.sample(40)
        }
        return answers, (await patrols.everything(checker))[0]


@pytest.mark.rule("SEP-07")
def test_the_checker_misses_nothing_and_invents_nothing(answered: tuple) -> None:
    figures = recall_of(*answered, MINIMUM)
    assert figures.exhaustive > 10
    assert figures.sampled > figures.exhaustive / 2, "the sampling sees most of them by itself"
    assert figures.recall == 1.0
    assert figures.untrue == 0


def test_a_missing_answer_lowers_the_recall(answered: tuple) -> None:
    answers, everyone = answered
    patrol = next(patrol for patrol, conflicts in answers.items() if conflicts)
    fewer = answers | {patrol: frozenset(list(answers[patrol])[1:])}
    figures = recall_of(fewer, everyone, MINIMUM)
    assert figures.recall == pytest.approx(1 - 1 / figures.exhaustive)


def test_an_invented_answer_is_untrue(answered: tuple) -> None:
    answers, everyone = answered
    patrol = next(iter(answers))
    assert recall_of(answers | {patrol: answers[patrol] | {patrol}}, everyone, MINIMUM).untrue == 1
