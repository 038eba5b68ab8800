"""`gdviz run`: how the options change an experiment, and what is printed of its result."""

from __future__ import annotations

import json
import os
import sys
import types
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import cli
from gdviz.commandline.terminal import Progress, table, width
from gdviz.problems.surfaces import surface
from gdviz.registry import plugins

ROOT = Path(__file__).resolve().parents[1]
Capture = pytest.CaptureFixture[str]
DATA = {
    "format": "gdviz-experiment",
    "version": 1,
    "problem": {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line_96"}},
    "epochs": 10,
    "runs": [
        {"label": "mine", "start": [0, 0], "optimizer": {"kind": "sgd", "lr": 0.05}, "batch": {"size": 20}},
        {"start": [0, 1], "optimizer": {"kind": "adam", "lr": 0.1}},
    ],
}


@pytest.fixture
def file(tmp_path: Path) -> str:
    """An experiment with batches, and one run of each optimizer."""
    path = tmp_path / "data.json"
    path.write_text(json.dumps(DATA), encoding="utf-8")
    return str(path)


def run(capsys: Capture, *arguments: str) -> dict[str, Any]:
    """The object of `gdviz run --json`, read strictly."""
    assert cli.main(["run", *arguments, "--json"]) == 0

    def refuse(name: str) -> None:
        raise AssertionError(name)

    made: dict[str, Any] = json.loads(capsys.readouterr().out, parse_constant=refuse)
    return made


def test_that_a_bare_run_is_the_worked_example_with_gradient_descent(capsys: Capture) -> None:
    made = run(capsys)
    experiment = made["experiment"]
    assert experiment["problem"] == {"kind": "surface", "name": "cubic_3x2y"}
    assert (experiment["steps"], experiment["seed"]) == (100, 0)
    [spec] = experiment["runs"]
    problem = gdviz.problem(experiment["problem"])
    assert (spec["optimizer"]["kind"], spec["optimizer"]["lr"]) == ("sgd", problem.proposed_lr)
    assert spec["start"] == list(problem.start)
    assert (spec["schedule"]["kind"], spec["warmup"], spec["batch"]) == ("constant", None, None)


def test_that_a_surface_without_a_file_makes_a_hundred_steps_whatever_the_window_proposes(capsys: Capture) -> None:
    experiment = run(capsys, "--surface", "rosenbrock")["experiment"]
    assert experiment["steps"] == 100 < surface("rosenbrock").steps
    problem = gdviz.problem({"kind": "surface", "name": "rosenbrock"})
    assert experiment["runs"][0]["optimizer"] == {**experiment["runs"][0]["optimizer"], "lr": problem.proposed_lr}
    assert experiment["runs"][0]["start"] == list(problem.start)


def test_that_json_has_the_keys_of_the_contract_and_the_numbers_of_the_library(capsys: Capture) -> None:
    made = run(capsys, "--surface", "himmelblau", "--steps", "30")
    assert set(made) == {"experiment", "runs"}
    [printed] = made["runs"]
    assert set(printed) == {"label", "finish", "verdict", "steps", "w", "loss"}
    assert set(printed["verdict"]) == {"kind", "text", "numbers"}
    record = gdviz.run(gdviz.Experiment.from_dict(made["experiment"])).runs[0]
    assert (printed["w"], printed["loss"], printed["steps"]) == (record.w[-1].tolist(), record.loss[-1], 30)


def test_that_json_has_null_for_what_is_not_finite(capsys: Capture) -> None:
    [printed] = run(capsys, "--expression", "log(x)", "--start=-1")["runs"]
    assert printed["loss"] is None


@pytest.mark.parametrize("start", [["--start", "-1,2"], ["--start=-1,2"], ["--start", "[-1, 2]"]])
def test_that_a_start_may_begin_with_a_minus(start: list[str], capsys: Capture) -> None:
    assert run(capsys, *start, "--steps", "1")["experiment"]["runs"][0]["start"] == [-1.0, 2.0]


def test_that_an_expression_may_begin_with_a_minus(capsys: Capture) -> None:
    made = run(capsys, "--expression", "-x^2", "--start", "1", "--steps", "1")
    assert made["experiment"]["problem"]["expression"] == "-x^2"


@pytest.mark.parametrize("text", ["1/0*x", "exp(1/0*x)", "0/0*x*y", "x/0", "log(-x^0)+x"])
def test_that_an_expression_that_divides_by_0_is_refused_with_one_sentence(text: str, capsys: Capture) -> None:
    assert cli.main(["run", "--expression", text]) == 2
    printed = capsys.readouterr().err
    assert printed.startswith("gdviz: --expression: ") and "has no finite real value (character " in printed


def test_that_hyper_parameters_come_from_the_declarations(capsys: Capture) -> None:
    [spec] = run(capsys, "--momentum", "0.9", "--nesterov", "--weight-decay", "1e-3")["experiment"]["runs"]
    assert spec["optimizer"]["momentum"] == 0.9
    assert spec["optimizer"]["nesterov"] is True
    assert spec["optimizer"]["weight_decay"] == 1e-3
    [spec] = run(capsys, "--optimizer", "adam", "--betas", "0.8,0.99", "--no-amsgrad")["experiment"]["runs"]
    assert (spec["optimizer"]["betas"], spec["optimizer"]["amsgrad"]) == ([0.8, 0.99], False)


def test_that_the_lengths_of_a_schedule_follow_from_the_duration(capsys: Capture) -> None:
    [spec] = run(capsys, "--schedule", "cosine", "--steps", "50", "--warmup", "10")["experiment"]["runs"]
    assert spec["warmup"]["length"] == 10
    assert (spec["schedule"]["kind"], spec["schedule"]["t_max"]) == ("cosine", 40)
    [spec] = run(capsys, "--schedule", "linear", "--schedule-end-factor", "0.5")["experiment"]["runs"]
    assert (spec["schedule"]["start_factor"], spec["schedule"]["end_factor"]) == (1, 0.5)
    assert spec["schedule"]["total_iters"] == 100


def test_that_lengths_count_epochs_or_steps_as_asked(file: str, capsys: Capture) -> None:
    batches, whole = run(capsys, file, "--schedule", "cosine")["experiment"]["runs"]
    assert batches["schedule"]["t_max"] == whole["schedule"]["t_max"] == 10
    batches, whole = run(capsys, file, "--schedule", "cosine", "--schedule-unit", "step")["experiment"]["runs"]
    assert (batches["schedule"]["t_max"], whole["schedule"]["t_max"]) == (50, 10)
    arguments = ("--schedule", "cosine", "--warmup", "15", "--warmup-unit", "step")
    batches, _ = run(capsys, file, *arguments)["experiment"]["runs"]
    assert batches["schedule"]["t_max"] == 7


def test_that_options_override_all_runs_of_a_file(file: str, capsys: Capture) -> None:
    made = run(capsys, file, "--lr", "0.01", "--start", "1,-1", "--steps", "7", "--seed", "5", "--batch-size", "32")
    experiment = made["experiment"]
    assert "epochs" not in experiment
    assert (experiment["steps"], experiment["seed"]) == (7, 5)
    for spec in experiment["runs"]:
        assert (spec["optimizer"]["lr"], spec["start"], spec["batch"]["size"]) == (0.01, [1, -1], 32)
    assert [spec["optimizer"]["kind"] for spec in experiment["runs"]] == ["sgd", "adam"]


def test_that_a_hyper_parameter_reaches_the_runs_that_have_it(file: str, capsys: Capture) -> None:
    sgd, adam = run(capsys, file, "--momentum", "0.5")["experiment"]["runs"]
    assert sgd["optimizer"]["momentum"] == 0.5
    assert "momentum" not in adam["optimizer"]


def test_that_another_optimizer_keeps_the_rate_and_loses_the_label(file: str, capsys: Capture) -> None:
    first, second = run(capsys, file, "--optimizer", "adam")["experiment"]["runs"]
    assert (first["optimizer"]["kind"], first["optimizer"]["lr"], first["label"]) == ("adam", 0.05, "")
    assert second["optimizer"]["lr"] == 0.1


def sphere(capsys: Capture, *arguments: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The run's spec, and its object in the JSON, after 100 steps on x² + y²."""
    made = run(capsys, "--surface", "sphere", *arguments)
    return made["experiment"]["runs"][0], made["runs"][0]


@pytest.mark.parametrize("kind", plugins("gdviz.optimizers"))
def test_that_every_optimizer_descends_with_its_defaults(kind: str, capsys: Capture) -> None:
    spec, printed = sphere(capsys, "--optimizer", kind)
    problem = gdviz.problem({"kind": "surface", "name": "sphere"})
    own = plugins("gdviz.optimizers")[kind].proposed_lr
    assert spec["optimizer"]["lr"] == (own or problem.proposed_lr)
    assert printed["finish"] == "completed" and printed["steps"] == 100
    assert printed["loss"] < problem.loss(np.array(problem.start))


@pytest.mark.parametrize("kind", plugins("gdviz.schedules"))
def test_that_every_schedule_descends_with_its_defaults(kind: str, capsys: Capture) -> None:
    spec, printed = sphere(capsys, "--schedule", kind)
    assert spec["schedule"]["kind"] == kind
    assert spec["schedule"].get("cycle_momentum", False) is False  # plain descent has no momentum to cycle
    assert printed["verdict"]["kind"] in ("converged", "still_descending") and printed["loss"] < 0.02


@pytest.mark.parametrize("kind", ["cyclic", "one_cycle"])
def test_that_a_rate_that_replaces_the_optimizers_is_proposed_from_it(kind: str, capsys: Capture) -> None:
    spec, _ = sphere(capsys, "--schedule", kind, "--lr", "0.004")
    assert spec["schedule"]["max_lr"] == 0.004
    spec, _ = sphere(capsys, "--schedule", kind, "--momentum", "0.5")
    assert spec["schedule"]["cycle_momentum"] is True
    spec, _ = sphere(capsys, "--schedule", kind, "--optimizer", "adagrad")
    assert spec["schedule"]["cycle_momentum"] is False


def test_that_an_optimizer_without_momentum_takes_over_a_file_that_cycles_it(tmp_path: Path, capsys: Capture) -> None:
    cycling = {"kind": "one_cycle", "max_lr": 0.1, "total_steps": 10}
    members = {"kind": "sequence", "schedules": [cycling, {"kind": "constant"}], "milestones": [10]}
    path = tmp_path / "cycling.json"
    path.write_text(json.dumps({**DATA, "runs": [{**DATA["runs"][1], "schedule": members}]}))  # type: ignore[index]
    [spec] = run(capsys, str(path), "--optimizer", "rprop")["experiment"]["runs"]
    assert spec["schedule"]["schedules"][0]["cycle_momentum"] is False


def test_that_a_flag_of_several_kinds_is_read_as_each_of_them_has_it(capsys: Capture) -> None:
    spec, _ = sphere(capsys, "--schedule", "plateau", "--schedule-mode", "max")
    assert spec["schedule"]["mode"] == "max"
    spec, _ = sphere(capsys, "--schedule", "cyclic", "--schedule-mode", "triangular2")
    assert spec["schedule"]["mode"] == "triangular2"
    spec, _ = sphere(capsys, "--optimizer", "adam", "--eps", "1e-6")
    assert spec["optimizer"]["eps"] == 1e-6
    spec, _ = sphere(capsys, "--optimizer", "adafactor", "--eps", "1e-30,1e-3")
    assert spec["optimizer"]["eps"] == [1e-30, 1e-3]
    spec, _ = sphere(capsys, "--schedule", "cyclic", "--schedule-step-size-down", "none")
    assert spec["schedule"]["step_size_down"] is None


def test_that_lists_are_given_as_json(capsys: Capture) -> None:
    spec, _ = sphere(capsys, "--schedule", "multistep", "--schedule-milestones", "[10, 20.5]")
    assert spec["schedule"]["milestones"] == [10, 20.5]
    spec, _ = sphere(capsys, "--schedule", "points", "--schedule-points", "[[0, 1], [50, 0.1]]")
    assert spec["schedule"]["points"] == [[0, 1], [50, 0.1]]
    members = '[{"kind": "cosine", "t_max": 50}]'
    spec, _ = sphere(capsys, "--schedule", "product", "--schedule-schedules", members)
    assert spec["schedule"]["schedules"] == [{"kind": "cosine", "t_max": 50, "eta_min": 0}]


def test_that_another_optimizer_with_a_rate_of_its_own_convention_takes_that(file: str, capsys: Capture) -> None:
    specs = run(capsys, file, "--optimizer", "adadelta")["experiment"]["runs"]
    assert [spec["optimizer"]["lr"] for spec in specs] == [1, 1]


def test_that_the_summary_is_an_aligned_table_with_the_verdicts(file: str, capsys: Capture) -> None:
    assert cli.main(["run", file, "--lang", "en"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    lines = captured.out.splitlines()
    assert lines[0] == "10 epochs · NumPy"
    head, first, second = lines[2:5]
    column = head.index("finish")
    assert first[column:].startswith("completed")
    assert second[column:].startswith("completed")
    assert "50" in first
    assert lines[6].startswith("mine: ")


def test_that_a_start_outside_the_domain_is_reported(capsys: Capture) -> None:
    assert cli.main(["run", "--surface", "sphere", "--start", "1e3,0", "--lang", "en"]) == 0
    assert capsys.readouterr().err == "gdviz: GD: the start is outside the domain\n"


def test_that_a_gpu_that_is_not_there_is_reported_and_the_run_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    from gdviz.messages import message

    monkeypatch.setattr("gdviz.backend.probe", lambda: (None, message("CuPy is not installed")))
    assert cli.main(["run", "--device", "gpu", "--lang", "en"]) == 0
    captured = capsys.readouterr()
    assert captured.err == "gdviz: no GPU: CuPy is not installed; NumPy goes on\n"
    assert "NumPy" in captured.out


def test_that_a_failed_run_ends_with_1(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    from gdviz.engine import runner

    def broken(*_: Any) -> Any:
        raise MemoryError("no room")
        yield

    monkeypatch.setattr(runner, "_start", broken)
    assert cli.main(["run", "--lang", "en"]) == 1
    captured = capsys.readouterr()
    assert "failed" in captured.out
    assert captured.err == "gdviz: GD failed: MemoryError: no room\n"


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The calls of write_shown, which is replaced: a call a file."""
    calls: list[tuple[Any, ...]] = []
    module = types.ModuleType("gdviz.gui.shell.offscreen_pictures")

    def write_shown(
        experiment: Any, paths: list[Path], at: Any = None, size: Any = None, theme: Any = None, lang: Any = None,
        progress: Any = None,
    ) -> list[Any]:  # fmt: skip
        for path in paths:
            if path.stem == "full":
                raise OSError(28, "No space left on device", str(path))
            calls.append((experiment, path, at, size, theme, lang))
            progress(75, 100)
        return []

    module.write_shown = write_shown  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gdviz.gui.shell.offscreen_pictures", module)
    monkeypatch.setenv("QT_QPA_PLATFORM", os.environ.get("QT_QPA_PLATFORM", "offscreen"))
    return calls


def test_that_each_file_is_exported(pictures: list[Any], tmp_path: Path, capsys: Capture) -> None:
    files = [tmp_path / "a.png", tmp_path / "한글 b.PNG"]
    exports = [word for file in files for word in ("--export", str(file))]
    assert cli.main(["run", *exports, "--at", "3", "--size", "800x600", "--theme", "light", "--lang", "ko"]) == 0
    assert [call[1:] for call in pictures] == [(file, 3, (800, 600), "light", "ko") for file in files]
    capsys.readouterr()


def test_that_a_picture_that_takes_long_has_a_bar(
    pictures: list[Any], tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(Progress, "DELAY", 0.0)
    assert cli.main(["run", "--export", str(tmp_path / "a.png"), "--lang", "en"]) == 0
    assert "75 / 100 computed losses" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "says"),
    [("none/a.png", "there is no folder"), ("folder.png", "it is a folder"), ("full.png", "No space left on device")],
)
def test_that_an_export_that_cannot_be_written_ends_with_1(
    name: str, says: str, pictures: list[Any], tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "folder.png").mkdir()
    assert cli.main(["run", "--export", str(tmp_path / name), "--lang", "en"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert says in error


def test_that_a_table_is_aligned_with_hangul_too() -> None:
    rows = [["실행", "n"], ["GD", "12"]]
    lines = table(rows, right=(1,)).splitlines()
    assert [width(line) for line in lines] == [8, 8]


def test_that_the_example_files_run(capsys: Capture) -> None:
    for path in sorted((ROOT / "resources" / "experiments").glob("*.json")):
        assert run(capsys, str(path))["runs"]
