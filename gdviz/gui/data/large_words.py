"""The texts of the data lab where it is large: how the samples are cut, and the four stages with their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject

from gdviz.engine.batches import Batches
from gdviz.engine.one_update import OneUpdate
from gdviz.frozen import frozen
from gdviz.gui.data.data_words import HIDDEN, LOW
from gdviz.gui.data.stage_cards import Stage
from gdviz.gui.widgets.numbers import MINUS, format_number
from gdviz.problems.fitting import CrossEntropy, DataProblem

_ROWS = 2
"""The most parameters that the update lists, one a line."""
_SUBSTITUTED = 3
"""The most parameters whose numbers stand in the model."""
_NOISE = 1e-12
"""A number that is this share of the largest one beside it is 0."""


@frozen
class Legend:
    """The words in and beside the plot of the samples; empty ones are left out."""

    batch: str = ""
    others: str = ""
    residual: str = ""
    classes: str = ""
    drawn: str = ""
    now: str = ""
    after: str = ""
    short_after: str = ""
    """Where there is little room."""


class LargeWords(QObject):
    """Sentences and numbers of the large lab, in the language of the window."""

    def cut(self, batches: Batches) -> str:
        """How the samples are cut: "100 samples, shuffled, into 5 batches of 20"."""
        batch, n, count = batches.batch, batches.n_samples, batches.per_epoch
        size = n if batch is None else batch.size
        if count == 1 and size >= n:
            return self.tr("all {n} samples in one batch: 1 step an epoch").format(n=f"{n:,}")
        if size == 1:
            text = (
                self.tr("{n} samples, shuffled, one by one: {all} steps an epoch")
                if batches.shuffled
                else self.tr("{n} samples, in order, one by one: {all} steps an epoch")
            )
            return text.format(n=f"{n:,}", all=f"{count:,}")
        rest = n - (count - 1) * size
        if rest < size:
            sizes = self.tr("{size} and {rest}") if count == 2 else self.tr("{full} of {size}, one of {rest}")
            text = (
                self.tr("{n} samples, shuffled, into {all} batches: {sizes}")
                if batches.shuffled
                else self.tr("{n} samples, in order, into {all} batches: {sizes}")
            )
            sizes = sizes.format(full=f"{count - 1:,}", size=f"{size:,}", rest=f"{rest:,}")
            return text.format(n=f"{n:,}", all=f"{count:,}", sizes=sizes)
        if count == 1:
            text = (
                self.tr("{n} samples, shuffled, into one batch of {size}")
                if batches.shuffled
                else self.tr("{n} samples, in order, into one batch of {size}")
            )
        else:
            text = (
                self.tr("{n} samples, shuffled, into {all} batches of {size}")
                if batches.shuffled
                else self.tr("{n} samples, in order, into {all} batches of {size}")
            )
        text = text.format(n=f"{n:,}", all=f"{count:,}", size=f"{size:,}")
        if n > count * size:
            text += self.tr("; {rest} are left out").format(rest=f"{n - count * size:,}")
        return text

    def legend(self, update: OneUpdate, has_residuals: bool) -> Legend:
        """The words in the plot of the samples."""
        size = update.span[1] - update.span[0]
        rest, drawn = update.n_samples - size, len(update.index)
        if update.w_after is None:
            batch, rest = "", update.n_samples
        elif update.whole:
            batch = self.tr("all {n} samples").format(n=f"{size:,}")
        elif size == 1:
            batch = self.tr("sample {i}").format(i=f"{int(update.batch[0]) + 1:,}")
        else:
            batch = self.tr("batch {i}: {n} samples").format(i=f"{update.iteration + 1:,}", n=f"{size:,}")
        others = self.tr("the other {n}") if batch else self.tr("{n} samples")
        return Legend(
            batch,
            others.format(n=f"{rest:,}") if rest else "",
            self.tr("residual ŷ − y") if has_residuals and batch else "",
            self.tr("class 0, class 1"),
            self.tr("{count} of them are drawn").format(count=f"{drawn:,}") if drawn < update.n_samples else "",
            self.tr("now"),
            self.tr("after the update"),
            self.tr("after"),
        )

    def stages(
        self, problem: DataProblem, update: OneUpdate, batches: Batches, names: Sequence[str], ahead_hidden: bool
    ) -> tuple[Stage, ...]:
        """The four stages of an update, called `names`."""
        split, predict, loss, new = names
        size = update.n_samples if update.batch_grad is None else update.span[1] - update.span[0]
        return (
            self._split(split, update, batches, size),
            self._predict(predict, problem, update, size),
            self._loss(loss, problem, update, size),
            self._new(new, problem, update, ahead_hidden),
        )

    def _split(self, name: str, update: OneUpdate, batches: Batches, size: int) -> Stage:
        numbers = ", ".join(str(i + 1) for i in update.batch[:12].tolist()) + (", …" if size > 12 else "")
        tip = self.tr("The samples of this batch: {some}").format(some=numbers)
        if update.batch_grad is None or update.whole:
            line = self.tr("{n} samples").format(n=f"{size:,}")
            return Stage(name, ((line, ""),), self.tr("all of them in one batch"), (f"{size:,}",), tip)
        place = f"{update.span[0] + 1:,}"
        if size > 1:
            place += f"–{update.span[1]:,}"
        shuffled, plain = self.tr("no. {place} of the shuffled samples"), self.tr("no. {place} of the samples")
        remark = (shuffled if batches.shuffled else plain).format(place=place)
        short = f"{update.iteration + 1:,} / {update.per_epoch:,}"
        line = self.tr("Batch {i}").format(i=f"{update.iteration + 1:,}")
        if size == 1:
            line = self.tr("Sample {i}").format(i=f"{int(update.batch[0]) + 1:,}")
        return Stage(name, ((line, ""),), remark, (line, short), tip)

    def _predict(self, name: str, problem: DataProblem, update: OneUpdate, size: int) -> Stage:
        text = problem.prediction_text
        filled = with_numbers(text, problem.names, update.w) if problem.dim <= _SUBSTITUTED else ""
        bare = _named(text)
        first = filled or bare
        if size == 1:
            inside = update.prediction[update.in_batch] if update.in_batch.any() else update.prediction[:1]
            remark = self.tr("its prediction: ŷ = {value}").format(value=format_number(float(inside[0]), 3))
        else:
            remark = self.tr("{n} predictions").format(n=f"{size:,}")
        shorter = (first, bare, "ŷ = f(x; w)") if filled else (bare, "ŷ = f(x; w)")
        tip = self.tr("The model predicts the target of each sample: {model}").format(model=bare)
        return Stage(name, ((first, ""),), remark, shorter, tip)

    def _loss(self, name: str, problem: DataProblem, update: OneUpdate, size: int) -> Stage:
        value = update.loss if update.batch_grad is None else update.batch_loss
        classes = problem.loss_kind is CrossEntropy
        if size == 1:
            remark = self.tr("cross-entropy") if classes else "(ŷ − y)²"
        else:
            remark = self.tr("mean of the cross-entropy") if classes else self.tr("mean of (ŷ − y)²")
        tip = self.tr("The loss of the samples of the batch: the mean of theirs. That of all samples is {all}.").format(
            all=format_number(update.loss, 3)
        )
        line = f"{'J' if update.whole or update.batch_grad is None else 'J_B'} = {format_number(value, 3)}"
        return Stage(name, ((line, ""),), remark, (line, format_number(value, 3)), tip)

    def _new(self, name: str, problem: DataProblem, update: OneUpdate, ahead_hidden: bool) -> Stage:
        names, before, after = problem.names, update.w, update.w_after
        if after is None or update.batch_grad is None:
            return Stage(name, self._rows(names, before, None), self.tr("no update follows"), (_vector(before),))
        way = self.tr("gradient {grad}, rate {lr}").format(
            grad=_vector(update.batch_grad), lr=format_number(update.lr, 3)
        )
        if ahead_hidden:
            was = [aside for _, aside in self._rows(names, after, before)]
            lines = tuple(
                (f"{_named(each)} = {HIDDEN}", aside) for each, aside in zip(names[: len(was)], was, strict=True)
            )
            rate = self.tr("rate {lr}").format(lr=format_number(update.lr, 3))
            return Stage(name, lines, rate, (f"w = {HIDDEN}",), rate)
        lines = self._rows(names, after, before)
        more = len(names) - len(lines)
        remark = self.tr("and {n} more").format(n=f"{more:,}") if more else way
        return Stage(
            name, lines, remark, (f"w = {_vector(after)}", _vector(after), _vector(after, 2), _vector(after, 2, 2)), way
        )

    @staticmethod
    def _rows(names: Sequence[str], values: np.ndarray, before: np.ndarray | None) -> tuple[tuple[str, str], ...]:
        some = range(min(_ROWS, len(names)))
        if before is None:
            return tuple((f"{_named(names[i])} = {_texts(values)[i]}", "") for i in some)
        digits = next((d for d in (3, 4) if all(_differ(before[i], values[i], d) for i in some)), 5)
        texts, was = _texts(values, digits), _texts(before, digits)
        return tuple((f"{_named(names[i])} = {texts[i]}", f"← {was[i]}") for i in some)


def _differ(a: float, b: float, digits: int) -> bool:
    """Whether two numbers differ as they are written."""
    return a == b or format_number(float(a), digits) != format_number(float(b), digits)


def with_numbers(text: str, names: Sequence[str], values: np.ndarray) -> str:
    """A formula with the numbers of its parameters: "ŷ = w1·x + b" is "ŷ = 0.65x + 2.76".

    Empty where a parameter is not written by itself, as in "sin(bx)".
    """
    numbers = dict(zip(names, _texts(values), strict=True))
    several = "|".join(re.escape(name) for name in sorted(numbers, key=len, reverse=True))
    met = set()

    def number(found: re.Match[str]) -> str:
        met.add(found[0])
        value, before, after = numbers[found[0]], text[: found.start()].rstrip(), text[found.end() :]
        bare = not value.startswith(MINUS) or (before[-1:] in tuple("(=+−-,[") and after[:1] not in tuple("²³^⁴"))
        return value if bare else f"({value})"

    made = re.sub(rf"(?<![A-Za-z])(?:{several})(?![A-Za-z0-9])", number, text)
    if len(met) < len(numbers):
        return ""
    made = made.replace(f"+ {MINUS}", f"{MINUS} ").replace(f"{MINUS} {MINUS}", "+ ")
    return re.sub(r"(?<=\d)·(?=[A-Za-z](?![a-z]))", "", _named(made))


def _named(text: str) -> str:
    """A text with numbers of names below the line: "w1" is "w₁"."""
    return re.sub(r"(?<![A-Za-z0-9.])([A-Za-z])(\d+)(?![A-Za-z0-9.])", lambda m: m[1] + m[2].translate(LOW), text)


def _texts(values: np.ndarray, digits: int = 3) -> list[str]:
    """Numbers side by side: one that is nothing but rounding beside the others is 0."""
    largest = float(np.max(np.abs(values), initial=0.0))
    clean = np.where(np.abs(values) < _NOISE * largest, 0.0, values) if np.isfinite(largest) else values
    return [format_number(value, digits) for value in clean.tolist()]


def _vector(values: np.ndarray, digits: int = 3, most: int = 3) -> str:
    """Numbers in brackets, `most` of them; one by itself."""
    some = _texts(values, digits)
    if len(some) == 1:
        return some[0]
    return f"({', '.join(some[:most])}{', …' if len(some) > most else ''})"
