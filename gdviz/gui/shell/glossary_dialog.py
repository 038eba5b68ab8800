"""The glossary: all terms, in the language of the window and in the other one beside it, with a filter field."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from gdviz.glossary import Term, found
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.dialog_size import open_at
from gdviz.messages import mark
from gdviz.texts import LANGUAGES


class GlossaryDialog(QDialog):
    """Stays open beside the window; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("glossaryDialog")
        self.filter = QLineEdit(self)
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._fill)
        self.list = QTextBrowser(self)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setOpenLinks(False)
        self.none = QLabel(self)
        self.none.setProperty("role", "note")
        self.none.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.filter)
        layout.addWidget(self.none)
        layout.addWidget(self.list, 1)
        self._retranslate()
        open_at(self, 760, 620)

    def open_again(self, text: str = "") -> None:
        """Show the terms that match `text`, by default all of them, in front of the window."""
        self.filter.setText(text)
        self.show()
        self.raise_()
        self.activateWindow()
        self.filter.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Glossary"))
        self.filter.setPlaceholderText(self.tr("Find a term, in either language"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.list.setAccessibleName(self.windowTitle())
        self.none.setText(self.tr("No term has these words. A shorter part of the word may be found."))
        self._fill()

    def _fill(self) -> None:
        """List the terms that match what is typed, from the top."""
        terms, own = found(self.filter.text()), translate(mark("en"))
        languages = sorted(LANGUAGES, key=lambda language: language != own)
        self.list.setHtml(
            "<table width='100%' cellspacing='0' cellpadding='7'>"
            + "".join(f"<tr>{''.join(_cell(term, language) for language in languages)}</tr>" for term in terms)
            + "</table>"
        )
        self.list.setVisible(bool(terms))
        self.none.setVisible(not terms)


def _cell(term: Term, language: str) -> str:
    texts: tuple[Mapping[str, str], Mapping[str, str]] = (term.word, term.says)
    word, sentence = (escape(text[language]) for text in texts)
    return f"<td width='50%'><span style='font-weight: 600'>{word}</span><br>{sentence}</td>"
