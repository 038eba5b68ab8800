"""A process that opens a window and prints the seconds from its start until every plot in it is painted.

python first_paint.py gdviz|bare CLOCK      CLOCK: time.monotonic() just before this process was started
"""

from __future__ import annotations

import sys
import time


def wait_for_plots(clock: float) -> int:
    """Serve events until each visible plot was painted and that paint was flushed; print the time; return 0."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QGraphicsView, QWidget

    viewports = [
        view.viewport()
        for window in QApplication.topLevelWidgets()
        for view in window.findChildren(QGraphicsView) + ([window] if isinstance(window, QGraphicsView) else [])
        if view.isVisible()
    ]
    missing: set[QWidget] = set(viewports)

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
                missing.discard(watched)
            return False

    watch = Watch()
    for viewport in viewports:
        viewport.installEventFilter(watch)
    deadline = time.monotonic() + 30
    while missing and time.monotonic() < deadline:
        QApplication.processEvents()
    print(time.monotonic() - clock, flush=True)
    if missing or not viewports:
        sys.exit("the plots were not painted")
    QApplication.closeAllWindows()
    return 0


def bare(clock: float) -> None:
    """What pyqtgraph needs for three plots."""
    import numpy as np
    import pyqtgraph as pg

    app = pg.mkQApp()
    window = pg.GraphicsLayoutWidget(size=(1440, 900))
    for row in range(3):
        window.addPlot(row, 0).plot(np.sin(np.linspace(0, 9, 1000)))
    window.show()
    wait_for_plots(clock)
    del app


def gdviz(clock: float) -> None:
    """`gdviz gui`, with the event loop replaced by the wait for the first paint."""
    from gdviz.commandline import window

    window.prepare()  # before Qt, as the program does

    from PySide6.QtWidgets import QApplication

    from gdviz import cli

    setattr(QApplication, "exec", staticmethod(lambda: wait_for_plots(clock)))  # noqa: B010
    sys.exit(cli.main(["gui"]))


if __name__ == "__main__":
    {"gdviz": gdviz, "bare": bare}[sys.argv[1]](float(sys.argv[2]))
