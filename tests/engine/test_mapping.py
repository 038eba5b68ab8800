"""`gdviz.map`, its files, and the cache of finished maps."""

from __future__ import annotations

import csv
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import backend
from gdviz.engine import basins, map_cache
from gdviz.engine.cells import VERDICTS
from gdviz.engine.map_files import is_log
from gdviz.engine.mapping import phase_cells, range_of
from gdviz.engine.phases import agreement
from gdviz.engine.sweeps import Sweep
from gdviz.messages import ExperimentError, message
from tests.making import a_run, an_experiment, fake_gpu, line_data, quadratic

FOUR = an_experiment("himmelblau", [a_run([0, 0], {"kind": "sgd", "lr": 0.01})], steps=60)
RATE = ("optimizer.lr", 1e-3, 1.0, "log")
BALL = ("optimizer.momentum", 0, 0.9)


def ravine(**more: Any) -> gdviz.Experiment:
    return an_experiment(quadratic(1, 20), [a_run([4, 1], {"kind": "sgd", "lr": 0.05, **more})], steps=300)


def test_that_a_map_of_basins_takes_the_ranges_of_its_starts() -> None:
    shares: list[float] = []
    made = gdviz.map(FOUR, resolution=5, x=("start[0]", 1, 4), y=("start[1]", 0, 3), progress=shares.append)
    assert made.x.tolist() == [1, 1.75, 2.5, 3.25, 4] and made.y[-1] == 3
    assert made.basin.shape == made.steps.shape == made.loss.shape == (5, 5)
    assert shares == sorted(shares) and shares[-1] == 1


def test_that_a_phase_diagram_has_what_each_run_comes_to_on_any_executor() -> None:
    experiment = ravine()
    made = gdviz.map(experiment, kind="phase", resolution=6, x=RATE, y=BALL)
    changed = experiment.replace_all(
        {"runs[0].optimizer.lr": float(made.x[2]), "runs[0].optimizer.momentum": float(made.y[4])}
    )
    record = gdviz.run(changed, "cpu").runs[0]
    assert made.values[4, 2] == pytest.approx(record.loss[-1], rel=1e-9)
    with ThreadPoolExecutor(2) as executor:
        again = gdviz.map(experiment, kind="phase", resolution=6, x=RATE, y=BALL, executor=executor)
    np.testing.assert_array_equal(again.values, made.values)


def test_that_the_cells_of_the_heavy_ball_diverge_at_the_limit_of_theory() -> None:
    made = gdviz.map(ravine(), kind="phase", resolution=24, x=("optimizer.lr", 0.02, 0.4), y=BALL, value="verdict")
    assert set(np.unique(made.values)) >= {VERDICTS.index("converged"), VERDICTS.index("diverged")}
    found = agreement(made.sweep)
    assert found is not None and found["formula"] == "2(1+β)/L"
    assert found["ratio"] == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("kind", ["basin", "lr", "phase"])
def test_that_each_map_is_written_as_arrays_table_and_picture(kind: str, tmp_path: Path) -> None:
    sides: dict[str, Any] = {"x": RATE, "y": BALL, "value": "verdict"} if kind == "phase" else {}
    made = gdviz.map(FOUR, kind=kind, resolution=4, **sides)
    for suffix in (".npz", ".csv", ".png"):
        made.save(tmp_path / f"a{suffix}")
    assert gdviz.load(tmp_path / "a.npz") == FOUR
    lines = (tmp_path / "a.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len(rows) == (4 * 61 if kind == "lr" else 16)
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ExperimentError, match=r"\.npz"):
        made.save(tmp_path / "a.bmp")


def test_that_a_picture_without_matplotlib_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = gdviz.map(FOUR, resolution=4)
    monkeypatch.setitem(sys.modules, "gdviz.engine.paper_figure", None)
    with pytest.raises(ModuleNotFoundError, match=r"gdviz\[notebook\]"):
        made.save(tmp_path / "a.png")
    assert not (tmp_path / "a.png").exists()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"kind": "surface"}, "kind: "),
        ({"run": 1}, r"run: must be in \[0, 0\]"),
        ({"run": "0"}, 'run: must be a whole number, got "0"'),
        ({"run": None}, "run: must be a whole number"),
        ({"resolution": 1}, r"resolution: must be in \[2, 2000\]"),
        ({"kind": "lr", "resolution": 10**6}, r"resolution: must be in \[2, 2000\]"),
        ({"kind": "lr", "resolution": "many"}, 'resolution: must be a whole number, got "many"'),
        ({"kind": "phase"}, "x: is missing"),
        ({"kind": "phase", "x": RATE, "y": RATE}, "y: must be another value than x"),
        ({"kind": "phase", "x": ("optimizer.lr", -1, 1, "log"), "y": BALL}, "must begin above 0"),
        ({"kind": "phase", "x": RATE, "y": BALL, "value": "steps"}, "target: is missing"),
        ({"kind": "phase", "x": ("optimizer.kind", 0, 1), "y": BALL}, "must be a number, and is a text"),
        ({"kind": "phase", "x": ("start", 0, 1), "y": BALL}, "must be a number, and is a list"),
        ({"kind": "phase", "x": "optimizer.lr", "y": BALL}, "x: must be .path, low, high"),
        ({"kind": "lr", "x": ("start[0]", 0, 1)}, "x: is not for kind lr"),
        ({"x": ("start[1]", 0, 1)}, r"x: of a map of basins is start\[0\]"),
        ({"value": "steps"}, "value: is for kind phase alone"),
        ({"device": "tpu"}, "device: must be one of"),
        ({"precision": "float16"}, "precision: unknown"),
        ({"kind": "phase", "x": RATE, "y": BALL, "device": "gpu"}, "device: a phase diagram is computed on the proc"),
        ({"kind": "phase", "x": RATE, "y": BALL, "precision": "float32"}, "precision: a phase diagram is computed in"),
    ],
)
def test_that_what_cannot_be_mapped_gets_one_sentence(more: dict[str, Any], says: str) -> None:
    with pytest.raises(ExperimentError, match=says):
        gdviz.map(FOUR, **more)


@pytest.mark.parametrize("kind", ["basin", "lr"])
def test_that_a_map_on_a_gpu_is_that_of_the_processor(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """NumPy stands for CuPy; Himmelblau and momentum only add and multiply, so that the bits are the same."""
    experiment = FOUR.replace("runs[0].optimizer.momentum", 0.5)
    on_processor = gdviz.map(experiment, kind=kind, resolution=9, device="cpu")
    cupy = fake_gpu(monkeypatch)
    monkeypatch.setattr(basins, "GPU_BLOCK", 50)
    made = gdviz.map(experiment, kind=kind, resolution=9, device="gpu")
    assert cupy.transfers and not made.notes
    for name, array in vars(on_processor).items():
        np.testing.assert_array_equal(getattr(made, name), array, err_msg=name)


def test_that_a_map_goes_on_without_a_gpu_and_says_so() -> None:
    if backend.probe()[0] is not None:
        pytest.skip("this machine has a GPU")
    made = gdviz.map(FOUR, resolution=4, device="gpu")
    assert [note.template for note in made.notes] == ["no GPU: {why}; NumPy goes on"]
    np.testing.assert_array_equal(made.loss, gdviz.map(FOUR, resolution=4).loss)


def test_that_a_large_map_of_data_is_computed_on_a_gpu_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    line = an_experiment(line_data(30), [a_run([0, 0])], steps=3)
    cupy = fake_gpu(monkeypatch)
    gdviz.map(line, resolution=57)
    gdviz.map(FOUR, resolution=400)  # by machine code
    assert not cupy.transfers
    gdviz.map(line, resolution=58)
    assert cupy.transfers


@pytest.mark.parametrize("kind", ["basin", "lr"])
def test_that_floats_of_32_bits_give_nearly_the_same_map(kind: str) -> None:
    fine, coarse = (gdviz.map(FOUR, kind=kind, resolution=12, precision=name) for name in ("float64", "float32"))
    assert not np.array_equal(coarse.loss, fine.loss, equal_nan=True)
    good = np.isfinite(fine.loss) & (fine.loss < 1e6)
    assert np.mean(np.isclose(coarse.loss[good], fine.loss[good], rtol=1e-2, atol=1e-3)) > 0.9


def test_that_a_map_over_rate_and_step_that_no_memory_holds_is_refused() -> None:
    with pytest.raises(ExperimentError, match="resolution: 200 rates over 1,000,000 steps are more than 100,000,000"):
        gdviz.map(FOUR.replace("steps", 10**6), kind="lr")


def test_that_rates_are_the_same_on_any_executor() -> None:
    made = gdviz.map(FOUR, kind="lr", resolution=37)
    with ThreadPoolExecutor(3) as executor:
        again = gdviz.map(FOUR, kind="lr", resolution=37, executor=executor)
    np.testing.assert_array_equal(again.loss, made.loss)
    assert again.rates.tolist() == made.rates.tolist()


@pytest.mark.parametrize(
    ("values", "log"),
    [(np.linspace(0.1, 1, 9), False), (np.geomspace(0.1, 1, 9), True), (np.arange(-1.0, 2), False)],
)
def test_that_a_logarithmic_side_is_recognised_by_its_values(values: np.ndarray, log: bool) -> None:
    assert is_log(values) is log


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path))
    return tmp_path / "cache" / "maps"


def test_that_a_kept_map_comes_back_to_the_bit_and_a_damaged_one_does_not(home: Path) -> None:
    made = gdviz.map(FOUR, resolution=4)
    key = map_cache.key_of({"experiment": map_cache.plain(FOUR)})
    assert map_cache.read_map(key, FOUR) is None
    map_cache.keep_map(key, made)
    again = map_cache.read_map(key, FOUR)
    assert isinstance(again, type(made))
    np.testing.assert_array_equal(again.loss, made.loss)
    (file,) = home.iterdir()
    file.write_bytes(file.read_bytes()[:-40])
    assert map_cache.read_map(key, FOUR) is None
    for content in (b"", file.read_bytes()[:100], bytes(byte ^ 1 for byte in file.read_bytes())):
        file.write_bytes(content)
        assert map_cache.read_map(key, FOUR) is None
    map_cache.keep_map(key, made)
    whole = file.read_bytes()
    for at in range(0, len(whole), 7):  # a byte after the other
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 64]) + whole[at + 1 :])
        map_cache.read_map(key, FOUR)
    assert map_cache.clear() == 1 and not list(home.iterdir())


def test_that_a_diagram_with_a_cell_that_failed_is_not_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = phase_cells(FOUR, range_of("x", RATE), range_of("y", BALL), 0, "loss", 4, None, 1)
    made = Sweep.empty(cells)
    made.done[...] = True
    made.failed[3] = message("no memory")
    map_cache.keep_sweep("0", made)
    assert not home.exists() or not list(home.iterdir())
    home.mkdir(parents=True, exist_ok=True)
    made.save(home / "1.npz")
    assert map_cache.read_sweep("1", cells) is None


@pytest.mark.parametrize("kind", ["basin", "lr", "phase"])
def test_that_an_executor_that_has_ended_is_one_sentence(kind: str) -> None:
    threads = ThreadPoolExecutor(1)
    threads.shutdown()
    sides = {"x": RATE, "y": BALL} if kind == "phase" else {}
    with pytest.raises(ExperimentError, match="the processes that compute have ended"):
        gdviz.map(FOUR, kind=kind, resolution=4, executor=threads, **sides)


def test_that_the_ends_of_a_side_may_be_numbers_of_numpy() -> None:
    made = gdviz.map(FOUR, resolution=4, x=("start[0]", np.int64(-1), np.float32(1)))
    assert made.x[[0, -1]].tolist() == [-1, 1]


def test_that_the_oldest_maps_go_where_there_is_no_room(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    made = gdviz.map(FOUR, resolution=4)
    map_cache.keep_map("0", made)
    size = (home / "0.npz").stat().st_size
    monkeypatch.setattr(map_cache, "MOST", int(2.5 * size))
    for key in "123":
        for file in home.iterdir():
            os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 10))
        map_cache.keep_map(key, made)
    assert {file.stem for file in home.iterdir()} == {"2", "3"}


def test_that_what_depends_on_a_file_is_not_kept() -> None:
    assert map_cache.key_of({"experiment": {"data": {"path": "a.csv"}}}) is None
