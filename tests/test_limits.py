"""Small files that would cost much: each is refused in one sentence, before memory is taken."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.datasets import csv_table, file_places
from gdviz.engine import recording
from tests.conftest import ROOT
from tests.making import WORKED, changed

MiB = 2**20
GD = {"kind": "sgd", "lr": 0.1}


def peak(read: Callable[[], object], sentence: str) -> int:
    """The bytes that Python and NumPy hold at most while `read` refuses with `sentence`."""
    tracemalloc.start()
    try:
        with pytest.raises(gdviz.ExperimentError, match=sentence) as refused:
            read()
        assert "\n" not in str(refused.value)
        assert len(str(refused.value)) < 300
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def with_schedule(**schedule: Any) -> dict[str, Any]:
    return changed("runs/0/schedule", schedule)


def samples(path: Path) -> Callable[[], object]:
    data = {"kind": "csv", "path": str(path), "x": ["x"], "y": "y"}
    return lambda: gdviz.problem({"kind": "linear_regression", "data": data})


def features(d: int) -> dict[str, Any]:
    data = {"kind": "inline", "x": [[0.5] * d, [0.25] * d], "y": [1, 2]}
    run = {"label": "", "start": [0] * (d + 1), "optimizer": GD}
    return {**WORKED, "problem": {"kind": "linear_regression", "data": data}, "runs": [run]}


def nested(depth: int) -> dict[str, Any]:
    return {"kind": "product", "schedules": [nested(depth - 1)] * 5} if depth else {"kind": "constant"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (changed("runs", WORKED["runs"] * 1001), r"^runs: must be at most 1000 runs, got 1001$"),
        (changed("view", {"recorded": ["a.csv"] * 201}), r"^view\.recorded: .* at most 200 recorded runs, got 201$"),
        (changed("title", "a" * 1001), r"^title: must have at most 1000 letters, got 1001$"),
        (changed("runs/0/label", "a" * 1001), r"^runs\[0\]\.label: must have at most 1000 letters"),
        (changed("note", {"en": "a" * 50_001}), r"^note\.en: must have at most 50000 letters"),
        (changed("view", {"a": ["a" * 50_001]}), r"^view\.a\[0\]: must have at most 50000 letters"),
        (changed("view", {"a" * 50_001: 1}), r"^view: must have at most 50000 letters"),
        (changed("problem/expression", "x" * 50_001), r"^problem\.expression: must have at most 50000 letters"),
        (with_schedule(kind="points", points=[[i, 1] for i in range(5001)]), r"points: must have at most 5000 entries"),
        (with_schedule(kind="multistep", milestones=list(range(5001))), r"milestones: must have at most 5000 entries"),
        (with_schedule(kind="product", schedules=[{"kind": "constant"}] * 101), "at most 100 entries"),
        (with_schedule(**nested(4)), "must hold at most 100 schedules"),
        (features(1001), r"^problem\.data\.x: must be at most 1000 features, got 1001$"),
        (changed("problem", {"kind": "linear_regression", "data": {
            "kind": "csv", "path": "a.csv", "x": [f"c{i}" for i in range(1001)], "y": "y"}}), "at most 1000 features"),
        (changed("problem", {"kind": "linear_regression", "data": {
            "kind": "inline", "x": [1, 2], "y": [1, 2], "names": ["n" * 1001]}}), r"names\[0\]: must have at most"),
    ],
    ids=["runs", "recorded runs", "title", "label", "note", "view", "key", "formula", "points", "milestones", "members",
         "nested", "features", "columns", "names"],
)  # fmt: skip
def test_that_an_experiment_larger_than_can_be_shown_is_refused(data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(gdviz.ExperimentError, match=sentence) as refused:
        gdviz.Experiment.from_dict(data)
    assert len(str(refused.value)) < 200


def test_that_the_largest_experiments_are_read() -> None:
    assert len(gdviz.Experiment.from_dict(changed("runs", WORKED["runs"] * 1000)).runs) == 1000
    gdviz.Experiment.from_dict(with_schedule(kind="points", points=[[i, 1] for i in range(5000)]))
    gdviz.Experiment.from_dict(with_schedule(kind="product", schedules=[{"kind": "constant"}] * 100))
    gdviz.Experiment.from_dict(changed("title", "a" * 1000))
    gdviz.Experiment.from_dict(changed("view", {"recorded": ["a.csv"] * 200}))


@pytest.mark.parametrize("marked", [True, False])
def test_that_too_many_recorded_runs_are_refused_before_one_is_looked_for(
    marked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [{"path": f"../{i}.csv", "withheld": True} if marked else f"../{i}.csv" for i in range(1000)]
    path = tmp_path / "e.json"
    path.write_text(json.dumps(changed("view", {"recorded": entries})), encoding="utf-8")
    monkeypatch.setattr(file_places, "_lies_in", lambda *_: pytest.fail("a recorded run was looked for"))
    with pytest.raises(gdviz.ExperimentError, match=r"^view\.recorded: must be at most 200 recorded runs, got 1000$"):
        gdviz.load(path)


def test_that_a_title_of_15_mb_costs_little_more_than_its_text(tmp_path: Path) -> None:
    path = tmp_path / "title.json"
    path.write_text(json.dumps(changed("title", "a" * 15 * MiB)), encoding="utf-8")
    assert peak(lambda: gdviz.load(path), "^title: must have at most 1000 letters") < 80 * MiB


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[" * MiB, "too many values"), ("[" * 100_000, "nested too deeply"), ('{"a":' * 100_000, "nested too deeply"),
        ('{"seed": ' + "9" * 100_000 + "}", "holds a number that is too long"),
    ],
)  # fmt: skip
def test_that_json_that_is_deep_or_holds_an_endless_number_is_refused(text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    path.write_text(text, encoding="utf-8")
    assert peak(lambda: gdviz.load(path), sentence) < 30 * MiB


def test_that_a_sparse_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "sparse.csv"
    with path.open("wb") as file:
        file.write(b"x,y\n1,2\n2,3\n")
        file.truncate(900 * MiB)
    assert peak(samples(path), r"sparse\.csv: too large \(over 128 MiB\)$") < 2 * MiB
    with path.open("r+b") as file:
        file.truncate(20 * MiB)
    assert peak(samples(path), r"sparse\.csv: contains zero bytes, so it is not a text file$") < 25 * MiB


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\n" * 6_000_000, "too many lines"), (b"\r" * 6_000_000, "too many lines"),
        (b"x,y\n" + b"\n" * 6_000_000, "too many lines"), (b"x,y\n" + b"1," * MiB, "a line is longer"),
        (b"x" * 2 * MiB, "a line is longer"), (b"x,y\n1,2\n" + b"1," * MiB + b"\n1,2\n", "a line is longer"),
    ],
    ids=["newlines", "returns", "newlines after the names", "a wide row", "a long name", "a row amid others"],
)  # fmt: skip
def test_that_a_csv_file_of_nothing_or_of_one_line_is_refused(content: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert peak(samples(tmp_path / "a.csv"), rf"a\.csv: {sentence}") < 4 * len(content)


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
def test_that_a_csv_file_of_too_many_cells_is_refused_whichever_columns_are_read(
    delimiter: bytes, tmp_path: Path
) -> None:
    names = [b"x", b"y", *(b"c%d" % i for i in range(15))]
    content = delimiter.join(names) + b"\n" + (delimiter.join([b"1"] * 17) + b"\n") * 1_000_000
    (tmp_path / "a.csv").write_bytes(content)
    assert peak(samples(tmp_path / "a.csv"), r"a\.csv: too many cells \(over 16777216\)$") < 3 * len(content)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_that_cells_up_to_the_limit_are_read(end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "MOST_CELLS", 6)
    (tmp_path / "a.csv").write_bytes(end.join(["x;y", "1,5;2,5", "3,5;4", ""]).encode())
    assert samples(tmp_path / "a.csv")().n_samples == 2  # type: ignore[attr-defined]
    (tmp_path / "a.csv").write_bytes(end.join(["x;y", "1,5;2,5", "3,5;4", "5;6", ""]).encode())
    with pytest.raises(gdviz.ExperimentError, match=r"too many cells \(over 6\)"):
        samples(tmp_path / "a.csv")()


def test_that_lines_up_to_the_limits_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "LONGEST_LINE", 20)
    monkeypatch.setattr(csv_table, "MOST_LINES", 5)
    for end in ("\n", "\r\n", "\r"):
        (tmp_path / "a.csv").write_bytes(end.join(["x,y", "1,2", f"{'2':>16},3", "3,4", ""]).encode())
        assert samples(tmp_path / "a.csv")().n_samples == 3  # type: ignore[attr-defined]
    (tmp_path / "a.csv").write_text(f"x,y\n1,2\n{'2':>20},3\n")
    with pytest.raises(gdviz.ExperimentError, match="a line is longer than 20 letters"):
        samples(tmp_path / "a.csv")()


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def npy(shape: str, kind: str = "<f8", content: bytes = b"") -> bytes:
    head = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    head += b" " * (117 - len(head)) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + content


def test_that_an_archive_whose_arrays_claim_more_than_there_is_takes_no_memory(tmp_path: Path) -> None:
    claims = zipped(tmp_path / "claims.npz", {"loss.npy": npy("(12500000000,)")})
    assert peak(lambda: gdviz.recorded(claims), r"claims\.npz: is damaged or cut off$") < 2 * MiB
    narrow = io.BytesIO()
    np.save(narrow, np.zeros(60_000_000, dtype=np.int8))  # eight times as large as numbers
    bomb = zipped(tmp_path / "bomb.npz", {"loss.npy": narrow.getvalue()})
    assert bomb.stat().st_size < 100_000
    assert peak(lambda: gdviz.recorded(bomb), r"bomb\.npz: too large for a recording") < 2 * MiB
    many = zipped(tmp_path / "many.npz", {f"w.{i}.npy": b"" for i in range(25_000)})
    assert peak(lambda: gdviz.recorded(many), r"many\.npz: holds too many arrays$") < 2 * MiB


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"step,loss\n" + b"\n" * 3_000_000, "too many lines"),
        ("a.csv", b"step,loss\n" + b"\x0b" * 3_000_000, "too many lines"),
        ("a.jsonl", b'{"w":[' + b"[]," * 4_500_000 + b"1]}", "too large for a recording"),
        ("a.csv", b"step,loss\n0,1\n" + b"1," * 9_000_000, "too large for a recording"),
    ],
    ids=["newlines", "other ends of lines", "values", "cells"],
)
def test_that_a_recording_of_nothing_is_refused(name: str, content: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert peak(lambda: gdviz.recorded(tmp_path / name), rf"{re.escape(name)}: {sentence}") < 3 * len(content) + MiB


def test_that_a_picture_of_entities_costs_nothing(tmp_path: Path) -> None:
    """An SVG is searched for one element; nothing in it is expanded."""
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    path = tmp_path / "laughs.svg"
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "ha">{entities}]><svg xmlns="http://www.w3.org/2000/svg">'
        '<metadata id="gdviz-experiment">&a9;</metadata></svg>'
    )
    assert peak(lambda: gdviz.load(path), r"laughs\.svg, the experiment in it: not JSON") < MiB


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("&#" + "9" * 5000 + ";", r"^a\.svg: is damaged or cut off$"),
        ("no JSON", r"^a\.svg, the experiment in it: not JSON: line 1, column 1$"),
    ],
)
def test_that_a_picture_with_a_broken_experiment_is_refused_in_a_sentence_of_ours(
    text: str, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.svg"
    path.write_text(f'<svg><metadata id="gdviz-experiment">{text}</metadata></svg>')
    with pytest.raises(gdviz.ExperimentError, match=sentence):
        gdviz.load(path)


def test_that_the_text_chunks_of_a_picture_are_not_read_but_for_ours(tmp_path: Path) -> None:
    other = b"other\0" + b"a" * 15 * MiB
    path = tmp_path / "a.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", len(other), b"tEXt") + other + b"\0" * 4
        + struct.pack(">I4s", 0, b"IEND") + b"\0" * 4
    )  # fmt: skip
    assert peak(lambda: gdviz.load(path), "carries no experiment") < MiB


@pytest.mark.skipif(sys.platform == "win32", reason="devices and pipes")
def test_that_devices_pipes_and_folders_as_data_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (Path("/dev/zero"), tmp_path / "pipe.csv", tmp_path):
        with pytest.raises(gdviz.ExperimentError, match="is not a file"):
            samples(path)()


@pytest.mark.skipif(sys.platform != "linux", reason="an endless file of Linux")
def test_that_a_file_that_is_longer_than_it_says_is_read_to_the_limit_only(tmp_path: Path) -> None:
    from gdviz.paths import read_at_most

    says, holds = Path("/proc/self/maps").stat().st_size, Path("/proc/self/maps").read_bytes()
    assert says == 0 < len(holds)
    assert read_at_most(Path("/proc/self/maps"), 100) is None


@pytest.mark.skipif(sys.platform != "linux", reason="limits of POSIX")
def test_that_hostile_files_are_refused_in_one_line_where_memory_is_short(tmp_path: Path) -> None:
    (tmp_path / "runs.json").write_text(json.dumps(changed("runs", WORKED["runs"] * 20_000)), encoding="utf-8")
    code = (
        "import resource, sys; import gdviz.cli, gdviz.engine.runner, numpy;"
        "import gdviz.commandline.run; from gdviz.commandline import building; building.options();"
        "size = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize();"
        "resource.setrlimit(resource.RLIMIT_AS, (size + 200 * 2**20,) * 2);"
        "sys.exit(gdviz.cli.main(['run', sys.argv[1]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "runs.json")],
        cwd=ROOT, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "gdviz: runs: must be at most 1000 runs, got 20000\n")


def test_that_the_limit_of_a_recording_is_that_of_its_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "MOST_NUMBERS", 8)
    np.savez(tmp_path / "a.npz", step=np.arange(4), loss=np.arange(4))
    assert gdviz.recorded(tmp_path / "a.npz").numbers == 8
    np.savez(tmp_path / "b.npz", step=np.arange(5), loss=np.arange(4))
    with pytest.raises(gdviz.ExperimentError, match="too large"):
        gdviz.recorded(tmp_path / "b.npz")
