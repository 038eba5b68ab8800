from __future__ import annotations

import json
from typing import Any

import pytest

from gdviz.editing import edits, run_edits
from gdviz.editing.run_names import follow_names
from gdviz.editing.run_view import MOST_DRAWN, RunsView
from gdviz.experiment import Experiment, ExperimentError
from gdviz.gui.kernel import run_style
from gdviz.gui.style import theme
from tests.making import LINE, a_run, an_experiment

BOWL = {"kind": "expression", "expression": "x^2+y^2"}


def race(*labels: str, **view: Any) -> Experiment:
    runs = [{**a_run((1, 2)), "label": label} for label in labels or ("GD",)]
    return Experiment.from_dict({**an_experiment(BOWL, runs).to_dict(), "view": view})


def labels(experiment: Experiment) -> list[str]:
    return [run.label for run in experiment.runs]


def looks(experiment: Experiment) -> list[int]:
    return [look.color for look in RunsView.of(experiment).runs]


def test_that_a_new_run_has_the_start_and_an_optimizer_that_is_not_there_yet() -> None:
    experiment, chosen = run_edits.added(race("GD", "other"), 1)
    assert chosen == 2
    assert experiment.runs[2].start == (1, 2)
    assert experiment.runs[2].optimizer.kind == "adam"
    assert labels(experiment) == ["GD", "other", "Adam"]


def test_that_a_race_can_grow_without_end() -> None:
    experiment = race()
    for _ in range(12):
        experiment, _ = run_edits.added(experiment, 0)
    assert len(set(labels(experiment))) == 13
    assert Experiment.from_dict(experiment.to_dict()) == experiment


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("lr*10", {"kind": "sgd", "lr": 0.1}),
        ("lr/10", {"kind": "sgd", "lr": 0.001}),
        ("momentum", {"kind": "sgd", "lr": 0.01, "momentum": 0.9}),
        ("adam", {"kind": "adam"}),
    ],
)
def test_that_a_run_is_copied_with_one_change(how: str, expected: dict[str, Any]) -> None:
    experiment, chosen = run_edits.like(race("GD"), 0, how)
    made = experiment.runs[chosen].optimizer.to_json()
    assert chosen == 1
    assert {key: made[key] for key in expected} == expected
    assert experiment.runs[0] == race("GD").runs[0]


def test_that_a_name_with_the_rate_follows_the_rate() -> None:
    experiment, chosen = run_edits.like(race("GD"), 0, "lr*10")
    assert labels(experiment) == ["GD", "GD η=0.1"]
    experiment = edits.edited(experiment, chosen, "optimizer.lr", 0.5)
    assert labels(experiment) == ["GD", "GD η=0.5"]


def test_that_copies_are_numbered() -> None:
    experiment, chosen = race("GD", "Adam 1"), 1
    for _ in range(3):
        experiment, chosen = run_edits.duplicated(experiment, chosen)
    assert labels(experiment) == ["GD", "Adam 1", "Adam 1 (2)", "Adam 1 (3)", "Adam 1 (4)"]


def test_that_each_run_keeps_its_colour_wherever_it_goes() -> None:
    experiment, _ = run_edits.moved(race("a", "b", "c"), 0, 2)
    assert (labels(experiment), looks(experiment)) == (["b", "c", "a"], [1, 2, 0])
    experiment, _ = run_edits.deleted(experiment, 0)
    assert (labels(experiment), looks(experiment)) == (["c", "a"], [2, 0])
    experiment, _ = run_edits.duplicated(experiment, 0)
    assert looks(experiment) == [2, 1, 0], "a new run takes the colour that is free"


def test_that_the_last_run_cannot_be_deleted() -> None:
    assert run_edits.deleted(race("GD"), 0) == (race("GD"), 0)


def test_that_an_empty_name_is_the_optimizers_again() -> None:
    experiment, _ = run_edits.renamed(race("GD"), 0, "  my   run ")
    assert labels(experiment) == ["my run"]
    assert labels(run_edits.renamed(experiment, 0, " ")[0]) == [""]


def test_that_a_baseline_stays_while_the_start_of_the_others_moves() -> None:
    experiment, chosen = run_edits.pinned(race("a", "b"), 0, True)
    assert chosen == 1, "the editing goes on in the run that is no baseline"
    experiment = run_edits.moved_start(experiment, [0, 1], (5.0, 6.0))
    assert [run.start for run in experiment.runs] == [(1, 2), (5, 6)]


def test_that_a_baseline_is_not_edited_until_it_is_unpinned() -> None:
    experiment, _ = run_edits.pinned(race("a", "b"), 0, True)
    for path, value in (("optimizer.lr", 0.5), ("start", [0, 0]), ("schedule.kind", "cosine"), ("warmup.length", 5)):
        with pytest.raises(ExperimentError, match="baseline"):
            edits.edited(experiment, 0, path, value)
        assert edits.edited(experiment, 1, path, value) != experiment
    with pytest.raises(ExperimentError, match="unpin it"):
        run_edits.moved_start(experiment, [0], (5.0, 6.0))
    assert edits.edited(experiment, 0, "steps", 7).steps == 7, "of all runs"
    free, chosen = run_edits.pinned(experiment, 0, False)
    assert edits.edited(free, chosen, "optimizer.lr", 0.5).runs[0].optimizer.lr == 0.5


def test_that_the_next_run_that_is_no_baseline_is_chosen_or_the_last_one_before() -> None:
    experiment, chosen = run_edits.pinned(race("a", "b", "c", "d"), 1, True)
    assert chosen == 2
    experiment, chosen = run_edits.pinned(experiment, 2, True)
    assert chosen == 3
    experiment, chosen = run_edits.pinned(experiment, 3, True)
    assert chosen == 0


def test_that_pinning_the_only_run_gives_a_copy_to_edit() -> None:
    experiment, chosen = run_edits.pinned(race("GD"), 0, True)
    assert len(experiment.runs) == 2 and chosen == 1
    assert [look.pinned for look in RunsView.of(experiment).runs] == [True, False]


@pytest.mark.parametrize(
    "view",
    [
        {"runs": 3, "solo": "x", "below": "low"},
        {"runs": [None, {"color": 99, "hidden": 1}], "solo": 7, "below": True},
        {"runs": [{"color": True, "pinned": "yes"}] * 5, "solo": -1, "below": 10**400},
    ],
)
def test_that_an_invalid_view_is_ignored(view: dict[str, Any]) -> None:
    assert RunsView.of(race("a", "b", **view)) == RunsView.of(race("a", "b"))


def test_that_a_view_is_kept_in_the_file_beside_that_of_others() -> None:
    view = {"runs": [{"color": 5, "hidden": True}, {"color": 2, "pinned": True}], "solo": 1, "below": 0.5}
    experiment = race("a", "b", camera={"zoom": 2}, **view)
    read = RunsView.of(experiment)
    assert [look.to_json() for look in read.runs] == view["runs"]
    assert read.into(experiment.view) == {"camera": {"zoom": 2}, **view}
    json.dumps(read.into(experiment.view), allow_nan=False)


def test_that_too_many_runs_are_drawn_in_part_the_chosen_and_the_baselines_first() -> None:
    pinned = [{}] * 150 + [{"pinned": True}]
    drawn = RunsView.of(race(*(f"{i}" for i in range(200)), runs=pinned)).drawn(199)
    assert len(drawn) == MOST_DRAWN
    assert {199, 150, 0, 1} <= drawn


def test_that_a_run_shown_alone_is_the_only_one_drawn() -> None:
    view = RunsView.of(race(*"abcdefghi", solo=8))
    assert view.drawn(0) == {8}
    assert view.runs[8].color == 8


def test_that_every_run_of_sixteen_has_a_look_of_its_own() -> None:
    for which in (theme.dark(), theme.light()):
        styles = run_style.run_styles(race(*"abcdefghijklmnop"), 0, which)
        looks = {(style.color.name(), style.pattern) for style in styles}
        assert len(looks) == len({style.marker for style in styles}) == 16
    again = RunsView.of(race(*"abcdefghijklmnop")).arranged([*range(16), None, None])
    assert [look.color for look in again.runs[16:]] == [0, 1]


def test_that_changed_parts_lists_what_an_edit_changed_in_the_runs() -> None:
    before = race("a", "b")
    moved = run_edits.moved_start(before, [0, 1], (2.0, 2.0))
    faster = edits.edited(before, 0, "optimizer.lr", 0.5)
    assert run_edits.changed_parts(before, moved) == {"start"}
    assert run_edits.changed_parts(before, faster) == {"optimizer.lr"}
    adam = edits.edited(before, 1, "optimizer.kind", "adam")
    assert run_edits.changed_parts(adam, edits.edited(adam, 1, "optimizer.lr", 0.5)) == {"optimizer.lr"}
    assert run_edits.changed_parts(before, run_edits.moved_start(faster, [0], (2.0, 2.0))) == {"optimizer.lr", "start"}
    assert run_edits.changed_parts(before, edits.edited(before, 1, "optimizer.kind", "adam")) >= {"optimizer"}
    for other in (before, run_edits.added(before, 0)[0], edits.edited(moved, 0, "steps", 7)):
        assert run_edits.changed_parts(before, other) == set()


@pytest.mark.parametrize(
    ("how", "size", "rate", "label"),
    [
        ("batch=3", 3, 0.01, "SGD B=3"), ("batch=all", None, 0.01, "GD B=4"), ("batch*2", 4, 0.02, "SGD B=4 η=0.02"),
    ],
)  # fmt: skip
def test_that_a_run_is_copied_with_other_batches_and_named_after_them(
    how: str, size: int | None, rate: float, label: str
) -> None:
    before = an_experiment(LINE, [a_run((0, 0), batch={"size": 2})], epochs=3)
    experiment, chosen = run_edits.like(before, 0, how)
    made = experiment.runs[chosen]
    assert (made.batch.size if made.batch else None, made.optimizer.lr, made.label) == (size, rate, label)
    assert experiment.runs[0] == before.runs[0] and made.start == before.runs[0].start
    if size is not None:
        smaller = edits.edited(experiment, chosen, "batch.size", 1)
        assert "B=1" in smaller.runs[chosen].label, "the name follows"


def test_that_a_baseline_too_is_copied_with_another_schedule() -> None:
    pinned, _ = run_edits.pinned(race("a", "b"), 0, True)
    experiment, chosen = run_edits.like(pinned, 0, "schedule=one_cycle")
    assert experiment.runs[chosen].schedule.kind == "one_cycle" and labels(experiment)[chosen] == "GD one cycle"
    assert [look.pinned for look in RunsView.of(experiment).runs] == [True, False, False]


@pytest.mark.parametrize(
    ("optimizer", "label", "path", "value", "follows"),
    [
        ({"kind": "sgd", "lr": 0.1}, "x = 1.2, y = -3", "start[0]", 2.5, "x = 2.5, y = -3"),
        ({"kind": "sgd", "lr": 0.1}, "x = 7, y = -3", "start[0]", 2.5, "x = 7, y = -3"),
        ({"kind": "adam", "lr": 0.1, "betas": [0.5, 0.9]}, "β₁ = 0.5", "optimizer.betas[0]", 0.25, "β₁ = 0.25"),
        ({"kind": "adam", "lr": 0.1, "betas": [0.5, 0.9]}, "β₁ = 0.5, x = 1.2", "optimizer",
         {"kind": "sgd", "lr": 0.1}, "x = 1.2"),
    ],
)  # fmt: skip
def test_that_the_name_of_a_cell_of_a_phase_diagram_follows_its_settings(
    optimizer: dict[str, Any], label: str, path: str, value: Any, follows: str
) -> None:
    before = an_experiment("himmelblau", [{**a_run([1.2, -3], optimizer), "label": label}])
    assert follow_names(before, before.replace(f"runs[0].{path}", value)).runs[0].label == follows
