"""Asks for the place of a file, and writes it; failures are shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QMessageBox, QWidget

from gdviz.engine.runner import Result
from gdviz.export.export_format import DataFormat, Format
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.widgets import choose_file
from gdviz.messages import ExperimentError, mark, why
from gdviz.paths import user_folder, write_whole


def folder() -> Path:
    """Return the folder of the last export; at first that of the user's documents."""
    kept = str(_settings().value("folder", ""))
    first = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return next((Path(place) for place in (kept, first) if place and Path(place).is_dir()), Path.home())


def remember(path: Path) -> None:
    """Offer this folder the next time."""
    _settings().setValue("folder", str(path.parent))


def typed(text: str, suffix: str) -> Path | None:
    """Return the file that a typed text names, with its suffix; None if it names none: "", "/", ".", "~nobody"."""
    try:
        path = Path(text.strip()).expanduser()
        return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)
    except (ValueError, RuntimeError):  # the path ends in no name; there is no such user
        return None


def filters(known: Sequence[Format]) -> list[str]:
    """Return the filters of a file dialog, one per format."""
    return [f"{one.name} (*{one.suffixes[0]})" for one in known]


def ask(parent: QWidget | None, title: str, known: Sequence[DataFormat]) -> tuple[DataFormat, Path] | None:
    """Ask for a file of one of the formats; return the format and the path, or None if cancelled."""
    names = filters(known)
    chosen, picked = choose_file.save_file(parent, title, str(folder() / "gdviz"), ";;".join(names))
    if not chosen:
        return None
    one, path = known[names.index(picked) if picked in names else 0], Path(chosen)
    one = next((other for other in known if path.name.lower().endswith(other.suffixes)), one)
    if not path.name.lower().endswith(one.suffixes):
        path = path.with_name(path.name + one.suffixes[0])
    return one, path


def write(parent: QWidget | None, one: DataFormat, path: Path, result: Result) -> bool:
    """Write the file; return whether that succeeded."""
    try:
        write_whole(path, one.content(result))
    except (OSError, ValueError) as error:
        reason = in_language(error if isinstance(error, ExperimentError) else why(error))
        box = QMessageBox(parent)
        box.setWindowTitle("gdviz")
        box.setText(in_language(mark("The file was not written.")))
        box.setInformativeText(f"{path}: {reason}")
        box.exec()
        return False
    remember(path)
    return True


def _settings() -> QSettings:
    settings = QSettings(str(user_folder("config") / "window.ini"), QSettings.Format.IniFormat)
    settings.beginGroup("export")
    return settings
