from __future__ import annotations

from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import backend
from gdviz.backend import FLOATS, NUMPY, probe, select
from tests.making import a_run, an_experiment, expression, fake_cupy, fake_gpu, line_data, quadratic


@pytest.fixture(autouse=True)
def forgotten_probe() -> Iterator[None]:
    probe.cache_clear()
    yield
    probe.cache_clear()


def install(monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
    """Put `module` where `import cupy` finds it."""
    monkeypatch.setattr(backend.importlib.util, "find_spec", lambda name: ModuleSpec(name, None))
    monkeypatch.setattr(backend.importlib, "import_module", lambda name: module)


def a_cupy(available: Any = True, answer: float = 6.0) -> SimpleNamespace:
    cuda = SimpleNamespace(is_available=available if callable(available) else lambda: available)
    return SimpleNamespace(cuda=cuda, arange=lambda stop: _Product(answer))


class _Product:
    def __init__(self, answer: float) -> None:
        self.answer = answer

    def __mul__(self, factor: float) -> _Product:
        return self

    def sum(self) -> float:
        return self.answer


def broken() -> bool:
    raise RuntimeError("cudaErrorInsufficientDriver: the driver is too old\nand more")


def test_that_without_cupy_the_reason_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend.importlib.util, "find_spec", lambda name: None)
    cupy, reason = probe()
    assert cupy is None
    assert str(reason) == "CuPy is not installed"


@pytest.mark.parametrize(
    ("module", "why"),
    [
        (a_cupy(available=False), "no GPU answers"),
        (a_cupy(answer=5.0), "the GPU computes wrong numbers"),
        (a_cupy(available=broken), "the GPU does not start: RuntimeError: cudaErrorInsufficientDriver: the driver is"),
        (SimpleNamespace(), "the GPU does not start: AttributeError"),
    ],
)
def test_that_a_gpu_has_to_prove_itself_by_a_kernels_result(
    module: Any, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, module)
    cupy, reason = probe()
    assert cupy is None
    assert str(reason).startswith(why)
    assert "\n" not in str(reason)


def test_that_a_gpu_that_computes_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    module = a_cupy()
    install(monkeypatch, module)
    assert probe() == (module, None)
    chosen = select("gpu")
    assert (chosen.name, chosen.is_gpu, chosen.xp, chosen.note) == ("CuPy", True, module, None)


def test_that_the_gpu_asked_for_in_vain_is_replaced_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend.importlib.util, "find_spec", lambda name: None)
    experiment = an_experiment("sphere", [a_run([1, 1])])
    result = gdviz.run(experiment, device="gpu")
    assert result.backend.name == "NumPy"
    assert [str(note) for note in result.notes] == ["no GPU: CuPy is not installed; NumPy goes on"]
    assert result.runs[0].finish == "completed"
    np.testing.assert_array_equal(result.runs[0].w, gdviz.run(experiment, "cpu").runs[0].w)


def test_that_auto_asks_for_a_gpu_only_where_arrays_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    cupy = fake_gpu(monkeypatch)
    assert select("auto", elements=99_999) is NUMPY
    assert select("auto", elements=100_000).xp is cupy
    assert select("cpu", elements=10**9) is NUMPY
    monkeypatch.setattr(backend, "probe", lambda: (None, None))
    assert select("auto", elements=10**9) is NUMPY


@pytest.mark.parametrize("device", ["cuda", "", "GPU", None])
def test_that_an_unknown_device_is_refused(device: Any) -> None:
    with pytest.raises(gdviz.ExperimentError, match="device: must be one of auto, cpu, gpu"):
        select(device)


@pytest.mark.parametrize(
    ("problem", "start"),
    [
        ("himmelblau", [-1, 3]),
        ("rastrigin", [2.2, 2.3]),
        (expression("exp(x/4) + abs(x - 1)"), [0.5]),
        (quadratic(1, 2, 3, 4, 5, 6), [1.0] * 6),
        (quadratic(1, 2, noise={"std": 0.1}), [1, 1]),
        (line_data(20), [0, 0]),
    ],
)
@pytest.mark.parametrize("optimizer", [{"kind": "sgd", "lr": 0.003, "momentum": 0.9}, {"kind": "adam", "lr": 0.01}])
def test_that_a_gpu_runs_the_same_code(
    problem: Any, start: list[float], optimizer: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    cupy = fake_gpu(monkeypatch)
    batch = {"size": 6} if isinstance(problem, dict) and "data" in problem else None
    experiment = an_experiment(problem, [a_run(start, optimizer, batch=batch)], steps=300)
    there, here = gdviz.run(experiment, "gpu"), gdviz.run(experiment, "cpu")
    assert there.backend.name == "CuPy"
    assert cupy.transfers
    one, two = there.runs[0], here.runs[0]
    assert one.failure == two.failure == ""
    assert type(one.w) is np.ndarray
    for name in ("w", "loss", "grad", "lr", "batch_loss", "epoch", "step", "delta"):
        np.testing.assert_allclose(getattr(one, name), getattr(two, name), rtol=1e-9, atol=1e-12, err_msg=name)
    assert one.finish == two.finish


def test_that_a_gpus_arrays_come_back_once_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    cupy = fake_gpu(monkeypatch)
    monkeypatch.setattr("gdviz.engine.runner.FIRST_CHUNK", 100)
    monkeypatch.setattr("gdviz.engine.runner.LARGEST_CHUNK", 100)
    monkeypatch.setattr("gdviz.engine.runner.CHUNK_SECONDS", 1e9)
    gdviz.run(an_experiment("sphere", [a_run([1, 1])], steps=400), "gpu")
    assert len(cupy.transfers) == 3 * 4


@pytest.mark.parametrize("value", [-2.5, -0.0, 0.0, 3.0, 1e300])
def test_that_floats_and_arrays_have_the_same_functions(value: float) -> None:
    array = np.array([value])
    assert FLOATS.sqrt(abs(value)) == np.sqrt(np.abs(array))[0]
    assert FLOATS.abs(value) == np.abs(array)[0]
    assert FLOATS.sign(value) == np.sign(array)[0]
    assert FLOATS.maximum(value, 1.0) == np.maximum(array, 1.0)[0]
    assert FLOATS.minimum(value, 1.0) == np.minimum(array, 1.0)[0]


def test_that_the_host_gets_numpy_arrays() -> None:
    array = np.arange(3.0)
    assert NUMPY.to_host(array) is array
    cupy = fake_cupy()
    assert backend.Backend("CuPy", cupy, is_gpu=True).to_host(array) is not array
