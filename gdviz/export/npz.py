"""NPZ: the arrays of all runs, for NumPy."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from gdviz import carried
from gdviz.engine.columns import columns
from gdviz.export.export_format import DataFormat
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.engine.runner import Result


class Npz(DataFormat):
    """Arrays ``runs/0/w``, ``runs/0/loss``, ..; `labels`, and `experiment`, the text of the experiment's JSON.

    Read by ``numpy.load(path)``; nothing in it is pickled.
    """

    kind: ClassVar[str] = "npz"
    suffixes: ClassVar[tuple[str, ...]] = (".npz",)
    name: ClassVar[str] = "NumPy"
    summary: ClassVar[str] = mark("The arrays of all runs, for numpy.load.")
    carries: ClassVar[bool] = True
    order: ClassVar[int] = 51

    def content(self, result: Result) -> bytes:
        """See DataFormat."""
        arrays: dict[str, np.ndarray] = {
            "experiment": np.array(carried.text_of(result.experiment.portable())),
            "labels": np.array(result.labels),
        }
        for i, record in enumerate(result.runs):
            arrays |= {f"runs/{i}/{name}": values for name, values in columns(record).items()}
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()
