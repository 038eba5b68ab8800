"""What the data lab says, with the numbers of the update."""

from __future__ import annotations

from html import escape

import numpy as np
from PySide6.QtCore import QObject

from gdviz.engine.batches import Batches
from gdviz.engine.one_update import OneUpdate
from gdviz.engine.trajectory import RunRecord
from gdviz.gui.views.flow_strip import Link
from gdviz.gui.widgets.numbers import format_number
from gdviz.problems.fitting import DataProblem

_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_NAMED = 6


class DataWords(QObject):
    """Sentences about an update and its samples, in the language of the window."""

    def position(self, told: OneUpdate, record: RunRecord, stage: int) -> str:
        """Which update it is: "epoch 4 of 30, iteration 2 of 5"."""
        epochs = max(1, -(-record.planned // told.per_epoch))
        text = self.tr("epoch {e} of {epochs}, iteration {i} of {all}").format(
            e=told.epoch + 1, epochs=epochs, i=told.iteration + 1, all=told.per_epoch
        )
        if told.w_after is None:
            ended = record.finish is not None
            return self.tr("after {epoch}").format(epoch=text) if ended and record.n else text
        return text if stage else self.tr("next: {epoch}").format(epoch=text)

    def sentence(self, told: OneUpdate) -> str:
        """How the data are cut: "100 samples / batch 20 = 5 iterations an epoch"."""
        n, size = told.n_samples, told.batch_size
        if told.per_epoch == 1 and size >= n:
            return self.tr("full batch: all {n} samples a step, 1 iteration an epoch").format(n=f"{n:,}")
        text = self.tr("{n} samples / batch {size} = {all} iterations an epoch").format(
            n=f"{n:,}", size=f"{size:,}", all=f"{told.per_epoch:,}"
        )
        rest = n % size
        if rest and told.per_epoch * size > n:
            text += self.tr("; the last batch has {rest}").format(rest=rest)
        elif rest:
            text += self.tr("; {rest} samples are left out").format(rest=rest)
        return text

    def stages(self) -> tuple[str, ...]:
        """The names of the four stages."""
        return self.tr("① split"), self.tr("② predict"), self.tr("③ loss"), self.tr("④ update")

    def stage(self, told: OneUpdate, stage: int, batches: Batches) -> str:
        """What happens in this stage, with its numbers."""
        size = told.span[1] - told.span[0]
        if stage == 1:
            some = ", ".join(str(i + 1) for i in told.batch[:_NAMED].tolist()) + (", …" if size > _NAMED else "")
            if told.whole:
                return self.tr("① One batch of all {n} samples: {some}").format(n=size, some=some)
            if told.iteration == 0:
                shuffled = batches.batch is not None and (batches.batch.shuffle or batches.batch.order is not None)
                text = (
                    self.tr("① The samples are shuffled and cut into {all} batches; the first: {some}")
                    if shuffled
                    else self.tr("① The samples are cut into {all} batches; the first: {some}")
                )
                return text.format(all=told.per_epoch, some=some)
            return self.tr("① Batch {i} of {all}: samples {some}").format(
                i=told.iteration + 1, all=told.per_epoch, some=some
            )
        inside = told.in_batch
        if stage == 2:
            some = _list(told.prediction[inside])
            return self.tr("② The model predicts {n} targets: ŷ = {some}").format(n=size, some=some)
        if stage == 3:
            return self.tr("③ Their losses {some}; the mean is {loss}").format(
                some=_list(told.losses[inside]), loss=format_number(told.batch_loss)
            )
        assert told.batch_grad is not None and told.w_after is not None
        return self.tr("④ The mean gradient {grad} at the rate {lr}: w becomes {w}").format(
            grad=_vector(told.batch_grad), lr=format_number(told.lr), w=_vector(told.w_after)
        )

    def links(self, record: RunRecord, told: OneUpdate, sample: int, ahead_hidden: bool) -> list[Link]:
        """The chain from x to w for one sample and the batch."""
        problem = record.problem
        assert isinstance(problem, DataProblem)
        prediction, losses, _ = problem.per_sample(told.w, np.array([sample]))
        size, ends = told.span[1] - told.span[0], told.batch_grad is None
        mean, grad = (told.loss, told.grad) if told.batch_grad is None else (told.batch_loss, told.batch_grad)
        size = told.n_samples if ends else size
        w = told.w if told.w_after is None or ahead_hidden else told.w_after
        number, target = self.number(sample), format_number(float(problem.samples.y[sample]))
        return [
            Link(f"x{number}", _vector(problem.samples.x[sample]), 1,
                 self.tr("the features of sample {i}").format(i=sample + 1)),
            Link(self.tr("model"), problem.prediction_text.removeprefix("ŷ = "), 2,
                 self.tr("what predicts the target")),
            Link(f"ŷ{number}", format_number(float(prediction[0]), 3), 2,
                 self.tr("its prediction; the target is {y}").format(y=target)),
            Link(self.tr("loss") + f" ℓ{number}", format_number(float(losses[0]), 3), 3, self.tr("its loss")),
            Link(self.tr("mean"), format_number(mean, 3), 3,
                 self.tr("the mean of the losses of the {n} samples").format(n=size)),
            Link(self.tr("gradient"), _vector(grad), 4, self.tr("the mean of the gradients of the batch")),
            Link("w" if w is told.w else "w′", _vector(w), 4, self.tr("the parameters after the update")),
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
        """How many of the samples are drawn."""
        return self.tr("{count} of {n} samples are drawn").format(count=f"{count:,}", n=f"{n:,}")

    def full_arrow(self) -> str:
        """What the gradient of the whole loss is called on the surface."""
        return self.tr("−∇J of all")

    def batch_arrow(self, told: OneUpdate) -> str:
        """What the gradient of the batch is called there."""
        return self.tr("−∇J of the batch") if told.batch_size > 1 else self.tr("−∇ℓ of the sample")

    def against(self) -> str:
        """The choice of an axis."""
        return self.tr("prediction against target")

    def probability(self) -> str:
        """The choice of an axis."""
        return self.tr("probability")

    def number(self, sample: int) -> str:
        """The number of a sample as an index below the line."""
        return str(sample + 1).translate(_LOW)

    def moved(self, sample: int) -> str:
        """The undo step."""
        return self.tr("move sample {i}").format(i=sample + 1)

    def removed(self, sample: int) -> str:
        """The undo step."""
        return self.tr("delete sample {i}").format(i=sample + 1)

    def turned(self, sample: int) -> str:
        """The undo step."""
        return self.tr("other class of sample {i}").format(i=sample + 1)

    def added(self) -> str:
        """The undo step."""
        return self.tr("add a sample")


def _list(values: np.ndarray) -> str:
    return ", ".join(format_number(v, 3) for v in values[:4].tolist()) + (", …" if len(values) > 4 else "")


def _vector(values: np.ndarray) -> str:
    some = [format_number(value, 3) for value in values[:3].tolist()]
    if len(values) == 1:
        return some[0]
    return f"({', '.join(some)}{', …' if len(values) > 3 else ''})"
