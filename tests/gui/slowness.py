"""A loss so costly that its surface is not computed before a test lets it be."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QElapsedTimer

from gdviz.engine import landscape
from gdviz.gui.surface import surface_image


class Slowness:
    """Holds up the surfaces of all problems until `over`; of each only the first, coarse picture is made.

    Clocks jump by hours meanwhile, so that code which waits only for a while has given up.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.over = False
        self._blocks = landscape.blocks
        monkeypatch.setattr(landscape, "blocks", self._slowly)
        monkeypatch.setattr(surface_image, "_PATIENCE", 1e-3)
        monkeypatch.setattr(QElapsedTimer, "elapsed", lambda _: 10_000_000)

    def end(self) -> None:
        """Let the surfaces be computed."""
        self.over = True

    def _slowly(self, *args: Any, **more: Any) -> Iterator[landscape.Block]:
        for rows, columns, part in self._blocks(*args, **more):
            while not self.over:
                time.sleep(2e-3)
                yield slice(rows.start, rows.start + 1), columns, part[:1]
            yield rows, columns, part
