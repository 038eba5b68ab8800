"""An export that is killed leaves the old file or the new one, whole, and no litter after the next start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

KILLS = """
import os, random, signal, sys, time
from pathlib import Path
import gdviz, gdviz.paths
from gdviz.export.export_format import formats
from tests.making import a_run, an_experiment

file, kills = Path(sys.argv[1]), int(sys.argv[2])
known = formats()[file.suffix[1:]]
results = [gdviz.run(an_experiment("sphere", [a_run([1, 1])], steps=3000, title=title)) for title in "ab"]
whole = [known.content(result) for result in results]
gdviz.paths.write_whole(file, whole[0])
random.seed(2)
left = 0
for _ in range(kills):
    child = os.fork()
    if child == 0:
        while True:
            for content in whole:  # made before: a kill is to come while it is written
                gdviz.paths.write_whole(file, content)
    time.sleep(random.uniform(0, 0.08))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    left += len(list(file.parent.iterdir())) > 1
    assert file.read_bytes() in whole
    if known.carries:
        assert gdviz.load(file).title in "ab"
    gdviz.paths.sweep()
    assert [path.name for path in file.parent.iterdir()] == [file.name]
print(left)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL")
@pytest.mark.parametrize("suffix", ["npz", "csv"])
def test_that_an_export_killed_at_any_moment_leaves_a_whole_file(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / "work" / f"경사 하강 🏔.{suffix}"
    file.parent.mkdir()
    command = [sys.executable, "-c", KILLS, str(file), "50"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0, "no kill came while a file was being written"
