"""CSV, NPZ and JSON: the record, number by number."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.runner import Result
from gdviz.export.export_format import DataFormat, formats
from tests.making import a_run, an_experiment, line_data


def content(kind: str, result: Result) -> bytes:
    known = formats()[kind]
    assert isinstance(known, DataFormat)
    return known.content(result)


@pytest.fixture
def result() -> Result:
    """Two runs of different length: one diverges."""
    runs = [
        a_run([0.1, 1 / 3], {"kind": "sgd", "lr": 0.1, "momentum": 0.5}, batch={"size": 3, "shuffle": True}),
        {**a_run([1, 1], {"kind": "sgd", "lr": 1e155}), "label": '발산, "큰" 것'},
    ]
    return gdviz.run(an_experiment(line_data(), runs, epochs=3))


def expected(result: Result) -> list[dict[str, Any]]:
    rows = []
    for record in result.runs:
        for k in range(len(record.w)):
            update = k < record.n
            row: dict[str, Any] = {"run": record.label, "k": k, "loss": record.loss[k]}
            row |= {f"w.{name}": record.w[k, i] for i, name in enumerate(record.problem.names)}
            row |= {"lr": record.lr[k] if update else "", "epoch": record.epoch[k] if update else ""}
            row |= {"batch_loss": record.batch_loss[k] if update else ""}
            for i, name in enumerate(record.problem.names):
                row[f"gradient.{name}"] = record.grad[k, i] if update else ""
                row[f"delta.{name}"] = record.w[k + 1, i] - record.w[k, i] if update else ""
            rows.append(row)
    return rows


def test_that_csv_has_a_row_a_step_and_numbers_that_read_back_exactly(result: Result) -> None:
    text = content("csv", result).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    wanted = expected(result)
    assert len(rows) == len(wanted) == sum(len(record.w) for record in result.runs)
    for row, want in zip(rows, wanted, strict=True):
        assert set(row) == set(want)
        for key, value in want.items():
            assert row[key] == value if isinstance(value, str) else float(row[key]) == value


def test_that_csv_begins_with_a_mark_only_where_a_spreadsheet_needs_it(result: Result) -> None:
    assert content("csv", result).startswith(b"\xef\xbb\xbf")
    plain = gdviz.run(an_experiment("sphere", [a_run([1, 1])]))
    assert content("csv", plain).startswith(b"run,k,epoch,lr,w.x,w.y,gradient.x,gradient.y,delta.x,delta.y,loss,")


def test_that_a_cycled_momentum_has_its_column() -> None:
    schedule = {"kind": "one_cycle", "max_lr": 0.1, "total_steps": 5}
    run = a_run([1, 1], {"kind": "sgd", "lr": 0.1, "momentum": 0.9}, schedule=schedule)
    result = gdviz.run(an_experiment("sphere", [run, a_run([1, 1])], steps=5))
    rows = list(csv.DictReader(io.StringIO(content("csv", result).decode())))
    assert float(rows[1]["momentum"]) == result.runs[0].momentum[1]
    assert rows[6]["momentum"] == ""


def test_that_npz_holds_the_arrays_of_the_record_without_pickles(result: Result) -> None:
    with np.load(io.BytesIO(content("npz", result)), allow_pickle=False) as arrays:
        for i, record in enumerate(result.runs):
            for name, values in (("w", record.w), ("gradient", record.grad), ("loss", record.loss), ("k", record.step)):
                assert np.array_equal(arrays[f"runs/{i}/{name}"], values)
            assert arrays["labels"][i] == record.label
        assert json.loads(str(arrays["experiment"])) == result.experiment.to_dict()


def test_that_json_is_strict_and_exact(result: Result) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(name)

    read = json.loads(content("json", result), parse_constant=refuse)
    assert read["experiment"] == result.experiment.to_dict()
    for run, record in zip(read["runs"], result.runs, strict=True):
        assert (run["label"], run["finish"]) == (record.label, record.finish)
        assert run["w"] == record.w.tolist()
        assert run["delta"] == record.delta.tolist()
        assert run["lr"] == record.lr.tolist()


@pytest.mark.parametrize("label", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a","b")', " =1", "＝1"])
def test_that_no_label_is_a_formula_of_a_spreadsheet(label: str) -> None:
    made = gdviz.run(an_experiment("sphere", [{**a_run([1, 1]), "label": label}], steps=1))
    head, *rows = csv.reader(io.StringIO(content("csv", made).decode("utf-8-sig")))
    assert {row[0] for row in rows} == {f"'{label}"}
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in head)
    for cell in (cell for row in rows for cell in row[1:]):
        float(cell or 0)  # a number, though it may begin with a sign
