"""gdviz makes gradient descent visible; this package is its engine as a library, and never imports Qt."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from gdviz.version import __version__ as __version__

if TYPE_CHECKING:
    from gdviz.api import problem, schedule
    from gdviz.engine.comparison import Comparison, compare
    from gdviz.engine.mapping import map
    from gdviz.engine.recording import Recording, recorded
    from gdviz.engine.runner import Result, run
    from gdviz.engine.sweeps import Sweep, sweep
    from gdviz.engine.trajectory import RunRecord, Verdict
    from gdviz.experiment import Experiment, RunSpec, load, save
    from gdviz.guided.catalogue import lesson
    from gdviz.messages import ExperimentError
    from gdviz.prepared import example, examples

_HOMES = {
    "Experiment": "gdviz.experiment",
    "RunSpec": "gdviz.experiment",
    "load": "gdviz.experiment",
    "save": "gdviz.experiment",
    "ExperimentError": "gdviz.messages",
    "run": "gdviz.engine.runner",
    "sweep": "gdviz.engine.sweeps",
    "Sweep": "gdviz.engine.sweeps",
    "map": "gdviz.engine.mapping",
    "compare": "gdviz.engine.comparison",
    "recorded": "gdviz.engine.recording",
    "Recording": "gdviz.engine.recording",
    "Comparison": "gdviz.engine.comparison",
    "Result": "gdviz.engine.runner",
    "RunRecord": "gdviz.engine.trajectory",
    "Verdict": "gdviz.engine.trajectory",
    "example": "gdviz.prepared",
    "examples": "gdviz.prepared",
    "lesson": "gdviz.guided.catalogue",
    "problem": "gdviz.api",
    "schedule": "gdviz.api",
}

__all__ = [
    "Comparison",
    "Experiment",
    "ExperimentError",
    "Recording",
    "Result",
    "RunRecord",
    "RunSpec",
    "Sweep",
    "Verdict",
    "compare",
    "example",
    "examples",
    "lesson",
    "load",
    "map",
    "problem",
    "recorded",
    "run",
    "save",
    "schedule",
    "sweep",
]


if not TYPE_CHECKING:  # type checkers use the imports above, and report names that are not there

    def __getattr__(name: str) -> Any:
        """Import a public name on first use: `import gdviz` alone stays fast."""
        if name not in _HOMES:
            raise AttributeError(f"module 'gdviz' has no attribute {name!r}")
        value = getattr(importlib.import_module(_HOMES[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
