"""The runner: an experiment in, chunks of updates out. A generator; threads and pauses are the caller's."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from gdviz.backend import Backend, select
from gdviz.engine.accumulation import Accumulator
from gdviz.engine.batches import Batches
from gdviz.engine.cutting import cut, empty, finite_start, finite_updates, stop_after
from gdviz.engine.objective import ProblemObjective
from gdviz.engine.rich_display import RichDisplay
from gdviz.engine.steering import Steering
from gdviz.engine.trajectory import Chunk, RunRecord, thinning
from gdviz.experiment import Experiment
from gdviz.messages import Message
from gdviz.problems.problem import Problem, ScalarLossGrad, compiled

if TYPE_CHECKING:
    from gdviz.engine.recording import Recording

FIRST_CHUNK, LARGEST_CHUNK = 256, 4096
CHUNK_SECONDS = 0.002
"""Updates a chunk: few at first, so that a window sees a path at once; then as many as take about 2 ms, so that
a run can be stopped, and watched, at any time."""


@dataclass(repr=False)
class Result(RichDisplay):
    """The records of an experiment's runs, and the device that computed them."""

    experiment: Experiment
    runs: list[RunRecord]
    backend: Backend
    notes: list[Message] = field(default_factory=list)
    """Remarks on it, such as which recorded runs of the experiment cannot be read; printed with it."""
    memory: int | None = None
    """Bytes that a batch may take; None: half of what is free."""
    beside: list[Recording] = field(default_factory=list)
    """The recorded runs that the experiment names and shows, as far as they can be read; shown with the runs."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What each run is called."""
        return tuple(map(self.experiment.label, range(len(self.runs))))

    def say(self, note: Message | None) -> None:
        """Add a note, once."""
        if note is not None and note not in self.notes:
            self.notes.append(note)


def prepare(experiment: Experiment, device: str = "auto", memory: int | None = None) -> Result:
    """Empty records for all runs, and the device; a batch may take `memory` bytes (None: half of what is free).

    Raises ExperimentError for an unknown device.
    """
    problem = compiled(experiment.problem)
    records = []
    for run in experiment.runs:
        batch = None if problem.n_samples is None else run.batch
        batches = Batches(batch, problem.n_samples or 1, experiment.seed)
        steps = experiment.steps if experiment.steps is not None else (experiment.epochs or 0) * batches.per_epoch
        records.append(RunRecord(run, problem, batches, steps))
    sizes = [(run.batch.size if run.batch else problem.n_samples or 1) * problem.dim for run in experiment.runs]
    backend = select(device, elements=max(sizes))
    return Result(experiment, records, backend, [note for note in (backend.note, thinning(records)) if note], memory)


def iterate(experiment: Experiment, result: Result) -> Iterator[Chunk]:
    """Compute all runs, a chunk of each in turn, so that they advance together.

    Each run's last chunk carries its `finish`; an exception in one run ends that run as "failed", with its
    text, and the others go on. Records that are finished stay as they are.
    """
    records = [(i, record) for i, record in enumerate(result.runs) if record.finish is None]
    going = [(i, _run(i, experiment, record, result)) for i, record in records]
    while going:
        still = []
        for i, chunks in going:
            try:
                chunk = next(chunks)
            except Exception as error:  # the record and the window show its text
                chunk = empty(i, result.runs[i].problem, "failed", f"{type(error).__name__}: {error}")
            yield chunk
            if chunk.finish is None:
                still.append((i, chunks))
        going = still


def run(
    experiment: Experiment,
    device: str = "auto",
    progress: Callable[[int, int], None] | None = None,
    memory: int | None = None,
) -> Result:
    """Compute an experiment to its end.

    Parameters
    ----------
    experiment : Experiment
    device : str
        "auto", "cpu" or "gpu".
    progress : callable, optional
        Called with (updates made, updates planned) after each chunk.
    memory : int, optional
        Bytes that a batch may take; a larger one is accumulated in chunks. Default: half of what is free.

    Returns
    -------
    Result
        Its `runs` are RunRecords with `finish` set, and `verdict` unless the run failed; its `notes` say what differs
        from the request: another device, thinned records, recorded runs that the experiment names and that are not
        shown.

    Raises
    ------
    ExperimentError
        For an unknown device.
    """
    from gdviz.engine.diagnosis import diagnose  # sympy may be behind a Hessian: not at import

    result = prepare(experiment, device, memory)
    planned = sum(record.planned for record in result.runs)
    for chunk in iterate(experiment, result):
        record = result.runs[chunk.run]
        record.append(chunk)
        if chunk.finish is not None:
            record.verdict = diagnose(record)
        if progress is not None:
            progress(sum(r.updates for r in result.runs), planned)
    if "recorded" in experiment.view:
        from gdviz.engine.recorded_runs import beside, remarks  # not at import: few experiments have any

        result.beside = beside(experiment)
        of_one_pace = len({record.steps_per_epoch for record in result.runs}) == 1  # else plots count epochs
        for remark in remarks(experiment, result.runs[0].problem, "step" if of_one_pace else "epoch"):
            result.say(remark)
    return result


def _run(index: int, experiment: Experiment, record: RunRecord, result: Result) -> Iterator[Chunk]:
    """One run: its chunks, cut after the last finite row and after a met stop condition."""
    problem, spec = record.problem, record.spec
    if problem.absent:
        yield empty(index, problem, "failed", problem.absent)
        return
    chunks = _start(index, experiment, record, result)
    made = 0
    if not np.isfinite(record.w[0]).all() or not finite_start(problem, spec):
        yield empty(index, problem, "diverged")
        return
    for chunk in chunks:
        good = finite_updates(chunk, problem)
        stopped = stop_after(chunk, experiment.stop, record, good)
        if stopped is not None:
            yield cut(chunk, stopped, "converged")
            return
        if good < len(chunk.w):
            yield cut(chunk, good, "diverged")
            return
        made += len(chunk.w)
        if made == record.planned:
            yield cut(chunk, len(chunk.w), "completed")
            return
        yield chunk
    yield empty(index, problem, "completed")


def _start(index: int, experiment: Experiment, record: RunRecord, result: Result) -> Iterator[Chunk]:
    """Choose how to compute: Python floats for one path in few dimensions, otherwise arrays.

    A rule that couples the parameters needs them as one array.
    """
    scalar = record.problem.scalar
    floats = record.problem.dim <= 4 and not record.spec.optimizer.coupled and not result.backend.is_gpu
    if scalar is not None and floats:
        return _floats(index, experiment, record, scalar)
    return _arrays(index, experiment, record, result)


class _Pace:
    """How many updates the next chunk has: two or four times as many while they are fast, fewer when they are slow."""

    def __init__(self, planned: int) -> None:
        self._planned = planned
        self._first, self._size = 0, FIRST_CHUNK

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """The (first, count) of each chunk; call `took` after each."""
        while self._first < self._planned:
            count = min(self._size, self._planned - self._first)
            yield self._first, count
            self._first += count

    def took(self, seconds: float) -> None:
        """Note how long the chunk took."""
        if seconds < CHUNK_SECONDS / 4:
            self._size = min(4 * self._size, LARGEST_CHUNK)
        elif seconds < CHUNK_SECONDS / 2:
            self._size = min(2 * self._size, LARGEST_CHUNK)
        elif seconds > 2 * CHUNK_SECONDS:
            self._size = max(self._size // 2, 1)


class _Noise:
    """Seeded Gaussian noise for the gradients; the same for every run, whatever the chunks."""

    def __init__(self, experiment: Experiment, problem: Problem) -> None:
        self.std = problem.noise_std
        self._dim = problem.dim
        # numpy.random is imported at its first use, and most runs have no noise.
        self._random = np.random.default_rng(experiment.seed) if self.std else None

    def draw(self, count: int) -> np.ndarray:
        """Noise for `count` gradients, shape (count, dim)."""
        if self._random is None:
            return np.zeros((count, self._dim))
        return self.std * self._random.standard_normal((count, self._dim))


def _floats(index: int, experiment: Experiment, record: RunRecord, scalar: ScalarLossGrad) -> Iterator[Chunk]:
    """One path on Python floats, about 30 times as fast as arrays of two numbers."""
    from gdviz.engine.unrolled import UnrolledPath  # brings the formulas: not at import

    problem, steering = record.problem, Steering(record)
    dim, noise = problem.dim, _Noise(experiment, problem)

    def at(*w: float) -> tuple[float, ...]:
        try:
            return scalar(*w)
        except (ArithmeticError, ValueError):  # where floats raise, arrays hold inf or nan
            with np.errstate(all="ignore"):
                point = np.array(w)
                return (float(problem.loss(point)), *problem.grad(point).tolist())

    path = UnrolledPath(problem, at, steering.optimizer, record.spec.start, fixed=not steering.cycles)
    pace = _Pace(record.planned)
    for first, count in pace:
        begun = time.perf_counter()
        rates = steering.plan(first, count)
        draws = noise.draw(count) if noise.std else None
        made = 0
        while made < count:
            until = made + steering.piece(first + made)
            path.advance(first + made, rates[made:until], None if draws is None else draws[made:until])
            made = until
            if steering.wants_loss(first + made):
                steering.see(first + made, path.loss)
        table = path.taken()
        pace.took(time.perf_counter() - begun)
        yield Chunk(index, table[:, dim:-1], table[:, -1], table[:, :dim], rates)


def _arrays(index: int, experiment: Experiment, record: RunRecord, result: Result) -> Iterator[Chunk]:
    """Arrays over parameters and samples, on the backend's device; one transfer to the host a chunk."""
    backend, problem, steering = result.backend, record.problem, Steering(record)
    xp = backend.xp
    optimizer = steering.optimizer
    has_data, noise = problem.n_samples is not None, _Noise(experiment, problem)
    w = xp.asarray(np.array(record.spec.start))
    state = optimizer.init(xp.zeros(problem.dim))
    accumulator = Accumulator(problem, backend, record.batches.largest, result.memory) if has_data else None
    objective = ProblemObjective(problem, xp, accumulator.loss_grad if accumulator is not None else None)
    update = optimizer.rule(objective)
    pace = _Pace(record.planned)
    for first, count in pace:
        begun = time.perf_counter()
        rates = steering.plan(first, count)
        draws = xp.asarray(noise.draw(count)) if noise.std else None
        points, grads = xp.empty((count, problem.dim)), xp.empty((count, problem.dim))
        losses = xp.empty(count)
        samples = record.batches.iterate(first, count) if has_data else iter(())
        with np.errstate(all="ignore"):
            for k in range(count):
                steering.piece(first + k)
                lr = float(rates[k])
                if accumulator is not None:
                    objective.samples = next(samples)
                    losses[k], grad = accumulator.loss_grad(w, objective.samples, xp)
                else:
                    grad = problem.grad(w, xp)
                if draws is not None:
                    grad = grad + draws[k]
                delta, state = update(grad, state, w, lr, first + k + 1, xp)
                w = w + delta
                grads[k], points[k] = grad, w
                if steering.wants_loss(first + k + 1):
                    steering.see(first + k + 1, float(problem.loss(w, xp)))
            if not has_data:
                losses = problem.loss(points, xp)
        if accumulator is not None:
            result.say(accumulator.note)
        host = [backend.to_host(array) for array in (points, losses, grads)]
        pace.took(time.perf_counter() - begun)
        if has_data:
            yield Chunk(index, host[0], None, host[2], rates, host[1])
        else:
            yield Chunk(index, host[0], host[1], host[2], rates)
