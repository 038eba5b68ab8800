"""Results in a notebook: their picture, table and data frame; the recipes of the documentation."""

from __future__ import annotations

import io
import itertools
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import run_marks
from tests import vision
from tests.conftest import ROOT
from tests.making import a_run, an_experiment, expression, line_data


def result(**more: object) -> gdviz.Result:
    runs = [{**a_run([1, 1]), "label": "<b>가 & 나</b>"}, a_run([1, 2], {"kind": "adam", "lr": 0.1})]
    return gdviz.run(an_experiment("himmelblau", runs, **more))


def test_that_a_result_shows_a_picture_and_a_line_a_run() -> None:
    page = result()._repr_html_()
    assert page.startswith('<img src="data:image/png;base64,')
    assert page.count("<tr>") == 3
    assert "&lt;b&gt;가 &amp; 나&lt;/b&gt;" in page
    assert "<b>가" not in page


def test_that_without_matplotlib_the_table_is_shown_and_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    page = result()._repr_html_()
    assert "gdviz[notebook]" in page
    assert page.count("<tr>") == 3


def test_that_without_its_package_a_picture_or_data_frame_says_what_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ModuleNotFoundError, match=r'^a picture needs matplotlib: pip install "gdviz\[notebook\]"$'):
        result().figure()
    with pytest.raises(ModuleNotFoundError, match=r'^a data frame needs pandas: pip install "gdviz\[notebook\]"$'):
        result().to_pandas()


def dashes_of(line: Any) -> tuple[float, ...]:
    """The dashes of a line of matplotlib, in points; none of one without gaps."""
    return tuple(line._unscaled_dash_pattern[1] or ())


def many_runs(count: int) -> gdviz.Result:
    starts = np.linspace(-3, 3, count).tolist()
    runs = [{**a_run([x, 1.0]), "label": f"run {i}"} for i, x in enumerate(starts)]
    return gdviz.run(an_experiment("himmelblau", runs))


@pytest.mark.parametrize("axes", [0, 1], ids=["paths", "losses"])
def test_that_runs_can_be_distinguished_on_screen_and_in_print(axes: int) -> None:
    import matplotlib

    made = many_runs(16)
    found = [line for line in made.figure().axes[axes].lines if len(line.get_xdata()) > 1]
    assert len(found) == 16
    colours = [matplotlib.colors.to_hex(line.get_color()) for line in found]
    assert colours[:8] == colours[8:] == list(run_marks.LIGHT)
    marks = [(line.get_marker(), line.get_markerfacecolor() == "white") for line in found]
    assert len(set(marks)) == 16
    dashes = [dashes_of(line) for line in found]
    assert len(set(dashes[:8])) == 8
    for one, other in itertools.combinations(range(16), 2):
        in_grey = abs(vision.lightness(colours[one]) - vision.lightness(colours[other])) > 25
        assert in_grey or marks[one] != marks[other] or dashes[one] != dashes[other]
        in_colour = vision.distance(colours[one], colours[other]) > vision.APART
        assert in_colour or marks[one] != marks[other] or dashes[one] != dashes[other]


def test_that_losses_of_runs_that_lie_over_one_another_have_their_markers_in_other_places() -> None:
    alike = [{**a_run([1, 1]), "label": name} for name in ("one", "other")]
    places = [line.get_markevery() for line in gdviz.run(an_experiment("sphere", alike)).figure().axes[1].lines]
    assert places[0][1] == places[1][1] and places[0][0] != places[1][0]


@pytest.mark.parametrize("by", ["figure", "canvas", "another canvas", "a pickle"])
def test_that_a_file_for_a_journal_keeps_text_as_text_and_leaves_matplotlib_as_it_is(by: str, tmp_path: Path) -> None:
    import matplotlib
    import matplotlib.backends.backend_agg as agg

    before = dict(matplotlib.rcParams)
    made = gdviz.run(an_experiment("himmelblau", [{**a_run([1, 1]), "label": "GD"}])).figure()
    if by == "another canvas":
        agg.FigureCanvasAgg(made)
    elif by == "a pickle":
        made = pickle.loads(pickle.dumps(made))
    for suffix in ("pdf", "svg", "eps"):
        save = made.canvas.print_figure if by in ("canvas", "a pickle") else made.savefig
        save(tmp_path / f"a.{suffix}")
    pdf = (tmp_path / "a.pdf").read_bytes()
    assert b"/Type3" not in pdf
    assert b"/FontFile2" in pdf  # TrueType, whole words of it
    svg = (tmp_path / "a.svg").read_text("utf-8")
    texts = re.findall("<text[^>]*>([^<]*)</text>", svg)
    assert {"Himmelblau", "GD", "step", "loss"} <= set(texts)
    assert b"/FontType 42" in (tmp_path / "a.eps").read_bytes()
    assert dict(matplotlib.rcParams) == before


def test_that_in_a_terminal_a_result_is_a_small_table() -> None:
    head, first, second = repr(result()).splitlines()
    assert head.split() == ["run", "finish", "verdict", "steps", "final", "w", "final", "loss"]
    assert first.startswith("<b>가 & 나</b>  completed") and second.startswith("Adam")
    assert first.index("completed") == second.index("completed") == head.index("finish")
    assert repr(gdviz.compare([result()])) == repr(result())


def test_that_a_recording_is_dotted_over_whole_steps(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("step,lr,loss\n0,0.1,2\n1,0.1,1\n")
    made = gdviz.compare([result(), gdviz.recorded(tmp_path / "log.csv")]).figure()
    dashes = [dashes_of(line) for line in made.axes[-1].lines]
    assert dashes[0] == () and dashes[1][0] > 4 * dashes[1][1] and dashes[2][0] < dashes[2][1]
    assert all(float(tick).is_integer() for axes in made.axes[1:] for tick in axes.get_xticks())


def test_that_the_picture_holds_the_paths_and_the_losses() -> None:
    made = result()
    surface, losses = made.figure().axes
    drawn = [line.get_xydata() for line in surface.lines]
    for record in made.runs:
        assert any(np.array_equal(line, record.w) for line in drawn)
    assert [line.get_ydata().tolist() for line in losses.lines] == [record.loss.tolist() for record in made.runs]
    assert [text.get_text() for text in losses.get_legend().get_texts()] == list(made.labels)


def test_that_the_picture_compares_equal_epochs_where_batches_are_of_different_size() -> None:
    runs = [a_run([1, 1], batch={"size": size}) for size in (5, 20)]
    losses = gdviz.run(an_experiment(line_data(20), runs, epochs=3)).figure().axes[-1]
    assert [line.get_xdata()[-1] for line in losses.lines] == [3, 3]
    assert losses.get_xlabel() == "epoch"
    assert result().figure().axes[-1].get_xlabel() == "step"


@pytest.mark.parametrize(
    "experiment",
    [
        an_experiment(expression("x^4-x", variables=["x"]), [a_run([1.5])]),
        an_experiment(line_data(), [a_run([1, 1], batch={"size": 3})], epochs=2),
        an_experiment("sphere", [a_run([1, 1], {"kind": "sgd", "lr": 1e200})]),
        an_experiment({"kind": "quadratic", "matrix": np.eye(9).tolist()}, [a_run([1] * 9)]),
    ],
    ids=["one parameter", "samples", "diverged at once", "many parameters"],
)
def test_that_every_kind_of_result_has_a_picture(experiment: gdviz.Experiment) -> None:
    assert "<img" in gdviz.run(experiment)._repr_html_()


def test_that_a_data_frame_holds_the_records() -> None:
    made = result()
    frame = made.to_pandas()
    for record, label in zip(made.runs, made.labels, strict=True):
        own = frame[frame["run"] == label]
        assert own["w.x"].tolist() == record.w[:, 0].tolist()
        assert own["loss"].tolist() == record.loss.tolist()
        assert own["lr"].tolist()[:-1] == record.lr.tolist()
        assert own["lr"].isna().tolist() == [False] * record.n + [True]


def test_that_compare_takes_results_experiments_and_files_and_makes_equal_labels_different(tmp_path: Path) -> None:
    one, other = (an_experiment("sphere", [a_run([1, 1])], title=title) for title in ("one", "other"))
    gdviz.save(other, tmp_path / "other.json")
    comparison = gdviz.compare([gdviz.run(one), one, tmp_path / "other.json", result()])
    assert comparison.labels == ("one: GD", "one: GD (2)", "other: GD", "<b>가 & 나</b>", "Adam")
    assert len(comparison.runs) == 5
    with pytest.raises(ValueError, match="nothing to compare"):
        gdviz.compare([])


def test_that_runs_of_different_problems_are_compared_by_their_losses() -> None:
    sphere = an_experiment("sphere", [a_run([1, 1])])
    assert len(gdviz.compare([sphere, sphere]).figure().axes) == 2
    assert len(gdviz.compare([sphere, an_experiment(line_data(), [a_run([1, 1])])]).figure().axes) == 1


def test_that_a_result_imports_neither_qt_nor_matplotlib_until_it_is_shown() -> None:
    code = (
        "import sys, gdviz; gdviz.run(gdviz.load('resources/experiments/worked_example.json'))\n"
        "print([name for name in ('PySide6', 'matplotlib', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "label", ["$\\frac{$", "_hidden", "$x$ and $y$", "\\input{secret}", "<script>alert(1)</script>"]
)
def test_that_a_label_is_neither_tex_nor_html_and_is_always_in_the_legend(label: str) -> None:
    import matplotlib

    made = gdviz.run(an_experiment("sphere", [{**a_run([1, 1]), "label": label}, a_run([2, 1])], steps=2))
    with matplotlib.rc_context({"text.usetex": True}):
        shown = made.figure().axes[-1].get_legend().get_texts()
    assert [text.get_text() for text in shown] == [label, "GD"]
    assert not any(text.get_parse_math() or text.get_usetex() for text in shown)
    made.figure().savefig(io.BytesIO(), format="svg")
    assert "<script>" not in made._repr_html_()
