"""The thumbnails of the prepared experiments: drawn in idle time, and kept on disk for the next start."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtGui import QImage, QImageWriter

from gdviz import __version__
from gdviz.gui.kernel.idle import IdleWork
from gdviz.paths import fingerprint_of, user_folder, write_whole

if TYPE_CHECKING:
    from gdviz.gui.style.theme import Theme
    from gdviz.prepared import Prepared

FIRST_MS = 60
"""The delay before the first thumbnail is read or drawn, so that the page is painted first."""

log = logging.getLogger(__name__)


class Thumbnails(QObject):
    """Emits `made(name, picture)` for each requested experiment; a new request replaces the one before it."""

    made = Signal(str, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = IdleWork(self)

    @property
    def busy(self) -> bool:
        """Whether requested thumbnails are still to be made."""
        return self._work.busy

    def begin(self, wanted: Sequence[Prepared], theme: Theme, ratio: float) -> None:
        """Start to make these for a theme, with `ratio` pixels for each pixel of the usual size."""
        self._work.start(self._all(wanted, theme, ratio), lambda _: None, FIRST_MS)

    def stop(self) -> None:
        """Cancel the request."""
        self._work.cancel()

    def _all(self, wanted: Sequence[Prepared], theme: Theme, ratio: float) -> Generator[None, None, None]:
        """Emit the stored thumbnails first, then draw and store the others."""
        missing = []
        for known in wanted:
            image = _read(place := _place(known, theme, ratio))
            if image is None:
                missing.append((known, place))
            else:
                self.made.emit(known.name, image)
            yield
        if missing:
            _remove_others()
            from gdviz.gui.start.thumbnail import drawing
        for known, place in missing:
            image = yield from drawing(known, theme, ratio)
            self.made.emit(known.name, image)
            yield
            _write(place, image)
            yield


def _place(known: Prepared, theme: Theme, ratio: float) -> Path | None:
    """Return the file of a thumbnail, named after all that it depends on; None if there is no folder for it."""
    key = fingerprint_of(b"\n".join([known.path.read_bytes(), repr(theme).encode(), repr(ratio).encode()]))
    try:
        return _folder() / f"{__version__}-{known.name}-{key[:16]}.png"
    except OSError:
        return None


def _folder() -> Path:
    folder = user_folder("cache") / "thumbnails"
    folder.mkdir(exist_ok=True)
    return folder


def _read(place: Path | None) -> QImage | None:
    image = QImage()
    if place is None or not place.is_file() or not image.loadFromData(place.read_bytes()):
        return None
    return image


def _write(place: Path | None, image: QImage) -> None:
    if place is None:
        return
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    try:
        write_whole(place, bytes(data.data()))
    except OSError as error:  # the thumbnail is drawn again at the next start
        log.warning("small pictures: %s", error)


def _remove_others() -> None:
    """Delete the thumbnails that another version of gdviz has drawn."""
    try:
        for old in _folder().glob("*.png"):
            if not old.name.startswith(f"{__version__}-"):
                old.unlink(missing_ok=True)
    except OSError as error:
        log.warning("small pictures: %s", error)
