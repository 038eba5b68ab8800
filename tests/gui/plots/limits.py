"""Stability limits and notes that a test gives to the plot of the learning rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from gdviz.engine.diagnosis.crossings import StabilityCurve
from gdviz.gui.plots.schedule_view import ScheduleView
from tests.gui.scenes import show_scene


def show_limits(view: ScheduleView, limits: Sequence[StabilityCurve | None]) -> None:
    """Show these stability limits, one for each run."""
    scene = view._scene
    assert scene is not None
    progress = tuple(made._replace(limit=limit) for made, limit in zip(scene.records.progress, limits, strict=True))
    show_scene(view, replace(scene, records=replace(scene.records, progress=progress)))


def note(monkeypatch: pytest.MonkeyPatch, notes: list[tuple[int, str]]) -> None:
    """Have these remarks made on any schedule: (step, sentence)."""
    monkeypatch.setattr("gdviz.gui.plots.schedule_view.schedule_notes", lambda *_: notes)
