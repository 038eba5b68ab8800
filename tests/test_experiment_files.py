"""The experiment file: written whole or not at all, in one form, read in every version, refused in a sentence."""

from __future__ import annotations

import copy
import json
import os
import random
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import gdviz
from gdviz import experiment as experiments
from gdviz import paths
from gdviz.experiment import Experiment, from_text, load
from gdviz.migrations import MIGRATIONS
from tests.conftest import ROOT
from tests.making import WORKED, changed, quadratic, with_data

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL")

KILLS = """
import os, random, signal, sys, time
from pathlib import Path
import gdviz, gdviz.paths
from tests.making import WORKED, changed

file, kills = Path(sys.argv[1]), int(sys.argv[2])
experiments = [gdviz.Experiment.from_dict(changed("note", {str(i): mark * 50_000 for i in range(4)})) for mark in "ab"]
gdviz.save(experiments[0], file)
random.seed(1)
left = 0
for _ in range(kills):
    child = os.fork()
    if child == 0:
        while True:
            for experiment in experiments:
                gdviz.save(experiment, file)
    time.sleep(random.uniform(0, 0.01))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    left += len(list(file.parent.iterdir())) > 1
    assert gdviz.load(file) in experiments
    gdviz.paths.sweep()
    assert [path.name for path in file.parent.iterdir()] == [file.name], list(file.parent.iterdir())
    assert not list((gdviz.paths.user_folder("data") / "unfinished").iterdir())
print(left)
"""


@pytest.mark.parametrize("number", ["1e-400", "-0.01E-330", "0." + "0" * 330 + "1"])
def test_that_a_number_that_would_count_as_0_is_refused(number: str, tmp_path: Path) -> None:
    file = tmp_path / "small.json"
    text = json.dumps({**WORKED, "runs": [{"start": ["HERE", 1], "optimizer": {"kind": "sgd", "lr": 0.1}}]})
    file.write_text(text.replace('"HERE"', number), encoding="utf-8")
    with pytest.raises(gdviz.ExperimentError) as caught:
        gdviz.load(file)
    assert str(caught.value) == f"small.json: {number[:40]} is too small a number: write 0, or at least 5e-324"
    file.write_text(text.replace('"HERE"', "0.0e-999"), encoding="utf-8")
    assert gdviz.load(file).runs[0].start == (0.0, 1.0)


@posix_only
def test_that_a_save_killed_at_any_moment_leaves_a_whole_file_and_no_litter_after_the_next_start(
    tmp_path: Path,
) -> None:
    file = tmp_path / "work" / "경사 하강 🏔.json"
    file.parent.mkdir()
    batch = [sys.executable, "-c", KILLS, str(file), "200"]
    done = subprocess.run(batch, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20, "hardly any kill came while a file was being written"


@posix_only
def test_that_the_command_line_clears_away_what_a_killed_process_left(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    notes = paths.user_folder("data") / "unfinished"
    notes.mkdir()
    part = tmp_path / ".e.json-0123.part"
    part.write_text("{")
    (notes / f"{child}-0123").write_text(str(part))
    (notes / f"{child}-4567").write_text("")  # killed before it was written
    (notes / f"{os.getpid()}-89").write_text(str(tmp_path / "mine.part"))
    (tmp_path / "mine.part").write_text("{")
    done = subprocess.run([sys.executable, "-m", "gdviz", "--version"], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["mine.part"]
    assert [path.name for path in notes.iterdir()] == [f"{os.getpid()}-89"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_that_a_full_disk_is_an_error_and_the_old_file_stays(tmp_path: Path) -> None:
    code = """
import resource, sys
import gdviz
from tests.making import WORKED, changed
file = sys.argv[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
try:
    gdviz.save(gdviz.Experiment.from_dict(changed("note", {"en": "x" * 9000})), file)
except OSError as error:
    print(error.strerror)
"""
    file = tmp_path / "e.json"
    gdviz.save(Experiment.from_dict(WORKED), file)
    done = subprocess.run([sys.executable, "-c", code, str(file)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "File too large"
    assert gdviz.load(file) == Experiment.from_dict(WORKED)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("name", ["ㄱ" * 200 + ".json", "a" * 300 + ".json", "nowhere/e.json", "e.json/e.json", "\x00"])
def test_that_a_place_that_cannot_be_written_is_an_error_and_nothing_is_left(name: str, tmp_path: Path) -> None:
    old = tmp_path / "e.json"
    gdviz.save(Experiment.from_dict(WORKED), old)
    with pytest.raises((OSError, ValueError)):
        gdviz.save(Experiment.from_dict(WORKED), tmp_path / name)
    assert list(tmp_path.iterdir()) == [old]
    assert gdviz.load(old) == Experiment.from_dict(WORKED)


def test_that_a_file_can_be_saved_where_the_users_folder_cannot_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, no folder")
    monkeypatch.setenv("GDVIZ_HOME", str(blocked))
    gdviz.save(Experiment.from_dict(WORKED), tmp_path / "e.json")
    assert gdviz.load(tmp_path / "e.json") == Experiment.from_dict(WORKED)


def test_that_a_file_is_the_same_whatever_order_its_keys_were_given_in(tmp_path: Path) -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(item) for item in value] if isinstance(value, list) else value

    data = changed("view", {"b": 1, "a": {"d": 2, "c": 3}})
    one, two = Experiment.from_dict(data), Experiment.from_dict(turned(data))
    gdviz.save(one, tmp_path / "one.json")
    gdviz.save(two, tmp_path / "two.json")
    text = (tmp_path / "one.json").read_text(encoding="utf-8")
    assert text == (tmp_path / "two.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"
    assert one == two


def test_that_a_change_of_one_value_changes_one_line() -> None:
    one = Experiment.from_dict(WORKED)
    before, after = one.to_text().splitlines(), one.replace("runs[0].optimizer.lr", 0.3).to_text().splitlines()
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [
        ('        "lr": 0.01,', '        "lr": 0.3,')
    ]


# -- versions


@pytest.mark.parametrize("version", range(1, experiments.VERSION + 1))
def test_that_a_file_of_each_version_opens(version: int, reference: Path) -> None:
    """Each version that was ever written has a sample, which is never rewritten."""
    sample = reference / "versions" / f"experiment-{version}.json"
    assert json.loads(sample.read_text(encoding="utf-8"))["version"] == version
    experiment = load(sample)
    assert (experiment.steps, experiment.seed, len(experiment.runs)) == (40, 7, 2)
    assert [run.optimizer.kind for run in experiment.runs] == ["sgd", "adam"]
    assert [run.schedule.kind for run in experiment.runs] == ["constant", "cosine"]
    assert experiment.runs[1].warmup is not None and experiment.runs[1].warmup.length == 5
    assert experiment.note["ko"] == "두 방법을 견주어 봅니다."


def test_that_each_older_version_has_its_migration() -> None:
    assert set(MIGRATIONS) == set(range(1, experiments.VERSION))


def test_that_a_file_of_an_older_version_is_brought_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    def lr_moves_into_the_optimizer(data: dict[str, Any]) -> dict[str, Any]:
        runs = [
            {**{k: v for k, v in run.items() if k != "lr"}, "optimizer": {**run["optimizer"], "lr": run["lr"]}}
            for run in data["runs"]
        ]
        return {**data, "runs": runs}

    def name_becomes_title(data: dict[str, Any]) -> dict[str, Any]:
        return {("title" if key == "name" else key): value for key, value in data.items()}

    old = changed("version", -1)
    old["name"] = old.pop("title")
    old["runs"][0]["lr"] = old["runs"][0]["optimizer"].pop("lr")
    monkeypatch.setitem(MIGRATIONS, -1, lr_moves_into_the_optimizer)
    monkeypatch.setitem(MIGRATIONS, 0, name_becomes_title)
    kept = copy.deepcopy(old)
    assert Experiment.from_dict(old) == Experiment.from_dict(WORKED)
    assert old == kept


# -- what is no experiment


def sizes() -> Iterator[tuple[str, bytes]]:
    """Files that ask for much time or memory, by name."""

    def text(path: str, value: str) -> bytes:
        return json.dumps(changed(path, "@")).replace('"@"', value).encode()

    yield "many lists", b"[" + b"[]," * 1_000_000 + b"[]]"
    yield "many objects", text("view", '{"a": [' + "{}," * 1_000_000 + "{}]}")
    yield "as many values as are allowed", text("view", '{"a": [' + '{"a":1},' * 240_000 + "1]}")
    yield "a long text", text("title", '"' + "가" * 1_000_000 + '"')
    yield "wide characters", text("title", '"' + "a" * 15_000_000 + '😀"')
    yield "a long number", b"[" + b"1" * 15_000_000 + b"]"
    yield "a long formula", text("problem/expression", '"' + "x+" * 2_000_000 + 'x"')
    yield "a long name", text("runs/0/optimizer/kind", '"' + "x" * 15_000_000 + '"')
    yield "a long key", json.dumps(changed("x" * 15_000_000, 1)).encode()
    yield "many keys", text("note", "{" + ",".join(f'"{i}":""' for i in range(400_000)) + "}")
    yield "nested lists", b"[" * 10_000 + b"]" * 10_000
    yield "nested objects", b'{"a":' * 10_000 + b"1" + b"}" * 10_000
    yield "nested in an experiment", text("view", '{"a":' * 10_000 + "1" + "}" * 10_000)
    yield "many runs", json.dumps({**WORKED, "runs": WORKED["runs"] * 10_000}).encode()


def test_that_no_file_takes_much_memory_and_what_is_refused_is_refused_in_a_sentence() -> None:
    for name, raw in sizes():
        tracemalloc.start()
        try:
            from_text(raw, "e.json")
        except gdviz.ExperimentError as error:
            assert len(str(error)) < 300 and "\n" not in str(error), name
        finally:
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert most < 200 * 10**6, name


def test_that_a_file_of_500_mb_is_refused_without_reading_it(tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as handle:
        handle.truncate(500_000_000)
    with pytest.raises(gdviz.ExperimentError, match=r"huge\.json: too large for an experiment"):
        load(file)


@posix_only
def test_that_a_pipe_and_a_device_are_refused_without_waiting_for_them(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    for file in (pipe, Path("/dev/zero")):
        with pytest.raises(gdviz.ExperimentError, match="is not a file"):
            load(file)


def test_that_a_program_renamed_to_json_and_a_wrong_name_are_refused(tmp_path: Path) -> None:
    program = tmp_path / "program.json"
    program.write_bytes(Path(sys.executable).resolve().read_bytes()[: experiments.MAX_FILE_BYTES])
    with pytest.raises(gdviz.ExperimentError, match=r"program.json: not UTF-8 text \(byte \d+\)"):
        load(program)
    with pytest.raises(gdviz.ExperimentError, match="cannot be read"):
        load("a\x00b.json")


SAMPLES: list[dict[str, Any]] = [
    WORKED,
    with_data({"size": 2, "order": [[0, 1, 2, 3]]}, title="자료"),
    changed("problem", {"kind": "expression", "expression": "a*x^2 + sin(y)*exp(x)", "parameters": {"a": 1.5}}),
    {
        **changed("problem", quadratic(1, 3)),
        "stop": {"grad_norm": 1e-8},
        "runs": [
            {
                "label": "Adam",
                "start": [1, 1],
                "optimizer": {"kind": "adam", "lr": 0.1, "betas": [0.9, 0.99]},
                "schedule": {
                    "kind": "sequence",
                    "schedules": [{"kind": "cosine", "t_max": 3}, {"kind": "points", "points": [[0, 1], [4, 0.5]]}],
                    "milestones": [3],
                },
                "warmup": {"length": 3, "start_factor": 0},
            }
        ],
    },
]
VALUES: list[Any] = [
    None, True, -1, 0, 2, 0.5, 1e308, 1e-320, 10**30, [], {}, "", [[]], "x", "\ud800", "a" * 3000, [1, 2],
    [[1, 2], [3, 4]], {"kind": "sgd", "lr": 1}, "sin(", "x**y**x**y", "x^(1/0)", "9^9^9^9^9", "log(0)", "sqrt(-1)",
    "\x00", "../../etc/passwd", {"kind": "csv", "path": "/dev/zero", "x": ["a"], "y": "b"},
]  # fmt: skip
PIECES = [*"0123456789xyae+-*/^(),. \n", "sin(", "**", "^9", "(x)", "exp(", "1e", "pi", "sqrt("]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside a value of JSON."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield (*path, key)
        yield from places(item, (*path, key))


def mutated_value(choose: random.Random, sample: dict[str, Any]) -> bytes:
    """The text of an experiment in which one value is another, elsewhere, or gone."""
    data = copy.deepcopy(sample)
    *inner, key = choose.choice(list(places(data)))
    target: Any = data
    for step in inner:
        target = target[step]
    value = target[key]
    kind = choose.randrange(5)
    if kind == 0:
        del target[key]
    elif kind == 1 and isinstance(value, str):
        at = choose.randrange(len(value) + 1)
        target[key] = value[:at] + choose.choice(PIECES) + value[at + choose.choice([0, 0, 1, 3]) :]
    elif kind == 2 and isinstance(value, int | float):
        target[key] = choose.choice([value * 10, -value, value / 3, value + 1, value * 1e300])
    elif kind == 3 and isinstance(target, dict):
        target[choose.choice(["x", "kind", "lr", "steps", "domain", "a\nb"])] = copy.deepcopy(value)
    else:
        target[key] = choose.choice(VALUES)
    return json.dumps(data).encode()


def mutated_bytes(choose: random.Random, sample: dict[str, Any]) -> bytes:
    """The text of an experiment, cut off or with a few bytes changed, put in, or taken away."""
    raw = bytearray(json.dumps(sample, ensure_ascii=False).encode())
    for _ in range(choose.choice([1, 1, 2, 5])):
        at = choose.randrange(len(raw)) if raw else 0
        kind = choose.randrange(4)
        if kind == 0:
            raw[at : at + 1] = bytes([choose.randrange(256)])
        elif kind == 1:
            del raw[at : at + choose.choice([1, 2, 10, 50])]
        elif kind == 2:
            raw[at:at] = bytes([choose.choice(b'0123456789-+.eE*^/(){}[],:"\\xyabcsin ')])
        else:
            del raw[at:]
    return bytes(raw)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 10))])
def test_that_10000_mutations_of_valid_files_open_or_are_refused_in_one_sentence(seed: int) -> None:
    choose = random.Random(seed)
    opened = 0
    for turn in range(1000):
        mutate = mutated_bytes if turn % 4 == 0 else mutated_value
        raw = mutate(choose, choose.choice(SAMPLES))
        began = time.perf_counter()
        try:
            from_text(raw, "e.json")
            opened += 1
        except gdviz.ExperimentError as error:
            sentence = str(error)
            assert sentence.strip() and "\n" not in sentence and "Traceback" not in sentence, raw
        assert time.perf_counter() - began < 5, raw  # a second is meant; a busy machine is given more
    assert 20 < opened < 900
