"""What scripts/test.py does on a Python that is new enough: set up, find or start a display, run pytest.

python3 scripts/test.py [--setup-only] [pytest's arguments]
"""

from __future__ import annotations

import shutil
import subprocess
import sys

import displays
import setup_environment as environment
from launch import try_platform
from system_packages import Apt


def run_tests(arguments: list[str]) -> int:
    """Set up and run pytest with `arguments`; returns its exit code."""
    environment.prepare(["run", "test"])
    if sys.platform.startswith("linux"):
        if problem := try_platform("offscreen"):
            raise environment.SetupError(problem)
        apt = Apt()
        if shutil.which("Xvfb") is None and apt.can_install() and (problem := apt.install(["xvfb"])):
            print(f"Xvfb could not be installed:\n{problem}", flush=True)
    if arguments == ["--setup-only"]:
        return 0
    env = environment.child_environment()
    # The tests import gdviz from this checkout through pytest's own setting, and check that nothing else is needed.
    with displays.virtual_display() as display:
        if display and (problem := _try_virtual(display)):
            print(problem, flush=True)
            display = None
        if display:
            env["DISPLAY"] = display
            for key in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
                env.pop(key, None)
        elif sys.platform.startswith("linux"):
            print("No Xvfb here: the tests run on Qt's offscreen platform, without 3-D", flush=True)
            env["QT_QPA_PLATFORM"] = "offscreen"
        command = [str(environment.venv_program("python")), "-m", "pytest", *arguments]
        return subprocess.call(command, cwd=environment.ROOT, env=env)


def _try_virtual(display: str) -> str | None:
    """Try Qt on the virtual display `display`."""
    import os

    os.environ["DISPLAY"] = display
    return try_platform("xcb")


def main() -> None:
    """Run the tests with the arguments of the command line."""
    environment.tame_streams()
    with environment.sentences():
        sys.exit(run_tests(sys.argv[1:]))
