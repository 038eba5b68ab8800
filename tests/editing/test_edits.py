from __future__ import annotations

from typing import Any

import pytest

from gdviz import lessons, proposals
from gdviz.editing import data_edits, edits
from gdviz.experiment import Experiment
from gdviz.messages import ExperimentError
from gdviz.problems.problem import compiled
from gdviz.registry import plugins
from gdviz.texts import language
from tests.making import a_run, an_experiment

LINE = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}


def himmelblau(**more: Any) -> Experiment:
    return an_experiment("himmelblau", [a_run((0, 0), **more)], steps=100)


def regression(size: int | None = 20, epochs: int = 10, **more: Any) -> Experiment:
    return an_experiment(LINE, [a_run((0, 0), batch={"size": size} if size else None, **more)], epochs=epochs)


def test_that_a_plain_value_is_set_in_the_chosen_run_only() -> None:
    experiment = an_experiment("sphere", [a_run((0, 0)), a_run((1, 1))])
    changed = edits.edited(experiment, 1, "optimizer.lr", 0.5)
    assert [run.optimizer.lr for run in changed.runs] == [0.01, 0.5]
    changed = edits.edited(changed, 1, "start", [2, 3])
    assert [run.start for run in changed.runs] == [(0, 0), (2, 3)]


@pytest.mark.parametrize(
    ("path", "value"),
    [("optimizer.lr", -1), ("optimizer.momentum", 1.2), ("steps", -1), ("start", [1]), ("batch.size", 4),
     ("warmup.length", -2), ("problem.expression", "foo(x)"), ("optimizer.kind", "adamantium"),
     ("schedule.kind", "cosin"), ("schedule.kind", "one cycle")],
)  # fmt: skip
def test_that_what_is_not_allowed_is_refused(path: str, value: Any) -> None:
    with pytest.raises(ExperimentError):
        edits.edited(himmelblau(), 0, path, value)


def test_that_another_optimizer_keeps_the_rate_and_takes_its_own_defaults() -> None:
    changed = edits.edited(himmelblau(), 0, "optimizer.kind", "adam").runs[0].optimizer
    assert (changed.kind, changed.lr, changed.betas) == ("adam", 0.01, (0.9, 0.999))


def test_that_another_surface_brings_start_and_rate_and_data_bring_epochs() -> None:
    changed = edits.edited(himmelblau(), 0, "problem", {"kind": "surface", "name": "rosenbrock"})
    assert changed.runs[0].start != (0, 0) and changed.steps == 20000
    changed = edits.edited(changed, 0, "problem", LINE)
    assert changed.epochs == data_edits.DEFAULT_EPOCHS and changed.steps is None
    assert changed.runs[0].batch is not None and changed.runs[0].batch.size == data_edits.DEFAULT_BATCH
    assert len(changed.runs[0].start) == 2
    changed = edits.edited(changed, 0, "problem", {"kind": "surface", "name": "sphere"})
    assert changed.steps == 100 and changed.epochs is None and changed.runs[0].batch is None


def test_that_an_own_function_keeps_start_and_the_sides_of_its_variables() -> None:
    changed = edits.edited(himmelblau(), 0, "problem.expression", "x^2 + y^2")
    assert changed.runs[0].start == (0, 0)
    assert changed.problem.domain == ((-5, 5), (-5, 5))
    one = edits.edited(changed, 0, "problem.expression", "y^2")
    assert one.problem.domain == ((-5, 5),) and len(one.runs[0].start) == 1
    assert len(edits.edited(one, 0, "problem.expression", "x*y").runs[0].start) == 2


@pytest.mark.parametrize(
    ("rates", "after"), [([0.01], [0.001]), ([0.02], [0.02]), ([0.01, 0.1], [0.01, 0.1]), ([0.01, 0.01], [0.001] * 2)]
)
def test_that_another_formula_proposes_its_rate_if_none_was_chosen(rates: list[float], after: list[float]) -> None:
    runs = [a_run((1, 1), {"kind": "sgd", "lr": rate}) for rate in rates]
    experiment = an_experiment({"kind": "expression", "expression": "3x^2y", "domain": [[-2, 2], [-2, 2]]}, runs)
    changed = edits.edited(experiment, 0, "problem.expression", "(1-x)^2 + 100(y-x^2)^2")
    assert [run.optimizer.lr for run in changed.runs] == after
    assert [run.start for run in changed.runs] == [(1, 1)] * len(rates)


def test_that_an_own_function_keeps_constants_and_noise() -> None:
    problem = {"kind": "expression", "expression": "a*x^2 + y^2", "parameters": {"a": 2.0}, "noise": {"std": 0.5}}
    experiment = an_experiment(problem, [a_run((1, 1))])
    changed = edits.edited(experiment, 0, "problem.expression", "a*x^4 + y^2").problem
    assert dict(changed.parameters) == {"a": 2.0} and changed.noise_std == 0.5


def test_that_an_own_function_after_data_stands_alone() -> None:
    changed = edits.edited(regression(), 0, "problem.expression", "x^2 + y^2")
    assert changed.steps == 100 and changed.runs[0].batch is None
    assert changed.problem.to_json() == {"kind": "expression", "expression": "x^2 + y^2"}


@pytest.mark.parametrize(
    ("kind", "proposed"),
    [("linear", {"start_factor": 1, "end_factor": 0, "total_iters": 100}), ("step", {"step_size": 30}),
     ("cosine", {"t_max": 100})],
)  # fmt: skip
def test_that_a_schedule_proposes_its_lengths_from_the_duration(kind: str, proposed: dict[str, float]) -> None:
    schedule = edits.edited(himmelblau(), 0, "schedule.kind", kind).runs[0].schedule
    assert {name: getattr(schedule, name) for name in proposed} == pytest.approx(proposed)


def test_that_proposals_follow_duration_warm_up_and_batches_until_edited() -> None:
    experiment = edits.edited(himmelblau(), 0, "schedule.kind", "cosine")
    experiment = edits.edited(experiment, 0, "steps", 200)
    assert experiment.runs[0].schedule.t_max == 200
    experiment = edits.edited(experiment, 0, "warmup.length", 20)
    assert experiment.runs[0].schedule.t_max == 180
    experiment = edits.edited(experiment, 0, "warmup.length", 0)
    assert experiment.runs[0].warmup is None and experiment.runs[0].schedule.t_max == 200
    experiment = edits.edited(experiment, 0, "schedule.t_max", 50)
    experiment = edits.edited(experiment, 0, "steps", 300)
    experiment = edits.edited(experiment, 0, "warmup.length", 30)
    assert experiment.runs[0].schedule.t_max == 50


def test_that_a_proposal_in_steps_follows_the_batch_size() -> None:
    experiment = edits.edited(regression(schedule={"kind": "constant", "unit": "step"}), 0, "schedule.kind", "cosine")
    assert experiment.runs[0].schedule.t_max == 50
    assert edits.edited(experiment, 0, "batch.size", 10).runs[0].schedule.t_max == 100
    assert edits.edited(experiment, 0, "batch.size", None).runs[0].schedule.t_max == 10


def test_that_counting_in_another_unit_leaves_the_rates_as_they_are() -> None:
    experiment = edits.edited(regression(), 0, "schedule.kind", "cosine")
    experiment = edits.edited(experiment, 0, "warmup.length", 2)
    changed = edits.edited(experiment, 0, "schedule.unit", "step").runs[0]
    assert (changed.schedule.t_max, changed.warmup.length, changed.warmup.unit) == (40, 10, "step")
    back = edits.edited(edits.edited(experiment, 0, "schedule.unit", "step"), 0, "schedule.unit", "epoch")
    assert back == experiment


@pytest.mark.parametrize("kind", plugins("gdviz.schedules"))
def test_that_every_schedule_is_proposed_follows_and_changes_its_unit(kind: str) -> None:
    experiment = edits.edited(regression(), 0, "schedule.kind", kind)
    twice = edits.edited(experiment, 0, "epochs", 20)
    assert twice == edits.edited(edits.edited(regression(), 0, "epochs", 20), 0, "schedule.kind", kind)
    steps = edits.edited(experiment, 0, "schedule.unit", "step")
    assert steps.runs[0].schedule.unit == "step"
    assert edits.edited(steps, 0, "schedule.unit", "epoch") == experiment
    edits.edited(steps, 0, "warmup.length", 5)


def test_that_what_was_edited_keeps_its_time_in_another_unit() -> None:
    experiment = edits.edited(regression(), 0, "schedule.kind", "wsd")
    experiment = edits.edited(experiment, 0, "schedule.stable", 3)
    experiment = edits.edited(experiment, 0, "schedule.min_factor", 0.25)
    changed = edits.edited(experiment, 0, "schedule.unit", "step").runs[0].schedule
    assert (changed.stable, changed.min_factor) == (15, 0.25)
    milestones = {"kind": "multistep", "milestones": [2, 5], "gamma": 0.1}
    changed = edits.edited(regression(schedule=milestones), 0, "schedule.unit", "step").runs[0].schedule
    assert changed.milestones == (10, 25)


def test_that_a_schedule_with_a_rate_of_its_own_follows_the_rate_until_edited() -> None:
    experiment = edits.edited(himmelblau(), 0, "schedule.kind", "one_cycle")
    assert experiment.runs[0].schedule.max_lr == 0.01
    experiment = edits.edited(experiment, 0, "optimizer.lr", 0.5)
    assert experiment.runs[0].schedule.max_lr == 0.5
    experiment = edits.edited(experiment, 0, "schedule.max_lr", 2.0)
    assert edits.edited(experiment, 0, "optimizer.lr", 0.1).runs[0].schedule.max_lr == 2


@pytest.mark.parametrize("kind", plugins("gdviz.optimizers"))
@pytest.mark.parametrize("schedule", ["cyclic", "one_cycle"])
def test_that_momentum_is_cycled_only_where_there_is_one(kind: str, schedule: str) -> None:
    experiment = edits.edited(edits.edited(himmelblau(), 0, "optimizer.kind", kind), 0, "schedule.kind", schedule)
    optimizer = experiment.runs[0].optimizer
    has = bool(getattr(optimizer, "betas", None) or getattr(optimizer, "momentum", 0))
    assert experiment.runs[0].schedule.cycle_momentum is has
    other = edits.edited(edits.edited(himmelblau(), 0, "schedule.kind", schedule), 0, "optimizer.kind", kind)
    assert other == experiment  # in whatever order they are chosen


def test_that_another_optimizer_switches_off_the_cycling_of_a_parameter_that_it_lacks() -> None:
    inner = {"kind": "cyclic", "base_lr": 0.01, "max_lr": 0.1}
    nested = {"kind": "product", "schedules": [{"kind": "constant"}, inner]}
    experiment = himmelblau(optimizer={"kind": "adam", "lr": 0.1}, schedule={"kind": "sequence", "milestones": [5],
                            "schedules": [nested, {"kind": "one_cycle", "max_lr": 0.1, "total_steps": 9}]})  # fmt: skip
    schedule = edits.edited(experiment, 0, "optimizer.kind", "rprop").runs[0].schedule
    assert schedule.momentum_key == ""
    assert [member.kind for member in schedule.schedules] == ["product", "one_cycle"]
    assert schedule.schedules[1].total_steps == 9


@pytest.mark.parametrize("kind", ["adadelta", "newton", "lbfgs", "gd_armijo"])
def test_that_the_rate_follows_an_optimizer_that_scales_it_differently(kind: str) -> None:
    experiment = edits.edited(himmelblau(), 0, "optimizer.lr", 0.003)
    changed = edits.edited(experiment, 0, "optimizer.kind", kind)
    assert changed.runs[0].optimizer.lr == 1
    assert edits.edited(changed, 0, "problem", LINE).runs[0].optimizer.lr == 1
    back = edits.edited(changed, 0, "optimizer.kind", "sgd").runs[0].optimizer
    assert back.lr == compiled(experiment.problem).proposed_lr
    assert edits.edited(changed, 0, "optimizer.kind", "damped_newton").runs[0].optimizer.lr == 1


def test_that_an_unused_rate_is_detected() -> None:
    for kind in plugins("gdviz.schedules"):
        experiment = edits.edited(himmelblau(), 0, "schedule.kind", kind)
        assert edits.rate_is_used(experiment, 0) is (kind not in ("cyclic", "one_cycle"))
    warm = {"length": 5, "start_factor": 0.5, "unit": "step"}
    assert edits.rate_is_used(edits.edited(himmelblau(warmup=warm), 0, "schedule.kind", "cyclic"), 0)
    assert not edits.rate_is_used(edits.edited(himmelblau(warmup=warm), 0, "schedule.kind", "one_cycle"), 0)


def test_that_a_sequence_gets_and_loses_milestones_with_its_members() -> None:
    experiment = edits.edited(himmelblau(), 0, "schedule.kind", "sequence")
    constant = {"kind": "constant"}
    changed = edits.edited(experiment, 0, "schedule.schedules", [constant] * 4).runs[0].schedule
    assert changed.milestones == pytest.approx((50, 50 + 50 / 3, 50 + 100 / 3))
    assert edits.edited(experiment, 0, "schedule.schedules", [constant]).runs[0].schedule.milestones == ()
    for wrong in ([], "constant", [1], [{"kind": "zzz"}]):
        with pytest.raises(ExperimentError, match=r"schedule\.schedules"):
            edits.edited(experiment, 0, "schedule.schedules", wrong)


def test_that_what_was_edited_in_lists_keeps_its_time_in_another_unit() -> None:
    points = {"kind": "points", "points": [[0, 1], [4, 0.5]], "interpolation": "hold"}
    changed = edits.edited(regression(schedule=points), 0, "schedule.unit", "step").runs[0].schedule
    assert changed.points == ((0, 1), (20, 0.5))
    nested = {
        "kind": "sequence",
        "milestones": [3],
        "schedules": [{"kind": "constant"}, {"kind": "cosine", "t_max": 4}],
    }
    changed = edits.edited(regression(schedule=nested), 0, "schedule.unit", "step").runs[0].schedule
    assert (changed.milestones, changed.schedules[1].t_max, changed.schedules[1].unit) == ((15,), 20, "step")
    patient = {"kind": "plateau", "patience": 2}
    assert edits.edited(regression(schedule=patient), 0, "schedule.unit", "step").runs[0].schedule.patience == 10


def test_that_steps_and_epochs_replace_each_other() -> None:
    experiment = edits.edited(regression(), 0, "steps", 12)
    assert (experiment.steps, experiment.epochs) == (12, None)
    assert proposals.duration(experiment, experiment.runs[0], "epoch") == 3
    experiment = edits.edited(experiment, 0, "epochs", 4)
    assert (experiment.steps, experiment.epochs) == (None, 4)
    assert proposals.duration(experiment, experiment.runs[0], "step") == 20


def test_that_the_first_batch_size_and_no_batch_can_be_chosen() -> None:
    experiment = edits.edited(regression(None), 0, "batch.size", 25)
    assert experiment.runs[0].batch is not None and experiment.runs[0].batch.size == 25
    assert proposals.steps_per_epoch(experiment, experiment.runs[0]) == 4
    assert edits.edited(experiment, 0, "batch.size", None).runs[0].batch is None


def test_that_a_label_that_only_named_the_method_follows_it_and_a_chosen_one_stays() -> None:
    experiment = an_experiment("sphere", [a_run((1, 1), label="GD"), a_run((1, 1), label="mine")])
    changed = edits.edited(edits.edited(experiment, 0, "optimizer.kind", "adam"), 1, "optimizer.kind", "adam")
    assert [run.label for run in changed.runs] == ["", "mine"]
    assert edits.edited(experiment, 0, "optimizer.lr", 0.5).runs[0].label == "GD"
    assert edits.edited(experiment, 0, "problem", LINE).runs[0].label == ""


@pytest.mark.parametrize(
    ("label", "path", "value", "expected"),
    [
        ("η = 0.1", "optimizer.lr", 0.5, "η = 0.5"),
        ("η = 0.1, warm-up", "optimizer.lr", 0.5, "η = 0.5, warm-up"),
        ("η = 0.1, warm-up", "warmup.length", 0, "η = 0.1"),
        ("GD η=0.1 (2)", "optimizer.lr", 0.5, "GD η=0.5"),
        ("good, 0.1", "optimizer.lr", 0.5, "η = 0.5"),
        ("아주 높음, 0.1", "optimizer.lr", 0.5, "η = 0.5"),
        ("good, 0.1, warm-up", "warmup.length", 0, "good, 0.1"),
        ("good, mine", "optimizer.lr", 0.5, "good, mine"),
        ("η = 0.1, 웜업", "warmup.length", 0, "η = 0.1"),
        ("배치 20, η 0.1", "optimizer.lr", 0.5, "배치 20, η 0.5"),
        ("모멘텀 0.9", "optimizer.momentum", 0.8, "모멘텀 0.8"),
        ("모멘텀 0.9", "optimizer.momentum", 0.0, ""),
        ("0.1 = 2/sharpness", "optimizer.lr", 0.5, "0.5"),
        ("momentum 0.9", "optimizer.momentum", 0.8, "momentum 0.8"),
        ("momentum 0.9", "optimizer.momentum", 0.0, ""),
        ("constant", "schedule.kind", "cosine", "cosine"),
        ("constant", "schedule.kind", "points", "drawn curve"),
        ("일정", "schedule.kind", "points", "직접 그린 곡선"),
        ("일정, 웜업", "schedule.kind", "cosine", "코사인, 웜업"),
        ("일정", "optimizer.lr", 0.5, "일정"),
        ("코사인", "schedule.kind", "cosine", "코사인"),
        ("η = 0.2", "optimizer.lr", 0.5, "η = 0.2"),
        ("my 0.1", "optimizer.lr", 0.5, "my 0.1"),
        ("1", "optimizer.lr", 0.5, "1"),
    ],
)  # fmt: skip
def test_that_a_label_that_names_a_value_follows_it_and_another_stays(
    label: str, path: str, value: Any, expected: str
) -> None:
    optimizer = {"kind": "sgd", "lr": 1.0 if label == "1" else 0.1, "momentum": 0.9 if "0.9" in label else 0.0}
    warmup = {"length": 3, "unit": "step"} if "warm-up" in label or "웜업" in label else None
    experiment = an_experiment("sphere", [a_run((1, 1), label=label, optimizer=optimizer, warmup=warmup)])
    assert edits.edited(experiment, 0, path, value).runs[0].label == expected


@pytest.mark.parametrize(
    ("label", "size", "expected"),
    [
        ("batch 20", 5, "batch 5"),
        ("batch 20", None, "full batch"),
        ("20 at 0.05", 40, "40 at 0.05"),
        ("배치 20", 5, "배치 5"),
        ("배치 20", None, "전체 배치"),
        ("배치 20, η 0.05", 40, "배치 40, η 0.05"),
    ],
)
def test_that_a_label_that_names_the_batch_follows_it(label: str, size: int | None, expected: str) -> None:
    experiment = regression(20)
    lr = experiment.runs[0].optimizer.lr
    label = label.replace("0.05", f"{lr:.4g}")
    experiment = experiment.replace("runs[0].label", label)
    assert edits.edited(experiment, 0, "batch.size", size).runs[0].label == expected.replace("0.05", f"{lr:.4g}")


def test_that_the_label_of_each_schedule_of_a_lesson_follows_another_one_in_both_languages() -> None:
    drawn = {"en": "drawn curve", "ko": "직접 그린 곡선"}
    seen = []
    for lesson in map(lessons.lesson, ("step_decay", "cosine_and_linear")):
        for code, name in drawn.items():
            experiment = lesson.open(language(code).choose)
            for run, spec in enumerate(experiment.runs):
                seen.append(spec.label)
                assert edits.edited(experiment, run, "schedule.kind", "points").runs[run].label == name
    assert {"constant", "step decay", "inverse square root", "일정", "계단식 감소", "선형"} <= set(seen)


def test_that_a_number_stays_where_the_new_name_is_taken() -> None:
    runs = [a_run((1, 1), label=label) for label in ("η = 0.5", "η = 0.1 (2)")]
    experiment = an_experiment("sphere", runs).replace("runs[1].optimizer.lr", 0.1)
    assert edits.edited(experiment, 1, "optimizer.lr", 0.5).runs[1].label == "η = 0.5 (2)"
