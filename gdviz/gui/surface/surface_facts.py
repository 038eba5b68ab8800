"""Sentences about a problem and its picture for the head of the surface, in the window's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.numbers import format_number, format_numbers
from gdviz.messages import mark
from gdviz.problems.problem import Problem

if TYPE_CHECKING:
    from gdviz.gui.surface.surface_plane import SurfacePlane


UNDERSAMPLED = mark("The loss oscillates faster than this picture can show: zoom in.")


def nodes_text(shape: tuple[int, ...], inches: float, undersampled: bool) -> str:
    """The sentences on the number of nodes of a heat map `inches` wide, and, if so, that they are too few."""
    text = translate(mark("The heat map is made of {columns} × {rows} computed losses, {inch} to an inch."))
    text = text.format(columns=shape[1], rows=shape[0], inch=round((shape[1] - 1) / inches))
    return f"{text} {translate(UNDERSAMPLED)}" if undersampled else text


def relief_text(columns: int, rows: int, inches: float) -> str:
    """The sentence on the number of pixels of a relief `inches` wide."""
    text = translate(mark("The relief is made of {columns} × {rows} pixels, {inch} to an inch."))
    return text.format(columns=columns, rows=rows, inch=round(columns / inches))


def facts_text(problem: Problem, plane: SurfacePlane | None) -> str:
    """Describe the minima, or with more than two parameters the plane that is shown."""
    if problem.dim > 2 and plane is not None:
        return plane.description()
    minima = problem.minima
    if not minima:
        return translate(mark("the loss falls without end, no minimum")) if problem.unbounded_below else ""
    lowest = [minimum for minimum in minima if minimum.is_global]
    if len(minima) == 1:
        place = ", ".join(format_numbers(minima[0].w))
        return translate(mark("minimum at ({place})")).format(place=place)
    if len(lowest) == len(minima):
        return translate(mark("{n} minima")).format(n=len(minima))
    return translate(mark("{n} minima, {lowest} of them global")).format(n=len(minima), lowest=len(lowest))


def picture_warning(loss: NDArray[np.float64], apart: bool = False, undersampled: bool = False) -> str:
    """A warning about a picture that has holes, shows a constant loss, or is `apart` or `undersampled`; else empty.

    `loss` has the losses of the picture: nan where they are not real, or infinite. `apart`: equal scales are wanted,
    but the sides of the domain do not allow them. `undersampled`: the loss oscillates faster than the picture can
    show.
    """
    if undersampled:
        return translate(UNDERSAMPLED)
    if apart:
        return translate(mark("The sides of the domain are too far apart for equal scales."))
    if not loss.size:
        return ""
    finite = np.isfinite(loss)
    count = int(finite.sum())
    if count == loss.size:
        least, most = float(loss.min()), float(loss.max())
        if most - least > 1e-12 * max(abs(least), abs(most)):
            return ""
        return translate(mark("The loss is {value} everywhere here: no way leads down.")).format(
            value=format_number(least)
        )
    if not count:
        return translate(mark("The loss has no finite value anywhere here."))
    share = max(1, round(100 * (1 - count / loss.size)))
    not_real = int(np.isnan(loss).sum())
    if not_real == 0:
        text = mark("The loss is infinite on {share} % of the picture, which is left blank.")
    elif not_real == loss.size - count:
        text = mark("The loss is not a real number on {share} % of the picture, which is left blank.")
    else:
        text = mark("The loss is infinite or not a real number on {share} % of the picture, which is left blank.")
    return translate(text).format(share=share)
