"""Each claim of a lesson's note, against the records of the lesson itself."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

import gdviz
from gdviz.engine.diagnosis import stability_limits
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import Experiment
from gdviz.lessons import catalogue, lesson
from gdviz.messages import ExperimentError
from gdviz.texts import language

NAMES = [known.name for known in catalogue()]


def opened(name: str) -> Experiment:
    return lesson(name).open(language("en").choose)


@cache
def records(name: str) -> list[RunRecord]:
    return gdviz.run(opened(name), "cpu").runs


def kinds(name: str) -> list[str]:
    return [record.verdict.kind for record in records(name) if record.verdict is not None]


def excess(record: RunRecord, first: int, last: int) -> float:
    """The mean loss of some epochs above the minimum's."""
    per = record.steps_per_epoch
    return float(np.mean(record.loss[first * per : last * per + 1])) - record.problem.minima[0].loss


def test_that_the_lessons_follow_the_lecture() -> None:
    place = {name: i for i, name in enumerate(NAMES)}
    order = [
        "worked_example", "rate_too_small", "rate_too_large", "local_and_global_minimum", "one_sample",
        "mean_of_all_samples", "five_batches", "sgd_stages", "four_rates", "step_decay", "cosine_and_linear",
        "warmup_then_cosine", "linear_scaling",
    ]  # fmt: skip
    assert [place[name] for name in order] == sorted(place[name] for name in order)


@pytest.mark.parametrize("known", catalogue(), ids=lambda known: known.name)
def test_that_a_lesson_says_rule_scope_and_limits_in_both_languages(known: gdviz.lessons.Lesson) -> None:
    for code, heads in (("en", ("Rule:", "Holds:", "Breaks:")), ("ko", ("핵심:", "언제 맞나:", "언제 어긋나나:"))):
        lines = known.note[code].split("\n")
        assert len(lines) == 3
        assert all(line.startswith(head) for line, head in zip(lines, heads, strict=True))
        assert known.open(language(code).choose).title == known.title[code] != ""


@pytest.mark.parametrize("known", catalogue(), ids=lambda known: known.name)
def test_that_the_runs_are_named_in_the_language_asked_for(known: gdviz.lessons.Lesson) -> None:
    english, korean = ([run.label for run in known.open(language(code).choose).runs] for code in ("en", "ko"))
    assert len(set(korean)) == len(set(english)) == len(korean)
    for label in korean:
        assert not re.search(r"[A-Za-z]{3,}", label), label
    assert "labels" not in known.open(language("ko").choose).view


@pytest.mark.parametrize("name", NAMES)
def test_that_a_lesson_is_a_whole_experiment_whose_runs_have_different_names(name: str) -> None:
    experiment = opened(name)
    assert gdviz.Experiment.from_dict(experiment.to_dict()) == experiment
    labels = [record.label for record in records(name)]
    assert len(set(labels)) == len(labels)


def test_that_an_unknown_lesson_is_answered_with_the_known() -> None:
    with pytest.raises(ExperimentError, match="four_rates"):
        lesson("four_rate")


def test_that_the_worked_example_makes_the_lectures_step_and_ends_in_a_flat_valley() -> None:
    (record,) = records("worked_example")
    assert record.grad[0].tolist() == [6, 3]
    assert record.w[1] == pytest.approx([0.94, 0.97])
    assert (np.diff(record.loss) < 0).all()
    longer = opened("worked_example").replace("steps", 1000)
    below = longer.replace("runs[0].start", [1, -0.1])
    verdicts = [gdviz.run(one, "cpu").runs[0].verdict for one in (longer, below)]
    assert [verdict.kind for verdict in verdicts if verdict] == ["flat", "unbounded"]


def test_that_a_small_rate_is_slow_by_its_factor() -> None:
    slow, middle, quick = records("rate_too_small")
    for record, factor in ((slow, 0.998), (middle, 0.98), (quick, 0.8)):
        assert record.w[1:, 0] == pytest.approx(factor * record.w[:-1, 0])
    assert kinds("rate_too_small")[0] == "too_slow"
    assert slow.loss[-1] > 0.85 * slow.loss[0]
    assert quick.loss[-1] < 1e-5 * quick.loss[0]
    steps = [np.log(0.01) / np.log(abs(1 - 2 * record.lr[0])) for record in (middle, quick)]
    assert steps[0] / steps[1] == pytest.approx(10, rel=0.15)


def test_that_a_large_rate_crosses_the_valley_swings_or_diverges() -> None:
    walks, crosses, swings, leaves = records("rate_too_large")
    assert (walks.w > 0).all()
    for record in (crosses, swings, leaves):
        assert (record.w[1:] * record.w[:-1] < 0).all()
    assert kinds("rate_too_large") == ["converged", "overshooting", "oscillating", "diverged"]
    assert crosses.loss[-1] < 1e-5 * crosses.loss[0]


def test_that_the_start_chooses_the_minimum_and_momentum_may_leave_it() -> None:
    assert kinds("local_and_global_minimum") == ["converged", "local_minimum", "converged"]
    assert [round(float(record.w[-1, 0]), 2) for record in records("local_and_global_minimum")] == [-1.47, 1.35, -1.47]


def test_that_a_sample_s_update_lowers_its_own_loss_while_the_mean_often_rises() -> None:
    (record,) = records("one_sample")
    samples = [record.batches.index(k) for k in range(record.n)]
    after = [record.problem.batch_loss_grad(record.w[k + 1], sample)[0] for k, sample in enumerate(samples)]
    assert (np.array(after) < record.batch_loss).all()
    assert record.n == 100
    assert np.count_nonzero(np.diff(record.loss) > 0) > 40
    assert record.loss[-1] < 0.02 * record.loss[0]


def test_that_the_loss_is_the_mean_and_each_full_step_lowers_it() -> None:
    (record,) = records("mean_of_all_samples")
    each = [record.problem.batch_loss_grad(record.w[0], np.array([i])) for i in range(100)]
    assert np.mean([loss for loss, _ in each]) == pytest.approx(record.loss[0])
    assert np.mean([grad for _, grad in each], axis=0) == pytest.approx(record.grad[0])
    assert record.n == 30
    assert (np.diff(record.loss) < 0).all()


def test_that_five_batches_make_five_updates_an_epoch_and_lead() -> None:
    batches, whole = records("five_batches")
    assert (batches.steps_per_epoch, batches.n, whole.n) == (5, 20, 4)
    assert excess(batches, 4, 4) < 0.01 * excess(whole, 4, 4)


def test_that_the_batch_gradients_of_an_epoch_average_to_the_full_one() -> None:
    (record,) = records("sgd_stages")
    batches = [record.batches.index(k) for k in range(5)]
    assert sorted(np.concatenate(batches).tolist()) == list(range(100))
    grads = [record.problem.batch_loss_grad(record.w[3], batch)[1] for batch in batches]
    full = record.problem.grad(record.w[3])
    assert np.mean(grads, axis=0) == pytest.approx(full)
    assert all(np.linalg.norm(grad - full) > 1e-3 for grad in grads)


def test_that_batch_1_leaves_the_local_minimum_and_larger_ones_stay() -> None:
    single, five, whole = records("sgd_leaves_a_local_minimum")
    assert single.w[-1, 0] == pytest.approx(2.5, abs=0.1)
    assert abs(single.w[-1, 1]) == pytest.approx(1, abs=0.1)
    for record in (five, whole):
        assert record.w[-1, 0] == pytest.approx(5, abs=0.2)
    assert kinds("sgd_leaves_a_local_minimum")[2] == "local_minimum"


def test_that_the_four_rates_give_the_four_curves() -> None:
    low, good, high, very_high = records("four_rates")
    assert kinds("four_rates") == ["still_descending", "converged", "oscillating", "diverged"]
    assert np.min(high.loss[:10]) < good.loss[2]
    assert high.loss[-40:].min() == pytest.approx(12, abs=0.5)
    assert high.loss[-40:].max() == pytest.approx(24, abs=0.5)
    assert low.loss[-1] > high.loss[-1]
    assert very_high.finish == "diverged"


def test_that_the_note_on_the_four_rates_says_what_the_high_one_does() -> None:
    high, known = records("four_rates")[2], lesson("four_rates")
    lowest, step, later = high.loss.min(), int(np.argmin(high.loss)), high.loss[50:]
    phrases = {
        "en": r"near the floor at step (\d+) \(loss ([\d.]+)\), is thrown out, and bounces between (\d+) and (\d+)",
        "ko": r"(\d+)스텝 만에 바닥 가까이\(손실 ([\d.]+)\) 내려갔다가 튕겨 나와 (\d+)와 (\d+) 사이",
    }
    for code, phrase in phrases.items():
        found = re.search(phrase, known.note[code])
        assert found is not None, code
        assert found.groups() == (str(step), f"{lowest:.3f}", f"{later.min():.0f}", f"{later.max():.0f}")
        assert "0.028" in known.note[code]
    limit = stability_limits(high, np.array([step]))
    assert limit is not None and high.lr[0] > limit[0]  # why it does not stay


def test_that_the_note_on_the_quadratic_says_which_have_arrived_after_how_many_steps() -> None:
    low, below, at, over = records("no_high_curve_on_a_quadratic")
    assert below.loss[-1] < 1e-12 * below.loss[0] and over.loss[-1] > 1e6 * over.loss[0]
    assert low.loss[-1] > 0.03 * low.loss[0] and low.n == 100
    assert at.loss[0] == 7 and at.loss[30:] == pytest.approx(5, rel=1e-5)
    note = lesson("no_high_curve_on_a_quadratic").note
    assert "0.18 arrives, 0.01 is on its way (100 steps are too few for it), 0.21 diverges" in note["en"]
    assert "the loss falls to 5 and then stays" in note["en"]
    assert "0.18은 도달하고, 0.01은 가는 중이며(100스텝으로는 모자랍니다), 0.21은 발산합니다" in note["ko"]
    assert "손실은 5까지 줄어든 뒤" in note["ko"]


def test_that_a_quadratic_has_no_curve_between_arriving_and_exploding() -> None:
    low, below, at, over = records("no_high_curve_on_a_quadratic")
    assert kinds("no_high_curve_on_a_quadratic") == ["still_descending", "converged", "oscillating", "diverged"]
    assert stability_limits(at, np.zeros(1, int)) == pytest.approx([0.2])
    for record in (low, below, at, over):
        factors = 1 - record.lr[0] * np.array([1.0, 10.0])
        assert record.w[1] == pytest.approx(factors * record.w[0])


def test_that_the_noise_floor_rises_with_the_rate() -> None:
    low, good, high, very_high = records("noise_floor")
    assert kinds("noise_floor") == ["still_descending", "noise_floor", "noise_floor", "diverged"]
    assert excess(high, 15, 30) > 20 * excess(good, 15, 30)
    assert excess(high, 1, 1) < 3 * excess(high, 15, 30)
    assert excess(low, 1, 1) > 100 * excess(high, 1, 1)
    assert very_high.lr[0] > stability_limits(very_high, np.zeros(1, int))


def test_that_a_low_rate_is_caught_where_a_larger_one_is_thrown_out() -> None:
    low, high = records("low_rate_caught")
    assert low.w[-1, 0] == pytest.approx(2, abs=0.1)
    assert high.w[-1, 0] == pytest.approx(-0.91, abs=0.1)
    assert high.loss[-1] < low.loss[-1] - 1
    assert stability_limits(low, np.array([low.n])) == pytest.approx([0.15], abs=0.02)
    assert max(np.diff(low.loss)) < 1e-12


def test_that_each_step_of_the_decay_drops_the_loss() -> None:
    constant, decayed = records("step_decay")
    levels = [(25, 30), (35, 40), (65, 70), (95, 100)]
    floors = [excess(decayed, *level) for level in levels]
    assert all(later < earlier / 3 for earlier, later in pairwise(floors))
    assert excess(constant, 95, 100) == pytest.approx(excess(constant, 25, 30), rel=0.7)


def test_that_falling_rates_end_under_the_constant_one() -> None:
    step, cosine, linear, root = (excess(record, 98, 100) for record in records("cosine_and_linear"))
    constant = excess(records("step_decay")[0], 98, 100)
    assert all(one < constant / 10 for one in (step, cosine, linear, root))
    assert max(step, cosine) < min(linear, root)
    assert root > linear
    rates = [record.lr[-1] for record in records("cosine_and_linear")]
    assert max(rates) == rates[3]


def test_that_warm_up_costs_a_little_and_wins_nothing_on_a_regression() -> None:
    constant, warm, cosine, both = records("warmup_then_cosine")
    assert excess(warm, 1, 1) > excess(constant, 1, 1)
    assert excess(both, 1, 1) > excess(cosine, 1, 1)
    assert excess(both, 98, 100) == pytest.approx(excess(cosine, 98, 100), abs=1e-4)


def test_that_the_doubled_batch_needs_the_doubled_rate() -> None:
    base, scaled, same, warm = records("linear_scaling")
    for epoch in (5, 10, 15):
        assert scaled.loss[scaled.steps_per_epoch * epoch] == pytest.approx(base.loss[10 * epoch], rel=0.05)
    assert same.loss[5 * 20] == pytest.approx(base.loss[10 * 10], rel=0.1)
    assert warm.loss[5 * 5] > scaled.loss[5 * 5]
    assert max(base.lr.max(), scaled.lr.max()) < 0.1 * stability_limits(base, np.zeros(1, int))[0]


def test_that_equal_ratios_have_equal_floors_only_far_from_the_limit() -> None:
    small, small_too, large, larger = records("scaling_breaks")
    assert stability_limits(small, np.zeros(1, int)) == pytest.approx([0.655], abs=1e-3)
    numbers_of = [record.verdict.numbers for record in (small, small_too, large, larger) if record.verdict]
    assert kinds("scaling_breaks") == ["noise_floor"] * 4
    measured = [numbers["excess"] for numbers in numbers_of]
    assert measured[1] == pytest.approx(measured[0], rel=0.2)
    assert [numbers["predicted"] for numbers in numbers_of[:2]] == pytest.approx(measured[:2], rel=0.25)
    assert measured[3] > 4 * measured[2]
    assert numbers_of[3]["predicted"] > 4 * numbers_of[2]["predicted"]


def test_that_warm_up_saves_the_scaled_rate_of_two_layers() -> None:
    experiment = opened("warmup_saves")
    seeds = [gdviz.run(experiment.replace("seed", seed), "cpu").runs for seed in range(10)]
    diverged = np.sum([[run.verdict.kind == "diverged" for run in runs if run.verdict] for runs in seeds], axis=0)
    assert diverged[[0, 2, 3]].tolist() == [0, 0, 0]
    assert diverged[1] > 5
    record = records("warmup_saves")[3]
    assert stability_limits(record, np.array([record.n]))[0] > 0.02  # the end is stable at the full rate
    assert kinds("warmup_saves")[1] == "diverged"


@pytest.mark.parametrize("name", NAMES)
def test_that_every_start_of_a_lesson_is_in_the_box_that_is_drawn(name: str) -> None:
    for record in records(name):
        assert all(low <= w <= high for w, (low, high) in zip(record.w[0], record.problem.domain, strict=True))
