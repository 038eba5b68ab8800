"""What each prepared experiment claims in its line and its note, against its own records."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

import gdviz
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import Experiment
from gdviz.gui.rooms import ROOMS
from gdviz.lessons import catalogue
from gdviz.prepared import FIRST, Prepared, came_as, collection, first
from gdviz.texts import language
from gdviz.view_state import moment_from

NAMES = [known.name for known in collection()]


@cache
def records(name: str) -> list[RunRecord]:
    return gdviz.run(gdviz.example(name), "cpu").runs


def kinds(name: str) -> list[str]:
    return [record.verdict.kind for record in records(name) if record.verdict is not None]


def tried(name: str, **changes: object) -> list[RunRecord]:
    """The records after one edit or several: `r0_optimizer_lr=1` is the rate of the first run."""
    paths = {re.sub(r"^r(\d)_", r"runs[\1].", path).replace("__", "."): value for path, value in changes.items()}
    return gdviz.run(gdviz.example(name).replace_all(paths), "cpu").runs


def sharpness(record: RunRecord, row: int = -1) -> float:
    return float(np.linalg.eigvalsh(record.problem.hessian(record.w[row])).max())


def excess(record: RunRecord) -> float:
    """The mean loss over the minimum's in the last fifth."""
    rows = len(record.loss) // 5
    return float(np.mean(record.loss[-rows:])) - record.problem.minima[0].loss


def test_that_there_are_twenty_and_the_first_is_the_one_to_begin_with() -> None:
    assert len(NAMES) == len(set(NAMES)) == 20
    assert NAMES[0] == FIRST and first() == collection()[0]
    assert not set(NAMES) & {known.name for known in catalogue()}


@pytest.mark.parametrize("known", collection(), ids=lambda known: known.name)
def test_that_each_has_its_words_in_both_languages(known: Prepared) -> None:
    for code, heads in (("en", ("Look:", "Try this:")), ("ko", ("볼 것:", "해 보기:"))):
        lines = known.note[code].split("\n")
        assert [line.startswith(head) for line, head in zip(lines, heads, strict=True)] == [True, True]
        for text in (known.title[code], known.line[code], *lines):
            assert text == text.strip() != "" and ("가" <= max(text) <= "힣") == (code == "ko")
        assert len(known.title[code]) <= 26 and len(known.line[code]) <= 48


@pytest.mark.parametrize("known", collection(), ids=lambda known: known.name)
def test_that_each_opens_as_a_whole_experiment_that_knows_where_it_came_from(known: Prepared) -> None:
    for code in ("en", "ko"):
        experiment = known.open(language(code).choose)
        assert Experiment.from_dict(experiment.to_dict()) == experiment
        assert came_as(experiment) is known
        assert experiment.title == known.title[code] != ""
        labels = [record.label for record in records(known.name)]
        assert len(set(labels)) == len(labels) == len(experiment.runs)
        assert not {"title", "line", "labels", "moment", "thumbnail"} & set(experiment.view)
    assert known.thumbnail in ROOMS
    assert set(moment_from(known.moment)) == set(known.moment)


def test_that_a_title_follows_the_language_but_not_one_that_was_chosen() -> None:
    known = collection()[0]
    korean = known.reworded(known.open(language("en").choose), language("ko").choose)
    assert korean == known.open(language("ko").choose)
    renamed = korean.replace("title", "mine")
    assert known.reworded(renamed, language("en").choose).title == "mine"


def test_two_ways_down_end_in_two_minima() -> None:
    plain, momentum = records("two_ways_down")
    assert plain.w[-1] == pytest.approx([3, 2], abs=0.005)
    assert momentum.w[-1] == pytest.approx([3.58, -1.85], abs=0.01)
    assert plain.w[0].tolist() == momentum.w[0].tolist() and plain.lr[0] == momentum.lr[0]


def test_that_in_the_ravine_momentum_arrives_and_nothing_else_does() -> None:
    plain, momentum = records("ravine")
    far = [float(np.linalg.norm(record.w[-1]) / np.linalg.norm(record.w[0])) for record in (plain, momentum)]
    assert far[0] == pytest.approx(0.25, abs=0.04) and far[1] < 0.01
    eigenvalues = np.linalg.eigvalsh(plain.problem.hessian(plain.w[0]))
    assert eigenvalues == pytest.approx([1, 100])
    assert tried("ravine", r0_optimizer__lr=0.021)[0].verdict.kind == "diverged"  # type: ignore[union-attr]


def test_that_the_saddle_is_left_by_opposite_sides() -> None:
    above, below = records("saddle")
    assert above.w[-1] == pytest.approx(below.w[-1] * (1, -1), abs=1e-9) and abs(above.w[-1, 1]) > 1.9
    assert abs(above.w[0, 1] - below.w[0, 1]) == pytest.approx(0.02)
    near = np.linalg.norm(above.w, axis=1).min()
    assert near < 0.3
    still = tried("saddle", r0_start=[-1.6, 0.0])[0]
    assert np.linalg.norm(still.w[-1]) < 1e-3


def test_that_momentum_rolls_on_into_the_deeper_hollow() -> None:
    plain, momentum = records("momentum_rolls_on")
    assert (plain.w[-1, 0], plain.loss[-1]) == (pytest.approx(1.06, abs=0.005), pytest.approx(-0.54, abs=0.005))
    assert (momentum.w[-1, 0], momentum.loss[-1]) == (
        pytest.approx(-0.93, abs=0.01),
        pytest.approx(-1.21, abs=0.005),
    )
    assert tried("momentum_rolls_on", r1_optimizer__momentum=0.8)[1].w[-1, 0] == pytest.approx(1.06, abs=0.01)


def test_that_the_banana_valley_is_found_at_once_and_followed_slowly() -> None:
    plain, momentum, adam = records("banana")
    assert plain.loss[-1] == pytest.approx(2.7, abs=0.05)
    assert adam.loss[-1] == pytest.approx(0.4, abs=0.01)
    assert momentum.loss[-1] == pytest.approx(0.005, abs=0.0005)
    for record in (plain, momentum, adam):
        assert record.loss[40] < record.loss[0] / 5


def test_that_the_four_starts_reach_the_four_minima() -> None:
    runs = records("basins")
    known = runs[0].problem.minima
    ends = [min(range(4), key=lambda i: np.linalg.norm(known[i].w - record.w[-1])) for record in runs]
    assert sorted(ends) == [0, 1, 2, 3] == list(range(len(known)))
    for record, i in zip(runs, ends, strict=True):
        assert record.w[-1] == pytest.approx(known[i].w, abs=1e-3)
    assert gdviz.example("basins").view["layer"] == "basins"


def test_that_only_the_third_start_reaches_the_lowest_minimum_until_another_is_dragged_over_the_border() -> None:
    runs = records("basins")
    lowest = min(minimum.loss for minimum in runs[0].problem.minima)
    assert [record.label for record in runs if record.loss[-1] < lowest + 1] == ["start 3"]
    assert sum(minimum.loss < lowest + 1 for minimum in runs[0].problem.minima) == 1
    dragged = {0: [-0.3, -0.3], 1: [-0.4, -0.2], 3: [-0.2, -0.9]}
    for run, start in dragged.items():
        assert tried("basins", **{f"r{run}_start": start})[run].loss[-1] == pytest.approx(lowest, abs=1e-6)


def test_that_in_the_fog_lies_a_hollow_beside_a_deeper_one() -> None:
    (record,) = records("fog")
    assert len(record.problem.minima) == 3
    assert next(known for known in collection() if known.name == "fog").moment == {"fog": True}


def test_that_the_four_rates_creep_arrive_jump_and_diverge() -> None:
    slow, exact, to_and_fro, away = records("rates_on_a_parabola")
    for record in (slow, exact, to_and_fro, away):
        factor = 1 - 2 * record.lr[0]
        assert record.w[1:6, 0] == pytest.approx(record.w[:5, 0] * factor)
    assert exact.w[1, 0] == 0 and 0.1 < abs(slow.w[-1, 0]) < 0.5
    assert (np.sign(to_and_fro.w[:-1, 0]) == -np.sign(to_and_fro.w[1:, 0])).all()
    assert abs(to_and_fro.w[-1, 0]) < 0.5 and abs(away.w[-1, 0]) > 5
    forever = tried("rates_on_a_parabola", r0_optimizer__lr=1.0)[0]
    assert np.abs(forever.w[:, 0]) == pytest.approx(1.8)


def test_that_below_the_stability_limit_it_arrives_and_above_it_diverges() -> None:
    below, at, above = records("stability_limit")
    assert sharpness(below, 0) == pytest.approx(10)
    assert below.loss[-1] < 0.01 and above.loss[-1] > 100
    assert np.abs(at.w[:, 1]) == pytest.approx(0.6)
    assert kinds("stability_limit")[1:] == ["oscillating", "diverged"]
    assert tried("stability_limit", r2_optimizer__lr=0.18)[2].loss[-1] < below.loss[-1] / 10


def test_that_the_catapult_lands_where_its_rate_is_stable() -> None:
    large, small = records("catapult")
    assert sharpness(large, 0) == pytest.approx(7.4, abs=0.05)
    assert 2 / large.lr[0] == pytest.approx(5.7, abs=0.05)
    assert sharpness(large) == pytest.approx(4.2, abs=0.05) and large.loss[-1] < 1e-9
    assert np.linalg.norm(small.w[-1] - small.w[0]) < 0.3
    assert kinds("catapult")[0] == "catapult"
    assert sharpness(tried("catapult", r0_optimizer__lr=0.4)[0]) < 3


def test_that_warm_up_saves_the_rate_that_is_too_large_at_first() -> None:
    without, warmed, low = records("warm_up")
    assert kinds("warm_up")[0] == "diverged" and without.updates <= 6
    assert warmed.lr.max() == without.lr[0]
    assert warmed.loss[-1] < low.loss[-1] / 5


def test_that_both_schedules_end_far_below_the_noise_floor() -> None:
    constant, steps, cosine = records("step_or_cosine")
    assert kinds("step_or_cosine")[0] == "noise_floor"
    assert excess(constant) > 100 * max(excess(steps), float(cosine.loss[-1]) - cosine.problem.minima[0].loss)


def test_that_adams_first_step_does_not_depend_on_the_slope() -> None:
    adam, plain = records("adam_first_step")
    slope = adam.problem.grad(adam.w[0])
    assert abs(slope[1] / slope[0]) == pytest.approx(8)
    assert np.abs(adam.w[1] - adam.w[0]) == pytest.approx([0.3, 0.3])
    assert abs(plain.delta[0, 1] / plain.delta[0, 0]) == pytest.approx(8)
    moved = tried("adam_first_step", r0_start=[0.4, -0.9])[0]
    assert np.abs(moved.w[1] - moved.w[0]) == pytest.approx([0.3, 0.3])


def test_that_nesterov_swings_less_and_ends_lower() -> None:
    heavy, nesterov = records("nesterov")
    assert nesterov.loss[-1] < heavy.loss[-1] / 1000
    assert -nesterov.w[:, 0].min() < -heavy.w[:, 0].min()


def test_that_the_exact_search_turns_at_right_angles_and_newton_needs_one_step() -> None:
    exact, newton = records("right_angles")
    steps = exact.delta[:10] / np.linalg.norm(exact.delta[:10], axis=1, keepdims=True)
    assert np.sum(steps[:-1] * steps[1:], axis=1) == pytest.approx(0, abs=1e-4)
    assert newton.w[1] == pytest.approx([0, 0], abs=1e-12)
    assert np.linalg.norm(exact.w[5]) > 0.3
    assert np.linalg.norm(tried("right_angles", r0_start=[1.8, 0.0])[0].w[1]) < 1e-6


def test_that_newton_stays_at_the_saddle_and_the_others_leave() -> None:
    newton, damped, plain = records("newton_at_a_saddle")
    assert newton.w[-1] == pytest.approx([0, 0], abs=1e-9) and kinds("newton_at_a_saddle")[0] == "saddle"
    assert damped.w[-1] == pytest.approx([1, 0], abs=1e-6)
    assert plain.w[-1] == pytest.approx([1, 0], abs=1e-5)
    far = tried("newton_at_a_saddle", **{f"r{run}_start": [1.5, 0.8] for run in range(3)})
    arrives = [int(np.argmax(np.linalg.norm(record.w - (1, 0), axis=1) < 1e-6)) or 1000 for record in far]
    assert arrives[0] == min(arrives) < arrives[2]


def test_that_adam_crosses_the_plain_that_gradient_descent_does_not() -> None:
    plain, adam = records("plain")
    assert np.linalg.norm(plain.w[-1] - plain.w[0]) == pytest.approx(0.3, abs=0.05)
    assert np.linalg.norm(adam.w[-1]) < 0.05
    assert np.linalg.norm(tried("plain", r0_optimizer__lr=1.0)[0].w[-1]) < 0.05


def test_that_small_batches_stay_above_their_floor_and_the_full_batch_comes_to_rest() -> None:
    one, ten, full = records("batches")
    assert one.steps_per_epoch == 100
    minimum = one.problem.minima[0].loss
    assert one.loss[one.steps_per_epoch] - minimum < 1 < full.loss[1] - minimum
    assert excess(one) > 5 * excess(ten) > 0
    assert (np.diff(full.loss) < 0).all() and full.loss[-1] - minimum < excess(ten)
    slower = tried("batches", r0_optimizer__lr=0.01)[0]
    assert excess(slower) < excess(one) / 5


def test_that_twice_the_batch_with_twice_the_rate_keeps_the_pace() -> None:
    twenty, scaled, kept = records("twice_the_batch")
    epochs = range(1, 13)
    at = [
        [float(record.loss[epoch * record.steps_per_epoch]) - record.problem.minima[0].loss for epoch in epochs]
        for record in (twenty, scaled, kept)
    ]
    assert at[1][:6] == pytest.approx(at[0][:6], rel=0.35)
    assert at[2][1] == pytest.approx(at[0][0], rel=0.35) and at[2][5] > 3 * at[0][5]


def test_that_one_neuron_has_two_minima_of_one_loss() -> None:
    above, below = records("one_neuron")
    assert above.w[-1] == pytest.approx(-below.w[-1], abs=1e-9)
    assert above.loss[-1] == pytest.approx(below.loss[-1], rel=1e-12)
    best, other = above.problem.minima
    assert best.loss == pytest.approx(other.loss, rel=1e-9)
    assert above.w[-1] == pytest.approx(best.w, abs=0.1) or above.w[-1] == pytest.approx(other.w, abs=0.1)
