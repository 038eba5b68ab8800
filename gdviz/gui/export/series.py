"""Many pictures of one run: numbered by their steps, or side by side on a contact sheet."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from gdviz.gui.export.figure import Figure
from gdviz.gui.export.image import picture
from gdviz.gui.export.picture_choices import PictureChoices, content, painted
from gdviz.gui.export.waiting import ignore_progress, playhead_lent, wait
from gdviz.gui.style import fonts
from gdviz.paths import write_whole

if TYPE_CHECKING:
    from gdviz.gui.kernel.workbench import Workbench

MOST = 1000
"""The most pictures of a series."""
_TRIED = 50
"""The number of steps whose arithmetic is measured, so that all pictures have the same height."""
CELL = 420
"""The width in pixels of a picture on a contact sheet."""


def steps_apart(stride: int, last: int) -> list[int]:
    """Return the steps 0, `stride`, ... and the last one."""
    steps = list(range(0, last + 1, stride))
    return steps if steps[-1] == last else [*steps, last]


def listed(text: str, last: int) -> list[int] | None:
    """Return the steps that a text such as "0, 5, 10-20" names, ascending; None if it is invalid.

    Of a range of more than MOST steps, MOST + 1 are returned.
    """
    steps: set[int] = set()
    for part in re.split(r"[,;\s]+", text.strip().replace(" - ", "-")):
        found = re.fullmatch(r"(\d{1,9})(?:[-–](\d{1,9}))?", part)
        if found is None:
            return None
        first, end = int(found[1]), int(found[2] or found[1])
        if not first <= end <= last:
            return None
        steps.update(range(first, min(end, first + MOST) + 1))
    return sorted(steps)


def numbered(path: Path, step: int, last: int) -> Path:
    """Return the file of one step: its number has as many digits as the last one, so that names sort."""
    return path.with_name(f"{path.stem}-{step:0{len(str(last))}d}{path.suffix}")


def is_there(path: Path) -> bool:
    """Return whether the file exists; False for an invalid name."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def free_name(path: Path) -> Path:
    """Return `path` itself if unused, otherwise with the first unused number: a.png, a-2.png, a-3.png."""
    if not is_there(path):
        return path
    found = re.fullmatch(r"(.*?)-(\d{1,6})", path.stem)
    stem, number = (found[1], int(found[2])) if found else (path.stem, 1)
    while True:
        number += 1
        other = path.with_name(f"{stem}-{number}{path.suffix}")
        if not is_there(other):
            return other


@contextmanager
def _at_steps(
    bench: Workbench,
    choices: PictureChoices,
    steps: Sequence[int],
    go_on: Callable[[], bool],
    computed: Callable[[int, int], object],
) -> Iterator[tuple[QWidget, Callable[[int], None]]]:  # fmt: skip
    """Yield the widget to paint, and a function that moves its playhead; restore the window's. May raise GivenUp."""
    with painted(bench, choices, go_on, computed) as widget:
        if isinstance(widget, Figure):
            widget.make_room(steps[:: max(1, len(steps) // _TRIED)])

            def move(k: int) -> None:
                widget.set_playhead(k)
                widget.wait(go_on)

            yield widget, move
            return

        def move_window(k: int) -> None:
            bench.playhead.set_position(k)
            wait(lambda: bench.seen_busy, go_on)

        with playhead_lent(bench.playhead):
            yield widget, move_window


def write_series(
    bench: Workbench, choices: PictureChoices, path: Path, steps: Sequence[int], go_on: Callable[[int], bool],
    computed: Callable[[int, int], object] = ignore_progress,
) -> list[Path]:  # fmt: skip
    """Write a picture of each step, and return the files.

    `go_on` is called with the number of written files, and returns False to end. Before the first one, `computed` is
    called with the number of computed losses of the heat map, and of all.

    Raises OSError, and GivenUp where it ends while a surface is computed, with the files so far left as they are.
    """
    made: list[Path] = []
    with _at_steps(bench, choices, steps, lambda: go_on(len(made)), computed) as (widget, move):
        for step in steps:
            if not go_on(len(made)):
                break
            move(step)
            file = numbered(path, step, max(steps))
            write_whole(file, content(bench.carried, choices, widget))
            made.append(file)
    return made


def write_sheet(
    bench: Workbench, choices: PictureChoices, path: Path, steps: Sequence[int], caption: Callable[[int], str],
    go_on: Callable[[int], bool], computed: Callable[[int, int], object] = ignore_progress,
) -> bool:  # fmt: skip
    """Write one picture with all steps side by side, `caption(step)` under each; return whether it was completed.

    See `write_series` for `go_on` and `computed`.

    Raises OSError, and GivenUp where it ends while a surface is computed.
    """
    cells: list[tuple[QPixmap, str]] = []
    with _at_steps(bench, choices, steps, lambda: go_on(len(cells)), computed) as (widget, move):
        share = min(1.0, CELL / widget.width())
        scale = share * (choices.scale if choices.kind == "png" else 3.0)
        for step in steps:
            if not go_on(len(cells)):
                return False
            move(step)
            pixels = QPixmap.fromImage(picture(widget, scale, choices.transparent and widget is not bench.window))
            pixels.setDevicePixelRatio(scale / share)
            cells.append((pixels, caption(step)))
        sheet = ContactSheet(cells, widget)
    try:
        write_whole(path, content(bench.carried, choices, sheet))
    finally:
        sheet.deleteLater()
    return True


class ContactSheet(QWidget):
    """Pictures in rows, with a caption under each, on the background of the widget that they show."""

    def __init__(self, cells: Sequence[tuple[QPixmap, str]], like: QWidget) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.setPalette(like.palette())
        self.setStyleSheet(like.styleSheet())
        grid = QGridLayout(self)
        grid.setSpacing(12)
        columns = math.ceil(math.sqrt(len(cells)))
        for i, (pixels, text) in enumerate(cells):
            shown, words = QLabel(), QLabel(text)
            shown.setPixmap(pixels)
            words.setProperty("role", "label")
            words.setFont(fonts.body())
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            cell = QVBoxLayout()
            cell.setSpacing(4)
            cell.addWidget(shown)
            cell.addWidget(words)
            grid.addLayout(cell, i // columns, i % columns)
        self.show()
        self.resize(self.sizeHint())
