"""The window: the only importer of PySide6 and pyqtgraph."""

import os
import sys

# Qt's raster engine shares each fill and blend among threads. For the window's small pictures waking them costs
# more than it saves: a tenth of a repaint on 2 cores. The variable has to be set before Qt is loaded.
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")

if sys.version_info < (3, 12):
    from gdviz.gui.style.override_guard import guard_with_qt

    guard_with_qt()  # before pyqtgraph and the window make their classes
