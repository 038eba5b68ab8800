"""The worker thread: computes an experiment in bursts and reports its progress; the window reads the rows.

Measured (2 cores, a frame of 9 ms): a worker that runs freely leaves the window 10 frames a second; one that works
between a painted frame and the beginning of the next leaves it 60, at more than half a million steps a second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QThread, Signal

from gdviz.engine.diagnosis import diagnose
from gdviz.engine.diagnosis.crossings import FEW, is_known, is_quick, looking_at, working_out
from gdviz.engine.runner import Result, iterate
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.whole_loss import evaluating, is_evaluated
from gdviz.engine.whole_loss import is_quick as is_quickly_evaluated
from gdviz.experiment import Experiment
from gdviz.frozen import frozen

FIRST_SECONDS = 0.004
"""The length of the first burst, for which the window waits."""
BURST_SECONDS = 0.01
"""The length of a later burst, which ends earlier for a frame."""
LOOK_SECONDS = 0.002
"""A first burst may take so long for stability limits, so that those of short runs need no second repaint."""
WHOLE_SECONDS = 0.06
"""A first burst may take so long where the work is done by then: a path that is whole needs no second frame.

Frames that show parts of it cost more: 8 runs of 45 ms, shown in frames of 50 ms, came whole after 100 ms in place of
220.
"""


@frozen
class Limits:
    """The stability limits that are wanted: those of `records`, the first one first, and the losses of all samples.

    Not `closely`, during a drag: only that of the first, at a few rows. `stretches` are rows that a plot shows zoomed
    in: (record, first row, last row) each.
    """

    records: tuple[RunRecord, ...] = ()
    closely: bool = True
    stretches: tuple[tuple[RunRecord, int, int], ...] = ()


@dataclass
class _Job:
    generation: int
    experiment: Experiment
    result: Result
    limits: Limits
    again: bool = False
    """Whether it was computed before, and only other limits are wanted."""
    few: int = FEW
    """How many rows may still be evaluated for the limits at a few rows."""


class Worker(QThread):
    """Computes the newest job; an older one is cancelled at its next chunk.

    A job's first burst starts at once; each further one waits for `kick`, and `hold` ends it early. Every started job
    ends with exactly one `finished_job`, its reason "completed", "cancelled" or "failed". Rows are in the records
    before the signal for them is emitted; no signal carries an array. `progressed` carries steps a second of
    working time; 0 where the work was too short to measure. After the last step come the stability limits: `limited`
    is emitted when more of them are known. So do the losses of all samples along runs of batches; those of short runs
    come with the last step.
    """

    started_job = Signal(int)
    progressed = Signal(int, float)
    limited = Signal(int)
    finished_job = Signal(int, str)
    failed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Condition()
        self._next: _Job | None = None
        self._job: _Job | None = None
        """The job under way, as long as other limits can be wanted of it."""
        self._permits = 0
        self._burst = BURST_SECONDS
        self._held = False
        self._bursts_done = 0
        self._quit = False

    def submit(self, generation: int, experiment: Experiment, result: Result, limits: Limits | None = None) -> None:
        """Compute `experiment` into the records of `result`, instead of anything before, and then the `limits`."""
        with self._lock:
            self._next = _Job(generation, experiment, result, limits or Limits())
            self._bursts_done = 0
            self._held = False
            self._lock.notify_all()

    def look(self, generation: int, experiment: Experiment, result: Result, limits: Limits) -> None:
        """Work out other `limits` of the newest job, which may be under way or done; what is computed stays."""
        with self._lock:
            job = self._next or self._job
            if job is not None:
                job.limits = limits
            else:
                self._next = _Job(generation, experiment, result, limits, again=True)
                self._held = False
                self._lock.notify_all()

    @property
    def working(self) -> bool:
        """Whether there is a job that is not done."""
        with self._lock:
            return self._next is not None or self._job is not None

    def hold(self) -> None:
        """End the burst under way with its chunk: call it before painting, and `kick` after."""
        with self._lock:
            self._held = True
            self._permits = 0

    def kick(self, seconds: float = BURST_SECONDS) -> None:
        """Allow one more burst of at most `seconds`: call it after painting."""
        with self._lock:
            self._held = False
            self._burst = seconds
            self._permits = 1
            self._lock.notify_all()

    def wait_for_burst(self, seconds: float) -> None:
        """Wait, `seconds` at most, until the first burst of the newest job is over: short runs are then done."""
        with self._lock:
            self._lock.wait_for(lambda: self._bursts_done > 0 or not self.isRunning(), timeout=seconds)

    def stop(self) -> None:
        """End the thread and wait for it; a job under way is cancelled."""
        with self._lock:
            self._quit = True
            self._lock.notify_all()
        self.wait()

    def run(self) -> None:
        """The thread's loop: take the newest job, compute it, wait for the next."""
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._next is not None or self._quit)
                if self._quit:
                    return
                job = self._job = self._next
                self._next = None
                self._permits = 1
            if job is not None:
                self._compute(job)

    def _compute(self, job: _Job) -> None:
        reason, failure = "failed", ""
        self.started_job.emit(job.generation)
        try:
            reason = self._bursts(job)
        except Exception as error:  # the thread goes on, and the window reports it
            failure = f"{type(error).__name__}: {error}"
            self.failed.emit(job.generation, failure)
        finally:
            with self._lock:
                self._job = None
            for record in job.result.runs:
                if record.finish is None:
                    record.failure = failure
                    record.finish = reason
            self._burst_over()
            self.finished_job.emit(job.generation, reason)

    def _bursts(self, job: _Job) -> str:
        """Compute until the end, or until another job or the end of the program is wanted."""
        worked, steps = 0.0, 0
        first = True
        begun = last = time.perf_counter()
        for chunk in () if job.again else iterate(job.experiment, job.result):
            record = job.result.runs[chunk.run]
            record.append(chunk)
            if not first:  # the time of the first chunk is that of compiling
                worked += time.perf_counter() - last
                steps += len(chunk.w)
            if chunk.finish is not None:
                if is_quickly_evaluated(record):
                    for _ in evaluating(record):
                        pass
                record.verdict = diagnose(record)
                if chunk.finish == "failed" and not record.problem.absent:
                    self.failed.emit(job.generation, f"{job.experiment.label(chunk.run)}: {chunk.failure}")
            first, last = False, time.perf_counter()
            over = self._held or last - begun >= (self._burst if self._bursts_done else FIRST_SECONDS)
            if over and not self._is_soon_done(job, last - begun):
                self._glance(job, FEW // 2)  # and as many when the run is whole
                self._burst_over()
                self.progressed.emit(job.generation, _speed(steps, worked))
                if not self._may_go_on():
                    return "cancelled"
                begun = last = time.perf_counter()
            elif self._next is not None or self._quit:
                return "cancelled"
        if not job.again:
            self.progressed.emit(job.generation, _speed(steps, worked))
        self._glance(job, job.few)
        begun = time.perf_counter()
        for _ in self._limits(job):
            if self._next is not None or self._quit:
                return "cancelled"
            if self._held or time.perf_counter() - begun >= (self._burst if self._bursts_done else LOOK_SECONDS):
                self._burst_over()
                self.limited.emit(job.generation)
                if not self._may_go_on():
                    return "cancelled"
                begun = time.perf_counter()
        return "completed"

    def _glance(self, job: _Job, few: int) -> None:
        """Look at a few rows of the first record within the first burst, so that its limit appears with its path."""
        if self._bursts_done == 0 and job.limits.records and is_quick(job.limits.records[0]):
            for _ in working_out(job.limits.records[0], closely=False, few=few):
                pass
            job.few -= few

    def _limits(self, job: _Job) -> Iterator[None]:
        """Work out the limits that are wanted, in pieces, until all are known."""
        while (work := self._wanted(job)) is not None:
            yield from work

    def _wanted(self, job: _Job) -> Iterator[None] | None:
        """What is to be worked out next; None when nothing is: then the job is over."""
        with self._lock:
            limits = job.limits
            for closely in (False, True) if limits.closely else (False,):
                for record in limits.records if closely else limits.records[:1]:
                    if not is_known(record, closely):
                        return working_out(record, closely, max(job.few, FEW // 2))
                for record in limits.records if limits.closely else ():
                    if not is_evaluated(record):
                        return evaluating(record)
            if limits.stretches:
                (record, first, last), *others = limits.stretches
                job.limits = replace(limits, stretches=tuple(others))
                return looking_at(record, first, last)
            self._job = None
            return None

    def _is_soon_done(self, job: _Job, taken: float) -> bool:
        """Whether the job, after `taken` seconds, will be done within its first burst."""
        made = sum(record.updates for record in job.result.runs)
        planned = sum(record.planned if record.finish is None else record.updates for record in job.result.runs)
        with self._lock:
            first = self._bursts_done == 0 and self._next is None and not self._quit
        return first and made > 0 and taken < WHOLE_SECONDS and taken * planned / made <= WHOLE_SECONDS

    def _burst_over(self) -> None:
        with self._lock:
            if self._next is None:
                self._bursts_done += 1
            self._lock.notify_all()

    def _may_go_on(self) -> bool:
        with self._lock:
            self._lock.wait_for(lambda: self._permits > 0 or self._next is not None or self._quit)
            self._permits = 0
            return self._next is None and not self._quit


def _speed(steps: int, worked: float) -> float:
    """Steps a second; 0 where the time was too short to measure."""
    return steps / worked if worked >= BURST_SECONDS else 0.0
