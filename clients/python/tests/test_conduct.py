"""Questions, budgets, figures, suspensions and broken glass as the service sends them."""

import pytest

from deconflict_client import conduct
from deconflict_client.errors import Unreadable
from deconflict_client.wire import Record


def test_a_question_is_read_pending_and_answered(check_record) -> None:
    pending = conduct.check(Record.of(check_record(state="pending")))
    assert (pending.state, pending.hours, pending.areas) == ("pending", (), ())
    answered = conduct.check(Record.of(check_record(hours=["2026-12-01T10:00:00Z"])))
    assert [hour.hour for hour in answered.hours] == [10]


def test_a_budget_is_read_with_what_was_drawn_of_how_much(budget_record) -> None:
    budget = conduct.budget(Record.of(budget_record()))
    assert (budget.overlaps, budget.notices_used) == (conduct.Drawn(20, 20), True)


def test_figures_may_lack_what_nothing_was_finished_for(figures_record) -> None:
    line = conduct.conduct(Record.of(figures_record(ghost_ratio=None, acknowledged_within_s=None)))
    assert (line.ghosts, line.ghost_ratio, line.acknowledged_within_s) == (3, None, None)


def test_a_suspension_names_its_patrols_to_the_desk(suspension_record) -> None:
    [patrol] = conduct.suspension(Record.of(suspension_record())).patrols
    assert (patrol.standing, patrol.reach_m) == ("widening", 1500.0)


def test_a_scope_is_one_patrol_or_a_box_and_goes_back_as_it_came(glass_record) -> None:
    one = conduct.glass(Record.of(glass_record(patrol="p1", box=None, start=None, end=None)))
    assert one.scope == conduct.Scope(patrol="p1")
    area = conduct.glass(Record.of(glass_record())).scope
    assert area.wire()["box"] == [13.0, 32.5, 13.5, 33.0]
    assert str(area.wire()["start"]).startswith("2026-11-30T06:00:00")
    with pytest.raises(Unreadable):
        conduct.glass(Record.of(glass_record(box=[1.0, 2.0])))
