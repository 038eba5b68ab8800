"""The rule of a run's optimizer as source, and how a run ends early."""

from __future__ import annotations

import inspect

from gdviz.engine.runner import Result
from gdviz.engine.trajectory import RunRecord
from gdviz.export.program.specialised import Sources
from gdviz.optimizers.optimizer import Optimizer
from gdviz.schedules.cycling import cycled_parameter

OBJECTIVE = '''class Objective:
    """What the rule may ask for besides the gradient."""

    def __init__(self, loss, grad, hessian):
        self.loss, self.grad, self.hessian = loss, grad, hessian'''


class Rule:
    """The function ``update_1`` of one run, and how the loop calls it."""

    def __init__(self, record: RunRecord, sources: Sources, number: int, cycles: bool) -> None:
        optimizer = record.spec.optimizer
        self._number, self.needs_problem = number, optimizer.needs_problem
        self._cycled = cycled_parameter(optimizer) if cycles else None
        given = (self._cycled,) if self._cycled else ()
        docstring = " ".join(inspect.cleandoc(type(optimizer).__doc__ or "").split("\n\n")[0].split())
        sources.method(
            optimizer,
            "update_on" if self.needs_problem else "update",
            f"update_{number}",
            given=given,
            docstring=docstring,
        )
        self.state = self._state(optimizer, record.problem.dim, sources)
        self._hessian = self.needs_problem and "objective.hessian" in sources.text()
        if self.needs_problem:
            sources.add("Objective", OBJECTIVE)
        self.momentum: list[str] = []
        if self._cycled == "momentum":
            self.momentum = [f"momentum = momentum_{number}(k)"]
        elif self._cycled == "betas":
            rest = ", ".join(map(repr, optimizer.betas[1:]))  # type: ignore[attr-defined]
            self.momentum = [f"betas = (momentum_{number}(k), {rest})"]

    def _state(self, optimizer: Optimizer, dim: int, sources: Sources) -> str:
        """The expression of the state before the first update."""
        if type(optimizer).init is not Optimizer.init:
            sources.method(optimizer, "init", f"init_{self._number}")
            return f"init_{self._number}(np.zeros({dim}))"
        return f"(np.zeros({dim}),) * {len(optimizer.slots)}" if optimizer.slots else "()"

    def objective(self, given: str) -> list[str]:
        """The lines in the loop that make the rule's objective; `given` are the arguments of loss and gradient."""
        if not self.needs_problem:
            return []
        rest = given.removeprefix("w")
        hessian = "hessian" if self._hessian else "None"
        return [f"objective = Objective(lambda w: loss(w{rest}), lambda w: gradient(w{rest}), {hessian})"]

    def call(self, rate: str) -> str:
        """The expression of one update."""
        first = "objective, " if self.needs_problem else ""
        last = f", {self._cycled}" if self._cycled else ""
        return f"update_{self._number}({first}grad, state, w, {rate}, k + 1{last})"


def finite_lines(w: str, loss: str) -> list[str]:
    """The lines that end a run which is no longer finite, before its point joins the path."""
    return [f"if not (np.isfinite({w}).all() and np.isfinite({loss})):", "    break  # it has diverged"]


def stop_lines(result: Result, gradient: str, loss: str) -> list[str]:
    """The lines that end a run which has met a stop condition of the experiment."""
    stop = result.experiment.stop
    tests = []
    if stop.grad_norm is not None:
        tests.append(f"np.linalg.norm({gradient}) <= {stop.grad_norm!r}")
    if stop.loss is not None:
        tests.append(f"{loss} <= {stop.loss!r}")
    return [f"if {' or '.join(tests)}:", "    break  # as the experiment asks"] if tests else []
