"""The colours of the vectors: one each, on the surface and in the step card."""

from __future__ import annotations

from gdviz.gui.style.theme import Theme


def gradient(theme: Theme) -> str:
    """The gradient, uphill."""
    return theme.good


def momentum(theme: Theme) -> str:
    """The momentum that the update follows."""
    return "#b794ff" if theme.is_dark else "#7a3fe0"
