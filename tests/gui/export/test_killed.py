"""Pictures and films whose export is killed: there is the old file or the new one, whole, and no litter afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

KILLS = """
import os, random, signal, sys, time
from pathlib import Path
import numpy as np
from PySide6.QtWidgets import QApplication
import gdviz, gdviz.paths
from gdviz.export.export_format import Film, FilmFormat, PictureFormat, format_of
from gdviz.gui.plots.loss_view import LossView
from tests.gui.scenes import show
from tests.making import a_run, an_experiment

app = QApplication([])
file, kills = Path(sys.argv[1]), int(sys.argv[2])
known = format_of(file)
experiments = [an_experiment("sphere", [a_run([1, 1])], title=title) for title in "ab"]
view = LossView()
view.resize(300, 200)
show(view, gdviz.run(experiments[0]))
view.grab()
frames = [np.full((120, 160, 4), shade, np.uint8) for shade in (0, 90, 250)]

def content(experiment):
    if isinstance(known, PictureFormat):
        return known.content(view, experiment, 1, None)
    assert isinstance(known, FilmFormat)
    return known.content(Film((160, 120), 3, 10.0, 0.5, frames, experiment), frames)

gdviz.paths.write_whole(file, content(experiments[0]))
END = {".png": b"IEND", ".svg": b"</svg>", ".pdf": b"%%EOF", ".gif": b";", ".mp4": b""}[file.suffix]
sizes = {len(content(experiment)) for experiment in experiments}
random.seed(3)
seen = set()
for _ in range(kills):
    child = os.fork()
    if child == 0:
        while True:
            for experiment in experiments:
                gdviz.paths.write_whole(file, content(experiment))
    time.sleep(random.uniform(0.01, 0.12))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert END in file.read_bytes()[-12:], "cut off"
    if file.suffix == ".mp4":
        assert file.stat().st_size in sizes
    seen.add(gdviz.load(file).title)
    gdviz.paths.sweep()
    assert [path.name for path in file.parent.iterdir()] == [file.name]
assert seen == {"a", "b"}, "the file was not replaced"
"""


@pytest.mark.skipif(sys.platform != "linux", reason="fork and SIGKILL")
@pytest.mark.parametrize("suffix", ["png", "svg", "pdf", "gif", "mp4"])
def test_that_an_export_killed_at_any_moment_leaves_a_whole_file(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / "work" / f"경사 하강 🏔.{suffix}"
    file.parent.mkdir()
    command = [sys.executable, "-c", KILLS, str(file), "50"]
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(command, cwd=ROOT, env=offscreen, capture_output=True, text=True, timeout=100, check=False)
    assert ended.returncode == 0, ended.stderr
