"""Sets formulas in type: the trees of gdviz.engine.notation as boxes of text, strokes and brackets.

A box has its origin on the base line and contains a list of `Mark`s, which `paint` draws with the painter's pen, sharp
at every scale. As numbers change at every step, the widths of their characters are cached and added up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from gdviz.engine.notation import CLOSING, RELATIONS, Atom, Fence, Fraction, Part, Root, Row, Script, read
from gdviz.gui.style import fonts, scaling

UPRIGHT, ITALIC, STRONG = range(3)
FULL, LESS, LEAST = range(3)
_SHRINK = (1.0, 0.86, 0.7)
_RULE, _ROOT, _BRACKET, _ARROW = -1, -2, -3, -4

_DOT = "\u200a·\u200a"
_THIN, _HAIR = "\u2009", "\u200a"
_TERM = re.compile(r"(?= [+−] (?![^(]*\)))")
_BREAKS = (_TERM, re.compile(r"(?<=,)(?= )"), re.compile("(?=\u200a·)"))
"""Where a line of plain characters may break: before + and − outside brackets; if necessary, after commas, before ·."""
_SET = re.compile(r"[/√^|{e²³⁰¹⁴-⁹]")
"""Characters that need more than a line of plain text."""

Mark = tuple[float, float, int, object]
"""x and y of its origin, the number of a font or another kind, and the text or the measures."""


class Box:
    """A piece of a formula: its width, its extent above and below the base line, and its marks."""

    __slots__ = ("down", "marks", "up", "width")

    def __init__(self, width: float, up: float, down: float, marks: list[Mark]) -> None:
        self.width, self.up, self.down, self.marks = width, up, down, marks


def joined(boxes: Sequence[Box]) -> Box:
    """Join boxes on one base line; adjacent texts in one font become one."""
    if len(boxes) == 1:
        return boxes[0]
    x, up, down = 0.0, 0.0, 0.0
    marks: list[Mark] = []
    plain = False  # whether the last box was a single text
    for box in boxes:
        text = len(box.marks) == 1 and box.marks[0][2] >= 0 and box.marks[0][0] == box.marks[0][1] == 0.0
        if text and plain and marks[-1][2] == box.marks[0][2]:
            mx, my, kind, what = marks[-1]
            marks[-1] = (mx, my, kind, f"{what}{box.marks[0][3]}")
        else:
            marks += [(x + mx, my, kind, what) for mx, my, kind, what in box.marks]
        plain = text
        x += box.width
        up, down = (box.up if box.up > up else up), (box.down if box.down > down else down)
    return Box(x, up, down, marks)


class Type:
    """The fonts, the widths of their characters, and the rules for setting formulas."""

    def __init__(self, pixels: int = fonts.BODY) -> None:
        """`pixels` is the size of the type at the usual scale of text."""
        self.fonts: list[QFont] = []
        least = scaling.px(fonts.HEAD) if scaling.text_scale() > 1 else 8  # a class reads indices, too
        for size in _SHRINK:
            for made in (fonts.body(), fonts.body(), fonts.strong()):
                made.setPixelSize(max(least, round(scaling.px(pixels) * size)))
                made.setKerning(False)  # so that widths add up
                self.fonts.append(made)
        for i in range(ITALIC, len(self.fonts), 3):
            self.fonts[i].setItalic(True)
        self._metrics = [QFontMetricsF(font) for font in self.fonts]
        self._widths: list[dict[str, float]] = [{} for _ in self.fonts]
        self.em = [float(self.fonts[3 * size].pixelSize()) for size in range(len(_SHRINK))]
        self.line = self.em[FULL]

    def advance(self, font: int, text: str) -> float:
        """The width of a short text."""
        known = self._widths[font]
        if text not in known:
            known[text] = self._metrics[font].horizontalAdvance(text)
        return known[text]

    def text(self, text: str, style: int = UPRIGHT, size: int = FULL) -> Box:
        """Set a text; character widths are cached, so numbers are measured character by character."""
        font = 3 * size + style
        if text[:1].isdigit() or len(text) > 12:
            try:
                width = sum(map(self._widths[font].__getitem__, text))
            except KeyError:
                width = sum(self.advance(font, letter) for letter in text)
        else:
            width = self.advance(font, text)
        em = self.em[size]
        return Box(width, 0.8 * em, 0.22 * em, [(0.0, 0.0, font, text)])

    def space(self, width: float) -> Box:
        """Make an empty box of this width."""
        return Box(width, 0.0, 0.0, [])

    def arrow(self, width: float = 15.0) -> Box:
        """Make a small arrow to the right, like those on the surface."""
        return Box(width, 0.0, 0.0, [(0.0, -0.34 * self.line, _ARROW, width)])

    # -- formulas -------------------------------------------------------------------------------------------

    def formula(self, part: Part, style: int = UPRIGHT, size: int = FULL) -> Box:
        """Set a whole formula in one box. `style` is STRONG for a result, whose numbers are then bold."""
        match part:
            case Atom():
                return self._atom(part, style, size)
            case Row(parts):
                return joined(self._spaced(parts, style, size) or [self.space(0)])
            case Fraction(above, below):
                return self._fraction(above, below, size)
            case Root(inner):
                return self._root(inner, style, size)
            case Fence(kind, inner):
                return self.fenced(kind, self.formula(inner, style, size), size)
            case Script(base, below, above):
                box = self.formula(base, style, size)
                if isinstance(base, Atom) and base.kind == "number" and "e" in base.text:
                    box = self.fenced("(", box, size)
                return self._script(box, below, above, size)

    def _atom(self, atom: Atom, style: int, size: int) -> Box:
        if atom.kind == "number":
            mantissa, _, exponent = atom.text.partition("e")
            number = self.text(mantissa, style, size)
            if not exponent:
                return number
            sign = "−" if exponent[0] in "−-" else ""
            power = self._script(
                self.text("10", style, size), None, Atom("number", sign + exponent.lstrip("−-+0")), size
            )
            return joined([number, self.text("·", style, size), power])
        if atom.kind == "name" and style != STRONG:
            return self.text(atom.text, ITALIC, size)
        return self.text("∞" if atom.text == "inf" else atom.text, style, size)

    def _spaced(self, parts: Sequence[Part], style: int, size: int) -> list[Box]:
        """Set the boxes of a row with the space around its signs."""
        boxes: list[Box] = []
        before = "open"
        for part in parts:
            kind = _kind(part, before)
            if room := _room(before, kind):
                boxes.append(self.text(room, style, size))
            boxes.append(self.formula(part, style, size))
            before = kind
        return boxes

    def _fraction(self, above: Part, below: Part, size: int) -> Box:
        inner = min(size + 1, LESS) if size < LESS else LEAST
        top, bottom = self.formula(above, UPRIGHT, inner), self.formula(below, UPRIGHT, inner)
        axis, gap, em = 0.34 * self.em[size], 0.12 * self.em[size], self.em[size]
        width = max(top.width, bottom.width) + 0.3 * em
        side = 0.1 * em
        high, low = -axis - gap - top.down, -axis + gap + bottom.up
        marks: list[Mark] = [(side, -axis, _RULE, width)]
        marks += [(side + (width - top.width) / 2 + x, high + y, kind, what) for x, y, kind, what in top.marks]
        marks += [(side + (width - bottom.width) / 2 + x, low + y, kind, what) for x, y, kind, what in bottom.marks]
        return Box(width + 2 * side, top.up - high, low + bottom.down, marks)

    def _root(self, inner: Part, style: int, size: int) -> Box:
        box = self.formula(inner, style, size)
        em = self.em[size]
        hook, over = 0.55 * em, box.up + 0.14 * em
        marks: list[Mark] = [(0.0, 0.0, _ROOT, (hook, over, box.down, box.width + 0.1 * em))]
        marks += [(hook + 0.05 * em + x, y, kind, what) for x, y, kind, what in box.marks]
        return Box(hook + box.width + 0.2 * em, over + 0.06 * em, box.down, marks)

    def fenced(self, kind: str, box: Box, size: int = FULL) -> Box:
        """Set a box between brackets of its height."""
        return joined([self.bracket(kind, box, size), box, self.bracket(CLOSING[kind], box, size, kind == "|")])

    def bracket(self, kind: str, box: Box, size: int = FULL, closing: bool = False) -> Box:
        """Make a bracket as high as `box`: a character, or strokes if that is too short."""
        em = self.em[size]
        if box.up <= 1.2 * em and box.down <= 0.45 * em:
            return self.text(kind, UPRIGHT, size)
        turned = closing or kind in ")]}"
        width = 0.4 * em
        return Box(width, box.up, box.down, [(0.0, 0.0, _BRACKET, (kind, turned, width, box.up, box.down))])

    def _script(self, base: Box, below: Part | None, above: Part | None, size: int) -> Box:
        em, gap = self.em[size], 0.04 * self.em[size]
        width, up, down = base.width, base.up, base.down
        marks = list(base.marks)
        for part, sign in ((below, 1), (above, -1)):
            if part is None:
                continue
            prime = isinstance(part, Atom) and part.text == "′"  # which is raised by itself
            box = self.formula(part, UPRIGHT, size if prime else LEAST)
            apart = 0.1 * em if below is not None and above is not None else 0.0
            if sign > 0:
                y = 0.2 * em + apart + max(0.0, base.down - 0.22 * em)
            else:
                y = 0.0 if prime else -(0.36 * em + apart + max(0.0, base.up - 0.8 * em))
            marks += [(base.width + gap + x, y + my, kind, what) for x, my, kind, what in box.marks]
            width = max(width, base.width + gap + box.width + gap)
            up, down = max(up, box.up - y), max(down, box.down + y)
        return Box(width, up, down, marks)

    def numbers(self, text: str, room: float, style: int = UPRIGHT) -> list[Box]:
        """A formula with numbers in `pieces`; most are plain text, which is set in a tenth of the time."""
        if _SET.search(text):
            return self.pieces(read(text), room, style)
        return self._broken(text.replace("·", _DOT), room, style, 0)

    def _broken(self, text: str, room: float, style: int, way: int) -> list[Box]:
        """Break a text into pieces of at most `room`; a sum always into its terms."""
        box = self.text(text, style)
        if (way and box.width <= room) or way == len(_BREAKS):
            return [box]
        return [one for part in _BREAKS[way].split(text) for one in self._broken(part, room, style, way + 1)]

    # -- formulas in pieces -----------------------------------------------------------------------------------

    def pieces(self, part: Part, room: float, style: int = UPRIGHT) -> list[Box]:
        """Set a formula as boxes between which the line may break: before + − and =, after commas.

        Boxes wider than `room` break inside as well: before · and brackets, and then in fractions and vectors.
        """
        chunks: list[list[list[Box]]] = []  # of groups, which stay together if possible
        before = "open"
        for one in part.parts if isinstance(part, Row) else (part,):
            kind = _kind(one, before)
            if not chunks or kind == "wide" or before == "comma":
                chunks.append([[]])
            elif kind == "dot" or (kind in ("fence", "call") and before not in ("word", "dot", "unary")):
                chunks[-1].append([])
            group = chunks[-1][-1]
            if space := _room(before, kind):
                group.append(self.text(space, style))
            left = room - sum(box.width for box in group)
            box = self.formula(one, style)
            first, *more = [box] if box.width <= left else self._split(one, left, style)
            group.append(first)
            chunks += [[[other]] for other in more]
            before = kind
        return [box for chunk in chunks for box in _packed([joined(group) for group in chunk], room)]

    def _split(self, part: Part, room: float, style: int) -> list[Box]:
        """Break a part that is too wide for one box: a fraction gets a slanted stroke, a root brackets."""
        match part:
            case Row():
                return self.pieces(part, room, style)
            case Fence(kind, inner):
                found = self.pieces(inner, room - self.line, style)  # less two brackets
                return [
                    joined([*([self.text(kind)] if i == 0 else []), box,
                            *([self.text(CLOSING[kind])] if i == len(found) - 1 else [])])
                    for i, box in enumerate(found)
                ]  # fmt: skip
            case Fraction(above, below):
                found = self._split(_in_brackets(above), room, style)
                stroke = joined([self.space(0.2 * self.line), self.text("/"), self.space(0.2 * self.line)])
                rest = self._split(_in_brackets(below), room - stroke.width, style)
                return [*found, joined([stroke, rest[0]]), *rest[1:]]
            case Root(inner):
                found = self._split(_in_brackets(inner), room - self.line, style)
                return [joined([self.text("√"), found[0]]), *found[1:]]
            case Script(base, below, above) if isinstance(base, Fence):
                found = self._split(base, room - 2 * self.line, style)
                return [*found[:-1], self._script(found[-1], below, above, FULL)]
        return [self.formula(part, style)]

    # -- painting -------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, marks: Sequence[Mark], x: float, y: float) -> None:
        """Draw marks with their origin at (x, y) in the colour of the painter's pen."""
        font = -1
        for mx, my, kind, what in marks:
            if kind >= 0:
                if kind != font:
                    painter.setFont(self.fonts[kind])
                    font = kind
                painter.drawText(QPointF(x + mx, y + my), str(what))
            else:
                _stroke(painter, kind, x + mx, y + my, what)


def _packed(groups: list[Box], room: float) -> list[Box]:
    """Join groups as long as they fit."""
    made = [[groups[0]]]
    for box in groups[1:]:
        if sum(one.width for one in made[-1]) + box.width > room:
            made.append([])
        made[-1].append(box)
    return [joined(boxes) for boxes in made]


def _kind(part: Part, before: str) -> str:
    """The kind of a part of a row, which decides the space around it."""
    if isinstance(part, Fence) or (isinstance(part, Script) and isinstance(part.base, Fence)):
        return "fence"
    if isinstance(part, Row):  # a function with its arguments
        return "call"
    if not isinstance(part, Atom) or part.kind in ("name", "number"):
        return "plain"
    if part.kind == "word":
        return "word"
    if part.text in "+−":
        return "unary" if before in ("open", "wide", "comma", "dot", "unary") else "wide"
    return "wide" if part.text in RELATIONS else {",": "comma", ";": "comma", "·": "dot"}.get(part.text, "sign")


def _room(before: str, kind: str) -> str:
    """The space between two kinds of parts."""
    if before == "open" or kind == "comma":
        return ""
    if kind == "wide" or before in ("wide", "comma"):
        return " "
    if "dot" in (before, kind):
        return _HAIR
    return _THIN if (before == "word" and kind != "fence") or "call" in (before, kind) else ""


def _in_brackets(part: Part) -> Part:
    """Add the brackets that a part needs in a line of text, without a fraction's stroke or a root sign."""
    if isinstance(part, Atom | Fence | Script | Root):
        return part
    if isinstance(part, Row) and not any(isinstance(one, Atom) and one.text in "+−" for one in part.parts):
        return part
    return Fence("(", part if isinstance(part, Row) else Row((part,)))


def _stroke(painter: QPainter, kind: int, x: float, y: float, what: object) -> None:
    """Draw a fraction's stroke, a root, a bracket or an arrow."""
    pen = QPen(painter.pen())
    pen.setWidthF(1.0 if kind != _ARROW else 1.6)
    before = painter.pen()
    painter.setPen(pen)
    if kind == _RULE and isinstance(what, float):
        painter.drawLine(QLineF(x, y, x + what, y))
    elif kind == _ARROW and isinstance(what, float):
        painter.drawLine(QLineF(x, y, x + what - 1.0, y))
        painter.drawPolyline([QPointF(x + what - 5.0, y - 3.5), QPointF(x + what, y), QPointF(x + what - 5.0, y + 3.5)])
    elif kind == _ROOT and isinstance(what, tuple):
        hook, over, down, width = what
        painter.drawPolyline([
            QPointF(x, y - 0.42 * over), QPointF(x + 0.25 * hook, y - 0.5 * over), QPointF(x + 0.6 * hook, y + down),
            QPointF(x + hook, y - over), QPointF(x + hook + width, y - over),
        ])  # fmt: skip
    elif kind == _BRACKET and isinstance(what, tuple):
        painter.drawPath(_bracket(x, y, *what))
    painter.setPen(before)


def _bracket(x: float, y: float, kind: str, turned: bool, width: float, up: float, down: float) -> QPainterPath:
    """The path of a bracket from `up` above the base line to `down` below it."""
    inner, outer = (x + 0.75 * width, x + 0.25 * width)
    if turned:
        inner, outer = outer, inner
    path = QPainterPath(QPointF(inner, y - up))
    middle, half = y + (down - up) / 2, (up + down) / 2
    if kind in "()":
        path.cubicTo(QPointF(outer, middle - 0.5 * half), QPointF(outer, middle + 0.5 * half), QPointF(inner, y + down))
    elif kind in "[]":
        for px, py in ((outer, y - up), (outer, y + down), (inner, y + down)):
            path.lineTo(px, py)
    elif kind in "{}":
        bend, tip = (inner + outer) / 2, 2 * outer - (inner + outer) / 2
        path.quadTo(QPointF(bend, y - up), QPointF(bend, middle - 3))
        path.quadTo(QPointF(bend, middle), QPointF(tip, middle))
        path.quadTo(QPointF(bend, middle), QPointF(bend, middle + 3))
        path.quadTo(QPointF(bend, y + down), QPointF(inner, y + down))
    else:
        rect = QRectF(x + width / 2, y - up, 0, up + down)
        path = QPainterPath(rect.topLeft())
        path.lineTo(rect.bottomLeft())
    return path
