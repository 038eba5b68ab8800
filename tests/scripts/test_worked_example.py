"""The worked example without a display: a table and a picture."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_that_the_first_steps_are_printed_and_their_picture_written(tmp_path: Path) -> None:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp949"}
    script = ROOT / "scripts" / "worked_example.py"
    done = subprocess.run(
        [sys.executable, script, "표.png"], cwd=tmp_path, env=env, capture_output=True, encoding="cp949", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("k "))
    assert lines[head].split() == ["k", "x", "y", "loss", "gradient", "update"]
    assert lines[head + 1].split("  ")[-1].strip() == "[-0.06, -0.03]"
    assert lines[head + 2].split()[:4] == ["1", "0.94", "0.97", "2.57128"]
    assert (tmp_path / "표.png").read_bytes().startswith(b"\x89PNG")
