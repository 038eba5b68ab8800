"""PyTorch's part of scripts/bench.py does the same work as the engine."""

from __future__ import annotations

import pytest
import torch
from benchmarks import paths

import gdviz


def test_that_torch_eager_goes_where_the_engine_does() -> None:
    for kind in paths.BY_HAND:
        record = gdviz.run(paths.experiment(kind, 50), "cpu").runs[0]
        w, loss, grad, rate = paths.torch_eager(torch, kind, 50)[-1]
        assert w.tolist() == pytest.approx(record.w[49].tolist())
        assert loss == pytest.approx(record.loss[49])
        assert grad.tolist() == pytest.approx(record.grad[49].tolist())
        assert rate == record.lr[49]
