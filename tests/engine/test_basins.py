"""Where starts arrive and after how many updates, against closed forms and against single runs."""

from __future__ import annotations

import math
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import basins, native
from gdviz.engine.basins import DIVERGED, NEAR, NOWHERE, VALLEY, Ends, arrive, block_size
from gdviz.engine.starts import diagonal, random_starts
from gdviz.problems.problem import compiled
from tests.making import a_run, an_experiment, expression, line_data


def ends_of(experiment: gdviz.Experiment, starts: Any, known: Any = None, executor: Executor | None = None) -> Ends:
    work = arrive(experiment, 0, np.array(starts, dtype=float), known, executor)
    while True:
        try:
            next(work)
        except StopIteration as last:
            made: Ends = last.value
            return made


def own(text: str, start: list[float], lr: float, steps: int, domain: list[list[float]]) -> gdviz.Experiment:
    return an_experiment(expression(text, domain=domain), [a_run(start, {"kind": "sgd", "lr": lr})], steps=steps)


def test_that_the_steps_to_a_bowls_bottom_are_those_of_theory() -> None:
    """w_k = (1 - lr h)^k w_0, so that |w_k| <= r for good from k = log(r/|w_0|) / log(1 - lr h) on."""
    experiment = own("x^2 + y^2", [1, 1], 0.05, 200, [[-3, 3], [-4, 4]])
    reach = NEAR * diagonal(compiled(experiment.problem))
    assert reach == pytest.approx(0.1)
    starts = [(3.0, 0.0), (0.0, -2.5), (0.3, 0.4), (0.05, 0.0)]
    made = ends_of(experiment, starts)
    theory = [max(0, math.ceil(math.log(reach / math.hypot(*start)) / math.log(0.9))) for start in starts]
    assert made.basin.tolist() == [0] * 4 and made.steps.tolist() == theory
    assert made.minima == pytest.approx(np.zeros((1, 2)), abs=1e-9)


def test_that_the_bands_of_a_double_well_are_those_of_theory() -> None:
    """GD on (w^2 - 1)^2 / 4 maps w to w (1 + lr - lr w^2).

    The sign turns beyond w^2 = 1 + 1/lr, so that the far side is reached there; beyond w^2 = 1 + 2/lr nothing stays.
    """
    experiment = own("(x^2 - 1)^2 / 4", [1], 0.1, 400, [[-6, 6]])
    stays, turns = math.sqrt(21), math.sqrt(11)
    w = np.array([0.5, 1.0, 0.99 * turns, 1.05 * turns, 0.85 * stays, 1.01 * stays])
    made = ends_of(experiment, np.concatenate((w, -w))[:, None])
    right = int(np.argmax(made.minima[:, 0]))
    assert sorted(made.minima[:, 0].tolist()) == pytest.approx([-1, 1])
    assert made.basin[:3].tolist() == [right] * 3 and made.basin[3] == 1 - right
    assert made.basin[5] == DIVERGED and made.steps[5] == -1
    mirrored = np.where(made.basin[:6] >= 0, 1 - made.basin[:6], made.basin[:6])
    assert made.basin[6:].tolist() == mirrored.tolist() and made.steps[6:].tolist() == made.steps[:6].tolist()


@pytest.mark.parametrize("optimizer", [{"kind": "sgd", "lr": 0.01, "momentum": 0.8}, {"kind": "adam", "lr": 0.2}])
def test_that_each_start_arrives_where_and_when_its_own_run_does(optimizer: dict[str, Any]) -> None:
    run = a_run([0, 0], optimizer, schedule={"kind": "exponential", "gamma": 0.99})
    experiment = an_experiment("himmelblau", [run], steps=120)
    starts = np.random.default_rng(5).uniform(-5, 5, (12, 2))
    made = ends_of(experiment, starts)
    reach = NEAR * diagonal(compiled(experiment.problem))
    for start, basin, steps in zip(starts.tolist(), made.basin, made.steps, strict=True):
        record = gdviz.run(experiment.replace("runs[0].start", start), "cpu").runs[0]
        if record.finish == "diverged":
            assert basin == DIVERGED
            continue
        away = np.linalg.norm(made.minima[basin] - record.w, axis=-1)
        assert (away[steps:] <= reach).all() and (steps == 0 or away[steps - 1] > reach)


def test_that_a_saddle_and_a_slope_are_no_minimum() -> None:
    experiment = own("(x^2 - 1)^2 + y^2", [1, 1], 0.05, 300, [[-2, 2], [-1, 1]])
    made = ends_of(experiment, [(0.0, 0.5), (0.5, 0.5), (-0.5, 0.5)])
    assert made.basin[0] == NOWHERE and made.steps[0] == -1
    assert made.minima[made.basin[1:]] == pytest.approx(np.array([[1, 0], [-1, 0]]), abs=1e-9)
    falling = ends_of(own("x + y^2", [0, 0], 0.01, 30, [[-2, 2], [-1, 1]]), [(0.0, 0.5)])
    assert falling.basin.tolist() == [NOWHERE] and not len(falling.minima)


def test_that_a_valley_is_no_row_of_minima() -> None:
    """Every point of w1 w2 = 1 is a minimum of (w1 w2 - 1)^2."""
    experiment = own("(x*y - 1)^2", [1, 1], 0.05, 400, [[-2, 2], [-2, 2]])
    made = ends_of(experiment, [(1.5, 1.2), (0.4, 1.9), (-1.0, -1.8), (1.9, 1.1)])
    assert made.basin.tolist() == [VALLEY] * 4 and (made.steps > 0).all() and not len(made.minima)


def test_that_the_lowest_of_several_minima_are_named_unless_all_are_as_low() -> None:
    def lowest(*losses: float) -> list[bool]:
        nothing = np.empty(0)
        made = Ends(
            nothing.astype(np.intp), nothing.astype(np.intp), nothing, np.zeros((len(losses), 2)), np.array(losses)
        )
        return [bool(low) for low in made.lowest]

    assert lowest(-1, -1 + 1e-12, 0) == [True, True, False]
    assert lowest(1e-17, 0, 3e-15) == [False] * 3
    assert lowest(2.5) == [False] and lowest() == []


def test_that_minima_known_from_a_coarser_map_keep_their_numbers() -> None:
    experiment = own("(x^2 - 1)^2 + y^2", [1, 1], 0.05, 300, [[-2, 2], [-1, 1]])
    known = np.array([[1.0, 0.0]])
    made = ends_of(experiment, [(0.5, 0.5), (-0.5, 0.5)], known)
    assert made.basin.tolist() == [0, 1] and made.minima[0].tolist() == [1, 0]


def test_that_data_are_seen_whole() -> None:
    experiment = an_experiment(line_data(20), [a_run([0, 0], {"kind": "sgd", "lr": 0.1})], steps=400)
    minimum = compiled(experiment.problem).minima[0].w
    made = ends_of(experiment, [(0.0, 0.0), (1.0, -1.0), minimum])
    assert made.basin.tolist() == [0, 0, 0] and made.steps[2] == 0 and (made.steps[:2] > 0).all()


def test_that_a_run_with_batches_makes_as_many_updates_with_the_whole_data() -> None:
    batch = {"size": 5, "shuffle": True, "drop_last": False}
    run = a_run([0, 0], {"kind": "sgd", "lr": 0.1}, batch=batch, schedule={"kind": "step", "step_size": 2})
    whole = a_run([0, 0], {"kind": "sgd", "lr": 0.1}, schedule={"kind": "step", "step_size": 8})
    made = ends_of(an_experiment(line_data(20), [run], epochs=6), [(0.0, 0.0)])
    record = gdviz.run(an_experiment(line_data(20), [whole], steps=24), "cpu").runs[0]
    assert made.loss[0] == pytest.approx(record.loss[-1], rel=1e-9)


def test_that_a_minimum_is_found_before_a_path_has_come_to_rest() -> None:
    experiment = own("(x^2 - 1)^2 + y^2", [1, 1], 0.05, 16, [[-2, 2], [-1, 1]])
    made = ends_of(experiment, [(0.8, 0.2), (-0.8, 0.2)])
    assert sorted(made.minima.tolist()) == [pytest.approx([-1, 0]), pytest.approx([1, 0])]
    assert (made.basin >= 0).all() and made.loss.min() > 1e-6


RULES = [({"kind": "sgd", "lr": 0.01}, 60), ({"kind": "adam", "lr": 0.1}, 60), ({"kind": "sgd", "lr": 0.01}, 1500)]


@pytest.mark.parametrize(("rule", "steps"), RULES)
def test_that_a_start_arrives_where_its_own_path_does(rule: dict[str, Any], steps: int) -> None:
    """Against the definitions, update by update, for every seventh of the starts of more than two blocks."""
    experiment = an_experiment({"kind": "surface", "name": "himmelblau"}, [a_run([0.0, 0.0], rule)], steps=steps)
    problem = compiled(experiment.problem)
    size = block_size(experiment, 0)
    starts = random_starts(problem, 2 * size + 3, 0)
    made, reach = ends_of(experiment, starts), NEAR * diagonal(problem)
    for i in range(0, len(starts), max(1, len(starts) // 40)):
        path = gdviz.run(experiment.replace("runs[0].start", starts[i].tolist())).runs[0].w
        away = np.hypot(*(path[:, None] - made.minima).T)
        arrives = np.flatnonzero(away[:, -1] <= reach)
        if len(path) <= steps or not len(arrives):
            assert made.basin[i] in (NOWHERE, DIVERGED) and made.steps[i] == -1
            continue
        far = np.flatnonzero(away[arrives[0]] > reach)
        assert made.basin[i] == arrives[0]
        assert made.steps[i] == (far[-1] + 1 if len(far) else 0)


def with_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Follow starts on arrays, as where there is no machine code."""
    monkeypatch.setattr(basins, "lanes_of", lambda *_: None)


@pytest.mark.parametrize("count", [600, pytest.param(3000, marks=pytest.mark.long)])
@pytest.mark.parametrize("code", ["arrays", "machine code"])
@pytest.mark.parametrize("surface", ["himmelblau", "rastrigin", "six_hump_camel"])
def test_that_neither_blocks_nor_threads_change_a_map(
    surface: str, code: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among them minima that are not known, whose starts are followed twice, and blocks whose path is not kept."""
    if code == "arrays":
        with_arrays(monkeypatch)
    problem = {"kind": "surface", "name": surface}
    experiment = an_experiment(problem, [a_run([0.1, 0.2], {"kind": "adam", "lr": 0.05})], steps=150)
    starts = random_starts(compiled(experiment.problem), count, 1)
    known = np.empty((0, 2)) if surface == "rastrigin" else None
    once = ends_of(experiment, starts, known)
    with ThreadPoolExecutor(3) as threads:
        results = [ends_of(experiment, starts, known, threads)]
    for name, value in (("BLOCK", count // 3), ("BLOCK", 26), ("PATH", 0), ("AT_ONCE", 50 * count), ("FEWEST", 99)):
        monkeypatch.setattr(basins, name, value)
        results.append(ends_of(experiment, starts, known))
    for made in results:
        for name, array in vars(once).items():
            np.testing.assert_array_equal(getattr(made, name), array, err_msg=name)


def test_that_a_map_by_machine_code_is_that_on_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the bit where both only add, multiply, divide and take roots, as Himmelblau and Adam do."""
    if not native.is_available():
        pytest.skip("llvmlite is not installed")
    experiment = an_experiment("himmelblau", [a_run([0, 0], {"kind": "adam", "lr": 0.3})], steps=60)
    starts = random_starts(compiled(experiment.problem), 500, 2)
    by_code = ends_of(experiment, starts)
    with_arrays(monkeypatch)
    for name, array in vars(ends_of(experiment, starts)).items():
        np.testing.assert_array_equal(getattr(by_code, name), array, err_msg=name)


@pytest.mark.parametrize("code", ["arrays", "machine code"])
@pytest.mark.parametrize("hidden", ["-log(1 - x)", "-log10(1 - x)", "sign(sqrt(1 - x))"])
def test_that_a_start_diverges_where_its_run_meets_a_gap_of_the_loss(
    hidden: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond x = 1 these have no value and yet a derivative, and the bowl leads back."""
    if code == "arrays":
        with_arrays(monkeypatch)
    run = a_run([0, 0.5], {"kind": "sgd", "lr": 0.012, "momentum": 0.9})
    experiment = an_experiment(expression(f"50(x - 0.9)^2 + {hidden} + y^2"), [run], steps=100)
    starts = np.stack((np.linspace(-1, 1.5, 26), np.full(26, 0.5)), axis=1)
    runs = [gdviz.run(experiment.replace("runs[0].start", start)).runs[0] for start in starts.tolist()]
    lost = [record.finish == "diverged" for record in runs]
    assert 0 < sum(lost) < len(lost)
    assert (ends_of(experiment, starts).basin == DIVERGED).tolist() == lost


def test_that_ending_early_begins_no_more_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(basins, "AT_ONCE", 200_000)
    experiment = an_experiment({"kind": "surface", "name": "himmelblau"}, [a_run([0.0, 0.0])], steps=20)
    given: list[Future[Any]] = []

    class ByHand(Executor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            given.append(Future())
            if len(given) == 1:
                given[0].set_result(fn(*args, **kwargs))
            return given[-1]

    work = arrive(experiment, 0, random_starts(compiled(experiment.problem), 100_000, 0), executor=ByHand())
    next(work)
    work.close()
    assert len(given) > 1 and all(future.cancelled() for future in given[1:])


@pytest.mark.parametrize("code", ["arrays", "machine code"])
@pytest.mark.parametrize("rule", [{"kind": "rprop", "lr": 0.5}, {"kind": "sgd", "lr": 1e-3}])
def test_that_a_start_diverges_where_the_gradient_of_its_run_overflows(
    rule: dict[str, Any], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that takes the sign of a gradient would lead back from there."""
    if code == "arrays":
        with_arrays(monkeypatch)
    bowl = expression("exp(x^2/2) + y^2", domain=[[-40, 40], [-12, 12]])
    experiment = an_experiment(bowl, [a_run([0, 1], rule)], steps=300)
    starts = np.stack((np.linspace(-40, 40, 33), np.full(33, 1.0)), axis=1)
    runs = [gdviz.run(experiment.replace("runs[0].start", start)).runs[0] for start in starts.tolist()]
    lost = [record.finish == "diverged" for record in runs]
    assert 0 < sum(lost) < len(lost)
    assert (ends_of(experiment, starts).basin == DIVERGED).tolist() == lost
