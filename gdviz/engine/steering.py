"""What a schedule sets while a run is computed: a momentum that it cycles, and rates that depend on the losses."""

from __future__ import annotations

import numpy as np

from gdviz.engine.trajectory import RunRecord
from gdviz.optimizers.optimizer import Optimizer
from gdviz.schedules.cycling import cycled_parameter, set_momentum


class Steering:
    """The rates of a run's updates, and how many can be made before the schedule has to be evaluated again.

    Most schedules are known ahead, and a whole chunk is one piece. Where the momentum is cycled a piece is one
    update, before which `optimizer`, the run's own copy then, is given its momentum. Where the rate depends on the
    losses a piece is what is left of the schedule's unit, after which the rates to come may change.
    """

    def __init__(self, record: RunRecord) -> None:
        self._record = record
        self._momenta: list[float] | None = None
        self._first, self._rates = 0, np.empty(0)
        self._unit = 0
        self._schedule, self._per_epoch = record.schedule, record.steps_per_epoch
        self._watching = self._schedule.spec.reads_losses
        self._look = self._unit_end() if self._watching else 0
        self.optimizer: Optimizer = record.cycled_optimizer(0)
        self._cycled = cycled_parameter(self.optimizer) or ""

    @property
    def cycles(self) -> bool:
        """Whether the momentum of `optimizer` changes as the run goes."""
        return self._record.planned_momentum(np.zeros(1)) is not None

    def plan(self, first: int, count: int) -> np.ndarray:
        """The rates of `count` updates from number `first`; `see` may change those still to come in place."""
        steps = np.arange(first, first + count)
        momenta = self._record.planned_momentum(steps)
        self._momenta = None if momenta is None else momenta.tolist()
        self._first, self._rates = first, self._record.planned_lr(steps)
        return self._rates

    def piece(self, step: int) -> int:
        """How many updates of the plan may be made from number `step` on in one piece; prepares the first."""
        if self._momenta is not None:
            set_momentum(self.optimizer, self._cycled, self._momenta[step - self._first])
            return 1
        end = self._first + len(self._rates)
        return min(end, self._look) - step if self._watching else end - step

    def wants_loss(self, step: int) -> bool:
        """Whether `see` needs the loss after `step` updates."""
        return self._watching and step == self._look

    def see(self, step: int, loss: float) -> None:
        """Take the loss of the whole problem after `step` updates."""
        self._unit += 1
        self._look = self._unit_end()
        if self._record.watched.append(loss):
            done = step - self._first
            self._rates[done:] = self._record.planned_lr(np.arange(step, self._first + len(self._rates)))

    def _unit_end(self) -> int:
        return self._schedule.unit_end(self._unit, self._per_epoch)
