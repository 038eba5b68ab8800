"""The command line as a shell sees it: exit codes, one line for what is wrong, streams, interruption."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from gdviz import cli
from tests.making import a_run, an_experiment, changed

ROOT = Path(__file__).resolve().parents[1]
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The locale asks for English."""
    monkeypatch.setenv("LANGUAGE", "en")


def gdviz(*arguments: str, cwd: Path = ROOT, **environment: str | None) -> subprocess.CompletedProcess[str]:
    """Run the real program; a variable of None is taken out of the environment."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-m", "gdviz", *arguments],
        cwd=cwd,
        env={key: value for key, value in env.items() if value is not None},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


WRONG = [
    ("lesson", "say which lesson: blind_walker, "),
    ("lesson four_rate", "did you mean four_rates"),
    ("rum", 'unknown command "rum"; did you mean run?'),
    ("zzz", "known: gui, run, export, map, sweep, list, lesson, completion, doctor"),
    ("run --surface himelblau", '--surface: unknown: "himelblau"; did you mean himmelblau'),
    ("run --optimizer adan", "did you mean adam"),
    ("run --schedule cosin", "did you mean cosine"),
    ("run --momentun 0.9", "unknown option --momentun; did you mean --momentum"),
    ("run --lr", "--lr: needs a value"),
    ("run --lr --json", "--lr: needs a value"),
    ("run --expression --x", 'begins with -- is joined by an equals sign: --expression="--x"'),
    ("run --lr --help", "--lr: needs a value: --lr LR"),
    ("run --json=1", "--json: takes no value"),
    ("run --lr 0", "--lr: must be > 0, got 0"),
    ("run --lr -1", "--lr: must be > 0, got -1"),
    ("run --lr nan", "--lr: must be a finite number"),
    ("run --lr 0,01", '--lr: must be a number, got "0,01"'),
    ("run --lr ０.１", "--lr: must be a number"),
    ("run --momentum 1.2", "--momentum: must be in [0, 1), got 1.2"),
    ("run --nesterov", "--nesterov: needs momentum above 0"),
    ("run --betas 0.9,0.99", "--betas: sgd has no such parameter; it has lr, momentum"),
    ("run --optimizer adam --betas 0.9", "--betas: must be a list of two numbers"),
    ("run --optimizer adam --betas 0.9,1", "--betas: must be in [0, 1), got 1"),
    ("run --steps 5 --epochs 3", "--epochs: cannot stand beside --steps"),
    ("run --surface sphere --expression x", "--expression: cannot stand beside --surface"),
    ("run --steps -1", "--steps: must be in [1, 1e+09], got -1"),
    ("run --steps 0", "--steps: must be in [1, 1e+09], got 0"),
    ("run --epochs 0", "--epochs: must be in [1, 1e+09], got 0"),
    ("run --start 1e-400,1", "--start: 1e-400 is too small a number: write 0, or at least 5e-324"),
    ("run --lr 1e-400", "--lr: 1e-400 is too small a number"),
    ("run --schedule points --schedule-points [[0,1e-400]]", "--schedule-points: 1e-400 is too small a number"),
    (
        'run --schedule sequence --schedule-schedules [{"kind":"constant"},{"kind":"constant"}]'
        " --schedule-milestones [0]",
        "--schedule-milestones: must be > 0, got 0",
    ),
    ("run --steps 1.5", "--steps: must be a whole number"),
    ("run --seed -1", "--seed: must be in"),
    ("run --start 1", "--start: must have 2 numbers, got 1"),
    ("run --start 1,", '--start: must be a number, got ""'),
    ("run --expression 3*x**", "--expression: "),
    ("run --expression __import__('os')", "--expression: "),
    ("run --expression=", "--expression: "),
    ("run --batch-size 5", "--batch-size: this problem has no samples"),
    ("run --device gpux", '--device: unknown: "gpux"; did you mean gpu'),
    ("run --export a.pgn", '--export: unknown: ".pgn"; did you mean .png'),
    ("run --export picture", "--export: picture has no suffix; known: .png"),
    ("run --size 3x3", "--size: must be WIDTHxHEIGHT"),
    ("run --at -1", "--at: must be >= 0"),
    ("run --theme drak", '--theme: unknown: "drak"; did you mean dark?'),
    ("run --lang fr", '--lang: unknown: "fr"; known: en, ko'),
    ("run --schedule-gamma 0.5", "--schedule-gamma: constant has no such parameter"),
    ("run --schedule plateau --schedule-mode triangular", '--schedule-mode: unknown: "triangular"; known: min, max'),
    ("run --schedule plateau --schedule-mode mim", '--schedule-mode: unknown: "mim"; did you mean min?'),
    ("run --schedule cyclic --schedule-base-lr 1", "--schedule-base-lr: must be at most max_lr, 0.01, got 1"),
    ("run --schedule cyclic --schedule-gamma 1.5", "--schedule-gamma: must be in (0, 1], got 1.5"),
    ("run --schedule one_cycle --schedule-pct-start 1.5", "--schedule-pct-start: must be in [0, 1], got 1.5"),
    (
        "run --schedule one_cycle --schedule-cycle-momentum --optimizer adagrad",
        "--schedule-cycle-momentum: must be false: adagrad has neither momentum nor betas",
    ),
    ("run --schedule cosine --schedule-t-max 0", "--schedule-t-max: must be > 0, got 0"),
    ("run --schedule cosine_restarts --schedule-t-mult 0", "--schedule-t-mult: must be >= 1, got 0"),
    ("run --schedule wsd --schedule-shape lineal", "did you mean linear"),
    ("run --schedule multistep --schedule-milestones 5", "--schedule-milestones: must be a list of numbers, got 5"),
    ("run --schedule multistep --schedule-milestones [5,2]", "must come after the one before, 5, got 2"),
    ("run --schedule multistep --schedule-milestones [5", "--schedule-milestones: must be JSON"),
    ("run --schedule points --schedule-points [[0]]", "--schedule-points: must be a point [k, factor], got [0]"),
    ("run --schedule points --schedule-points []", "must be a list of at least one point"),
    ("run --schedule expression --schedule-expression k+*", "--schedule-expression: "),
    ("run --schedule expression --schedule-expression -1", "--schedule-expression: the schedule's formula is negative"),
    ("run --schedule sequence --schedule-schedules []", "--schedule-schedules: must be a list of at least one"),
    ('run --schedule product --schedule-schedules [{"kind":"zzz"}]', "--schedule-schedules: unknown"),
    ("run --schedule plateau --schedule-patience 1.5", "--schedule-patience: must be a whole number"),
    ("run --optimizer adam --eps 1e-30,1e-3", "--eps: must be a number, got [1e-30, 0.001]"),
    ("run --optimizer adafactor --eps 1e-30", "--eps: must be a list of two numbers"),
    ("run --optimizer rprop --etas 1.2,0.5", "--etas: "),
    ("run --optimizer adadelta --rho 1.5", "--rho: must be in [0, 1), got 1.5"),
    ("run --optimizer rmsprop --alpha -1", "--alpha: must be "),
    ("run --optimizer muon --adjust-lr-fn orignal", "did you mean original?"),
    ("run --optimizer lbfgs --history-size 0", "--history-size: must be in [1, 1000], got 0"),
    ("run --optimizer gd_armijo --shrink 1", "--shrink: must be in (0, 1), got 1"),
    ("run --optimizer newton --momentum 0.9", "--momentum: newton has no such parameter; it has lr"),
    ("run a.json b.json", 'one word too many: "b.json"'),
    ("run missing.json", "missing.json: cannot be read: No such file"),
    ("missing.json", "missing.json: cannot be read: No such file"),
    ("gui --thme dark", "unknown option --thme; did you mean --theme"),
    ("list", "say what to list: surfaces, optimizers"),
    ("list surfacs", "did you mean surfaces?"),
    ("doctor now", 'one word too many: "now"'),
]


@pytest.mark.parametrize(("line", "says"), WRONG, ids=[line for line, _ in WRONG])
def test_that_a_wrong_command_line_gets_one_line_and_exit_code_2(line: str, says: str, capsys: Capture) -> None:
    assert cli.main(line.split()) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("gdviz: ")
    assert captured.err.count("\n") == 1
    assert says in captured.err


@pytest.mark.parametrize("line", ["rum", "run --lr -1", "run --expression=x.__class__", "run missing.json"])
def test_that_the_program_itself_ends_with_2_and_without_a_traceback(line: str, tmp_path: Path) -> None:
    done = gdviz(*line.split(), cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "Traceback" not in done.stderr


def test_that_a_wrong_file_is_refused_with_the_path_of_its_key(tmp_path: Path, capsys: Capture) -> None:
    example = json.loads((ROOT / "resources" / "experiments" / "worked_example.json").read_text(encoding="utf-8"))
    example["runs"][0]["optimizer"]["momentum"] = 1.2
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(example), encoding="utf-8")
    assert cli.main(["run", str(file)]) == 2
    assert "runs[0].optimizer.momentum: must be in [0, 1), got 1.2" in capsys.readouterr().err


TERMINAL = "a\x1b]0;owned\x07\x1b[2J\x9b2J\x7f\u202eb\rc"
"""Characters that a terminal obeys: another title, an empty screen, writing from the right, a line written over."""


def test_that_no_text_of_a_file_commands_the_terminal(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / f"{TERMINAL}.json"
    run = {**a_run([3, 3]), "label": TERMINAL}
    gdviz_file = an_experiment("sphere", [run, run], title=TERMINAL, steps=2).to_dict()
    gdviz_file["problem"]["domain"] = [[-1, 1], [-1, 1]]
    file.write_text(json.dumps(gdviz_file), encoding="utf-8")
    assert cli.main(["run", str(file)]) == 0
    assert cli.main(["export", str(file), str(tmp_path / f"{TERMINAL}.csv")]) == 0
    written = capsys.readouterr()
    assert "a]0;owned[2J2Jb c" in written.out
    assert "a]0;owned[2J2Jb c: the start is outside the domain" in written.err
    assert all(line.isprintable() for line in (written.out + written.err).split("\n"))


@pytest.mark.parametrize("path", ["title", "runs[0].optimizer.kind", "problem.name", TERMINAL])
def test_that_no_refusal_commands_the_terminal(path: str, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / f"{TERMINAL}.json"
    wrong = changed(path, TERMINAL) if path != "title" else {**changed("title", ""), TERMINAL: 1}
    file.write_text(json.dumps(wrong), encoding="utf-8")
    assert cli.main(["run", str(file)]) == 2
    line = capsys.readouterr().err
    assert line.endswith("\n")
    assert line[:-1].isprintable()


TWO = {"kind": "inline", "x": [[0], [1]], "y": [0, 1]}
WRONG_DATA = [
    ({"kind": "linear_regression", "data": {**TWO, "y": [0]}}, "problem.data.y: must have 2 numbers"),
    (
        {"kind": "linear_regression", "data": {**TWO, "x": [[0], ["a"]]}},
        'problem.data.x[1][0]: must be a number, got "a"',
    ),
    ({"kind": "linear_regression", "data": {**TWO, "x": [[0], [None]]}}, "problem.data.x[1][0]: must be a number"),
    ({"kind": "linear_regression", "data": {**TWO, "x": [[1], [1]], "standardise": True}}, "cannot be standardised"),
    ({"kind": "linear_regression", "data": {"kind": "builtin", "name": "lin"}}, "did you mean line"),
    ({"kind": "linear_regression", "data": {"kind": "cvs"}}, "did you mean csv"),
    ({"kind": "linear_regression", "data": TWO, "intercept": 1}, "problem.intercept: must be true or false, got 1"),
    ({"kind": "logistic_regression", "data": {**TWO, "y": [1, 2]}}, "a class must be 0 or 1, got 2"),
    ({"kind": "polynomial_regression", "data": TWO, "degree": 0}, "problem.degree: must be in [1, 20], got 0"),
    ({"kind": "polynomial_regression", "data": {**TWO, "x": [[0, 1], [1, 2]]}}, "must have one feature, got 2"),
    ({"kind": "tanh_unit", "data": {**TWO, "x": [[0, 1], [1, 2]]}}, "must have one feature, got 2"),
    ({"kind": "model", "data": TWO, "prediction": "w*x+", "parameters": ["w"]}, "problem.prediction: "),
    ({"kind": "model", "data": TWO, "prediction": "w*x", "parameters": ["w", "v"]}, "v does not occur"),
    ({"kind": "model", "data": TWO, "prediction": "w*x", "parameters": ["w"], "loss": "mae"}, "did you mean mse?"),
    ({"kind": "model", "data": TWO, "prediction": "w*x", "parameters": "w"}, "problem.parameters: "),
    ({"kind": "linear_regression", "data": {"kind": "csv", "path": "none.csv", "x": ["x"], "y": "y"}}, "none.csv"),
]


@pytest.mark.parametrize(("problem", "says"), WRONG_DATA, ids=[says for _, says in WRONG_DATA])
def test_that_wrong_data_get_one_line_and_exit_code_2(
    problem: dict[str, Any], says: str, tmp_path: Path, capsys: Capture
) -> None:
    example = json.loads((ROOT / "resources" / "experiments" / "worked_example.json").read_text(encoding="utf-8"))
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps({**example, "problem": problem}), encoding="utf-8")
    assert cli.main(["run", str(file)]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1
    assert says in captured.err


def test_that_a_run_ends_with_0_and_a_diverged_one_too(tmp_path: Path) -> None:
    done = gdviz("run", "--surface", "himmelblau", "--lr", "1", "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["runs"][0]["finish"] == "diverged"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_that_the_window_without_a_display_says_what_to_do() -> None:
    nothing = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
    for arguments in ([], ["gui"], [str(ROOT / "resources" / "experiments" / "worked_example.json")]):
        done = gdviz(*arguments, **nothing)
        assert done.returncode == 1
        assert done.stderr.startswith("gdviz: there is no display: start gdviz on a desktop")
        assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_that_a_display_that_does_not_answer_is_none() -> None:
    done = gdviz(DISPLAY=":9753", WAYLAND_DISPLAY=None, QT_QPA_PLATFORM=None)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert ":9753 does not answer" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "latin-1"])
def test_that_a_pipe_of_any_encoding_is_no_crash(encoding: str) -> None:
    command = [sys.executable, "-m", "gdviz", "list", "optimizers"]
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"sgd" in done.stdout


@pytest.mark.parametrize(("encoding", "power"), [("ascii", "^2"), ("cp949", "²")])
def test_that_a_narrow_pipe_keeps_the_sign_of_a_number(encoding: str, power: str) -> None:
    options = ["--expression", "(x + 3)^2 + (y - 2)^2", "--start", "-3,2"]
    command = [sys.executable, "-m", "gdviz", "run", *options]
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding=encoding, check=False)
    assert done.returncode == 0
    assert "minimum at (-3, 2)" in done.stdout
    assert f"(x + 3){power}" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
def test_that_a_pipe_closed_by_its_reader_is_silent() -> None:
    command = f'"{sys.executable}" -m gdviz list optimizers | head -c 1'
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("s", "")


WRITING = [
    ["--version"],
    ["--help"],
    ["run", "--help"],
    ["list", "surfaces"],
    ["list", "--json", "optimizers"],
    ["completion", "bash"],
    ["run", "--steps", "2"],
    ["run", "--steps", "2", "--json"],
    ["map", "EXPERIMENT", "--resolution", "16"],
    ["export", "EXPERIMENT", "a.csv"],
    ["doctor"],
]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize(
    ("where", "arguments"),
    [
        *(("full", arguments) for arguments in WRITING),
        *((where, WRITING[at]) for where in ("unbuffered", "closed") for at in (0, 3, 6)),
    ],
)
def test_that_output_that_cannot_be_written_is_one_sentence(
    where: str, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    experiment = str(ROOT / "resources" / "experiments" / "worked_example.json")
    monkeypatch.chdir(tmp_path)
    raw = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115
    stream = None if where == "closed" else io.TextIOWrapper(raw, write_through=where == "unbuffered")
    monkeypatch.setattr(sys, "stdout", stream)
    code = cli.main([experiment if argument == "EXPERIMENT" else argument for argument in arguments])
    raw.close()
    reason = "Bad file descriptor" if where == "closed" else "No space left on device"
    assert (code, capsys.readouterr().err) == (1, f"gdviz: the output was not written: {reason}\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        ("list optimizers >/dev/full", 1, "gdviz: the output was not written: No space left on device\n"),
        ("list optimizers >&-", 1, "gdviz: the output was not written: Bad file descriptor\n"),
        ("run --steps 2 | head -n 1 >/dev/null", 0, ""),
        ("run --steps 2 --export a.csv >&- 2>&- <&-", 1, ""),
        ("run --steps 2 --export a.csv | true", 0, ""),
        (
            "run --surface sphere --start 99,9 --steps 2 --export a.csv | true",
            0,
            "gdviz: GD: the start is outside the domain\n",
        ),
        ("nonsense 2>/dev/full", 2, ""),
        ("nonsense 2>&-", 2, ""),
    ],
)
def test_that_a_shell_sees_the_exit_code_of_output_that_was_lost(
    command: str, code: int, says: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m gdviz {command}'],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (code, "", says)
    if "a.csv" in command:
        assert len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()) == 4, "nothing else was written to it"


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals and signals of POSIX")
def test_that_a_long_run_shows_its_progress_and_can_be_interrupted(tmp_path: Path) -> None:
    master, slave = os.openpty()
    command = [sys.executable, "-m", "gdviz", "run", "--steps", "1e8"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}

    def listen() -> None:  # a shell that has put the tests into the background lets them ignore Ctrl+C
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    pipes = {"stdout": subprocess.PIPE, "stderr": slave}
    with subprocess.Popen(command, cwd=tmp_path, env=env, preexec_fn=listen, **pipes) as process:
        os.close(slave)
        printed = b""
        while b"%" not in printed:
            printed += os.read(master, 4096)
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(OSError):  # the terminal is closed
            while b"interrupted" not in printed:
                printed += os.read(master, 4096)
        assert b"interrupted" in printed, printed
        assert process.wait(20) == 130
    os.close(master)
    assert b"100,000,000 steps" in printed
    assert b"Traceback" not in printed


def test_that_no_progress_is_written_to_a_pipe(tmp_path: Path) -> None:
    assert gdviz("run", "--steps", "1e6", cwd=tmp_path).stderr == ""


def test_that_an_interrupted_command_ends_with_130(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gdviz.commandline.run.run", interrupt)
    assert cli.main(["run"]) == 130
    assert capsys.readouterr().err == "gdviz: interrupted\n"


def test_that_an_error_in_gdviz_itself_is_one_line_with_the_trace_in_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("by chance")

    monkeypatch.setattr("gdviz.commandline.run.run", fail)
    assert cli.main(["run"]) == 1
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert "ZeroDivisionError: by chance" in line
    file = Path(os.environ["GDVIZ_HOME"]) / "log" / "command-line-error.txt"
    assert str(file) in line
    assert "Traceback" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [[], ["gui"], ["example.json"], ["gui", "example.json", "--theme", "light"]])
def test_that_the_window_gets_the_experiment_and_the_theme(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = ROOT / "resources" / "experiments" / "worked_example.json"
    (tmp_path / "example.json").write_bytes(example.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    calls: list[tuple[Any, ...]] = []

    def show(experiment: object, path: object, *, version: object, theme: object, lang: object, **others: Any) -> int:
        assert others == {"ask_about": None, "guided": None, "sweep": None}
        calls.append((experiment, path, version, theme, lang))
        return 7

    app = types.ModuleType("gdviz.gui.app")
    app.main = show  # type: ignore[attr-defined]
    import gdviz.gui

    monkeypatch.setitem(sys.modules, "gdviz.gui.app", app)
    monkeypatch.setattr(gdviz.gui, "app", app, raising=False)
    assert cli.main(arguments) == 7
    [(experiment, path, version, theme, lang)] = calls
    assert version == (None if path is None else hashlib.sha256(example.read_bytes()).hexdigest())
    assert (experiment is None, path is None) == ("example.json" not in arguments,) * 2
    assert theme == ("light" if "light" in arguments else None)
    assert lang is None


def test_that_a_picture_opens_its_experiment_and_is_not_where_it_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gdviz import carried, load
    from gdviz.commandline import window

    example = load(ROOT / "resources" / "experiments" / "worked_example.json")
    (tmp_path / "a.svg").write_bytes(carried.into_svg(b"<svg></svg>", carried.text_of(example.to_dict())))
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(
        window, "show", lambda experiment, path, parsed, version: calls.append((experiment, path, version)) or 0
    )
    assert cli.main([str(tmp_path / "a.svg")]) == 0
    assert calls == [(example, None, None)]


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["run", "--help"], ["list", "-h"], ["gui", "--help"]])
def test_that_help_is_printed(arguments: list[str], capsys: Capture) -> None:
    assert cli.main(arguments) == 0
    captured = capsys.readouterr()
    assert "gdviz" in captured.out
    assert captured.err == ""


def test_that_the_version_is_printed(capsys: Capture) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"gdviz {__import__('gdviz').__version__}\n"


def test_that_the_help_of_run_names_each_hyper_parameter(capsys: Capture) -> None:
    cli.main(["run", "--help"])
    shown = capsys.readouterr().out
    for flag in ("--momentum X", "--betas A,B", "--no-nesterov", "--schedule-t-max X", "--warmup-unit epoch|step"):
        assert flag in shown
