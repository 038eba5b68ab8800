"""The names that gdviz gives to runs, and how they follow the settings in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from gdviz.experiment import Experiment, RunSpec
from gdviz.schedules.schedule import ScheduleSpec
from gdviz.texts import language

_FOLLOWED = ("η", "μ")
"""The symbols that _FORMS knows."""
_NUMBER = r"\d[\d.]*(?:e[+-]?\d+)?"
_DECIMAL = r"\d+\.\d+"
"""A number without words counts as a rate only if it has a decimal point: a person may number runs."""
_JUDGED = ("low", "good", "high", "very high", "낮음", "알맞음", "높음", "아주 높음")
"""The words by which lessons judge a rate. Whether they fit another rate is not known, so they are then left out."""
_WARM_UP = ("warm-up", "웜업")
_ALSO = {"multistep": "Step decay"}
"""The label by which lessons call another schedule."""
_FULL_BATCH = {"full batch": "batch {}", "전체 배치": "배치 {}"}
"""What lessons call the batch of all samples, and any other one."""


def own_name(experiment: Experiment, run: RunSpec) -> str:
    """The name of a run without a label: that of its optimizer."""
    return run.own_name(experiment.problem.n_samples)


def automatic_names(experiment: Experiment, run: RunSpec) -> dict[str, str]:
    """The default names of a run by the settings named after its optimizer: "", "lr", "batch", "batch, lr", "schedule".

    Where another run already has a name without the rate, the run gets the one with it.
    """
    name, n_samples = own_name(experiment, run), experiment.problem.n_samples
    rate, batch = f"η={run.optimizer.lr:.4g}", f"B={run.batch.size if run.batch else n_samples or 1}"
    return {
        "": name, "lr": f"{name} {rate}", "batch": f"{name} {batch}", "batch, lr": f"{name} {batch} {rate}",
        "schedule": f"{name} {run.schedule.kind.replace('_', ' ')}",
    }  # fmt: skip


def follow_names(before: Experiment, after: Experiment) -> Experiment:
    """Replace the labels that only name a setting that has changed, such as GD, GD η=0.1 (2), or η = 0.4, warm-up.

    Those of a lesson are in the language in which it was opened. Other labels were chosen by a person, and stay.
    """
    changes: dict[str, Any] = {}
    for i, (old, new) in enumerate(zip(before.runs, after.runs, strict=True)):
        if not new.label or new.label != old.label or old is new:
            continue
        label, number = _without_number(new.label)
        followed = _followed(label, before, after, i)
        if followed == label:
            continue
        others = {after.label(j) for j in range(len(after.runs)) if j != i}
        if number and followed in others:
            followed += number
        changes[f"runs[{i}].label"] = "" if followed == own_name(after, new) else followed
    return after.replace_all(changes) if changes else after


def _without_number(label: str) -> tuple[str, str]:
    """A label in two parts, of which the second one, such as " (2)", distinguishes it from equal ones."""
    at = re.search(r"( \(\d+\))?$", label)
    assert at is not None
    return label[: at.start()], at.group()


def _followed(label: str, before: Experiment, after: Experiment, run: int) -> str:
    """The label of the changed run."""
    old, new = before.runs[run], after.runs[run]
    names = automatic_names(after, new)
    named_by = [named_by for named_by, name in automatic_names(before, old).items() if name == label]
    if named_by:
        return names[named_by[0]]
    parts = label.split(", ")
    made = [_followed_setting(_followed_part(part, old, new), before, after, run) for part in parts]
    if made[0] in _JUDGED and made[1:2] != parts[1:2]:
        made = [f"η = {made[1]}", *made[2:]]
    return ", ".join(part for part in made if part)


def _followed_part(part: str, old: RunSpec, new: RunSpec) -> str:
    """A part of a label between commas, with the new value; empty where the setting that it names is gone."""
    if part in _WARM_UP and old.warmup is not None and new.warmup is None:
        return ""
    if old.schedule.kind != new.schedule.kind:
        for code in ("en", "ko"):
            if part in _schedule_names(old.schedule, code):
                return _schedule_names(new.schedule, code)[0]
    if part in _FULL_BATCH and old.batch is None:
        return _name_batch(part, _short(_batch(new)))
    for pattern, values, write in _FORMS:
        found = re.fullmatch(pattern, part)
        if found is not None and values(old) != values(new) and found.groups() == tuple(map(_short, values(old))):
            return write(*map(_short, values(new)))
    return part


def _followed_setting(part: str, before: Experiment, after: Experiment, run: int) -> str:
    """A part such as "x = 1.2", which names the run of a cell of a phase diagram; empty where the setting is gone."""
    symbol, equals, value = part.partition(" = ")
    if not equals or symbol in _FOLLOWED:
        return part
    from gdviz.editing.phase_axes import axes_of, present  # most runs have other names, and the launch needs none

    for axis in axes_of(before, run):
        if axis.symbol == symbol and _short(present(before, run, axis)) == value:
            is_there = any(axis.path == other.path for other in axes_of(after, run))
            return f"{symbol} = {_short(present(after, run, axis))}" if is_there else ""
    return part


def _schedule_names(schedule: ScheduleSpec, code: str) -> tuple[str, ...]:
    """What a schedule is called in a language, and what else lessons call it there."""
    translate = language(code).translate
    name = translate(schedule.label).lower()
    short = schedule.kind.replace("_", " ") if code == "en" else name.removesuffix(" 감소")
    return name, short, translate(_ALSO.get(schedule.kind, schedule.label)).lower()


def _short(value: float) -> str:
    return f"{value:.4g}"


def _momentum(run: RunSpec) -> float:
    return float(getattr(run.optimizer, "momentum", 0.0))


def _name_momentum(word: str, value: str) -> str:
    return "" if value == "0" else f"{word} {value}"


def _batch(run: RunSpec) -> float:
    """The size of the batches; 0 stands for all samples."""
    return run.batch.size if run.batch else 0


def _name_batch(full: str, size: str) -> str:
    return full if size == "0" else _FULL_BATCH[full].format(size)


_FORMS: tuple[tuple[str, Callable[[RunSpec], tuple[float, ...]], Callable[..., str]], ...] = (
    (rf"η = ({_NUMBER})", lambda run: (run.optimizer.lr,), "η = {}".format),
    (rf"μ = ({_NUMBER})", lambda run: (_momentum(run),), "μ = {}".format),
    (rf"η ({_NUMBER})", lambda run: (run.optimizer.lr,), "η {}".format),
    (rf"({_DECIMAL})(?: = .*)?", lambda run: (run.optimizer.lr,), "{}".format),
    *(
        (rf"{word} ({_NUMBER})", lambda run: (_momentum(run),), partial(_name_momentum, word))
        for word in ("momentum", "모멘텀")
    ),
    *(
        (other.format(f"({_NUMBER})"), lambda run: (_batch(run),), partial(_name_batch, full))
        for full, other in _FULL_BATCH.items()
    ),
    (rf"({_NUMBER}) at ({_NUMBER})", lambda run: (_batch(run), run.optimizer.lr), "{} at {}".format),
)
"""How lessons and prepared experiments name a run: the pattern, the values in it, and the part for other values."""
