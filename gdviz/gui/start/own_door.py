"""The third section of the start page: a function, data, a training log or an experiment of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gdviz.formula import FormulaError
from gdviz.gui.panel.expression_field import FormulaLine
from gdviz.gui.start.start_buttons import OpenButton
from gdviz.gui.start.start_door import StartDoor
from gdviz.gui.style import fonts, icons, scaling
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.widgets.labels import ProblemLabel
from gdviz.messages import ExperimentError, reason_of

if TYPE_CHECKING:
    from gdviz.gui.style.theme import Theme


class OwnDoor(StartDoor):
    """Starts from the person's own work.

    `experimentGiven` carries an experiment made of the typed formula; the other signals ask for a file.
    """

    experimentGiven = Signal(object)
    dataRequested = Signal()
    logRequested = Signal()
    fileRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("function", parent)
        self.setObjectName("ownDoor")
        self.function = FunctionCard()
        self.function.experimentGiven.connect(self.experimentGiven)
        self.data_button = OpenButton("table")
        self.data_button.setObjectName("startDataButton")
        self.data_button.clicked.connect(self.dataRequested)
        self.log_button = OpenButton("curve")
        self.log_button.setObjectName("startLogButton")
        self.log_button.clicked.connect(self.logRequested)
        self.file_button = OpenButton("file")
        self.file_button.setObjectName("startFileButton")
        self.file_button.clicked.connect(self.fileRequested)
        self._buttons = (self.data_button, self.log_button, self.file_button)
        self.body.setSpacing(scaling.px(12))
        self.body.addWidget(self.function)
        for button in self._buttons:
            self.body.addWidget(button)
        self.body.addStretch(1)
        self.drop = QLabel()
        self.drop.setWordWrap(True)
        self.drop.setProperty("role", "label")
        self.body.addWidget(self.drop)
        self.retranslate()

    def retranslate(self) -> None:
        """See StartDoor."""
        self.name(self.tr("My own"), self.tr("My function, my data, my training"))
        self.function.retranslate()
        self.data_button.name(
            self.tr("Open data"), self.tr("A CSV file of two columns or more: fit a line or a curve.")
        )
        self.log_button.name(
            self.tr("Open a training log"), self.tr("Rate and loss at each step: see the curves of your own training.")
        )
        self.file_button.name(self.tr("Open an experiment"), self.tr("One that was saved: go on where you were."))
        self.drop.setText(self.tr("Files can be dropped here, too."))
        self.fit()

    def take_theme(self, theme: Theme) -> None:
        """See StartDoor."""
        super().take_theme(theme)
        self.function.take_theme(theme)
        for button in self._buttons:
            button.take_theme(theme)

    def tab_order(self) -> list[QWidget]:
        """See StartDoor."""
        return [self.function.line, *self._buttons]

    def fit_to(self, width: int) -> None:
        """See StartDoor."""
        for button in self._buttons:
            button.fit(width)


class FunctionCard(QFrame):
    """A field for a formula. Return makes an experiment of it, or shows what is wrong and marks the place."""

    experimentGiven = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("functionCard")
        self._error: FormulaError | ExperimentError | OverflowError | None = None
        """The error of the formula for which Return was last pressed."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(scaling.px(16), scaling.px(14), scaling.px(16), scaling.px(14))
        layout.setSpacing(scaling.px(8))
        row = QHBoxLayout()
        row.setSpacing(scaling.px(8))
        self._sign = QLabel()
        self._title = QLabel()
        self._title.setFont(fonts.title())
        self._title.setProperty("role", "title")
        row.addWidget(self._sign)
        row.addWidget(self._title, 1)
        self._about = QLabel()
        self.line = FormulaLine()
        self.line.setObjectName("startFormulaField")
        self.line.setAcceptDrops(False)  # a file that is dropped here is opened by the window
        self._how = QLabel()
        for label in (self._about, self._how):
            label.setWordWrap(True)
            label.setProperty("role", "label")
        self.problem = ProblemLabel()
        layout.addLayout(row)
        layout.addWidget(self._about)
        layout.addWidget(self.line)
        layout.addWidget(self.problem)
        layout.addWidget(self._how)
        self.line.left.connect(self._take)
        self.line.textEdited.connect(lambda _: self._say(None))

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self._title.setText(self.tr("Write a function"))
        self._about.setText(self.tr("of one or two variables: x and y, or w"))
        self.line.setPlaceholderText("(x - 1)^2 + 4y^2")
        self.line.setAccessibleName(self.tr("A function of your own"))
        self._how.setText(self.tr("Return draws it."))
        self._say(self._error)

    def take_theme(self, theme: Theme) -> None:
        """Take the colours."""
        size = scaling.px(18)
        pixmap = icons.icon("function", theme.text1).pixmap(QSize(size, size), self.devicePixelRatioF())
        self._sign.setPixmap(pixmap)

    def _take(self, by_return: bool) -> None:
        if not by_return:
            return
        from gdviz.gui.start.own_function import experiment_of

        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            made = experiment_of(self.line.text() or self.line.placeholderText())
        except (FormulaError, ExperimentError, OverflowError) as error:
            self._say(error)
            if isinstance(error, FormulaError) and error.position is not None:
                self.line.setCursorPosition(error.position)
            return
        finally:
            QApplication.restoreOverrideCursor()
        self._say(None)
        self.experimentGiven.emit(made)

    def _say(self, error: FormulaError | ExperimentError | OverflowError | None) -> None:
        """Show an error in the window's language and mark its place in the formula; None clears both."""
        self._error = error and error.with_traceback(None)  # the traceback would keep the card alive
        of_text = None
        if isinstance(error, FormulaError):
            sentence, of_text = in_language(error.located()), error
        else:
            sentence = in_language(reason_of(error)) if error is not None else ""
        self.problem.say(sentence)
        self._how.setVisible(not sentence)
        self.line.mark(
            sentence, of_text, self.tr("The loss as a formula, such as x^2 + 3y^2. Other letters are constants.")
        )
