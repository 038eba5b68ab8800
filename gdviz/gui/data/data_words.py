"""The texts of the data lab, with the numbers of the update."""

from __future__ import annotations

import dataclasses
from html import escape

import numpy as np
from PySide6.QtCore import QObject

from gdviz.engine.batches import Batches
from gdviz.engine.one_update import OneUpdate
from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.engine.trajectory import RunRecord
from gdviz.gui.data.flow_strip import Link
from gdviz.gui.widgets.numbers import format_number, format_numbers
from gdviz.messages import mark
from gdviz.problems.fitting import DataProblem

LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
"""Digits as indices below the line."""
_NAMED = 6
STAGE_KEYS = mark("The keys . and , go through the four stages; slow play shows them, too.")
HIDDEN = "?"
"""What stands for a number that lies ahead of the playhead while that is hidden."""
_USUAL, _TIGHT = "−0.00", "−0.0"
"""Texts as wide as most numbers of three digits, and of two."""
_MODEL = "f(x; w)"
"""The text for any model."""
_SHORT = 16
"""The most letters of a model in the chain; longer ones are written where there is more room."""


class DataWords(QObject):
    """Sentences about an update and its samples, in the language of the window."""

    def position(self, update: OneUpdate, record: RunRecord, stage: int) -> str:
        """Which update it is: "epoch 4 of 30, iteration 2 of 5"."""
        epochs = max(1, -(-record.planned // update.per_epoch))
        text = self.tr("epoch {e} of {epochs}, iteration {i} of {all}").format(
            e=update.epoch + 1, epochs=epochs, i=update.iteration + 1, all=update.per_epoch
        )
        if update.w_after is None:
            ended = record.finish is not None
            return self.tr("after {epoch}").format(epoch=text) if ended and record.n else text
        return text if stage else self.tr("next: {epoch}").format(epoch=text)

    def sentence(self, update: OneUpdate) -> str:
        """How the data are cut: "100 samples / batch 20 = 5 iterations an epoch"."""
        n, size = update.n_samples, update.batch_size
        if update.per_epoch == 1 and size >= n:
            return self.tr("full batch: all {n} samples a step, 1 iteration an epoch").format(n=f"{n:,}")
        text = self.tr("{n} samples / batch {size} = {all} iterations an epoch").format(
            n=f"{n:,}", size=f"{size:,}", all=f"{update.per_epoch:,}"
        )
        rest = n % size
        if rest and update.per_epoch * size > n:
            text += self.tr("; the last batch has {rest}").format(rest=rest)
        elif rest:
            text += self.tr("; {rest} samples are left out").format(rest=rest)
        return text

    def stages(self) -> tuple[str, ...]:
        """The names of the four stages."""
        return self.tr("① split"), self.tr("② predict"), self.tr("③ loss"), self.tr("④ update")

    def stage(self, update: OneUpdate, stage: int, batches: Batches, ahead_hidden: bool) -> str:
        """What happens in this stage, with its numbers, but without those of the update if that is hidden."""
        size = update.span[1] - update.span[0]
        if stage == 1:
            some = ", ".join(str(i + 1) for i in update.batch[:_NAMED].tolist()) + (", …" if size > _NAMED else "")
            if update.whole:
                return self.tr("① One batch of all {n} samples: {some}").format(n=size, some=some)
            if update.iteration == 0:
                text = (
                    self.tr("① The samples are shuffled and cut into {all} batches; the first: {some}")
                    if batches.shuffled
                    else self.tr("① The samples are cut into {all} batches; the first: {some}")
                )
                return text.format(all=update.per_epoch, some=some)
            return self.tr("① Batch {i} of {all}: samples {some}").format(
                i=update.iteration + 1, all=update.per_epoch, some=some
            )
        inside = update.in_batch
        if stage == 2:
            some = _list(update.prediction[inside])
            return self.tr("② The model predicts {n} targets: ŷ = {some}").format(n=size, some=some)
        if stage == 3:
            return self.tr("③ Their losses {some}; the mean is {loss}").format(
                some=_list(update.losses[inside]), loss=format_number(update.batch_loss)
            )
        assert update.batch_grad is not None and update.w_after is not None
        if ahead_hidden:
            return self.tr("④ The mean gradient makes the step; what is ahead is hidden")
        return self.tr("④ The mean gradient {grad} at the rate {lr}: w becomes {w}").format(
            grad=_vector(update.batch_grad), lr=format_number(update.lr), w=_vector(update.w_after)
        )

    def links(self, record: RunRecord, update: OneUpdate, sample: int, ahead_hidden: bool) -> list[Link]:
        """The chain from x to w for one sample and the batch; while what is ahead is hidden, no number of the step."""
        problem = record.problem
        assert isinstance(problem, DataProblem)
        prediction, losses, _ = problem.per_sample(update.w, np.array([sample]))
        size, ends = update.span[1] - update.span[0], update.batch_grad is None
        mean, grad = (update.loss, update.grad) if update.batch_grad is None else (update.batch_loss, update.batch_grad)
        size = update.n_samples if ends else size
        w = update.w if update.w_after is None else update.w_after
        number, target = self.number(sample), format_number(float(problem.samples.y[sample]))
        model = problem.prediction_text.removeprefix("ŷ = ")
        told = self.tr("the mean of the gradients of the batch"), self.tr("the parameters after the update")
        names = self.tr("gradient"), "w" if w is update.w else "w′"
        made = [link_of(name, values, 4, tip) for name, values, tip in zip(names, (grad, w), told, strict=True)]
        if ahead_hidden:
            made = [dataclasses.replace(link, value=HIDDEN, shorter=()) for link in made]
        return [
            link_of(f"x{number}", problem.samples.x[sample], 1,
                     self.tr("the features of sample {i}").format(i=sample + 1)),
            Link(self.tr("model"), model, 2, self.tr("what predicts the target"), (_MODEL,), model,
                 model if len(model) <= _SHORT else _MODEL),
            link_of(f"ŷ{number}", prediction, 2, self.tr("its prediction; the target is {y}").format(y=target)),
            link_of(self.tr("loss") + f" ℓ{number}", losses, 3, self.tr("its loss")),
            link_of(self.tr("mean"), np.array([mean]), 3,
                     self.tr("the mean of the losses of the {n} samples").format(n=size)),
            *made,
        ]  # fmt: skip

    def readout(self, problem: DataProblem, w: np.ndarray, sample: int) -> str:
        """The numbers of one sample, as rich text."""
        prediction, losses, grads = problem.per_sample(w, np.array([sample]))
        samples = problem.samples
        rows = [
            *((name, format_number(float(value))) for name, value in
              list(zip(samples.names, samples.x[sample].tolist(), strict=True))[:4]),
            (samples.target, format_number(float(samples.y[sample]))),
            ("ŷ", format_number(float(prediction[0]))),
            (self.tr("loss"), format_number(float(losses[0]))),
            ("∇ℓ", _vector(grads[0])),
        ]  # fmt: skip
        cells = "".join(
            f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td align='right'>{escape(value)}</td></tr>"
            for name, value in rows
        )
        title = escape(self.tr("sample {i}").format(i=sample + 1))
        return f"<b>{title}</b><table cellspacing='0'>{cells}</table>"

    def drawn(self, count: int, n: int) -> str:
        """The sentence on the number of drawn samples."""
        return self.tr("{count} of {n} samples are drawn").format(count=f"{count:,}", n=f"{n:,}")

    def full_arrow(self) -> str:
        """The name of the gradient of the whole loss on the surface."""
        return self.tr("−∇J of all")

    def batch_arrow(self, update: OneUpdate) -> str:
        """The name of the gradient of the batch on the surface."""
        return self.tr("−∇J of the batch") if update.batch_size > 1 else self.tr("−∇ℓ of the sample")

    def against(self) -> str:
        """The name of the choice of an axis."""
        return self.tr("prediction against target")

    def probability(self) -> str:
        """The name of the choice of an axis."""
        return self.tr("probability")

    def number(self, sample: int) -> str:
        """The number of a sample as an index below the line."""
        return str(sample + 1).translate(LOW)

    def moved(self, sample: int) -> str:
        """The name of the undo step."""
        return self.tr("move sample {i}").format(i=sample + 1)

    def removed(self, sample: int) -> str:
        """The name of the undo step."""
        return self.tr("delete sample {i}").format(i=sample + 1)

    def turned(self, sample: int) -> str:
        """The name of the undo step."""
        return self.tr("other class of sample {i}").format(i=sample + 1)

    def added(self) -> str:
        """The name of the undo step."""
        return self.tr("add a sample")


def _list(values: np.ndarray) -> str:
    return ", ".join(format_number(v, 3) for v in values[:4].tolist()) + (", …" if len(values) > 4 else "")


def link_of(name: str, values: np.ndarray, stage: int, tip: str) -> Link:
    """Make a link of one or several numbers, with versions of fewer digits, and for a long vector of fewer numbers."""
    values = np.array(negligible_as_zero(values.tolist()))
    texts = [_vector(values), *(_vector_of(_shorter(values[:3], digits), len(values)) for digits in (3, 2, 1))]
    texts += [_vector_of(_shorter(values[:count], 1), len(values)) for count in (2, 1) if len(values) > 3]
    shorter = [text for i, text in enumerate(texts) if all(len(text) < len(before) for before in texts[:i])][1:]
    usual, tight = (_vector_of([text] * min(len(values), 3), len(values)) for text in (_USUAL, _TIGHT))
    return Link(name, texts[0], stage, tip, tuple(shorter), usual, tight)


def _vector(values: np.ndarray) -> str:
    return _vector_of(format_numbers(values.tolist(), 3)[:3], len(values))


def _vector_of(some: list[str], count: int) -> str:
    """A vector of `count` numbers of which only `some` are written."""
    return some[0] if count == 1 else f"({', '.join(some)}{', …' if count > len(some) else ''})"


def _shorter(values: np.ndarray, digits: int) -> list[str]:
    """Format numbers in at most `digits` digits and few characters: "1690", "−0.04", "1e-5"."""
    made = []
    for value in values.tolist():
        mantissa, e, exponent = format_number(float(f"{value:.{digits - 1}e}"), digits).partition("e")
        made.append(f"{mantissa}e{int(exponent)}" if e else mantissa)
    return made
