"""What a training step needs of memory, and which batch sizes fit.

Parameters, gradients and the optimizer's state are there once; the values of the layers (the activations) are kept
for each sample of the batch until the gradient has been computed. Sources of the networks: resources/networks.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gdviz.engine.accumulation import sample_bytes
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.paths import resource_json
from gdviz.problems.problem import compiled

GIB = 2**30
"""A gigabyte of memory."""
CARDS = (8, 12, 24, 80)
"""Gigabytes of usual graphics cards."""
PRECISIONS = {"float64": 8, "float32": 4, "float16": 2}
"""Bytes of a number."""


@frozen
class Need:
    """A model and its data in numbers: `parameters`, `activations` and `features` a sample, `samples`.

    `size` is the bytes of a number, `slots` how many numbers the optimizer keeps for each parameter (SGD 0, momentum
    1, Adam 2).
    """

    parameters: int
    activations: int
    features: int
    samples: int
    size: int = 4
    slots: int = 0

    @property
    def parts(self) -> dict[str, int]:
        """Bytes of what is there once: parameters, gradients, state."""
        each = self.parameters * self.size
        return {"parameters": each, "gradients": each, "state": self.slots * each}

    @property
    def fixed(self) -> int:
        """Their sum."""
        return sum(self.parts.values())

    @property
    def per_sample(self) -> int:
        """Bytes that each sample of a batch adds: its features and its activations."""
        return (self.features + self.activations) * self.size

    def total(self, batch: int) -> int:
        """Bytes of a step with a batch of `batch` samples."""
        return self.fixed + batch * self.per_sample

    def largest(self, memory: int) -> int:
        """The largest batch that fits into `memory` bytes: 0 where not even one sample does."""
        return max(0, min((memory - self.fixed) // max(self.per_sample, 1), self.samples))

    def powers(self, memory: int) -> list[int]:
        """The powers of two that fit."""
        largest = self.largest(memory)
        return [2**k for k in range(largest.bit_length()) if 2**k <= largest]


@frozen
class Network:
    """A known network: what it is called, what it needs, and where the numbers are from.

    `title` and `source` map a language to its text.
    """

    name: str
    title: Mapping[str, str]
    need: Need
    source: Mapping[str, str]


@cache
def networks() -> tuple[Network, ...]:
    """The networks of resources/networks.json, the smallest first."""
    made = []
    for entry in resource_json("networks.json"):
        numbers = (entry[key] for key in ("parameters", "activations", "features", "samples"))
        made.append(Network(entry["name"], entry["title"], Need(*numbers), entry["source"]))
    return tuple(made)


def of_experiment(experiment: Experiment, run: int = 0) -> Need:
    """What a step of the experiment's run needs here: float64, and the intermediates of this program."""
    problem = compiled(experiment.problem)
    slots = len(experiment.runs[run].optimizer.init(0.0))
    features = problem.dim if problem.n_samples else 0
    activations = sample_bytes(problem) // 8 - features if problem.n_samples else 0
    return Need(problem.dim, activations, features, problem.n_samples or 1, 8, slots)
