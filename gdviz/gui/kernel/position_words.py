"""Where the playhead is, in words: for the status bar, and under a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gdviz.engine.last_step import CLIMBED, CROSSED, LEVEL, LOWERED, OVERSHOT, RAISED, LastStep, last_step
from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene


class PositionWords(QObject):
    """Says where the playhead is in the chosen run, and what the last step did there."""

    def position(self, scene: Scene) -> str:
        """Step and loss; epoch and iteration where there are batches."""
        record, row = scene.record, scene.row(scene.run)
        step, per_epoch = int(record.step[row]), record.steps_per_epoch
        parts = []
        if per_epoch > 1:
            update = max(step - 1, 0)  # the last one made: step 17 of 5 an epoch is iteration 2 of epoch 4
            epochs = -(-record.planned // per_epoch)
            parts.append(self.tr("epoch {e} of {n}").format(e=update // per_epoch + 1, n=epochs))
            made = update % per_epoch + 1 if step else 0
            parts.append(self.tr("iteration {i} of {n}").format(i=made, n=per_epoch))
        parts.append(self.tr("step {k}").format(k=f"{step:,}"))
        if scene.in_fog:  # losses would give away where the surface falls
            return "  ·  ".join(parts)
        if not record.problem.absent:
            parts.append(self.tr("loss {loss}").format(loss=format_number(record.loss_at(row))))
        done = None if scene.state.experiment.ahead_hidden else last_step(record, row)
        if done is not None:  # else the status bar says it in full, in place of the verdict
            parts.append(self._word(done))
        return "  ·  ".join(parts)

    def last_step(self, scene: Scene) -> str:
        """What the last step did to the loss, in full; empty where that is not known."""
        done = last_step(scene.record, scene.row(scene.run))
        if done is None:
            return ""
        template = {
            LOWERED: self.tr("The last step lowered the loss by {by}."),
            CROSSED: self.tr("The last step crossed the valley and lowered the loss by {by}."),
            LEVEL: self.tr("The last step left the loss as it was."),
            OVERSHOT: self.tr("The last step overshot the valley and raised the loss by {by}."),
            CLIMBED: self.tr("The last step went uphill and raised the loss by {by}."),
            RAISED: self.tr("The last step raised the loss by {by}."),
        }[done.kind]
        return template.format(by=format_number(done.by, 3))

    def _word(self, done: LastStep) -> str:
        return {
            LOWERED: self.tr("went down"),
            CROSSED: self.tr("crossed the valley"),
            LEVEL: self.tr("stayed level"),
            OVERSHOT: self.tr("overshot the valley"),
            CLIMBED: self.tr("went uphill"),
            RAISED: self.tr("went up"),
        }[done.kind]
