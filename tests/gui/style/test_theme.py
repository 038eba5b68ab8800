from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from gdviz import paths
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import fonts, icons, theme
from tests.gui.driving import child, click, key

THEMES = [theme.dark(), theme.light()]

# Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array([[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]]),
    "deuteranopia": np.array([[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]]),
    "tritanopia": np.array([[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]]),
}


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    qapp.setStyleSheet("")


def linear(color: str) -> np.ndarray:
    values = np.array(QColor(color).getRgbF()[:3])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2: (L1 + 0.05) / (L2 + 0.05)."""
    low, high = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def oklab(rgb: np.ndarray) -> np.ndarray:
    """Ottosson (2020)."""
    cones = np.array([[0.41222, 0.53633, 0.05145], [0.21190, 0.68070, 0.10740], [0.08830, 0.28172, 0.62998]])
    lab = np.array([[0.21045, 0.79362, -0.00407], [1.97800, -2.42859, 0.45059], [0.02590, 0.78277, -0.80868]])
    return lab @ np.cbrt(cones @ np.clip(rgb, 0, 1))


def distance(one: str, other: str) -> float:
    """The distance in OKLab for the colour vision in which the two differ least."""
    return min(float(np.linalg.norm(oklab(v @ linear(one)) - oklab(v @ linear(other)))) for v in VISION.values())


@pytest.mark.parametrize("which", THEMES, ids=lambda t: t.name)
def test_that_all_text_has_a_contrast_of_at_least_4_5(which: theme.Theme) -> None:
    for text, ground in itertools.product(("text1", "text2", "text3"), ("window", "panel", "field", "plot")):
        assert contrast(getattr(which, text), getattr(which, ground)) >= 4.5, (text, ground)
    assert contrast(which.on_accent, which.accent) >= 4.5
    assert contrast(which.bad, which.panel) >= 4.5
    assert contrast(which.focus, which.panel) >= 3


@pytest.mark.parametrize("which", THEMES, ids=lambda t: t.name)
def test_that_the_colour_blind_can_distinguish_the_runs(which: theme.Theme) -> None:
    assert len(which.runs) == 8
    dashed = [which.run_dashed(i) for i in range(8)]
    assert dashed == [False] * 5 + [True] * 3
    for group in (which.runs[:5], which.runs[5:]):
        for one, other in itertools.combinations(group, 2):
            assert distance(one, other) >= 0.058, (one, other)  # 0.02 is just seen side by side


@pytest.mark.parametrize("which", THEMES, ids=lambda t: t.name)
def test_that_runs_stand_out_from_the_plot(which: theme.Theme) -> None:
    assert all(contrast(run, which.plot) >= 4.4 for run in which.runs)


@pytest.mark.parametrize("which", THEMES, ids=lambda t: t.name)
def test_that_the_surface_brightens_with_the_loss(which: theme.Theme) -> None:
    table = theme.surface_lut(which)
    assert table.shape == (256, 4)
    assert table.dtype == np.uint8
    lightness = [oklab(linear(QColor(*map(int, row[:3])).name()))[0] for row in table]
    assert (np.diff(lightness) >= -0.004).all()  # rounding to bytes
    assert lightness[-1] - lightness[0] > 0.3


@pytest.mark.parametrize("which", THEMES, ids=lambda t: t.name)
def test_that_the_style_sheet_parses_and_its_pictures_are_there(app: QApplication, which: theme.Theme) -> None:
    theme.apply(which)  # a sheet that does not parse is a warning, which fails the test
    sheet = theme.stylesheet(which)
    assert "$" not in sheet
    for part in sheet.split('url("')[1:]:
        picture = QImage(part.split('"')[0])
        assert not picture.isNull(), part[:80]


def test_that_the_palette_follows_the_theme(app: QApplication) -> None:
    for which in THEMES:
        theme.apply(which)
        assert app.palette().window().color() == QColor(which.window)


class Notified(QWidget):
    """Notes the style sheet of the application each time that it is notified of another style."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sheets: list[str] = []

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.sheets.append(theme._application().styleSheet())


def test_that_a_widget_within_others_is_notified_once_of_another_theme(app: QApplication) -> None:
    theme.apply(theme.light())
    outer = QWidget()
    inner = functools.reduce(lambda around, _: QWidget(around), range(5), outer)
    notified = Notified(inner)
    outer.ensurePolished()
    notified.ensurePolished()
    notified.sheets.clear()
    theme.apply(theme.dark())
    assert notified.sheets == [theme.stylesheet(theme.dark())]
    outer.deleteLater()


def test_that_an_invalid_field_is_drawn_in_the_bad_colour(app: QApplication) -> None:
    theme.apply(theme.dark())
    field = QLineEdit("x")
    field.setProperty("invalid", True)
    field.resize(80, 28)
    assert field.grab().toImage().pixelColor(40, 1) == QColor(theme.dark().bad)
    field.deleteLater()


def test_that_the_theme_follows_the_desktop(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[theme.Theme] = []
    parent = QObject()
    theme.follow(parent, seen.append)
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert seen == [theme.system()]
    assert seen[0] in THEMES
    parent.deleteLater()


def test_that_mixing_goes_from_the_ground_to_the_colour() -> None:
    dark = theme.dark()
    assert dark.mix("text1", "panel", 0.0) == dark.panel
    assert dark.mix("text1", "panel", 1.0) == dark.text1
    assert dark.mix("#ffffff", "#000000", 0.5) == "#808080"


def glyph(letter: str) -> bytes:
    image = QImage(40, 40, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    font = fonts.body()
    font.setPixelSize(28)
    painter.setFont(font)
    painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, letter)
    painter.end()
    return bytes(image.constBits())


@pytest.mark.parametrize("letters", ["경사하강법학률", "∂∇ηβελΔ√−→₁²"])
def test_that_letters_are_not_drawn_as_boxes(app: QApplication, letters: str) -> None:
    fonts.load(app)
    blank = glyph(" ")
    drawn = {letter: glyph(letter) for letter in letters}
    assert blank not in drawn.values()
    assert len(set(drawn.values())) == len(letters)  # boxes are all alike


def test_that_fonts_are_registered_once(app: QApplication) -> None:
    fonts.load(app)
    before = QFontDatabase.families()
    fonts.load(app)
    assert QFontDatabase.families() == before
    assert "Inter" in before
    assert app.font().pixelSize() == 13


def test_that_figures_have_one_width(app: QApplication) -> None:
    fonts.load(app)
    label = QLabel()
    label.setFont(fonts.body())
    assert len({label.fontMetrics().horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1
    label.deleteLater()


def test_that_each_shipped_font_and_its_licence_is_small_and_there() -> None:
    folder = paths.resources() / "fonts"
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8")
    assert sum(file.stat().st_size for file in folder.iterdir()) < 2.5e6
    assert {*fonts.INTER, *fonts.KOREAN} == {file.name for file in folder.glob("*.otf")}


def test_that_every_icon_is_drawn_in_the_colour_asked_for(app: QApplication) -> None:
    for file in sorted((paths.resources() / "icons").glob("*.svg")):
        if file.stem == "app":
            continue
        image = icons.icon(file.stem, "#ff0000").pixmap(20, 20).toImage()
        inked = {
            image.pixelColor(x, y).name() for x in range(20) for y in range(20) if image.pixelColor(x, y).alpha() > 250
        }
        assert inked == {"#ff0000"}, file.stem
    assert not icons.app_icon().isNull()


def test_that_an_unknown_icon_is_refused(app: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon", "#ffffff")


@pytest.mark.parametrize("end", [Qt.Key.Key_Home, Qt.Key.Key_End])
def test_that_the_ring_of_a_focused_slider_is_whole_at_its_ends(window: MainWindow, end: Qt.Key) -> None:
    slider = child(window, "lrSlider")
    click(slider)
    key(window, end)
    picture = slider.grab().toImage()
    first = 0 if end == Qt.Key.Key_Home else picture.width() - 14
    ring = QColor(window.theme.focus)
    row = [picture.pixelColor(first + i, picture.height() // 2) == ring for i in range(14)]
    assert row == row[::-1]
    assert row[0] or row[1]
