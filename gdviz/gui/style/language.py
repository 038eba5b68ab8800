"""The language of the window: Qt's catalogues, changed while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from gdviz import paths

LANGUAGES = ("en", "ko")


def system_language() -> str:
    """Korean if the desktop is Korean, else English."""
    return "ko" if QLocale.system().language() == QLocale.Language.Korean else "en"


def language_of(app: QApplication) -> str:
    """The language of the window, see `set_language`."""
    return LANGUAGES[bool(app.findChildren(QTranslator, "gdviz"))]


@contextmanager
def language_restored(app: QApplication) -> Iterator[None]:
    """Restore the present language at the end."""
    before = language_of(app)
    try:
        yield
    finally:
        if language_of(app) != before:
            set_language(app, before)


def set_language(app: QApplication, language: str) -> None:
    """Show everything in `language`, "en" or "ko"; every widget gets a LanguageChange event.

    Raises FileNotFoundError when the catalogue cannot be read.
    """
    for old in app.findChildren(QTranslator, "gdviz"):
        app.removeTranslator(old)
        old.setParent(None)
    QLocale.setDefault(QLocale(QLocale.Language.Korean if language == "ko" else QLocale.Language.English))
    if language == "en":
        return
    own = paths.resources() / "i18n" / f"gdviz_{language}.qm"
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder, needed in ((f"qtbase_{language}", qt, False), (own.stem, str(own.parent), True)):
        translator = QTranslator(app)
        translator.setObjectName("gdviz")
        if translator.load(name, folder):
            app.installTranslator(translator)
        elif needed:
            raise FileNotFoundError(f"the catalogue {own} cannot be read")
