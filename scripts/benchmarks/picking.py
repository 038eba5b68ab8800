"""How long a surface of the catalogue takes from being picked to its first numbers, cold."""

from __future__ import annotations

import json

from benchmarks.table import Row
from benchmarks.timing import child

NODES = 113
"""Nodes a side of the loss that is computed: a first, coarse picture."""
PICK = """
import sys, time, json
import numpy as np
from gdviz.problems import surfaces
from gdviz.problems.surfaces import SurfaceSpec
axis = np.linspace(0.0, 1.0, {nodes})
axes = [axis[None, :], axis[:, None]]
name = sys.argv[1]
begun = time.perf_counter()
problem = SurfaceSpec.from_json({{"kind": "surface", "name": name}}, "problem").build()
problem.loss_on(*([lo + (hi - lo) * a for (lo, hi), a in zip(problem.domain, axes)]))
problem.scalar(*problem.start), problem.hessian(np.array(problem.start)), problem.gradient_texts()
taken = time.perf_counter() - begun
print(json.dumps([1e3 * taken, "sympy" in sys.modules]))
"""


def pick_times(rounds: int = 3) -> dict[str, float]:
    """Milliseconds from the name to loss on a grid, gradient, Hessian and their texts: the median of `rounds`.

    Each time in a separate process that has imported gdviz and nothing of the surface. Raises RuntimeError when
    a surface needs sympy.
    """
    from gdviz.problems.surfaces import names

    taken = {}
    for name in names():
        times = []
        for _ in range(rounds):
            milliseconds, sympy = json.loads(child(["-c", PICK.format(nodes=NODES), name]))
            if sympy:
                raise RuntimeError(f"{name} is not precompiled: run scripts/precompile.py")
            times.append(milliseconds)
        taken[name] = sorted(times)[rounds // 2]
    return taken


def picking_rows() -> list[Row]:
    """The slowest surface of the catalogue."""
    taken = pick_times()
    slowest = max(taken, key=lambda name: taken[name])
    return [Row(f"a surface picked, cold: the slowest of {len(taken)} ({slowest})", "ms", taken[slowest], ("<=", 30.0))]
