"""Makes an experiment of a formula that a person types, with a suitable start, rate and domain."""

from __future__ import annotations

from typing import Any

from gdviz.engine.runner import run
from gdviz.experiment import Experiment
from gdviz.formula.letters import parse_open
from gdviz.gui.kernel.fitted_domain import fitted_domain
from gdviz.problems.problem import compiled

STEPS = 60


def experiment_of(text: str) -> Experiment:
    """Return an experiment of gradient descent on a formula of one or two variables; other letters are constants.

    The domain lies around 0, and is widened if the path leaves it. Raises FormulaError, whose `position` says where
    the text is wrong, and ExperimentError.
    """
    formula = parse_open(text)
    problem: dict[str, Any] = {"kind": "expression", "expression": text}
    if formula.constants:
        problem["parameters"] = dict(formula.constants)
    made = _experiment(problem, [0.0] * len(formula.variables), 0.01)
    built = compiled(made.problem)
    made = _experiment(problem, list(built.start), built.proposed_lr)
    record = run(made, "cpu").runs[0]
    inside = all(low <= w <= high for w, (low, high) in zip(record.w[-1].tolist(), built.domain, strict=True))
    if inside or record.finish == "diverged":
        return made
    pairs = zip(built.domain, fitted_domain(record.problem, [record]), strict=True)
    domain = [[min(usual[0], fitted[0]), max(usual[1], fitted[1])] for usual, fitted in pairs]
    return _experiment({**problem, "domain": domain}, list(built.start), built.proposed_lr)


def _experiment(problem: dict[str, Any], start: list[float], rate: float) -> Experiment:
    descent = {
        "label": "",
        "start": start,
        "optimizer": {"kind": "sgd", "lr": rate},
        "schedule": {"kind": "constant"},
        "warmup": None,
        "batch": None,
    }
    data = {"format": "gdviz-experiment", "version": 1, "problem": problem, "steps": STEPS, "runs": [descent]}
    return Experiment.from_dict(data)
