"""The window: the only importer of PySide6 and pyqtgraph."""

import os

# Qt's raster engine shares each fill and blend among threads. For the window's small pictures waking them costs
# more than it wins: a tenth of a repaint on 2 cores. It has to be said before Qt is loaded.
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
