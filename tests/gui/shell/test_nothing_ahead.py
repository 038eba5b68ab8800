"""While what is ahead is hidden, nothing in the window reveals it: all is the same with another future."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QCursor, QImage
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QGraphicsView, QLineEdit, QMenu, QWidget

import gdviz
from gdviz.engine.runner import Result, prepare
from gdviz.engine.trajectory import Chunk
from gdviz.experiment import Experiment
from gdviz.gui.explore import explore_menu
from gdviz.gui.kernel import worker
from gdviz.gui.kernel.controller import Controller
from gdviz.gui.shell import main_window
from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.main_window import MainWindow
from gdviz.lessons import lesson
from gdviz.paths import resources
from tests.gui.conftest import OpenWindow
from tests.gui.driving import hover, settle, wait_until

AT = 4
"""The update at which the playhead stands."""
VIEWS = ("surfaceView", "surfaceView3d", "scheduleView", "rateCurveView", "rateRangeView", "lossView", "stepCard",
         "runTable", "dataView", "timeline", "parameterPanel", "statusBar")  # fmt: skip


def tame() -> Experiment:
    return lesson("five_batches").open(lambda texts: texts["en"])


EXPERIMENTS: dict[str, Callable[[], Experiment]] = {
    "worked example": worked_example,
    "one parameter": lambda: lesson("rate_too_small").open(lambda texts: texts["en"]),
    "batches": tame,
    "several runs": lambda: gdviz.load(resources() / "experiments" / "three_optimizers.json"),
    "diverges": lambda: lesson("rate_too_large").open(lambda texts: texts["en"]),
}


def fork(experiment: Experiment) -> int:
    """The update from which on two futures of an experiment differ: the next one, where it sees no batch.

    The batch of the next update is drawn, and seen in the data lab, before the update is made.
    """
    return AT + any(run.batch is not None for run in experiment.runs)


def other_futures(experiment: Experiment, factor: float) -> Callable[[Experiment, Result], Iterator[Chunk]]:
    """What computes the runs of an experiment: as it is up to a fork, then with `factor` times its rate."""
    real, k = worker_iterate, fork(experiment)
    known = prepare(experiment)
    for chunk in real(experiment, known):
        known.runs[chunk.run].append(chunk)

    def iterate(asked: Experiment, result: Result) -> Iterator[Chunk]:
        for run, past in enumerate(known.runs):
            spec = experiment.runs[run]
            record = result.runs[run]
            if past.n <= k:  # it has no future
                batch_loss = None if past._batch_loss is None else past.batch_loss
                loss = past.loss[1:] if past._batch_loss is None else None
                yield Chunk(run, past.w[1:], loss, past.grad, past.lr, batch_loss, past.finish)
                continue
            data = past._batch_loss is not None
            after = replace(
                spec,
                start=tuple(map(float, past.w[k])),
                optimizer=replace(spec.optimizer, lr=spec.optimizer.lr * factor),
            )
            later = prepare(replace(experiment, runs=(after,)))
            for chunk in real(later.experiment, later):
                later.runs[0].append(chunk)
            future = later.runs[0]
            rows = max(1, min(future.n, record.planned - k))

            def joined(first: Any, second: Any, rows: int = rows) -> np.ndarray:
                return np.concatenate([first, second[:rows]])

            yield Chunk(
                run,
                joined(past.w[1 : k + 1], future.w[1:]),
                None if data else joined(past.loss[1 : k + 1], future.loss[1:]),
                joined(past.grad[:k], future.grad),
                joined(past.lr[:k], future.lr),
                joined(past.batch_loss[:k], future.batch_loss) if data else None,
                "diverged" if future.finish == "diverged" else "completed",
            )

    return iterate


worker_iterate = worker.iterate


def texts_of(window: MainWindow) -> dict[str, str]:
    """Every text of every widget that is seen, and of the window's actions."""
    found: dict[str, str] = {"title": window.windowTitle()}

    def add(name: str, *texts: str) -> None:
        while name in found:
            name += "'"
        found[name] = " | ".join(texts)

    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, QMenu):
            continue
        texts = [widget.toolTip(), widget.statusTip(), widget.whatsThis(), widget.accessibleName(),
                 widget.accessibleDescription()]  # fmt: skip
        for kind, read in (("text", "text"), ("title", "title"), ("value", "value"), ("maximum", "maximum")):
            asked = getattr(widget, read, None)
            if callable(asked):
                try:
                    texts.append(f"{kind}={asked()}")
                except TypeError:
                    continue
        if isinstance(widget, QComboBox):
            texts.append(widget.currentText())
        if isinstance(widget, QLineEdit):
            texts.append(widget.placeholderText())
        owner = widget
        while owner is not None and owner.objectName() not in VIEWS and owner.parentWidget() is not None:
            owner = owner.parentWidget()
        add(f"{owner.objectName()}/{type(widget).__name__}:{widget.objectName()}", *texts)
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
                     Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.ForegroundRole)  # fmt: skip
            for row in range(model.rowCount(QModelIndex())):
                for column in range(model.columnCount(QModelIndex())):
                    index = model.index(row, column)
                    cell = [str(index.data(role)) for role in roles]
                    add(f"{owner.objectName()}/cell {row},{column}", *(text.split(" at 0x")[0] for text in cell))
    for name, action in window.bench.actions.items():
        add(name, action.text(), action.toolTip(), str(action.isEnabled()), str(action.isChecked()))
    return found


def plots(window: MainWindow) -> list[QWidget]:
    found = [view for view in window.findChildren(QGraphicsView) if view.isVisible()]
    return [view.viewport() for view in sorted(found, key=lambda view: view.mapToGlobal(QPoint(0, 0)).toTuple())]


def seen_in(window: MainWindow) -> QImage:
    window.places.settle()
    QApplication.processEvents()
    return window.grab().toImage()


def looked_at(window: MainWindow) -> dict[str, Any]:
    """What the window shows, mode by mode: its picture and its texts, and what the mouse reads off its plots."""
    found: dict[str, Any] = {}

    def look(mode: str, mouse: bool = False) -> None:
        wait_until(lambda: not window.controller.busy and not window.places.busy, 20)
        wait_until(lambda: not window.rate_marks.idle.busy, 20)
        QApplication.processEvents()
        found[f"{mode}: picture"] = seen_in(window)
        found[f"{mode}: texts"] = texts_of(window)
        if not mouse:
            return
        for number, port in enumerate(plots(window)):
            for x in (0.15, 0.4, 0.65, 0.9):
                hover(port, QPoint(int(x * port.width()), port.height() // 3))
                found[f"{mode}: under the mouse in plot {number} at {x}"] = texts_of(window)
        for view in (window.loss, window.schedule):
            hover(view.plot.viewport(), QPoint(round(view.viewport_x(AT)), view.plot.height() // 3))
            found[f"{mode}: under the mouse at the playhead in {view.objectName()}"] = texts_of(window)
        for port in plots(window):
            QApplication.sendEvent(port, QEvent(QEvent.Type.Leave))
            QApplication.processEvents()

    QCursor.setPos(0, 0)  # where the pointer of the display happens to be, nothing is read
    window.setFocus()
    look("plan", mouse=True)
    for mode in ("Line", "Sweep", "Range"):
        window.bench.actions[f"actionRate{mode}"].trigger()
        look(mode)
    window.bench.actions["actionRatePlan"].trigger()
    if window.scene.problem.dim > 1:
        window.bench.actions["actionViewBoth"].trigger()
        look("both")
        window.bench.actions["actionView2d"].trigger()
    for unit in ("Epoch", "Step"):
        window.bench.actions[f"actionTime{unit}"].trigger()
        look(unit)
    for step in (1, AT):
        window.playhead = step
        look(f"step {step}")
    return found


def places_of(before: QImage, now: QImage, window: MainWindow) -> list[str]:
    """The views in which two pictures differ."""
    if before.size() != now.size():
        return ["size"]
    images = [image.convertToFormat(QImage.Format.Format_RGB32) for image in (before, now)]
    a, b = (np.frombuffer(image.constBits(), np.uint8) for image in images)
    differing = (a != b).reshape(before.height(), before.bytesPerLine())[:, : 4 * before.width()]
    ys, xs = np.nonzero(differing)
    named = []
    for name in VIEWS:
        for view in window.findChildren(QWidget, name):
            corner = view.mapTo(window, QPoint(0, 0))
            inside = (xs // 4 >= corner.x()) & (xs // 4 < corner.x() + view.width())
            inside &= (ys >= corner.y()) & (ys < corner.y() + view.height())
            if view.isVisible() and inside.any():
                across, down = xs[inside] // 4 - corner.x(), ys[inside] - corner.y()
                named.append(f"{name} (x {across.min()} to {across.max()}, y {down.min()} to {down.max()})")
    return named or ([f"elsewhere ({len(ys)})"] if len(ys) else [])


def differences(before: dict[str, Any], now: dict[str, Any], window: MainWindow) -> list[str]:
    found = []
    for what in before:
        if isinstance(before[what], QImage):
            found += [f"{what}: {place}" for place in places_of(before[what], now[what], window)]
            continue
        for name in sorted(before[what].keys() | now[what].keys()):
            a, b = before[what].get(name), now[what].get(name)
            if a != b:
                found.append(f"{what}: {name}: {a!r} / {b!r}")
    return found


@pytest.mark.timeout(400)
@pytest.mark.parametrize("factor", [pytest.param(0.1, marks=pytest.mark.long), 40.0])
@pytest.mark.parametrize("name", EXPERIMENTS)
def test_that_nothing_gives_away_what_is_ahead(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, factor: float
) -> None:
    monkeypatch.setattr(Controller, "_on_progress", lambda *_: None)  # how fast it was computed
    monkeypatch.setattr(main_window, "FILL_MS", 0)  # what comes some time after the first paint comes with it
    monkeypatch.setattr(explore_menu, "OFFER_MS", 0)
    experiment = EXPERIMENTS[name]().replace("view", {"hide_ahead": True})

    def looks(folder: str) -> tuple[dict[str, Any], MainWindow]:
        monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / folder))
        window = open_window(experiment)
        window.playhead = AT
        settle(window)
        wait_until(lambda: not window.panel._filling.busy)
        assert window.playhead == AT and window.scene.state.experiment.ahead_hidden
        return looked_at(window), window

    open_window(experiment).close()  # its formula is then one of the recent ones in both
    true, window = looks("true")
    window.close()
    monkeypatch.setattr(worker, "iterate", other_futures(experiment, factor))
    other, window = looks("other")
    assert not np.array_equal(window.result.runs[0].w[-1], worked_out(experiment))  # the futures do differ
    found = differences(true, other, window)
    assert not found, "\n".join(found)


def worked_out(experiment: Experiment) -> np.ndarray:
    result = prepare(experiment)
    for chunk in worker_iterate(experiment, result):
        result.runs[chunk.run].append(chunk)
    return result.runs[0].w[-1]
