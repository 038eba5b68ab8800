"""The pages of an exercise sheet: laid out on A4, and painted into a PDF whose text can be selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from gdviz.gui.export.vector import paint_at
from gdviz.gui.export.waiting import always_continue
from gdviz.gui.lesson.lesson_text import plain, rich
from gdviz.gui.lesson.sheet_plot import plotted
from gdviz.gui.style import fonts
from gdviz.gui.style.translating import translate
from gdviz.guided.lesson_texts import Piece
from gdviz.guided.sheet import Field, Option, Question, Sheet
from gdviz.messages import mark

_DOTS = 96
"""Pixels to an inch: all measures here are pixels."""
_WIDE, _HIGH = 793.7, 1122.5
"""A4."""
_SIDE, _TOP, _FOOT = 64.0, 44.0, 54.0
_PLOT, _APART = 240.0, 26.0
"""The width of a plot, and of the gap between it and the text."""
_TEXT = _WIDE - 2 * _SIDE - _PLOT - _APART
_BODY, _SMALL, _TITLE = 14, 11, 24
_GAP, _BETWEEN = 9.0, 17.0
"""The gaps between the parts of a question, and between two questions."""
_NAME = 250.0
"""The width of the line for a name."""
_BOX, _LINE = 12.0, 28.0
"""The side of a box to tick, and the height of a line to write on."""
_INK, _PALE, _RULE = QColor("#14171c"), QColor("#5b636f"), QColor("#9aa2ad")


@dataclass
class _Part:
    """A part of a question below the part before: its height, and `paint`, which takes its top left corner."""

    height: float

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint it."""


@dataclass
class _Words(_Part):
    """Wrapped text."""

    document: QTextDocument
    colour: QColor = field(default_factory=lambda: _INK)

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint it."""
        painter.save()
        painter.translate(at)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = QPalette()
        context.palette.setColor(QPalette.ColorRole.Text, self.colour)
        self.document.documentLayout().draw(painter, context)
        painter.restore()


@dataclass
class _Choice(_Part):
    """An option: a box, ticked or not, and its words."""

    words: _Words
    is_ticked: bool

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint it."""
        box = QRectF(at.x() + 1, at.y() + 4, _BOX, _BOX)
        painter.setPen(QPen(_INK, 1.1))
        painter.drawRect(box)
        if self.is_ticked:
            round_, joint = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
            painter.setPen(QPen(_INK, 2.6, Qt.PenStyle.SolidLine, round_, joint))
            corner = box.topLeft()
            painter.drawPolyline([corner + QPointF(*point) for point in ((1.5, 6.0), (5.0, 10.0), (13.0, -3.0))])
        self.words.paint(painter, at + QPointF(_BOX + 12, 0))


@dataclass
class _ToFill(_Part):
    """A line to fill in: its words, and the line, with the answer on it if there is one."""

    words: _Words
    begins: float
    ends: float
    answer: _Words | None

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint it."""
        self.words.paint(painter, at + QPointF(0, 6))
        painter.setPen(QPen(_RULE, 1.0))
        y = at.y() + self.height - 3
        painter.drawLine(QPointF(at.x() + self.begins, y), QPointF(at.x() + self.ends, y))
        if self.answer is not None:
            self.answer.paint(painter, QPointF(at.x() + self.begins + 8, y - self.answer.height - 1))


@dataclass
class _Lines(_Part):
    """Lines to write on."""

    count: int

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint them."""
        painter.setPen(QPen(_RULE, 1.0))
        for number in range(1, self.count + 1):
            y = at.y() + number * _LINE
            painter.drawLine(QPointF(at.x(), y), QPointF(at.x() + _TEXT, y))


@dataclass
class _Block:
    """A question, which is never split between pages: its parts on the left, its plot on the right."""

    parts: list[_Part]
    plot: QWidget

    @property
    def height(self) -> float:
        """The height of the parts or of the plot, whichever is greater."""
        return max(sum(part.height + _GAP for part in self.parts) - _GAP, self.plot.height() * self._scale)

    @property
    def _scale(self) -> float:
        return _PLOT / self.plot.width()

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint it."""
        place = QPointF(at)
        for part in self.parts:
            part.paint(painter, place)
            place += QPointF(0, part.height + _GAP)
        paint_at(self.plot, painter, at + QPointF(_TEXT + _APART, 0), self._scale)


def pdf_of(sheet: Sheet, go_on: Callable[[], bool] = always_continue) -> bytes:
    """Return a sheet as a PDF, in the language of the window. Raises GivenUp, see `gdviz.gui.export.waiting.wait`."""
    with ExitStack() as figures:
        plots = [figures.enter_context(plotted(one.opening, sheet.has_answers, go_on)) for one in sheet.questions]
        head = _head(sheet)
        blocks = [_block(one, plot) for one, plot in zip(sheet.questions, plots, strict=True)]
        return _painted(sheet, head, blocks)


def _painted(sheet: Sheet, head: Sequence[_Part], blocks: Sequence[_Block]) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("gdviz")
    writer.setTitle(sheet.title)
    page = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
    writer.setPageLayout(page)
    writer.setResolution(_DOTS)
    first = _TOP + sum(part.height + _GAP for part in head) + _BETWEEN - _GAP
    pages = _pages(blocks, first)
    with QPainter(writer) as painter:
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.LosslessImageRendering)
        place = QPointF(_SIDE, _TOP)
        if not sheet.has_answers:
            name = _to_fill([Piece(translate(mark("Name")))], "", _NAME)
            name.paint(painter, QPointF(_WIDE - _SIDE - _NAME, _TOP - 8))
        for part in head:
            part.paint(painter, place)
            place += QPointF(0, part.height + _GAP)
        for number, placed in enumerate(pages, start=1):
            if number > 1:
                writer.newPage()
            for y, block in placed:
                painter.save()
                painter.translate(_SIDE, y)
                shrunk = min(1.0, (_HIGH - _FOOT - y) / block.height)  # a block higher than a page
                painter.scale(shrunk, shrunk)
                block.paint(painter, QPointF())
                painter.restore()
            _paint_foot(painter, sheet, number, len(pages))
    return bytes(buffer.data().data())


def _pages(blocks: Sequence[_Block], first: float) -> list[list[tuple[float, _Block]]]:
    """Return the blocks of each page, each with the position of its top; on the first page they begin at `first`."""
    pages: list[list[tuple[float, _Block]]] = [[]]
    y = first
    for block in blocks:
        if y + block.height > _HIGH - _FOOT and (pages[-1] or y > _TOP):
            pages.append([])
            y = _TOP
        pages[-1].append((y, block))
        y += block.height + _BETWEEN
    return pages


def _head(sheet: Sheet) -> list[_Part]:
    """The title, the line below it, and which sheet it is."""
    kinds = []
    if sheet.variant:
        kinds.append(translate(mark("Variant {n}")).format(n=sheet.variant))
    kinds.append(translate(mark("With answers")) if sheet.has_answers else translate(mark("Exercise sheet")))
    width = _WIDE - 2 * _SIDE
    return [
        _words([Piece(" · ".join(kinds))], width, _SMALL, _PALE),
        _words([Piece(sheet.title)], width, _TITLE, weight=QFont.Weight.DemiBold),
        _words([Piece(sheet.line)], width, _BODY),
    ]


def _block(question: Question, plot: QWidget) -> _Block:
    number = translate(mark("Step {k}")).format(k=question.number)
    parts: list[_Part] = [_words([Piece(number)], _TEXT, _SMALL, _PALE, QFont.Weight.DemiBold)]
    parts.append(_words(question.text, _TEXT))
    parts += [_option(option) for option in question.options]
    parts += [_field(field_) for field_ in question.fields]
    if question.lines:
        parts.append(_Lines(question.lines * _LINE, question.lines))
    parts += [_words(text, _TEXT) for text in question.answers]
    return _Block(parts, plot)


def _option(option: Option) -> _Part:
    weight = QFont.Weight.DemiBold if option.ticked else QFont.Weight.Normal
    words = _words(option.text, _TEXT - _BOX - 12, weight=weight)
    return _Choice(words.height, words, option.ticked)


def _field(of: Field) -> _Part:
    return _to_fill(of.text, of.answer, _TEXT)


def _to_fill(text: Sequence[Piece], answer: str, width: float) -> _Part:
    """Return a line beside its words, or below them if they leave no room for it."""
    words = _words(text, width)
    begins = words.document.idealWidth() + 10
    height = max(_LINE, words.height + 9)
    if begins > width / 2:
        begins, height = 0.0, words.height + _LINE
    written = _words([Piece(answer)], width - begins, weight=QFont.Weight.DemiBold) if answer else None
    return _ToFill(height, words, begins, width, written)


def _words(
    text: Sequence[Piece],
    width: float,
    pixels: int = _BODY,
    colour: QColor = _INK,
    weight: QFont.Weight = QFont.Weight.Normal,
) -> _Words:
    """Return text wrapped to a width, in type of `pixels` pixels, whatever size of type the window has."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(_type(pixels, weight))
    option = QTextOption()
    option.setUseDesignMetrics(True)
    document.setDefaultTextOption(option)
    document.setHtml(rich(text))
    document.setTextWidth(width)
    return _Words(document.size().height(), document, colour)


def _type(pixels: int, weight: QFont.Weight) -> QFont:
    """Return the window's font in a size of the page, without alternative glyphs.

    Qt writes into a PDF the letter of a glyph only if that is in the font's character table; text in other glyphs,
    such as figures of equal width, could not be selected.
    """
    font = fonts.body()
    font.clearFeatures()
    for substitution in ("calt", "ccmp", "liga", "clig"):
        font.setFeature(QFont.Tag(substitution), 0)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _paint_foot(painter: QPainter, sheet: Sheet, number: int, count: int) -> None:
    """The title, and the number of the page."""
    painter.setFont(_type(_SMALL, QFont.Weight.Normal))
    painter.setPen(_PALE)
    foot = QRectF(_SIDE, _HIGH - _FOOT + 18, _WIDE - 2 * _SIDE, 20)
    painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, plain([Piece(sheet.title)]))
    painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{number} / {count}")
