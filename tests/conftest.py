"""What every test gets: its own folders, a Qt platform, and a check for what it left behind."""

from __future__ import annotations

import contextlib
import faulthandler
import functools
import gc
import inspect
import itertools
import multiprocessing.process
import os
import subprocess
import sys
import threading
import time
import types
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

if displays := os.environ.get("GDVIZ_TESTS_DISPLAYS", "").split():  # scripts/test.py has started one a process
    os.environ["DISPLAY"] = displays[
        int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % len(displays)
    ]
if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
TIMEOUT = 10.0
STDERR = pytest.StashKey[int]()
"""Where the process of the tests writes errors, whatever pytest captures meanwhile."""
WITH = os.environ.get("GDVIZ_TESTS_WITH")
"""What `scripts/test.py --with` adds to the environment: "torch", "gpu" or nothing."""

collect_ignore = [f"with_{name}" for name in ("torch", "gpu") if name != WITH]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--quick`, for fewer tests, `--long`, for more, and `--contact-sheets`, for pictures of all lessons."""
    group = parser.getgroup("gdviz")
    group.addoption("--quick", action="store_true", help="only the tests that open no window and start no process")
    group.addoption("--long", action="store_true", help="also the tests that are marked as long")
    group.addoption("--contact-sheets", metavar="FOLDER", help="write a picture of all steps of each lesson there")


def pytest_configure(config: pytest.Config) -> None:
    """Keep a way to the standard error: what pytest captures is lost where the process is ended."""
    config.stash[STDERR] = os.dup(2)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """End the process whose test goes on when twice its time is up, and show where each thread is.

    pytest-timeout raises an exception in the test, which cannot end one that waits in Qt or that runs in a slot, where
    PySide catches what is raised.
    """
    faulthandler.dump_traceback_later(2 * seconds(item), exit=True, file=item.config.stash[STDERR])
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Choose tests and put them in order.

    The tests of the window come last: what toolkits leave in this process, no child of another test inherits. Of these
    and of all others the files that may take longest come first, so that no process ends long after the others.
    """
    chosen = [item for item in items if is_chosen(item, config)]
    kept = set(chosen)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    lengths: dict[Path, float] = defaultdict(float)
    for item in chosen:
        lengths[item.path] += length(item)
    chosen.sort(key=lambda item: (item.path.is_relative_to(ROOT / "tests" / "gui"), -lengths[item.path]))
    items[:] = chosen


def shares_window(item: pytest.Item) -> bool:
    """Whether a test uses the window of its module, see tests/gui/conftest.py."""
    return item.get_closest_marker("one_window") is not None and item.get_closest_marker("own_window") is None


def length(item: pytest.Item) -> float:
    """How long a test may take, roughly: a second for a window, and what one that needs more has asked for."""
    if item.get_closest_marker("timeout") is not None:
        return seconds(item)
    return 1 if "open_window" in item.fixturenames else 0.1


def seconds(item: pytest.Item) -> float:
    """After how long pytest-timeout ends a test."""
    marker = item.get_closest_marker("timeout")
    return float(marker.args[0] if marker is not None else item.config.getini("timeout"))


def is_chosen(item: pytest.Item, config: pytest.Config) -> bool:
    """Whether a test runs, by the length that was asked for."""
    is_long = item.get_closest_marker("long") is not None
    return (config.getoption("long") or not is_long) and (not config.getoption("quick") or is_quick(item))


def pytest_collection_finish() -> None:
    """Keep what was imported and collected out of garbage collections: it stays alive, and scanning it takes 0.1 s."""
    gc.collect()
    gc.freeze()


def is_quick(item: pytest.Item) -> bool:
    """Whether `--quick` runs a test: it requests nothing of Qt's, and its module cannot start a process by itself.

    `no_process` fails those that start one nevertheless.
    """
    return "qapp" not in item.fixturenames and not starts_processes(item.module)


@functools.cache
def starts_processes(module: types.ModuleType) -> bool:
    """Whether a module, or one that it imports, imports what starts processes."""
    imported = [module, *filter(inspect.ismodule, vars(module).values())]
    return any(
        value in (subprocess, multiprocessing)
        for each in imported
        for value in vars(each).values()
        if inspect.ismodule(value)
    )


@pytest.fixture(scope="session", autouse=True)
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Path]]:
    """New folders, the first for what outlives a test; pytest's own way to one looks through those of all tests."""
    paths = (tmp_path_factory.getbasetemp() / "homes" / str(number) for number in itertools.count())
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("GDVIZ_HOME", str(next(paths)))
        yield paths


@pytest.fixture(autouse=True)
def own_folders(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, sessions and logs go to a new folder, so that no test touches or sees the user's."""
    home = next(homes)
    home.mkdir(parents=True)
    monkeypatch.setenv("GDVIZ_HOME", str(home))


@pytest.fixture(autouse=True)
def no_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test that starts a process although `--quick` takes it for one that does not."""
    if is_quick(request.node):
        monkeypatch.setattr(subprocess.Popen, "__init__", _refuse)
        monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", _refuse)


def _refuse(*_: object, **__: object) -> None:
    pytest.fail("this test starts a process: let its module import the module that does, so that --quick leaves it out")


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Qt's application with the shipped type, so that no measure of a part without a window depends on the system."""
    from gdviz.gui.style import fonts

    fonts.load(qapp)
    return qapp


@pytest.fixture
def reference() -> Path:
    """The folder of the golden data."""
    return ROOT / "tests" / "reference"


@pytest.fixture(autouse=True)
def no_thread_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a Python thread or a QThread running.

    A thread of Qt's that ran before may get a name in Python only now: it is known by the kernel's number.
    """
    before = {id(thread) for thread in threading.enumerate()}
    tasks = _tasks()
    going = _running_qthreads() if request.node.get_closest_marker("one_window") is not None else []
    yield
    if tasks and _tasks() <= tasks:  # no thread of any kind is new: the check below takes 50 ms
        return
    _wait_until_gone(lambda: [thread.name for thread in threading.enumerate()
                             if str(thread.native_id) not in tasks and _runs(thread, before)], "threads")  # fmt: skip
    _wait_until_gone(lambda: [thread for thread in _running_qthreads() if thread not in going], "QThreads")


def _tasks() -> set[str]:
    """The threads of this process, by the kernel's numbers; empty where the system does not say."""
    folder = Path("/proc/self/task")
    return {task.name for task in folder.iterdir()} if folder.exists() else set()


def _runs(thread: threading.Thread, before: set[int]) -> bool:
    """Whether a thread is new and going on; Python keeps the names of foreign (Qt's) threads that have ended."""
    if id(thread) in before or not thread.is_alive():
        return False
    task = Path(f"/proc/self/task/{thread.native_id}")
    return task.exists() if isinstance(thread, threading._DummyThread) and task.parent.exists() else True


def _running_qthreads() -> list[str]:
    if "PySide6.QtCore" not in sys.modules:
        return []
    from PySide6.QtCore import QCoreApplication, QThread

    if QCoreApplication.instance() is None:  # without it there is no thread of Qt, and the check takes 40 ms a test
        return []
    from shiboken6 import isValid

    threads = [value for value in gc.get_objects() if issubclass(type(value), QThread)]
    return [repr(thread) for thread in threads if isValid(thread) and thread.isRunning()]


def _wait_until_gone(left: Callable[[], list[str]], what: str) -> None:
    deadline = time.monotonic() + TIMEOUT
    while names := left():
        if time.monotonic() > deadline:
            pytest.fail(f"the test left {what} running: {names}")
        time.sleep(0.01)


def _top_level_widgets() -> dict[int, Any]:
    """The top-level widgets by the address of their C++ object; their Python wrappers come and go."""
    if "PySide6.QtWidgets" not in sys.modules:
        return {}
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    if not isinstance(QApplication.instance(), QApplication):
        return {}
    return {getCppPointer(widget)[0]: widget for widget in QApplication.topLevelWidgets()}


@contextlib.contextmanager
def no_window_left_by(what: str) -> Iterator[None]:
    """Fail a test that leaves a top-level widget: one neither closed through qtbot nor deleted."""
    before = set(_top_level_widgets())
    yield
    if not set(_top_level_widgets()) - before:
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    left = [widget for address, widget in _top_level_widgets().items() if address not in before]
    if left:
        names = [f"{type(widget).__name__}({widget.objectName()!r})" for widget in left]
        for widget in left:
            widget.close()
            widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        pytest.fail(f"{what} left windows: {names}")


@pytest.fixture(autouse=True)
def no_window_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a window; of those that share one, the last is blamed for all, see `shared_window`."""
    if shares_window(request.node):
        yield
        return
    with no_window_left_by("the test"):
        yield
