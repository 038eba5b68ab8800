"""SVG and PDF of a view: letters as letters, lines where the data are, the experiment inside."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.export.export_format import PictureFormat, formats
from gdviz.gui.export import vector
from gdviz.gui.export.image import export_image, png
from gdviz.gui.export.svg_device import SvgDevice
from gdviz.gui.plots.loss_view import LossView
from gdviz.gui.style import fonts, theme
from gdviz.gui.surface.surface_view import SurfaceView
from tests.gui.plot_runs import BOWL, COLORS, HIMMELBLAU, computed
from tests.gui.scenes import go_to, show
from tests.making import a_run, an_experiment

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def view(qtbot: QtBot) -> LossView:
    made = LossView()
    qtbot.addWidget(made)
    made.resize(420, 290)
    made.show()
    show(made, computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 0.1}}))
    go_to(made, 5)
    made.grab()  # lays it out
    return made


@pytest.fixture
def surface(qtbot: QtBot) -> SurfaceView:
    made = SurfaceView()
    qtbot.addWidget(made)
    made.header.hide()  # its buttons are images, too
    made.resize(520, 420)
    made.show()
    show(made, computed(HIMMELBLAU, {"optimizer": {"kind": "sgd", "lr": 0.01}, "start": [-1, 2]}, steps=20))
    qtbot.waitUntil(lambda: not made.image.busy)
    go_to(made, 20)
    made.grab()
    return made


def painted(paint: object, size: tuple[int, int] = (100, 80)) -> ET.Element:
    """The SVG of what `paint(painter)` draws."""
    device = SvgDevice(QSize(*size), 96)
    with QPainter(device) as painter:
        paint(painter)  # type: ignore[operator]
    return ET.fromstring(device.text())


def numbers(path: str | None) -> list[float]:
    return [float(found) for found in re.findall(r"-?[\d.]+", path or "")]


def rendered(svg: bytes, size: QSize) -> QImage:
    """The picture as Qt's own reader of SVG draws it."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    reader = QSvgRenderer(svg)
    assert reader.isValid()
    with QPainter(image) as painter:
        reader.render(painter)
    return image


def grey(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width()].astype(float)


def test_that_a_cosmetic_line_is_as_wide_as_on_the_screen_and_stands_in_pixels() -> None:
    def paint(painter: QPainter) -> None:
        painter.setTransform(QTransform(1e5, 0, 0, -40, 20 - 1e5 * 3.0000001, 60))
        pen = QPen(QColor("#c05a00"), 2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        path = QPainterPath()
        path.moveTo(3.0000001, 1)
        path.lineTo(3.0006001, 0.5)
        painter.drawPath(path)

    (line,) = painted(paint).iter(f"{SVG}path")
    assert line.get("stroke-width") == "2"
    assert line.get("stroke") == "#c05a00"
    assert "transform" not in line.attrib
    assert numbers(line.get("d")) == pytest.approx([20, 20, 80, 40], abs=0.01)


def test_that_an_ordinary_line_grows_with_what_it_is_drawn_on() -> None:
    def paint(painter: QPainter) -> None:
        painter.scale(3, 3)
        painter.setPen(QPen(QColor("black"), 2, Qt.PenStyle.DashLine))
        painter.drawLine(0, 0, 10, 0)

    (line,) = painted(paint).iter(f"{SVG}path")
    assert line.get("stroke-width") == "6"
    assert numbers(line.get("stroke-dasharray")) == [24, 12]  # four widths on, two off


def test_that_clips_add_up_and_what_is_outside_is_left_out() -> None:
    def paint(painter: QPainter) -> None:
        painter.translate(10, 10)
        painter.setClipRect(QRectF(0, 0, 40, 40))
        painter.setClipRect(QRectF(20, 20, 40, 40), Qt.ClipOperation.IntersectClip)
        painter.fillRect(QRectF(0, 0, 80, 60), QColor("red"))
        painter.fillRect(QRectF(0, 0, 5, 5), QColor("blue"))
        painter.fillRect(QRectF(25, 25, 5, 5), QColor("green"))

    root = painted(paint)
    fills = {path.get("fill"): path.get("clip-path") for path in root.iter(f"{SVG}path") if path.get("fill")}
    assert set(fills) == {"#ff0000", "#008000"}
    assert fills["#008000"] is None  # nothing of it is cut
    (clip,) = root.iter(f"{SVG}clipPath")
    assert fills["#ff0000"] == f"url(#{clip.get('id')})"
    corners = np.array(numbers(clip[0].get("d"))).reshape(-1, 2)
    assert corners.min(axis=0).tolist() == [30, 30]
    assert corners.max(axis=0).tolist() == [50, 50]


def test_that_text_stays_text_with_its_width_and_turned_where_it_is(qtbot: QtBot) -> None:
    def paint(painter: QPainter) -> None:
        painter.drawText(10, 20, "손실 <f> & g")
        painter.rotate(-90)
        painter.drawText(-60, 30, "loss")

    texts = list(painted(paint).iter(f"{SVG}text"))
    assert "".join(text.text or "" for text in texts) == "손실 <f> & gloss"
    assert all(float(text.get("textLength", 0)) > 5 for text in texts)
    assert "translate(30 60) rotate(-90)" in texts[-1].get("transform", "")


def test_that_the_curve_of_a_run_is_a_line_through_its_losses(view: LossView) -> None:
    root = ET.fromstring(vector.svg(view, view.experiment))
    (curve,) = (
        path for path in root.iter(f"{SVG}path")
        if path.get("stroke") == COLORS[0] and path.get("fill") == "none" and len(numbers(path.get("d"))) > 8
    )  # fmt: skip
    assert curve.get("stroke-width") == "2"
    points = np.array(numbers(curve.get("d"))).reshape(-1, 2)
    loss = view.records[0].loss  # of a bowl at the rate 0.1: (1 - 0.2)^2 of it is left after each step
    assert loss == pytest.approx(2 * 0.64 ** np.arange(len(loss)))
    assert len(points) == len(loss)
    assert np.diff(points, axis=0) == pytest.approx(np.tile(np.diff(points, axis=0)[0], (len(loss) - 1, 1)), abs=0.03)


def test_that_what_plots_say_is_text(view: LossView) -> None:
    root = ET.fromstring(vector.svg(view, view.experiment))
    letters = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert "LOSS" in letters
    assert "step" in letters
    assert list(root.iter(f"{SVG}image")) == []


def test_that_another_reader_of_svg_sees_what_the_screen_shows(surface: SurfaceView) -> None:
    seen = grey(rendered(vector.svg(surface, None), surface.size()))
    assert np.abs(seen - grey(surface.grab().toImage())).mean() < 4


def test_that_a_path_on_the_surface_is_a_line_and_the_heat_map_an_image(surface: SurfaceView) -> None:
    root = ET.fromstring(vector.svg(surface, None))
    assert 1 <= len(list(root.iter(f"{SVG}image"))) <= 2  # with that of the scale
    lines = [path for path in root.iter(f"{SVG}path") if path.get("stroke") == COLORS[0]]
    assert any(len(numbers(path.get("d"))) > 10 for path in lines)


@pytest.mark.parametrize("kind", [kind for kind, known in formats().items() if isinstance(known, PictureFormat)])
def test_that_the_experiment_comes_back_to_the_bit(view: LossView, kind: str, tmp_path: Path) -> None:
    experiment = view.experiment
    assert experiment is not None
    experiment = experiment.replace("title", '그림 <1> & "a" 😀 --> ]]>').replace("runs[0].optimizer.lr", 0.1 + 2**-54)
    path = tmp_path / f"그림 😀.{kind}"
    export_image(view, path, 2, experiment)
    assert gdviz.load(path) == experiment


def test_that_a_pdf_is_a_page_of_the_pictures_size_with_its_fonts(qtbot: QtBot) -> None:
    theme.prepare(theme.light())
    label = QLabel("학습률 learning rate")
    qtbot.addWidget(label)
    label.setFont(fonts.body())
    label.resize(420, 210)
    made = vector.pdf(label, None, dots=420 / 89 * 25.4)
    (box,) = re.findall(rb"/MediaBox \[([^\]]+)\]", made)
    width, height = (float(value) * 25.4 / 72 for value in box.split()[2:])
    assert (width, height) == pytest.approx((89, 44.5), abs=0.2)
    assert made.count(b"/FontFile") >= 2  # one for Latin letters, one for Hangul
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    pages = [zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"x"]
    page = next(page for page in pages if b"Tj" in page or b"TJ" in page)
    unit = re.search(rb"([\d.]+) 0 0 -[\d.]+ 0 [\d.]+ cm", page)
    ground = re.search(rb"([\d.]+) 0 0 [\d.]+ 0 0 cm\s+0 0 ([\d.]+) ([\d.]+) re", page)
    assert unit is not None
    assert ground is not None
    covered = [float(unit[1]) * float(ground[1]) * float(side) * 25.4 / 72 for side in (ground[2], ground[3])]
    assert covered == pytest.approx([width, height], abs=0.1)


def test_that_a_png_states_its_dots_to_the_inch(view: LossView, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(view, 2.5, dots=120))
    image = QImage(str(tmp_path / "a.png"))
    assert (image.width(), image.height()) == (1050, 725)
    assert image.dotsPerMeterX() * 0.0254 == pytest.approx(300, abs=0.02)


def test_that_an_export_leaves_the_view_as_it_was(view: LossView, surface: SurfaceView) -> None:
    surface.paths.set_ahead_hidden(False)  # draws the path at once: one that grew overlaps itself otherwise
    for widget in (view, surface):
        before = grey(widget.grab().toImage())
        vector.svg(widget, None)
        vector.pdf(widget, None)
        assert np.array_equal(grey(widget.grab().toImage()), before)


@pytest.mark.parametrize(
    "title", ["plain", "a) >> endobj (", "\u3e3e\u656e\u646f\u626a", "\\)\u3e3e\u656e\u646f\u626a(\\"]
)
def test_that_no_title_ends_the_information_of_a_pdf(
    title: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:  # in UTF-16, some Chinese letters are the bytes of ">>endobj"
    monkeypatch.setattr(vector, "description", lambda *_: "the subject")
    label = QLabel("text")
    qtbot.addWidget(label)
    pdf = vector.pdf(label, an_experiment("sphere", [a_run([1, 1])], title=title))
    information = pdf[pdf.rfind(b"obj\n<<") :]
    found = re.search(rb"/Title \(((?:\\.|[^\\()])*)\)", information, re.DOTALL)
    assert found is not None
    assert re.sub(rb"\\(.)", rb"\1", found[1], flags=re.DOTALL).decode("utf-16") == title
    assert b"/Subject <feff" + "the subject".encode("utf-16-be").hex().encode() + b">" in information
