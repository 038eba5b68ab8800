"""What maps are written as: NumPy's arrays, which carry the experiment, tables, and pictures by matplotlib."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gdviz import carried
from gdviz.engine.notebook import needed
from gdviz.experiment import Experiment
from gdviz.messages import ExperimentError
from gdviz.params import unknown
from gdviz.paths import write_whole


def save(path: Path, contents: Mapping[str, Callable[[], bytes]]) -> None:
    """Write the content that belongs to the suffix; an existing file is replaced only once its successor is complete.

    Raises ExperimentError for another suffix, OSError, and what making the content raises.
    """
    suffix = path.suffix.lower()
    if suffix not in contents:
        raise ExperimentError("", unknown(path.suffix, list(contents)))
    write_whole(path, contents[suffix]())


def arrays_of(made: object) -> dict[str, np.ndarray]:
    """The arrays of a map by name."""
    return {name: value for name, value in vars(made).items() if isinstance(value, np.ndarray)}


def arrays(experiment: Experiment, made: object) -> bytes:
    """The arrays of a map and its experiment, for ``numpy.load``."""
    content = io.BytesIO()
    carrying = np.array(carried.text_of(experiment.portable()))
    np.savez_compressed(content, allow_pickle=False, experiment=carrying, **arrays_of(made))
    return content.getvalue()


def table(names: Sequence[str], *columns: np.ndarray) -> bytes:
    """Columns of any one shape as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(zip(*(column.ravel().tolist() for column in columns), strict=True))
    return text.getvalue().encode()


def picture(draw: Callable[[Any, Any], object]) -> bytes:
    """A PNG of what `draw` draws on matplotlib's figure and axes. Raises ModuleNotFoundError without matplotlib."""
    with needed("a picture needs matplotlib"):
        from gdviz.engine.paper_figure import PaperFigure
    figure = PaperFigure(figsize=(5.2, 4.2), layout="constrained")
    draw(figure, figure.subplots())
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=200)
    return written.getvalue()


def is_log(values: np.ndarray) -> bool:
    """Whether values rise by equal factors rather than by equal steps."""
    if len(values) < 3 or values[0] <= 0:
        return False
    steps, factors = np.diff(values), np.diff(np.log(values))
    return bool(np.ptp(factors) / factors.mean() < np.ptp(steps) / steps.mean())
