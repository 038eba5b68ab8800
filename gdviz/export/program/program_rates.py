"""The learning rate of each update as source: warm-up, schedule, and the momentum that a schedule cycles."""

from __future__ import annotations

import math

import numpy as np

from gdviz.engine.trajectory import RunRecord
from gdviz.export.program.formulas import source
from gdviz.export.program.specialised import Sources
from gdviz.schedules.constant import Constant
from gdviz.schedules.expression import Expression
from gdviz.schedules.plateau import Plateau
from gdviz.schedules.product import Product
from gdviz.schedules.schedule import ScheduleSpec
from gdviz.schedules.sequence import Sequence

LOSSES = '''class Losses(list):
    """The loss after each finished unit of a schedule, and what plateaus made of them."""

    def __init__(self):
        self.plateaus = {}'''
PLATEAU = '''class Plateau:
    """Lowers the rate when the loss has stopped falling: torch's ReduceLROnPlateau."""

    def __init__(self, rate, first, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps):
        self.value, self.seen = rate, first
        self.sign = -1 if mode == "min" else 1
        self.best = -self.sign * float("inf")
        self.factor, self.patience, self.threshold, self.relative = factor, patience, threshold, threshold_mode == "rel"
        self.cooldown, self.min_lr, self.eps = cooldown, min_lr, eps
        self.bad = self.cooling = 0

    def rate(self, losses):
        for loss in losses[self.seen:]:
            self.seen += 1
            change = self.sign * self.threshold
            bar = self.best * (1 + change) if self.relative else self.best + change
            if self.sign * loss > self.sign * bar:
                self.best, self.bad = loss, 0
            else:
                self.bad += 1
            if self.cooling:
                self.cooling, self.bad = self.cooling - 1, 0
            if self.bad > self.patience:
                self.bad, self.cooling = 0, self.cooldown
                lower = max(self.value * self.factor, self.min_lr)
                if self.value - lower > self.eps:
                    self.value = lower
        return self.value'''


class Rates:
    """What the loop of a run needs: the functions ``rate_1(step)`` and, where it is cycled, ``momentum_1(step)``.

    `watches`: the loop has to append the loss to `losses` whenever ``unit_end_1(number)`` updates are made.
    """

    def __init__(self, record: RunRecord, sources: Sources, number: int) -> None:
        self._record, self._sources, self._number = record, sources, number
        self._spec, self._warmup = record.spec.schedule, record.spec.warmup
        self._base = record.spec.optimizer.lr
        self.watches = self._spec.reads_losses
        self.cycles = self._spec.momentum(np.zeros(1)) is not None
        plain = isinstance(self._spec, Constant) and not self._spec.total_iters
        self.constant = plain and not (self._warmup and self._warmup.length)
        """Whether the rate is the same at all updates."""
        if not self.constant:
            self._write()

    @property
    def rate(self) -> str:
        """The expression of the rate of update `k`."""
        return repr(self._base) if self.constant else f"rate_{self._number}(k{', losses' if self.watches else ''})"

    def _write(self) -> None:
        n, spec, warmup = self._number, self._spec, self._warmup
        self._schedule(spec, f"schedule_{n}", 0.0)
        more = _more(spec)
        lines = [f"def rate_{n}(step{more}):", *self._counts()]
        if warmup is not None and warmup.length:
            first, start = spec.warmed_up(self._base), warmup.start_factor
            rise = f"{start!r} + {1 - start!r} * (warm / {warmup.length!r})"
            lines += [f"    if warm < {warmup.length!r}:", f"        return {first!r} * ({rise})"]
        lines.append(f"    return float(schedule_{n}(max(k, 0.0){more}))")
        self._sources.add(f"rate_{n}", "\n".join(lines))
        if self.cycles:
            self._cycle(spec, f"cycle_{n}")
            lines = [f"def momentum_{n}(step):", *self._counts(), f"    return float(cycle_{n}(max(k, 0.0)))"]
            self._sources.add(f"momentum_{n}", "\n".join(lines))
        if self.watches:
            self._sources.add("Losses", LOSSES)
            self._write_unit_end()

    def _counts(self) -> list[str]:
        """Lines that make `warm` and `k` of `step`, as Schedule counts them."""
        each, warmup, by_epoch = self._record.steps_per_epoch, self._warmup, self._spec.unit == "epoch"
        epoch = f"float(step // {each})" if each > 1 else "float(step)"
        if warmup is None or not warmup.length:
            return [f"    k = {epoch if by_epoch else 'float(step)'}"]
        if warmup.unit == "epoch":
            k = f"warm - {warmup.length!r}" if by_epoch else f"step - {warmup.length * each!r}"
            return [f"    warm = {epoch}", f"    k = {k}"]
        after = f"warm - {warmup.length!r}"
        return ["    warm = float(step)", f"    k = ({after}) // {each}" if by_epoch else f"    k = {after}"]

    def _write_unit_end(self) -> None:
        warmup, each, by_epoch = self._warmup, self._record.steps_per_epoch, self._spec.unit == "epoch"
        warm = warmup.length if warmup is not None else 0.0
        if warmup is not None and warmup.unit == "step":
            end = f"math.ceil({warm!r} + (number + 1) * {each if by_epoch else 1})"
        elif by_epoch:
            end = f"math.ceil({warm!r} + number + 1) * {each}"
        else:
            end = f"math.ceil({warm * each!r} + number + 1)"
        self._sources.modules.add("math")
        self._sources.add(f"unit_end_{self._number}", f"def unit_end_{self._number}(number):\n    return {end}")

    def _schedule(self, spec: ScheduleSpec, name: str, since: float) -> None:
        """Add the function `name` of k that gives the rate, for a schedule that begins at unit `since`."""
        if isinstance(spec, Plateau):
            values = {key: value for key, value in spec.to_json().items() if key not in ("kind", "unit")}
            given = ", ".join(f"{key}={value!r}" for key, value in values.items())
            made = f"Plateau({self._base!r}, {math.ceil(since)}, {given})"
            self._sources.add("Plateau", PLATEAU)
            body = f'    return losses.plateaus.setdefault("{name}", {made}).rate(losses)'
            self._sources.add(name, f"def {name}(k, losses):\n{body}")
        elif isinstance(spec, Expression):
            formula = source(spec.parsed.node)
            self._sources.add(name, f"def {name}(k):\n    return {self._base!r} * np.maximum({formula}, 0.0)")
        elif isinstance(spec, Sequence):
            self._in_turn(spec, name, since)
        elif isinstance(spec, Product):
            for i, member in enumerate(spec.schedules):
                self._schedule(member, f"{name}_{i + 1}", since)
            calls = [f"{name}_{i + 1}(k{_more(member)})" for i, member in enumerate(spec.schedules)]
            factors = [calls[0], *(f"({call} / {self._base!r})" for call in calls[1:])]
            self._sources.add(name, f"def {name}(k{_more(spec)}):\n    return {' * '.join(factors)}")
        else:
            self._sources.method(spec, "lr_at", name, without=("losses",), bound={"base_lr": self._base})

    def _in_turn(self, spec: Sequence, name: str, since: float) -> None:
        begins = (0.0, *spec.milestones)
        lines = [f"def {name}(k{_more(spec)}):"]
        for i, member in reversed(list(enumerate(spec.schedules))):
            self._schedule(member, f"{name}_{i + 1}", since + begins[i])
            at = f"k - {begins[i]!r}" if i else "k"
            call = f"return {name}_{i + 1}({at}{_more(member)})"
            lines += [f"    if k >= {begins[i]!r}:", f"        {call}"] if i else [f"    {call}"]
        self._sources.add(name, "\n".join(lines))

    def _cycle(self, spec: ScheduleSpec, name: str) -> None:
        """Add the function `name` of k that gives the momentum; `spec` cycles one."""
        if isinstance(spec, Product):
            self._cycle(next(member for member in spec.schedules if member.momentum(np.zeros(1)) is not None), name)
        elif isinstance(spec, Sequence):
            self._cycle_in_turn(spec, name)
        else:
            self._sources.method(spec, "momentum", name)

    def _cycle_in_turn(self, spec: Sequence, name: str) -> None:
        begins = (0.0, *spec.milestones)
        ends = [math.ceil(end) - 1 - begin for begin, end in zip(begins, spec.milestones, strict=False)]
        lines = []
        for i, member in reversed(list(enumerate(spec.schedules))):
            if member.momentum(np.zeros(1)) is None:
                continue
            self._cycle(member, f"{name}_{i + 1}")
            at = f"max(k - {begins[i]!r}, 0.0)" if i else "k"
            at = f"min({at}, {max(ends[i], 0.0)!r})" if i < len(ends) else at
            first = not any(earlier.momentum(np.zeros(1)) is not None for earlier in spec.schedules[:i])
            call = f"return {name}_{i + 1}({at})"
            lines += [f"    {call}"] if first else [f"    if k >= {begins[i]!r}:", f"        {call}"]
        self._sources.add(name, "\n".join([f"def {name}(k):", *lines]))


def _more(spec: ScheduleSpec) -> str:
    """The argument that a schedule's function has besides k."""
    return ", losses" if spec.reads_losses else ""
