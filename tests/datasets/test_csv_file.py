from __future__ import annotations

import codecs
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.datasets import csv_file
from gdviz.datasets.csv_table import first_rows
from gdviz.datasets.samples import Samples, read_samples
from gdviz.messages import ExperimentError
from tests.making import a_run, an_experiment

PLAIN = "a,b,y\n1,2,3\n4,5.5,-6e-1\n"


def read(folder: Path, content: str | bytes, x: Any = ("a", "b"), y: Any = "y", **more: Any) -> Samples:
    file = folder / "data.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_samples({"kind": "csv", "path": str(file), "x": list(x), "y": y, **more}, "data")


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.rstrip(),
        PLAIN + "\n\n",
        PLAIN + ",,\n",
        "\n\n" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", ", "),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", ";").replace(".", ","),
        'a,b,y\n"1","2","3"\n"4",5.5,-6e-1\n',
        'a;b;y\n"1";"2";"3"\n"4";"5,5";"-0,6"\n',
        "a,name,b,y\n1,kim,2,3\n4,이,5.5,-0.6\n",
        'a,note,b,y\n1,"two\nlines, and ""quotes""",2,3\n4,,5.5,-0.6\n',
        "a,b,y\n1,2,3\n\n4,5.5,-0.6\n",
        "a,b,y\n1,2,3\n4,5.5,−0.6\n",
        "x_1,y,b,a\n0,3,2,1\n0,-0.6,5.5,4\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be-bom", "utf-16-be"])
def test_that_a_table_is_read_whatever_program_wrote_it(tmp_path: Path, content: str, encoding: str) -> None:
    raw = codecs.BOM_UTF16_BE + content.encode("utf-16-be") if encoding.endswith("bom") else content.encode(encoding)
    samples = read(tmp_path, raw)
    assert samples.x.tolist() == [[1, 2], [4, 5.5]]
    assert samples.y.tolist() == [3, -0.6]
    assert (samples.names, samples.target) == (("a", "b"), "y")
    assert samples.x.dtype == np.float64


def test_that_korean_spreadsheets_are_read(tmp_path: Path) -> None:
    samples = read(tmp_path, "키,몸무게\n170,65\n180,72.5\n".encode("cp949"), ["키"], "몸무게")
    assert samples.y.tolist() == [65, 72.5]
    assert samples.names == ("키",)


def test_that_columns_come_in_the_order_that_was_asked_for(tmp_path: Path) -> None:
    assert read(tmp_path, PLAIN, ["y", "a"], "b").x.tolist() == [[3, 1], [-0.6, 4]]


@pytest.mark.parametrize(
    ("content", "path", "sentence"),
    [
        ("", "path", "data.csv: the file is empty"),
        ("\n \n\r\n", "path", "data.csv: the file is empty"),
        (codecs.BOM_UTF8.decode(), "path", "data.csv: the file is empty"),
        ("a,b,y\n", "path", "data.csv: no rows, only line 1 with the names"),
        ("\na,b,y", "path", "data.csv: no rows, only line 2 with the names"),
        ("a,b,y\n\n\n", "path", "data.csv: no rows, only line 1 with the names"),
        ("a,b,y\n1,2,3\n", "path", "data.csv: only one row, on line 2; at least two are needed"),
        ("1,2,3\n4,5,6\n", "x[0]", 'unknown column "a"; known: c1, c2, c3'),
        ("a,c,y\n1,2,3\n1,2,3\n", "x[1]", 'unknown column "b"; known: a, c, y'),
        ("a,b,z\n1,2,3\n1,2,3\n", "y", 'unknown column "y"; known: a, b, z'),
        ("a,b,y,a\n1,2,3,4\n", "x[0]", '2 columns are called "a"'),
        ("a,b,y\n1,2,3\n1,2\n", "path", "data.csv, line 3: has 2 columns, the first line has 3"),
        ("a,b,y\n1,2,3,4\n1,2,3\n", "path", "data.csv, line 2: has 4 columns, the first line has 3"),
        ("a,b,y\n1,2,3\n\n1,2\n", "path", "data.csv, line 4: has 2 columns, the first line has 3"),
        ("a,b,y\n1,2,3\n4,,6\n", "path", "data.csv, line 3, column b: a value is missing"),
        ("a,b,y\n1,2,3\n4,5,NA\n", "path", "data.csv, line 3, column y: a value is missing"),
        ("a,b,y\n1,2,3\n4,NaN,6\n", "path", "data.csv, line 3, column b: must be a finite number, got NaN"),
        ("a,b,y\n1,2,3\n4,-inf,6\n", "path", "data.csv, line 3, column b: must be a finite number, got -inf"),
        ("a,b,y\n1,2,3\n4,1e999,6\n", "path", "data.csv, line 3, column b: must be a finite number, got 1e999"),
        ("a,b,y\n1,2,3\n4,five,6\n", "path", 'data.csv, line 3, column b: must be a number, got "five"'),
        ("a,b,y\n1,2,3\n4,1_000,6\n", "path", 'data.csv, line 3, column b: must be a number, got "1_000"'),
        ('a,b,y\n1,2,3\n4,"1,5",6\n', "path", 'data.csv, line 3, column b: must be a number, got "1,5"'),
        ("a;b;y\n1;2;3\n4;1.234,5;6\n", "path", 'data.csv, line 3, column b: must be a number, got "1.234,5"'),
        ('a,n,b,y\n1,"two\nlines",2,3\n4,,x,6\n', "path", 'data.csv, line 4, column b: must be a number, got "x"'),
        ('a,b,y\n1,2,3\n4,"5,6\n7,8,9\n', "path", "data.csv, line 3: a quote is opened and never closed"),
        ('a,b,y\n1,2,3\n4,"5"0,6\n', "path", "data.csv, line 3: text follows a closing quote"),
        (b"a,b,y\n1,2,3\n\xff\xfe\xff,1,2\n", "path", "data.csv, line 3: neither UTF-8 nor UTF-16 nor CP949"),
    ],
)
def test_that_a_bad_table_is_refused_with_its_line_and_column(
    tmp_path: Path, content: str | bytes, path: str, sentence: str
) -> None:
    with pytest.raises(ExperimentError) as caught:
        read(tmp_path, content)
    assert caught.value.path == f"data.{path}"
    assert str(caught.value.reason).startswith(sentence)


@pytest.mark.parametrize(
    ("changes", "path", "sentence"),
    [
        ({"x": []}, "x", "must be a list of at least one column"),
        ({"x": "a"}, "x", "must be a list of at least one column"),
        ({"x": [1]}, "x[0]", "must be text, got 1"),
        ({"x": ["a", "a"]}, "x", "each column may be named only once"),
        ({"x": ["a", "y"]}, "x", "each column may be named only once"),
        ({"y": 3}, "y", "must be text, got 3"),
        ({"path": "nowhere.csv"}, "path", "nowhere.csv: cannot be read: No such file or directory"),
        ({"path": "a\0b"}, "path", "a\0b: cannot be read: "),
        ({"path": os.fspath(Path(__file__).parent)}, "path", f"{Path(__file__).parent} is not a file"),
        ({"delimiter": ","}, "delimiter", "unknown key"),
    ],
)
def test_that_a_wrong_declaration_is_refused(tmp_path: Path, changes: dict[str, Any], path: str, sentence: str) -> None:
    (tmp_path / "data.csv").write_text(PLAIN)
    data = {"kind": "csv", "path": str(tmp_path / "data.csv"), "x": ["a", "b"], "y": "y", **changes}
    with pytest.raises(ExperimentError) as caught:
        read_samples(data, "data")
    assert caught.value.path == f"data.{path}"
    assert str(caught.value.reason).startswith(sentence)


def test_that_a_file_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MAX_BYTES", 10)
    with pytest.raises(ExperimentError, match=r"data\.csv: too large"):
        read(tmp_path, PLAIN)


def test_that_a_wrong_class_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text("a,y\n1,0\n\n2,1\n3,2\n")
    data = {"kind": "csv", "path": str(file), "x": ["a"], "y": "y"}
    with pytest.raises(ExperimentError) as caught:
        gdviz.problem({"kind": "logistic_regression", "data": data})
    assert str(caught.value) == "problem.data.path: data.csv, line 5, column y: a class must be 0 or 1, got 2"


def test_that_a_file_that_changed_is_read_again_and_makes_other_samples(tmp_path: Path) -> None:
    before = read(tmp_path, PLAIN)
    os.utime(tmp_path / "data.csv", (1, 1))
    assert read(tmp_path, PLAIN) == before
    after = read(tmp_path, PLAIN.replace("5.5", "7.5"))
    assert after != before
    assert after.x[1, 1] == 7.5


def test_that_a_large_file_is_read_in_reasonable_time_and_then_kept(tmp_path: Path) -> None:
    n = 100_000
    file = tmp_path / "data.csv"
    file.write_text("a,b,y\n" + "".join(f"{i}.5,{-i},{i / 8}\n" for i in range(n)))
    data = {"kind": "csv", "path": str(file), "x": ["a", "b"], "y": "y"}
    begun = time.process_time()
    samples = read_samples(data, "data")
    first = time.process_time() - begun
    assert samples.x.shape == (n, 2)
    assert samples.table.lines is not None
    assert samples.table.lines[-1] == n + 1
    begun = time.process_time()
    read_samples({**data, "standardise": True}, "data")
    assert first < 2
    assert time.process_time() - begun < first / 2


def test_that_the_quick_and_the_careful_way_read_the_same(tmp_path: Path) -> None:
    rows = [f"{i / 7},{i * 1e-9:.3e},{-i}" for i in range(10_000)]
    quick = read(tmp_path, "\n".join(["a,b,y", *rows]))
    careful = read(tmp_path, "\n".join(["a,b,y", *rows[:5000], "", *rows[5000:]]))
    assert quick.x.tolist() == careful.x.tolist()
    assert quick.y.tolist() == careful.y.tolist()
    assert quick.table.lines is not None
    assert careful.table.lines is not None
    assert (quick.table.lines[4999], quick.table.lines[5000]) == (5001, 5002)
    assert (careful.table.lines[4999], careful.table.lines[5000]) == (5001, 5003)


@pytest.mark.parametrize(
    "content",
    [
        "1,2\n3,4\n5,6.5\n",
        "\n\n1,2\n3,4\n5,6.5\n",
        "1,2\n\n3,4\n5,6.5\n",
        "1,2\r3,4\r5,6.5",
        '"1",2\n3,4\n5,6.5\n',
        "1,0;2,0\n3,0;4,0\n5,0;6,5\n",
        "\ufeff1\t2\n3\t4\n5\t6.5\n",
    ],
)
def test_that_a_first_row_of_numbers_is_data_and_the_columns_are_numbered(tmp_path: Path, content: str) -> None:
    samples = read(tmp_path, content, ["c1"], "c2")
    assert samples.x.tolist() == [[1], [3], [5]]
    assert samples.y.tolist() == [2, 4, 6.5]
    assert samples.table.lines is not None
    lines = content.splitlines()
    assert [lines[line - 1].lstrip('\ufeff"')[0] for line in samples.table.lines] == ["1", "3", "5"]


def test_that_a_row_without_names_has_its_own_line_in_a_refusal(tmp_path: Path) -> None:
    for content, sentence in (
        ("1,2\n3,x\n", 'data.csv, line 2, column c2: must be a number, got "x"'),
        ("1,2\n", "data.csv: only one row, on line 1; at least two are needed"),
    ):
        with pytest.raises(ExperimentError) as caught:
            read(tmp_path, content, ["c1"], "c2")
        assert str(caught.value.reason) == sentence


@pytest.mark.parametrize("first", ["1,y", "1,", "1,NaN"])
def test_that_a_first_row_that_is_not_all_numbers_names_the_columns(tmp_path: Path, first: str) -> None:
    samples = read(tmp_path, f"{first}\n1,2\n3,4\n", ["1"], first[2:])
    assert samples.x.tolist() == [[1], [3]]


def test_that_a_form_can_ask_for_the_first_rows() -> None:
    assert first_rows("\ufeffa; b ;c\n1;2;3\n4;5;6", 1) == (["a", "b", "c"], True, [["1", "2", "3"]], True)
    assert first_rows("1,2\n3,4\n5,6", 2) == (["c1", "c2"], False, [["1", "2"], ["3", "4"]], False)
    assert first_rows("", 2) == ([], True, [], False)


def test_that_the_path_is_relative_to_the_experiment_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("course", "course/data", "elsewhere"):
        (tmp_path / name).mkdir()
    (tmp_path / "course/data/points.csv").write_text(PLAIN)
    problem = {"kind": "linear_regression", "data": {"kind": "csv", "path": "data/points.csv", "x": ["a"], "y": "y"}}
    monkeypatch.chdir(tmp_path / "course")
    experiment = an_experiment(problem, [a_run([0, 0])])
    gdviz.save(experiment, "first.json")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert '"path": "data/points.csv"' in (tmp_path / "course/first.json").read_text()
    loaded = gdviz.load("../course/first.json")
    assert loaded == gdviz.load(tmp_path / "course" / "first.json")
    assert len(gdviz.run(loaded, "cpu").runs[0].batch_loss) == 20
    gdviz.save(loaded, "second.json")
    assert '"path": "../course/data/points.csv"' in Path("second.json").read_text()
    assert gdviz.load("second.json").problem.n_samples == 2
    monkeypatch.chdir(tmp_path)
    changed = loaded.replace("runs[0].optimizer.lr", 0.5)
    assert changed.problem is loaded.problem
    assert loaded.replace("problem.data.standardise", True).problem.to_json()["data"]["standardise"] is True
