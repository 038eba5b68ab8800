"""A PyTorch program that makes the runs of an experiment: gradients by autograd, optimizers of torch.optim."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gdviz.export.export_format import CodeFormat
from gdviz.messages import Message, mark, message

if TYPE_CHECKING:
    from gdviz.engine.runner import Result
    from gdviz.engine.trajectory import RunRecord
    from gdviz.export.program.specialised import Sources

OPTIMIZERS = {
    "sgd": "SGD", "adagrad": "Adagrad", "rmsprop": "RMSprop", "adadelta": "Adadelta", "adam": "Adam",
    "adamw": "AdamW", "adamax": "Adamax", "nadam": "NAdam", "radam": "RAdam", "rprop": "Rprop", "asgd": "ASGD",
    "adafactor": "Adafactor",
}  # fmt: skip
"""The optimizers that torch.optim has for a vector of parameters; the rules of the others are written out."""

DOUBLE = "torch.set_default_dtype(torch.float64)  # for the state of optimizers, too"
ON_ARRAYS = """def value_at(w, *batch):
    return float(loss(torch.tensor(w), *batch))


def gradient_at(w, *batch):
    w = torch.tensor(w, requires_grad=True)
    loss(w, *batch).backward()
    return w.grad.numpy()


def hessian_at(w):
    return torch.autograd.functional.hessian(loss, torch.tensor(w)).numpy()"""


class TorchProgram(CodeFormat):
    """What gdviz computes, as one trains with PyTorch."""

    kind: ClassVar[str] = "torch_program"
    suffixes: ClassVar[tuple[str, ...]] = (".py", ".torch.py")
    name: ClassVar[str] = "PyTorch"
    summary: ClassVar[str] = mark("A program that computes the same runs with PyTorch.")
    order: ClassVar[int] = 60

    def written(self, result: Result) -> tuple[bytes, list[Message]]:
        """See CodeFormat."""
        from gdviz.export.program.problems import TORCH, problem_code
        from gdviz.export.program.program_text import QUIET, program
        from gdviz.export.program.specialised import Sources

        sources = Sources()
        code = problem_code(result.runs[0].problem, TORCH)
        notes = list(code.notes)
        for record in result.runs:
            optimizer = record.spec.optimizer
            if optimizer.kind not in OPTIMIZERS:
                notes.append(message("torch.optim has no {name} for a vector; its rule is written out",
                                     name=type(optimizer).label))  # fmt: skip
        notes = list({str(note): note for note in notes}.values())
        runs = [_run(result, record, i + 1, sources) for i, record in enumerate(result.runs)]
        imports = ["import numpy as np", "import torch", "", DOUBLE, QUIET]
        point = "torch.tensor(path[-1])"
        content = program(result, imports, code.data, code.functions, sources, runs, notes, point)
        return content, notes


def _run(result: Result, record: RunRecord, number: int, sources: Sources) -> str:
    """The function of one run: the path, shape (n+1, dim)."""
    from gdviz.export.program.program_rates import Rates
    from gdviz.export.program.program_rules import finite_lines, stop_lines
    from gdviz.export.program.program_text import batch_lines, indented, noise_lines, watch_lines

    problem = record.problem
    rates = Rates(record, sources, number)
    batch = batch_lines(record, problem, sources, number)
    before, noise = noise_lines(record, result)
    given = "w, batch" if batch else "w"
    prepared, update = _update(record, sources, number, rates.rate, given, rates.constant, rates.cycles)
    point, whole = "w.detach().numpy()", "float(loss(w.detach()))"
    stop = stop_lines(result, "torch.autograd.grad(loss(w), w)[0].numpy()", whole)
    lines = [
        f"w = torch.tensor({list(record.spec.start)!r}, dtype=torch.float64, requires_grad=True)",
        *prepared,
        *before,
        *(["losses = Losses()"] if rates.watches else []),
        f"path = [{point}.copy()]",
        f"for k in range({record.planned}):",
        *indented(batch, 1),
        "    w.grad = None",
        f"    loss({given}).backward()",
        *([f"    w.grad += torch.from_numpy({noise[0]})"] if noise else []),
        *indented(update, 1),
        *indented(finite_lines(point, whole), 1),
        f"    path.append({point}.copy())",
        *indented(watch_lines(rates, number, whole), 1),
        *indented(stop, 1),
        "return np.array(path)",
    ]
    return "\n".join([f"def run_{number}():", *indented(lines, 1)])


def _update(
    record: RunRecord, sources: Sources, number: int, rate: str, given: str, constant: bool, cycles: bool
) -> tuple[list[str], list[str]]:
    """The lines before the loop that make the optimizer, and those in it that make one update."""
    from gdviz.export.program.program_rules import Rule

    optimizer = record.spec.optimizer
    if optimizer.kind in OPTIMIZERS:
        values = {key: value for key, value in optimizer.to_json().items() if key != "kind"}
        arguments = ", ".join(f"{key}={tuple(v) if isinstance(v, list) else v!r}" for key, v in values.items())
        made = [f"optimizer = torch.optim.{OPTIMIZERS[optimizer.kind]}([w], {arguments})"]
        steer = [] if constant else [f'optimizer.param_groups[0]["lr"] = {rate}']
        if cycles and "betas" in values:
            rest = ", ".join(map(repr, values["betas"][1:]))
            steer.append(f'optimizer.param_groups[0]["betas"] = (momentum_{number}(k), {rest})')
        elif cycles:
            steer.append(f'optimizer.param_groups[0]["momentum"] = momentum_{number}(k)')
        return made, [*steer, "optimizer.step()"]
    rule = Rule(record, sources, number, cycles)
    lines = []
    if rule.needs_problem:
        sources.add("value_at", ON_ARRAYS)
        more = ", batch" if "batch" in given else ""
        lines.append(f"objective = Objective(lambda w: value_at(w{more}), lambda w: gradient_at(w{more}), hessian_at)")
    lines += [
        *rule.momentum,
        "grad, point = w.grad.numpy(), w.detach().numpy().copy()",
        f"delta, state = {rule.call(rate).replace('state, w,', 'state, point,')}",
        "with torch.no_grad():",
        "    w += torch.from_numpy(delta)",
    ]
    return [f"state = {rule.state}"], lines
