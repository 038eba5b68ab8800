"""A NumPy program that makes the runs of an experiment: problem, rule, rates and batches written out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gdviz.export.export_format import CodeFormat
from gdviz.messages import Message, mark

if TYPE_CHECKING:
    from gdviz.engine.runner import Result
    from gdviz.engine.trajectory import RunRecord
    from gdviz.export.program.specialised import Sources


class NumpyProgram(CodeFormat):
    """The rules are gdviz's own, with the numbers of the experiment put in."""

    kind: ClassVar[str] = "numpy_program"
    suffixes: ClassVar[tuple[str, ...]] = (".numpy.py",)
    name: ClassVar[str] = "NumPy"
    summary: ClassVar[str] = mark("A program that computes the same runs with NumPy alone.")
    order: ClassVar[int] = 61

    def written(self, result: Result) -> tuple[bytes, list[Message]]:
        """See CodeFormat."""
        from gdviz.export.program.problems import NUMPY, problem_code
        from gdviz.export.program.program_text import QUIET, program
        from gdviz.export.program.specialised import Sources

        problem = result.runs[0].problem
        sources = Sources()
        runs = [_run(result, record, i + 1, sources) for i, record in enumerate(result.runs)]
        needs_hessian = "objective.hessian" in sources.text()
        code = problem_code(problem, NUMPY, needs_hessian)
        content = program(
            result, ["import numpy as np", "", QUIET], code.data, code.functions, sources, runs, code.notes, "path[-1]"
        )
        return content, code.notes


def _run(result: Result, record: RunRecord, number: int, sources: Sources) -> str:
    """The function of one run: the path, shape (n+1, dim)."""
    from gdviz.export.program.program_rates import Rates
    from gdviz.export.program.program_rules import Rule, finite_lines, stop_lines
    from gdviz.export.program.program_text import batch_lines, indented, noise_lines, watch_lines

    problem = record.problem
    rates = Rates(record, sources, number)
    rule = Rule(record, sources, number, rates.cycles)
    batch = batch_lines(record, problem, sources, number)
    before, noise = noise_lines(record, result)
    given = "w, batch" if batch else "w"
    lines = [
        f"w = np.array({list(record.spec.start)!r}, dtype=float)",
        f"state = {rule.state}",
        *before,
        *(["losses = Losses()"] if rates.watches else []),
        "path = [w]",
        f"for k in range({record.planned}):",
        *indented(batch, 1),
        f"    grad = gradient({given})" + (f" + {noise[0]}" if noise else ""),
        *indented(rule.objective(given), 1),
        *indented(rule.momentum, 1),
        f"    delta, state = {rule.call(rates.rate)}",
        "    w = w + delta",
        *indented(finite_lines("w", "loss(w)"), 1),
        "    path.append(w)",
        *indented(watch_lines(rates, number, "loss(w)"), 1),
        *indented(stop_lines(result, "gradient(w)", "loss(w)"), 1),
        "return np.array(path)",
    ]
    return "\n".join([f"def run_{number}():", *indented(lines, 1)])
