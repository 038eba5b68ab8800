"""Pictures for print: how many nodes their heat maps have, that nothing of them is lost, and that the file says so."""

from __future__ import annotations

import base64
import itertools
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gdviz.gui.export.picture_choices import PictureChoices, content, painted
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.offscreen_pictures import write_shown
from gdviz.gui.style import opengl
from gdviz.gui.surface import surface_image
from tests.contours import worst_misplacement
from tests.gui.conftest import OpenWindow
from tests.gui.plot_runs import BOWL
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

SVG = "{http://www.w3.org/2000/svg}"
CLUSTERS = {
    "kind": "logistic_regression", "intercept": False,
    "data": {"kind": "inline", "x": [[k % 5 - 2, k % 3] for k in range(15)], "y": [k % 2 for k in range(15)]},
}  # fmt: skip


@pytest.fixture
def bowl(open_window: OpenWindow) -> MainWindow:
    return open_window(an_experiment(BOWL, [a_run((1, 1))]))


def choices(place: str, kind: str, target: str = "surface") -> PictureChoices:
    return replace(PictureChoices(), target=target, kind=kind).with_preset(place)


def written(window: MainWindow, wanted: PictureChoices) -> bytes:
    with painted(window.bench, wanted) as widget:
        return content(window.bench.carried, wanted, widget)


def heat_map(svg: bytes) -> tuple[tuple[int, int], tuple[float, float]]:
    """How many pixels the largest image of an SVG has, and how many inches it is wide and high."""
    root = ET.fromstring(svg)
    inch = float(root.get("viewBox", "").split()[2]) / (float(root.get("width", "").removesuffix("mm")) / 25.4)
    found = []
    for element in root.iter(f"{SVG}image"):
        data = element.get("{http://www.w3.org/1999/xlink}href", "").partition(",")[2]
        pixels = QImage.fromData(base64.b64decode(data)).size().toTuple()
        scale = [abs(float(v)) for v in re.findall(r"[-\d.e+]+", element.get("transform", ""))]
        placed = float(element.get("width", "")) * scale[0] / inch, float(element.get("height", "")) * scale[3] / inch
        found.append((pixels, placed))
    return max(found)


@pytest.mark.parametrize(("place", "least"), [("column", 600), ("columns", 300)])
@pytest.mark.parametrize("target", ["surface", "figure"])
def test_that_a_heat_map_has_as_many_nodes_to_an_inch_as_its_place_wants(
    bowl: MainWindow, place: str, least: int, target: str
) -> None:
    pixels, inches = heat_map(written(bowl, choices(place, "svg", target)))
    for count, length in zip(pixels, inches, strict=True):
        assert least <= count / length < 1.05 * least
    pdf = written(bowl, choices(place, "pdf", target))
    png = QImage.fromData(written(bowl, choices(place, "png", target)))
    assert png.dotsPerMeterX() * 0.0254 == pytest.approx(least, rel=0.002)  # 5 and 2.5 for each of the views
    assert b"/DCTDecode" not in pdf
    assert f"/Width {pixels[0]}".encode() in pdf and f"/Height {pixels[1]}".encode() in pdf


@pytest.mark.parametrize(("place", "least"), [("column", 600), ("slide", 300)])
def test_that_a_relief_has_as_many_pixels_to_an_inch_as_its_place_wants_and_the_file_says_so(
    bowl: MainWindow, place: str, least: int
) -> None:
    if opengl.trouble() is not None:
        pytest.skip("no OpenGL here")
    made = written(bowl, choices(place, "svg", "surface3d"))
    pixels, inches = heat_map(made)
    for count, length in zip(pixels, inches, strict=True):
        assert least - 1 <= count / length < 1.25 * least
    remark = re.fullmatch(
        r"The relief is made of (\d+) × (\d+) pixels, (\d+) to an inch.",
        ET.fromstring(made).findtext(f"{SVG}desc") or "",
    )
    assert remark is not None
    assert (int(remark[1]), int(remark[2])) == pixels
    assert int(remark[3]) == pytest.approx(pixels[0] / inches[0], abs=1)
    pdf = written(bowl, choices(place, "pdf", "surface3d"))
    assert f"/Width {pixels[0]}".encode() in pdf and f"/Height {pixels[1]}".encode() in pdf
    subject = re.findall(rb"/Subject <FEFF([0-9A-F]+)>", pdf, re.IGNORECASE)
    assert bytes.fromhex(subject[-1].decode()).decode("utf-16-be") == remark[0]
    text = QImage.fromData(written(bowl, choices(place, "png", "surface3d"))).text("Description")
    assert text.startswith("The relief is made of ")


def test_that_each_file_says_how_many_nodes_its_heat_map_has(bowl: MainWindow, tmp_path: Path) -> None:
    for kind in ("png", "svg", "pdf"):
        (tmp_path / f"a.{kind}").write_bytes(written(bowl, choices("column", kind)))
    texts = {"png": QImage(str(tmp_path / "a.png")).text("Description")}
    texts["svg"] = ET.parse(tmp_path / "a.svg").getroot().findtext(f"{SVG}desc") or ""
    found = re.findall(rb"/Subject <FEFF([0-9A-F]+)>", (tmp_path / "a.pdf").read_bytes(), re.IGNORECASE)
    texts["pdf"] = bytes.fromhex(found[-1].decode()).decode("utf-16-be")
    (columns, rows), _ = heat_map((tmp_path / "a.svg").read_bytes())
    for text in texts.values():
        assert f"{columns} × {rows} computed losses, 600 to an inch" in text
    if reader := shutil.which("pdfinfo"):
        done = subprocess.run([reader, tmp_path / "a.pdf"], capture_output=True, text=True, check=True)
        assert done.stderr == ""
        assert f"{columns} × {rows}" in done.stdout


def test_that_a_pdf_with_a_subject_keeps_what_it_had(bowl: MainWindow) -> None:
    made = written(bowl, choices("own", "pdf"))
    assert made.count(b"%%EOF") == 2
    starts = [int(place) for place in re.findall(rb"startxref\s+(\d+)", made)]
    assert all(made[place : place + 4] == b"xref" for place in starts)
    assert f"/Prev {starts[0]}".encode() in made
    entry = re.search(rb"xref\n(\d+) 1\n(\d{10}) 00000 n", made[starts[1] :])
    assert entry is not None
    info = made[int(entry[2]) :]
    assert info.startswith(entry[1] + b" 0 obj")
    assert b"/Creator" in info.partition(b"endobj")[0]


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_that_the_contours_of_an_export_lie_on_edges_of_its_nodes(bowl: MainWindow, kind: str) -> None:
    with painted(bowl.bench, choices("column", kind)) as figure:
        view = figure.views["surface"]  # type: ignore[attr-defined]
        image, (x, y) = view.image, view.box.viewRange()
    heights = image.scale.normalise(image.loss)
    assert len(image.contours._lines) == 18
    for number, (px, py, _) in enumerate(image.contours._lines):
        level = (number + 0.5) / 18
        assert worst_misplacement(px, py, heights, ((x[0], x[1]), (y[0], y[1])), level) < 1e-9


def test_that_each_contour_in_the_file_of_a_bowl_is_a_smooth_circle(tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "a.svg"
    write_shown(an_experiment(BOWL, [a_run((1, 1))]), [path], picture="surface", place="column")
    circles = 0
    for element in ET.parse(path).getroot().iter(f"{SVG}path"):
        if element.get("fill") != "none" or element.get("stroke-opacity") != "0.2":  # as contours are
            continue
        for piece in re.findall(r"M([^MZ]*)Z", element.get("d", "")):
            points = np.array(re.findall(r"-?[\d.]+", piece), dtype=float).reshape(-1, 2)
            if len(points) < 20:
                continue
            low, high = points.min(axis=0), points.max(axis=0)
            radii = np.hypot(*(points - (low + high) / 2).T)
            if max(high - low) > 250:  # the box cuts it
                continue
            circles += 1
            np.testing.assert_allclose(radii, radii.mean(), atol=0.02)  # a hundredth is what is written
            chords = np.hypot(*np.diff(points, axis=0, append=points[:1]).T)
            assert (chords**2 / (8 * radii.mean())).max() < 0.025  # so far a chord lies from its arc
            assert len(points) > 60
    assert circles > 8


def test_that_a_costly_loss_gets_as_many_nodes_as_a_count_of_evaluations_allows_on_any_machine(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(an_experiment(CLUSTERS, [a_run((0.5, 0.5))]))
    monkeypatch.setattr(surface_image, "EVALUATIONS", 15 * 30_000)
    made = []
    for seconds in (0.0, 0.002):  # that a look at the clock takes
        clock = itertools.count(0.0, seconds)
        monkeypatch.setattr(surface_image, "time", SimpleNamespace(perf_counter=lambda clock=clock: next(clock)))
        with painted(window.bench, choices("own", "pdf")) as figure:
            view = figure.views["surface"]  # type: ignore[attr-defined]
            made.append(view.image.loss)
            assert f"{made[-1].shape[1]} × {made[-1].shape[0]}" in view.described(96)
    assert 0.97 * 30_000 < made[0].size <= 30_000
    np.testing.assert_array_equal(*made)


def test_that_the_progress_of_the_heat_map_is_reported(bowl: MainWindow, tmp_path: Path) -> None:
    reported: list[tuple[int, int]] = []
    write_shown(
        bowl.experiment,
        [tmp_path / "a.pdf"],
        picture="surface",
        progress=lambda *pair: reported.append(pair),
    )
    known = [pair for pair in reported if pair[1]]
    assert known == sorted(known)
    assert len({planned for _, planned in known}) == 1
    assert known[-1][0] == known[-1][1] > 10**6
