"""`gdviz map`, called as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gdviz import cli
from gdviz.commandline.map import COLORS
from gdviz.engine.maps import DIVERGED
from gdviz.experiment import save
from tests.making import a_run, an_experiment

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "four.json"
    save(an_experiment("himmelblau", [a_run([0, 0], {"kind": "sgd", "lr": 0.01})], steps=80), path)
    return path


def test_that_a_basin_map_is_told_and_drawn(file: Path, tmp_path: Path, capsys: Capture) -> None:
    picture, numbers = tmp_path / "map.png", tmp_path / "map.npz"
    line = [
        "map",
        str(file),
        "--kind",
        "basin",
        "--resolution",
        "30",
        "--export",
        str(picture),
        "--export",
        str(numbers),
    ]
    assert cli.main(line) == 0
    told = capsys.readouterr().out
    assert "arrive at (3, 2), loss 0" in told and told.count("arrive at") == 4 and "% diverge" in told
    pixels = np.asarray(Image.open(picture))
    made = np.load(numbers)
    assert pixels.shape == (30, 30, 3)
    at = made["basin"][0, 29]  # lowest y, largest x: the lower right corner
    assert at >= 0 and pixels[29, 29].tolist() == COLORS[at].tolist()


def test_that_the_rate_map_names_the_best_rate(file: Path, tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["map", str(file), "--kind", "lr", "--resolution", "40", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["kind"] == "lr" and told["best"]["loss"] < 1e-9 and 0.2 < told["diverged"] < 0.8
    assert cli.main(["map", str(file), "--kind", "lr", "--resolution", "40", "--export", str(tmp_path / "a.png")]) == 0
    pixels = np.asarray(Image.open(tmp_path / "a.png"))
    assert pixels.shape == (40, 81, 3) and pixels[0, -1].tolist() == [196, 43, 43]  # the largest rate has diverged
    assert "the best of the rates" in capsys.readouterr().out


def test_that_korean_is_spoken(file: Path, capsys: Capture) -> None:
    assert cli.main(["map", str(file), "--resolution", "8", "--lang", "ko"]) == 0
    assert "발산" in capsys.readouterr().out
    assert DIVERGED < 0


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--kind", "surface"], "basin"),
        (["--resolution", "1"], "[2, 2000]"),
        (["--export", "a.bmp"], ".png"),
    ],
)
def test_that_a_wrong_line_gets_one_sentence(file: Path, more: list[str], says: str, capsys: Capture) -> None:
    assert cli.main(["map", str(file), *more]) == 2
    said = capsys.readouterr().err
    assert says in said and said.count("\n") == 1


def test_that_a_file_is_asked_for_and_a_closed_place_is_a_failure(file: Path, tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["map"]) == 2
    assert "which experiment" in capsys.readouterr().err
    assert cli.main(["map", str(file), "--resolution", "4", "--export", str(tmp_path / "no" / "a.png")]) == 1
