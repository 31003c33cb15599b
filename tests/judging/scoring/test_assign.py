import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring.assign import assign, rebalance
from judging.scoring.draws import Draws
from judging.scoring.swaps import swap


def shared(table):
    """The sum of squared counts of entries that two judges share."""
    counts = table.astype(int) @ table.T.astype(int)
    np.fill_diagonal(counts, 0)
    return (counts**2).sum()


def test_loads_are_even_every_entry_has_its_reviews_and_all_hangs_together():
    plan = assign(15, 60, need=3, seed=1)
    seen = plan.preview()

    assert set(seen.load) == {12}
    assert set(seen.coverage) == {3}
    assert seen.components == 1
    assert seen.second_eigenvalue > 0.6
    assert plan.shortages == ()


def test_without_a_need_everyone_sees_everything_they_may():
    conflicts = np.zeros((3, 4), bool)
    conflicts[1, 2] = True
    plan = assign(3, 4, conflicts=conflicts)

    assert (plan.table == ~conflicts).all()
    assert plan.shortages == ()


def test_the_same_seed_gives_the_same_plan_and_another_seed_another():
    one, again, other = (assign(8, 30, need=3, seed=seed) for seed in (1, 1, 2))

    assert (one.table == again.table).all()
    assert one.queues() == again.queues()
    assert (one.table != other.table).any()


def test_panels_are_kept():
    panels = np.repeat(np.eye(2, dtype=bool), 4, axis=0).repeat(10, axis=1)
    plan = assign(8, 20, need=2, panels=panels)

    assert not (plan.table & ~panels).any()
    assert plan.preview().components == 2
    assert plan.preview().second_eigenvalue == 0


def test_too_few_judges_are_told_with_the_conflicts_that_make_them_few():
    conflicts = np.zeros((4, 5), bool)
    conflicts[:2, 3] = True
    plan = assign(4, 5, need=3, conflicts=conflicts)

    [shortage] = plan.shortages
    assert (shortage.entry, shortage.missing, shortage.code) == (3, 1, "too_few_judges")
    assert shortage.parameters == {"on_panel": 4, "with_conflict": 2, "needed": 3}


def test_full_judges_are_told():
    plan = assign(2, 5, need=1, limits=2)

    [shortage] = plan.shortages
    assert (shortage.missing, shortage.code) == (1, "judges_full")
    assert shortage.parameters == {"judges": [0, 1]}
    assert plan.preview().load.tolist() == [2, 2]


def test_what_can_be_met_is_met_even_where_reviews_must_be_handed_on():
    """Judge 0 may take all, judge 1 only entry 0: so entry 0 must be judge 1's."""
    panels = np.array([[1, 1, 1], [1, 0, 0]], bool)
    for seed in range(8):
        plan = assign(2, 3, need=1, limits=[2, 1], panels=panels, seed=seed)
        assert plan.shortages == ()
        assert plan.table.tolist() == [[False, True, True], [True, False, False]]


def test_what_is_begun_stays_and_counts():
    begun = np.zeros((5, 10), bool)
    begun[0, :6] = True
    plan = assign(5, 10, need=2, limits=4, begun=begun)

    assert plan.table[0].tolist() == begun[0].tolist()
    assert set(plan.preview().coverage) == {2}


def test_a_conflict_with_something_begun_is_told_and_the_review_goes_to_another():
    begun = np.zeros((3, 3), bool)
    begun[0, 0] = True
    plan = assign(3, 3, need=1, conflicts=begun, begun=begun)

    assert not plan.table[0, 0]
    assert plan.table[:, 0].sum() == 1
    assert [shortage.code for shortage in plan.shortages] == ["conflict_begun"]


def test_when_judges_go_their_open_reviews_move_and_nothing_else_does():
    plan = assign(10, 40, need=3, seed=3)
    begun = plan.table & (np.random.default_rng(1).random(plan.table.shape) < 0.3)
    after = rebalance(plan.table, begun=begun, gone=[2, 7], need=3)

    stay = [judge for judge in range(10) if judge not in (2, 7)]
    assert (after.table[[2, 7]] == begun[[2, 7]]).all()
    assert (after.table[stay] >= plan.table[stay]).all()
    assert set(after.preview().coverage) == {3}
    assert np.ptp(after.preview().load[stay]) <= 1


def test_exchanges_spread_the_pairs_and_keep_loads_and_coverage():
    table = np.zeros((6, 30), bool)
    for entry in range(30):  # three fixed pairs of judges
        table[[2 * (entry % 3), 2 * (entry % 3) + 1], entry] = True
    before = table.copy()
    swap(table, np.ones_like(table), np.zeros_like(table), Draws(0))

    assert shared(table) < shared(before) / 3
    assert (table.sum(axis=0) == before.sum(axis=0)).all()
    assert (table.sum(axis=1) == before.sum(axis=1)).all()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_plan_ever_breaks_a_limit_or_hides_what_is_missing(data):
    judges, entries = data.draw(st.integers(1, 7)), data.draw(st.integers(1, 12))
    chance = np.random.default_rng(data.draw(st.integers(0, 10_000)))
    conflicts = chance.random((judges, entries)) < data.draw(st.sampled_from([0, 0.1, 0.5]))
    panels = chance.random((judges, entries)) < data.draw(st.sampled_from([0.5, 0.9, 1]))
    need, limits = chance.integers(0, 5, entries), chance.integers(0, 9, judges)
    plan = assign(
        judges, entries, need=need, limits=limits, conflicts=conflicts, panels=panels, seed=1
    )

    missing = {shortage.entry: shortage.missing for shortage in plan.shortages}
    assert not (plan.table & conflicts).any()
    assert not (plan.table & ~panels).any()
    assert (plan.table.sum(axis=1) <= limits).all()
    assert [need[entry] - missing.get(entry, 0) for entry in range(entries)] == list(
        plan.table.sum(axis=0)
    )
    for shortage in plan.shortages:
        if shortage.code == "judges_full":
            full = shortage.parameters["judges"]
            assert (plan.table[full].sum(axis=1) == limits[full]).all()


@pytest.mark.parametrize(
    "change",
    [{"need": -1}, {"need": 1.5}, {"limits": [1, 2]}, {"conflicts": [[True]]}],
)
def test_what_makes_no_sense_is_refused(change):
    with pytest.raises(ValueError, match=r"whole numbers|a row per judge|broadcast"):
        assign(3, 4, **({"need": 1} | change))
