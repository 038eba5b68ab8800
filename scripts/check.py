"""What scripts/test.py does on a Python that is new enough: set up, find or start displays, run pytest.

python3 scripts/test.py [--quick | --long] [--setup-only] [--fonts none|dejavu|noto-cjk] [--offscreen] [-n WORKERS]
                        [pytest's arguments]
python3 scripts/test.py --with torch|gpu [--setup-only] [pytest's arguments]
python3 scripts/test.py --with torch --record

Without pytest's arguments the tests are shared out among 2 to 4 processes, one more than there are cores, each with a
display of its own; with arguments there is one process. -n says how many. --quick runs only the tests that need no
window and no other process, --long runs long tests at full length. --fonts leaves the tests these fonts of the system
alone (Linux), --offscreen keeps them from the virtual display.

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
from collections.abc import Iterator, Sequence

import displays
import font_environments
import gpu_driver
import setup_environment as environment
from launch import try_platform
from system_packages import Apt

WITH = {"torch": ["tests/with_torch", "tests/export"], "gpu": ["tests/with_gpu"]}
"""What pytest is given by --with."""
PROGRAMS = {"Xvfb": "xvfb", "zsh": "zsh", "fish": "fish"}
"""Programs that tests use, and their packages: the person is asked once whether to install the shells."""
WORKERS = 2, 4
"""The fewest and the most processes that share all tests; each needs up to 1 GB of memory."""
TIMEOUT = 30.0
"""Seconds that an interrupted pytest gets to clean up."""


def run_tests(arguments: list[str]) -> int:
    """Set up and run pytest with `arguments`; returns the exit code."""
    parser = argparse.ArgumentParser(prog="test.py", add_help=False, allow_abbrev=False)
    parser.add_argument("--setup-only", action="store_true")
    parser.add_argument("--offscreen", action="store_true")
    parser.add_argument("--fonts", choices=sorted(font_environments.FONTS))
    parser.add_argument("--with", choices=sorted(WITH), dest="extra")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--quick", dest="length", action="append_const", const="--quick", default=[])
    parser.add_argument("--long", dest="length", action="append_const", const="--long")
    parser.add_argument("-n", dest="workers", type=int)
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
    workers = options.workers
    if workers is None:
        workers = 0 if arguments else _workers()
    with font_environments.only(options.fonts) as fonts, _displays(max(workers, 1), options.offscreen) as env:
        return _run_pytest([*options.length, *arguments], workers, env | fonts | variables)


def _workers() -> int:
    """How many processes share all tests: one more than there are cores, as some always wait for a window."""
    fewest, most = WORKERS
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(max(cores + 1, fewest), most)


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


def _run_pytest(arguments: Sequence[str], workers: int, env: dict[str, str]) -> int:
    """Run pytest, on several `workers` if there are any; returns its exit code."""
    if not workers:
        return subprocess.call(_pytest(arguments), cwd=environment.ROOT, env=env)
    # A file's tests run in one process, in the order of tests/conftest.py: a long file must not come last.
    # A test whose process ended is run again in a new one, and may end that too.
    shared = ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder", "--max-worker-restart", "2"]
    process = subprocess.Popen(
        _pytest([*shared, *arguments]),
        cwd=environment.ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # a terminal's Ctrl+C does not reach it: it is interrupted once, below
    )
    try:
        code = process.wait()
        return code if code >= 0 else 128 - code
    except KeyboardInterrupt:
        with contextlib.suppress(KeyboardInterrupt, subprocess.TimeoutExpired):  # a second Ctrl+C kills
            if os.name == "posix":  # Windows interrupts it itself
                os.killpg(process.pid, signal.SIGINT)
            process.wait(TIMEOUT)
        print("\nInterrupted: not all tests were run.", flush=True)
        return 130
    finally:
        if process.poll() is None:  # the processes that it started end with it
            process.kill()
            process.wait()


def _pytest(arguments: Sequence[str]) -> list[str]:
    return [str(environment.venv_program("python")), "-m", "pytest", *arguments]


@contextlib.contextmanager
def _displays(number: int, offscreen: bool = False) -> Iterator[dict[str, str]]:
    """Virtual displays, where there can be some and `offscreen` does not forbid it: the environment variables of the
    pytest whose processes show their windows there, each on its own (see tests/conftest.py).

    The tests import gdviz from this checkout through pytest's own setting, and check that nothing else is needed.
    """
    env = environment.child_environment()
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # else each process compiles every test and all of gdviz again
    with contextlib.ExitStack() as stack:
        names = [] if offscreen else [stack.enter_context(displays.virtual_display()) for _ in range(number)]
        started = [name for name in names if name]
        if started and (problem := _try_virtual(started[0])):
            print(problem, flush=True)
            started = []
        if started and len(started) == number:
            env["DISPLAY"] = started[0]
            env["GDVIZ_TESTS_DISPLAYS"] = " ".join(started)
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
