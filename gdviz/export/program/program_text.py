"""Puts a program together: what it is, its numbers, its functions, a function a run, and what it prints."""

from __future__ import annotations

from collections.abc import Sequence

from gdviz.engine.runner import Result
from gdviz.engine.trajectory import RunRecord
from gdviz.export.program.program_rates import Rates
from gdviz.export.program.specialised import Sources
from gdviz.messages import Message
from gdviz.problems.problem import Problem
from gdviz.quoting import one_line

QUIET = 'np.seterr(all="ignore")  # a run may diverge; it ends where it is no longer finite'
MAIN = """if __name__ == "__main__":
    for label, run in RUNS.items():
        path = run()
        print(f"{label}: {len(path) - 1} updates, w = {path[-1].tolist()}, loss = {float(loss(POINT)):.10g}")"""


def program(
    result: Result,
    imports: Sequence[str],
    data: str,
    functions: str,
    sources: Sources,
    runs: Sequence[str],
    notes: Sequence[Message],
    point: str,
) -> bytes:
    """The whole text. `point` is the expression of a path's last point, as `loss` takes it."""
    head = [
        "# -*- coding: utf-8 -*-",
        "# Written by gdviz: a program that makes the runs of an experiment without gdviz.",
        "# Each run_N() returns the path of a run in double precision:",
        "# w after 0, 1, 2, .. updates.",
        "#",
        # Python looks for an encoding in the first two lines, and Vim for settings in the first five.
        f"# {' '.join(one_line(result.experiment.title).split()) or 'An experiment'}",
        *(f"# Note: {note}" for note in notes),
    ]
    modules = sources.modules | ({"base64", "zlib"} if "zlib." in data else set())
    top = [*(f"import {name}" for name in sorted(modules)), *([""] if modules else []), *imports]
    names = ", ".join(f"{name!r}: run_{i + 1}" for i, name in enumerate(_names(result)))
    parts = [
        "\n".join([*head, "", *top]), data, functions, sources.text(), *runs,
        f"RUNS = {{{names}}}", MAIN.replace("POINT", point),
    ]  # fmt: skip
    return ("\n\n\n".join(part for part in parts if part) + "\n").encode()


def _names(result: Result) -> list[str]:
    """What the program calls the runs: their labels; one that occurs again gets a number."""
    labels = list(map(one_line, result.labels))
    made: list[str] = []
    for i, label in enumerate(labels):
        name, number = label, i + 1
        if labels.count(label) > 1:
            while name in labels or name in made:
                name, number = f"{label} ({number})", number + 1
        made.append(name)
    return made


def batch_lines(record: RunRecord, problem: Problem, sources: Sources, number: int) -> list[str]:
    """The lines in the loop that make `batch` for update `k`; none where every update sees all samples."""
    spec = record.spec.batch
    if problem.n_samples is None or spec is None:
        return []
    each, size, n = record.steps_per_epoch, spec.size, problem.n_samples
    if spec.order is not None:
        made = f"np.array(ORDER_{number}[epoch % {len(spec.order)}])"
        sources.add(f"ORDER_{number}", f"ORDER_{number} = {[list(one) for one in spec.order]!r}")
    elif spec.shuffle:
        made = f"np.random.default_rng([{record.batches.seed}, epoch]).permutation({n})"
    else:
        made = f"np.arange({n})"
    return [
        f"epoch, position = divmod(k, {each})",
        "if position == 0:",
        f"    order = {made}",
        f"batch = order[position * {size} : (position + 1) * {size}]",
    ]


def noise_lines(record: RunRecord, result: Result) -> tuple[list[str], list[str]]:
    """The lines before the loop and in it that add the seeded noise to `grad`."""
    std = record.problem.noise_std
    if not std:
        return [], []
    before = [f"noise = np.random.default_rng({result.experiment.seed})"]
    return before, [f"{std!r} * noise.standard_normal({record.problem.dim})"]


def watch_lines(rates: Rates, number: int, value: str) -> list[str]:
    """The lines after an update that show the loss to a schedule that reads it."""
    if not rates.watches:
        return []
    return [f"if k + 1 == unit_end_{number}(len(losses)):", f"    losses.append({value})"]


def indented(lines: Sequence[str], depth: int) -> list[str]:
    """The lines, further to the right."""
    return ["    " * depth + line for line in lines]
