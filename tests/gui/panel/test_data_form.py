from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, choose, click, fill_in, settle
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

NOISY = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """The window on 100 samples in five batches."""
    return open_window(an_experiment(NOISY, [a_run((0, 0), batch={"size": 20})], epochs=6))


@pytest.mark.own_window  # no data were in it
def test_that_a_surface_has_no_rows_of_data(open_window: OpenWindow) -> None:
    assert open_window().panel.data_rows.form is None


def test_that_the_noise_of_made_up_data_follows_its_slider(window: MainWindow) -> None:
    choose(window, "dataSourceCombo", ("synthetic", "line"))
    settle(window)
    fill_in(window, "dataNField", "40")
    settle(window)
    before = window.experiment.problem.data
    assert len(before.y) == 40
    slider = child(window, "dataNoiseSlider")
    click(slider, QPoint(slider.width() - 4, slider.height() // 2))
    settle(window)
    assert np.abs(window.experiment.problem.data.y - before.y).max() > 1
    assert window.controller.model.undo_stack.undoText() == "noise"


def test_that_a_higher_degree_is_one_field_away(window: MainWindow) -> None:
    choose(window, "dataModelCombo", "polynomial_regression")
    settle(window)
    fill_in(window, "problemDegreeField", "5")
    settle(window)
    assert window.experiment.problem.dim == 6


def test_that_a_refused_model_is_reported_under_the_rows(window: MainWindow) -> None:
    choose(window, "dataModelCombo", "logistic_regression")
    settle(window)
    assert "0 or 1" in window.panel.data_rows.form.problem.text()
    assert window.experiment.problem.kind == "linear_regression"


def test_that_a_deleted_file_leaves_the_experiment_as_it_is(open_window: OpenWindow, tmp_path: Path) -> None:
    file = tmp_path / "houses.csv"
    file.write_text("size,price\n" + "".join(f"{i},{2 * i + 1}\n" for i in range(30)))
    data = {"kind": "csv", "path": str(file), "x": ["size"], "y": "price"}
    window = open_window(an_experiment({"kind": "linear_regression", "data": data}, [a_run((0, 0))], epochs=3))
    before = window.experiment
    file.unlink()
    box = child(window, "dataStandardiseField")
    click(box, QPoint(8, box.height() // 2))
    settle(window)
    assert window.experiment == before
    assert "houses.csv" in window.panel.data_rows.form.problem.text()
