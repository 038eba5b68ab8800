"""The ways down that the data lab shows on the surface: of all samples, of the batch, of the one that is pointed at."""

from __future__ import annotations

import numpy as np

from gdviz.engine.one_update import OneUpdate
from gdviz.gui.data.data_words import DataWords
from gdviz.gui.drawing.gradient_arrows import Descent
from gdviz.problems.fitting import DataProblem


def ways_down(
    problem: DataProblem, told: OneUpdate, updates: bool, pointed: int | None, words: DataWords
) -> list[Descent]:
    """Minus the gradients at w: where it `updates` those of all samples and of the batch, then that of a sample."""
    arrows = []
    if updates and told.batch_grad is not None:
        arrows.append(Descent(-told.grad, "text2", words.full_arrow()))
        if not told.whole:
            arrows.append(Descent(-told.batch_grad, "accent", words.batch_arrow(told)))
    if pointed is not None:
        grad = problem.per_sample(told.w, np.array([pointed]))[2][0]
        if not arrows:
            arrows.append(Descent(-told.grad, "text2", words.full_arrow()))
        arrows.append(Descent(-grad, "focus", f"−∇ℓ{words.number(pointed)}"))
    return arrows
