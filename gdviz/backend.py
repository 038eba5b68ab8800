"""The device: NumPy, or CuPy where a real probe finds a GPU. The only importer of cupy."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import math
import os
import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message, message

DEVICES = ("auto", "cpu", "gpu")

FLOATS = SimpleNamespace(
    sqrt=math.sqrt,
    abs=abs,
    maximum=max,
    minimum=min,
    sign=lambda value: (value > 0) - (value < 0),
    where=lambda condition, a, b: a if condition else b,
)
"""The functions of Python floats that an optimizer's rule may call; the same names are NumPy's and CuPy's."""


def idle_gpu() -> Message | None:
    """A sentence if an NVIDIA driver answers but CuPy is missing, otherwise None. Takes milliseconds."""
    if importlib.util.find_spec("cupy") is not None:
        return None
    names = ("nvcuda.dll",) if sys.platform == "win32" else ("libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1")
    for name in names:
        try:
            version = ctypes.c_int(0)
            if ctypes.CDLL(name).cuDriverGetVersion(ctypes.byref(version)) == 0 and version.value > 0:
                return message("an NVIDIA driver answers, but CuPy is missing: python3 scripts/run.py --gpu adds it")
        except (OSError, AttributeError):
            continue
    return None


@frozen
class Backend:
    """Where arrays are computed: a name for the status bar, the array namespace, and why it is not the requested one.

    A module cannot be pickled, so unpickling finds the namespace again. Without a GPU, the backend of one keeps its
    name, which says what computed a result, and has NumPy's namespace.
    """

    name: str
    xp: Any
    is_gpu: bool = False
    note: Message | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _found_again, (self.name, self.is_gpu, self.note)

    def to_host(self, array: Any) -> np.ndarray:
        """A NumPy array of the same values."""
        return self.xp.asnumpy(array) if self.is_gpu else np.asarray(array)

    def free_memory(self) -> int | None:
        """Bytes that are free on the device now; None where the system does not say."""
        return int(self.xp.cuda.runtime.memGetInfo()[0]) if self.is_gpu else _free_of_host()

    def release_memory(self) -> None:
        """Return to the system the memory that the device keeps for later arrays."""
        if self.is_gpu:
            self.xp.get_default_memory_pool().free_all_blocks()


NUMPY = Backend("NumPy", np)


def _found_again(name: str, is_gpu: bool, note: Message | None) -> Backend:
    """The backend of that name, from a pickle."""
    cupy = probe()[0] if is_gpu else None
    return Backend(name, np if cupy is None else cupy, cupy is not None, note)


def _free_of_host() -> int | None:
    """The main memory that programs may still use: Linux' own estimate, Windows' free memory, otherwise half of all."""
    if sys.platform == "linux":
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        sizes = {line.partition(":")[0]: int(line.split()[1]) * 1024 for line in lines}
        return sizes.get("MemAvailable")
    if sys.platform == "win32":
        status = (ctypes.c_ulonglong * 8)()  # MEMORYSTATUSEX: length and load in the first, then total and free
        status[0] = ctypes.sizeof(status)
        if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
            return int(status[2])
        return None
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return pages * size // 2 if pages > 0 and size > 0 else None


@cache
def probe() -> tuple[Any, Message | None]:
    """CuPy's namespace if a driver answers and one kernel runs, or else None and the reason.

    CuPy can be imported without a GPU, and its constructors succeed; only the result of a kernel proves that it works.
    """
    if importlib.util.find_spec("cupy") is None:
        return None, message("CuPy is not installed")
    try:
        cupy = importlib.import_module("cupy")
        if not cupy.cuda.is_available():
            return None, message("no GPU answers")
        if float((cupy.arange(3.0) * 2).sum()) != 6.0:
            return None, message("the GPU computes wrong numbers")
    except Exception as error:  # a broken driver may raise anything: RuntimeError, ImportError, OSError
        reason = str(error).split("\n")[0][:120]
        return None, message("the GPU does not start: {why}", why=f"{type(error).__name__}: {reason}")
    return cupy, None


def select(device: str = "auto", *, elements: int = 1) -> Backend:
    """The backend for `device`: "auto", "cpu" or "gpu".

    `elements` is the size of the largest array of one step. "auto" takes the GPU from 1e5 elements on: below,
    a kernel's launch (about 10 µs) costs more than NumPy's whole operation. "gpu" without one falls back to
    NumPy with a note. Raises ExperimentError for another name.
    """
    if device not in DEVICES:
        raise ExperimentError(
            "device", message("must be one of {known}, got {got}", known=", ".join(DEVICES), got=repr(device))
        )
    if device == "cpu" or (device == "auto" and elements < 100_000):
        return NUMPY
    cupy, reason = probe()
    if cupy is not None:
        return Backend("CuPy", cupy, is_gpu=True)
    if device == "gpu":
        return Backend("NumPy", np, note=message("no GPU: {why}; NumPy goes on", why=reason))
    return NUMPY
