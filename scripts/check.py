"""What scripts/test.py does on a Python that is new enough: set up, find or start displays, run pytest.

python3 scripts/test.py [--setup-only] [--fonts none|dejavu|noto-cjk] [--offscreen] [pytest's arguments]
python3 scripts/test.py --with torch|gpu [--setup-only] [pytest's arguments]
python3 scripts/test.py --with torch --record

Without pytest's arguments two pytests run at once, one on most tests of the window, one on all others. --fonts leaves
the tests these fonts of the system alone (Linux), --offscreen keeps them from the virtual display.

--with runs the tests that need PyTorch, or CuPy and an NVIDIA GPU, in an environment of their own, .venv-torch or
.venv-gpu. --record also writes what PyTorch computed to tests/reference, where all other runs of the tests read it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence

import displays
import font_environments
import gpu_driver
import setup_environment as environment
from launch import try_platform
from system_packages import Apt

ROOMS = ("shell", "explore", "panel", "surface", "plots", "runs", "card", "data", "drawing", "kernel", "style")
HALVES = {
    "tests of the window": ["tests/gui", "--ignore=tests/gui/export", "--ignore=tests/gui/widgets"],
    "other tests": ["tests", *(f"--ignore=tests/gui/{room}" for room in ROOMS)],
}
"""The arguments of the pytests that run at once; the output of the first is shown, so it is the longer one.

Exports and single controls go with the others, which end first without them.
"""
WITH = {"torch": ["tests/with_torch", "tests/export"], "gpu": ["tests/with_gpu"]}
"""What pytest is given by --with."""
PROGRAMS = {"Xvfb": "xvfb", "zsh": "zsh", "fish": "fish"}
"""Programs that tests use, and their packages: the person is asked once whether to install the shells."""
TIMEOUT = 15.0
"""Seconds that an interrupted pytest gets to clean up."""


def run_tests(arguments: list[str]) -> int:
    """Set up and run pytest with `arguments`, or both halves; returns the exit code."""
    parser = argparse.ArgumentParser(prog="test.py", add_help=False, allow_abbrev=False)
    parser.add_argument("--setup-only", action="store_true")
    parser.add_argument("--offscreen", action="store_true")
    parser.add_argument("--fonts", choices=sorted(font_environments.FONTS))
    parser.add_argument("--with", choices=sorted(WITH), dest="extra")
    parser.add_argument("--record", action="store_true")
    options, arguments = parser.parse_known_args(arguments)
    if options.record and (options.extra != "torch" or arguments):
        raise environment.SetupError("--record writes what all programs compute: use --with torch --record alone")
    if options.fonts and (absent := font_environments.missing(options.fonts)):
        raise environment.SetupError(f"--fonts {options.fonts}: this system has no font file {' or '.join(absent)}")
    locks, variables = ["run", "test"], {}
    if options.extra:
        locks.append(_gpu_lock() if options.extra == "gpu" else options.extra)
        environment.VENV = environment.ROOT / f".venv-{options.extra}"
        variables = {"GDVIZ_TESTS_WITH": options.extra, "GDVIZ_TESTS_RECORD": "1" if options.record else ""}
        arguments = [*WITH[options.extra], *arguments]
    is_new = not environment.is_ready(locks)
    environment.prepare(locks)
    if sys.platform.startswith("linux"):
        if problem := try_platform("offscreen"):
            raise environment.SetupError(problem)
        apt = Apt()
        wanted = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
        is_wanted = wanted and (is_new or "xvfb" in wanted) and apt.can_install()
        if is_wanted and apt.may_install(wanted) and (problem := apt.install(wanted)):
            print(f"Not all of {', '.join(wanted)} could be installed:\n{problem}", flush=True)
    if options.setup_only:
        return 0
    with font_environments.only(options.fonts) as fonts:
        if not arguments:
            return run_halves(fonts, options.offscreen)
        with _display(options.offscreen) as env:
            return subprocess.call(_pytest(arguments), cwd=environment.ROOT, env=env | fonts | variables)


def _gpu_lock() -> str:
    """The lock with the CuPy that this machine's driver runs; raises SetupError where there is none."""
    version = gpu_driver.cuda_version()
    lock = gpu_driver.lock_for(version) if version else None
    if version is None or lock is None:
        found = (
            f"the NVIDIA driver here is for CUDA {version[0]}.{version[1]}" if version else "no NVIDIA driver answers"
        )
        raise environment.SetupError(
            f"--with gpu: {found}; these tests need an NVIDIA GPU and a driver for CUDA 12 or newer. "
            "Nothing was installed or run."
        )
    return lock


def run_halves(fonts: dict[str, str], offscreen: bool = False) -> int:
    """Run both halves at once; returns the worse exit code.

    The output of the first is shown at once, that of the second when both have ended; the last line reports both.
    """
    began = time.monotonic()
    first, second = HALVES
    colored = ["--color=yes"] if sys.stdout.isatty() else []
    with _display(offscreen) as env, _display(offscreen) as other_env, tempfile.TemporaryFile() as collected:
        print(f"The {first}; the {second} run beside them, and their output follows.", flush=True)
        halves = [
            _start(HALVES[first], env | fonts),
            _start([*HALVES[second], *colored], other_env | fonts, collected.fileno()),
        ]
        ended = _wait(halves)
        print(f"\nThe {second}:", flush=True)
        collected.seek(0)
        shutil.copyfileobj(collected, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    if not ended:
        print("\nInterrupted: not all tests were run.", flush=True)
        return 130
    codes = [half.returncode for half in halves]
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    results = [
        f"the {name} {f'FAILED ({code})' if code else 'passed'}" for name, code in zip(HALVES, codes, strict=True)
    ]
    print(f"\n{minutes} min {seconds} s: {', '.join(results)}.", flush=True)
    return max(code if code >= 0 else 128 - code for code in codes)


def _start(arguments: Sequence[str], env: dict[str, str], stdout: int | None = None) -> subprocess.Popen[bytes]:
    """Start a pytest that a terminal's Ctrl+C does not reach: `_wait` interrupts it, once."""
    return subprocess.Popen(
        _pytest(arguments),
        cwd=environment.ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=None if stdout is None else subprocess.STDOUT,
        start_new_session=True,
    )


def _wait(processes: Sequence[subprocess.Popen[bytes]]) -> bool:
    """Wait until all have ended; False after a Ctrl+C, which interrupts them, and a second one kills them."""
    try:
        for process in processes:
            process.wait()
        return True
    except KeyboardInterrupt:
        with contextlib.suppress(KeyboardInterrupt, subprocess.TimeoutExpired):
            for process in processes:
                if os.name == "posix":  # Windows interrupts them itself
                    process.send_signal(signal.SIGINT)
            for process in processes:
                process.wait(TIMEOUT)
        return False
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _pytest(arguments: Sequence[str]) -> list[str]:
    return [str(environment.venv_program("python")), "-m", "pytest", *arguments]


@contextlib.contextmanager
def _display(offscreen: bool = False) -> Iterator[dict[str, str]]:
    """A virtual display, where there can be one and `offscreen` does not forbid it: the environment variables of the
    pytest that shows its windows there.

    The tests import gdviz from this checkout through pytest's own setting, and check that nothing else is needed.
    """
    env = environment.child_environment()
    with contextlib.nullcontext() if offscreen else displays.virtual_display() as display:
        if display and (problem := _try_virtual(display)):
            print(problem, flush=True)
            display = None
        if display:
            env["DISPLAY"] = display
            for key in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
                env.pop(key, None)
        elif sys.platform.startswith("linux"):
            if not offscreen:
                print("No Xvfb here: the tests run on Qt's offscreen platform, without 3-D", flush=True)
            env["QT_QPA_PLATFORM"] = "offscreen"
        yield env


def _try_virtual(display: str) -> str | None:
    """Try Qt on the virtual display `display`."""
    os.environ["DISPLAY"] = display
    return try_platform("xcb")


def main() -> None:
    """Run the tests with the arguments of the command line."""
    for name in ("SIGTERM", "SIGHUP"):  # to clean up as after Ctrl+C; nohup's choice stays
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
    environment.make_streams_safe()
    with environment.sentences():
        sys.exit(run_tests(sys.argv[1:]))
