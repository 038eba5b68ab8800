"""The wheel: what `pip install` of it gives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

WINDOWS = os.name == "nt"


def run(*command: object, cwd: Path) -> str:
    """Run a command without this checkout on its path; its output, or a failure that shows what it said."""
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but the wheel; the packages that it needs are lent by the outer one."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (wheel,) = folder.glob("gdviz-*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    programs = folder / "venv" / ("Scripts" if WINDOWS else "bin")
    pip = [sys.executable, "-m", "pip", "--python", programs / "python", "install"]
    run(*pip, "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", wheel, cwd=folder)
    where = run(programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    Path(where.strip(), "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs


def test_that_the_installed_program_runs_from_any_folder(installed: Path, tmp_path: Path) -> None:
    surfaces = json.loads(run(installed / "gdviz", "list", "surfaces", "--json", cwd=tmp_path))
    assert "himmelblau" in json.dumps(surfaces)


def test_that_the_wheel_carries_the_resources(installed: Path, tmp_path: Path) -> None:
    code = "from gdviz import paths; print(paths.resources())"
    folder = Path(run(installed / "python", "-c", code, cwd=tmp_path).strip())
    assert installed.parent in folder.parents
    shipped = {
        path.relative_to(ROOT / "resources").as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()
    }
    assert shipped == {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
