"""Sweeps as files: they come back equal, other programs read them, and a damaged one is one sentence."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import h5netcdf  # noqa: F401 (h5py starts a process when it is imported, which no test may)
import numpy as np
import pandas as pd
import pytest
import xarray

import gdviz
from gdviz.carried import carries
from gdviz.engine.cells import VERDICTS, cells_of
from gdviz.engine.pieces import Piece
from gdviz.engine.sweep_files import SUFFIXES, load
from gdviz.engine.sweeps import Sweep, sweep, sweeping
from gdviz.messages import ExperimentError, message
from tests.making import a_run, an_experiment, expression, line_data, quadratic

RATES = np.geomspace(0.01, 10, 6).tolist()
BOWL = an_experiment(quadratic(1, 4), [a_run([1, -2], {"kind": "sgd", "lr": 0.1, "momentum": 0.5})], steps=2000,
                     title="A bowl", stop={"loss": 1e-9})  # fmt: skip
WARM = {"length": 5, "start_factor": 0.1, "unit": "epoch"}
DATA = an_experiment(line_data(30), [a_run([0, 0], batch={"size": 7}, warmup=WARM)], steps=40, stop={"loss": 0.2})
NAMED = an_experiment(
    expression("done*x^2 + ends*y^2", parameters={"done": 1, "ends": 2}), [a_run([1, 1])], steps=20, stop={"loss": 1}
)
CASES: dict[str, Sweep] = {
    "loss": sweep(BOWL, {"optimizer.lr": RATES, "start[0]": [1, 0, -1]}),
    "verdict": sweep(BOWL, {"optimizer.lr": RATES, "optimizer.momentum": [0, 0.5]}, "verdict"),
    "steps": sweep(BOWL, {"optimizer.lr": RATES}, "steps"),
    "seeds": sweep(DATA, {"batch.size": [1, 7], "optimizer.lr": [0.01, 0.1]}, seeds=3),
    "names": sweep(NAMED, {"problem.parameters.done": [1, 2], "problem.parameters.ends": [2, 3], "stop.loss": [1, 2]}),
    "many": sweep(an_experiment(quadratic(*range(1, 65)), [a_run([1.0] * 64)], steps=3), {"seed": [0, 1]}),
}  # fmt: skip
each_case = pytest.mark.parametrize("case", CASES)
each_suffix = pytest.mark.parametrize("suffix", SUFFIXES)


def half_done() -> Sweep:
    """A sweep of which some cells are computed, two are not to be computed, and the rest is missing."""
    made = Sweep.empty(cells_of(BOWL, {"optimizer.lr": RATES, "start[0]": [1, 0, -1]}))
    made.take(made.cells.compute(Piece(2, 4)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gdviz.engine.cells.finished", lambda _: 1 / 0)
        made.take(made.cells.compute(Piece(9, 2)))
    made.failed[10] = message("=1+1 # − no comment")
    return made


def saved(made: Sweep, folder: Path, suffix: str) -> Path:
    path = folder / f"sweep{suffix}"
    made.save(path)
    return path


def everything(made: Sweep) -> Any:
    arrays = (made.values, made.share, made.ends, made.done)
    failed = {cell: str(why) for cell, why in made.failed.items()}
    return (
        [(array.shape, array.tobytes()) for array in arrays], failed, made.machines, made.cells.axes,
        made.cells.experiment, made.provenance,
    )  # fmt: skip


@each_suffix
@each_case
def test_that_a_file_gives_the_sweep_back(case: str, suffix: str, tmp_path: Path) -> None:
    made = CASES[case]
    back = load(saved(made, tmp_path, suffix))
    assert back is not None
    assert everything(back) == everything(made)


@each_suffix
def test_that_an_unfinished_sweep_comes_back_and_goes_on(suffix: str, tmp_path: Path) -> None:
    made = half_done()
    back = load(saved(made, tmp_path, suffix.upper()))
    assert back is not None
    assert everything(back) == everything(made)
    for _ in sweeping(back):
        pass
    assert back.done.all()
    assert back.values[0].tobytes() == CASES["loss"].values[0].tobytes()


@each_suffix
def test_that_an_empty_sweep_comes_back(suffix: str, tmp_path: Path) -> None:
    made = Sweep.empty(cells_of(BOWL, {"optimizer.lr": RATES}))
    back = load(saved(made, tmp_path, suffix))
    assert back is not None
    assert everything(back) == everything(made)


@each_suffix
@each_case
def test_that_the_experiment_in_a_file_is_opened(case: str, suffix: str, tmp_path: Path) -> None:
    path = saved(CASES[case], tmp_path, suffix)
    assert carries(path)
    assert gdviz.load(path) == CASES[case].cells.experiment


def test_that_the_experiment_is_opened_of_a_table_with_letters_beyond_ascii(tmp_path: Path) -> None:
    path = saved(half_done(), tmp_path, ".csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf# gdviz-sweep ")
    assert gdviz.load(path) == BOWL


# Other programs.


def test_that_pandas_reads_the_table(tmp_path: Path) -> None:
    table = pd.read_csv(saved(half_done(), tmp_path, ".csv"), comment="#")
    assert list(table) == ["lr", "start[0]", "loss", "share", "end_x", "end_y", "failed"]
    assert len(table) == 6
    assert table["lr"].tolist() == [RATES[at // 3] for at in (2, 3, 4, 5, 9, 10)]
    assert table["loss"].tolist()[:4] == half_done().values.ravel()[2:6].tolist()
    assert table["loss"].isna().tolist() == [False] * 4 + [True] * 2
    assert table["failed"].tolist()[4:] == [
        "ZeroDivisionError: division by zero", "'=1+1 # − no comment",
    ]  # fmt: skip


def test_that_the_table_of_verdicts_names_them(tmp_path: Path) -> None:
    table = pd.read_csv(saved(CASES["verdict"], tmp_path, ".csv"), comment="#")
    assert table["verdict"].tolist() == [VERDICTS[int(value)] for value in CASES["verdict"].values.ravel()]
    assert {"converged", "diverged"} <= set(table["verdict"])


def test_that_the_table_of_several_seeds_has_the_share_and_no_points(tmp_path: Path) -> None:
    table = pd.read_csv(saved(CASES["seeds"], tmp_path, ".csv"), comment="#")
    assert list(table) == ["size", "lr", "loss", "share", "failed"]
    assert table["share"].tolist() == CASES["seeds"].share.ravel().tolist()


@each_case
def test_that_xarray_opens_the_file(case: str, tmp_path: Path) -> None:
    made = CASES[case]
    path = saved(made, tmp_path, ".nc")
    with xarray.open_dataarray(path) as array:
        assert array.dims == made.dims
        assert array.to_numpy().tobytes() == made.values.tobytes()
        for name, path_of in made.paths.items():
            assert array.coords[name].attrs["path"] == path_of
            assert array.coords[name].to_numpy().tolist() == made.coords[name].tolist()
        head = json.loads(array.attrs["gdviz_sweep"])
        assert head["gdviz"] == gdviz.__version__
        assert head["machines"] == made.machines
        assert head["seeds"] == made.cells.seeds
        assert gdviz.Experiment.from_dict(head["experiment"]) == made.cells.experiment
    with xarray.open_dataset(path) as held:
        assert made.cells.value in held or f"{made.cells.value}_" in held


def test_that_an_array_with_named_axes_selects_by_value() -> None:
    made = CASES["loss"]
    array = made.to_xarray()
    assert float(array.sel({"lr": RATES[1], "start[0]": -1})) == made.values[1, 2]
    assert array.name == "loss"


def test_that_what_counts_has_a_unit(tmp_path: Path) -> None:
    assert CASES["steps"].to_xarray().attrs["units"] == "updates"
    assert CASES["seeds"].to_xarray().coords["size"].attrs["units"] == "samples"
    assert "units" not in CASES["seeds"].to_xarray().coords["lr"].attrs
    warm = Sweep.empty(cells_of(DATA, {"warmup.length": [1, 2], "runs[0].batch.size": [1, 2], "steps": [3, 4]}))
    coords = warm.to_xarray().coords
    assert [coords[name].attrs["units"] for name in warm.dims] == ["epochs", "samples", "updates"]


def test_that_numpy_opens_the_arrays(tmp_path: Path) -> None:
    made = CASES["loss"]
    with np.load(saved(made, tmp_path, ".npz"), allow_pickle=False) as held:
        assert held["values"].tobytes() == made.values.tobytes()
        assert held["coords/start[0]"].tolist() == [1, 0, -1]
        assert held["dims"].tolist() == ["lr", "start[0]"]


# What goes wrong.


def test_that_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExperimentError, match=r'^unknown: "\.xlsx"; known: \.nc, \.csv, \.npz$'):
        CASES["loss"].save(tmp_path / "sweep.xlsx")
    assert not list(tmp_path.iterdir())


@each_suffix
def test_that_a_damaged_file_is_one_sentence(suffix: str, tmp_path: Path) -> None:
    path = saved(half_done(), tmp_path, suffix)
    raw = path.read_bytes()
    for part in (0.03, 0.3, 0.5, 0.7, 0.9, 0.97):
        path.write_bytes(raw[: int(part * len(raw))])
        with pytest.raises(ExperimentError, match=rf"^sweep\{suffix}: is damaged or cut off$"):
            load(path)
    path.write_bytes(raw[: raw.index(b"quadratic") if suffix != ".npz" else 200])
    with pytest.raises(ExperimentError, match=rf"^sweep\{suffix}: is damaged or cut off$"):
        gdviz.load(path)


def test_that_a_table_that_lacks_its_last_rows_is_damaged(tmp_path: Path) -> None:
    path = saved(CASES["loss"], tmp_path, ".csv")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-2]), encoding="utf-8")
    with pytest.raises(ExperimentError, match=r"^sweep\.csv: is damaged or cut off$"):
        load(path)


@each_suffix
def test_that_a_file_that_is_not_there_is_an_error_of_the_system(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / f"none{suffix}")


def test_that_other_files_are_no_sweeps(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    np.savez(tmp_path / "arrays.npz", values=np.ones(3))
    xarray.Dataset({"a": ("x", np.ones(3))}).to_netcdf(tmp_path / "other.nc", engine="h5netcdf")
    gdviz.save(BOWL, tmp_path / "experiment.json")
    for file in tmp_path.iterdir():
        assert load(file) is None
    with pytest.raises(ExperimentError, match=r"other\.nc: carries no experiment of gdviz"):
        gdviz.load(tmp_path / "other.nc")


@pytest.mark.parametrize("missing", ["xarray", "h5netcdf"])
def test_that_a_missing_package_is_named_with_what_installs_it(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(CASES["loss"], tmp_path, ".nc")
    monkeypatch.setitem(sys.modules, missing, None)
    for attempt in (lambda: CASES["loss"].save(path), lambda: load(path), CASES["loss"].to_xarray):
        if missing == "h5netcdf" and attempt == CASES["loss"].to_xarray:
            continue
        with pytest.raises(ModuleNotFoundError, match=r'needs .*: pip install "gdviz\[sweep\]"$'):
            attempt()
    for suffix in (".csv", ".npz"):
        assert load(saved(CASES["loss"], tmp_path, suffix)) is not None


def test_that_a_file_stays_as_it_was_where_its_successor_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(CASES["loss"], tmp_path, ".npz")
    before = path.read_bytes()
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        CASES["steps"].save(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["sweep.npz"]
