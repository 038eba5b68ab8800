"""Reads from the NVIDIA driver the newest CUDA that it can run; standard library only, no CUDA toolkit needed."""

from __future__ import annotations

import ctypes
import sys

from setup_environment import SIZES, site_packages


def cuda_version() -> tuple[int, int] | None:
    """The driver's CUDA version, such as (12, 4), or None where no NVIDIA driver answers. Takes milliseconds."""
    names = ("nvcuda.dll",) if sys.platform == "win32" else ("libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1")
    for name in names:
        try:
            library = ctypes.CDLL(name)
            number = ctypes.c_int(0)
            if library.cuDriverGetVersion(ctypes.byref(number)) == 0 and number.value > 0:
                return number.value // 1000, number.value % 1000 // 10
        except (OSError, AttributeError):
            continue
    return None


def lock_for(version: tuple[int, int]) -> str | None:
    """The lock with the CuPy that a driver of this CUDA version runs; None for drivers before CUDA 12."""
    if version[0] >= 13:
        return "gpu-cuda13"
    return "gpu-cuda12" if version[0] == 12 else None


def cupy_is_installed() -> bool:
    """Whether the environment holds CuPy, without importing it."""
    folder = site_packages()
    return folder is not None and (folder / "cupy").is_dir()


def wanted_lock(say_size: bool = True) -> str | None:
    """The lock that --gpu adds; says what it finds, and the size before anything is fetched."""
    version = cuda_version()
    if version is None:
        print("--gpu: no NVIDIA driver answers here, so gdviz goes on with NumPy", flush=True)
        return None
    lock = lock_for(version)
    if lock is None:
        print(
            f"--gpu: the NVIDIA driver is for CUDA {version[0]}.{version[1]}; CuPy needs one for CUDA 12 or newer, "
            "so gdviz goes on with NumPy",
            flush=True,
        )
    elif say_size and not cupy_is_installed():
        size = SIZES[lock]
        print(
            f"--gpu: the driver is for CUDA {version[0]}.{version[1]}; adding CuPy, which is large: "
            f"about {size.download / 1000:.1f} GB to download, {size.disk / 1000:.1f} GB on disk",
            flush=True,
        )
    return lock


def hint() -> str | None:
    """One line where a GPU could be used and CuPy is missing."""
    if cupy_is_installed():
        return None
    version = cuda_version()
    lock = lock_for(version) if version else None
    if version is None or lock is None:
        return None
    return (
        f"An NVIDIA driver answers (CUDA {version[0]}.{version[1]}) but CuPy is missing: "
        f"python3 scripts/run.py --gpu adds it (about {SIZES[lock].download / 1000:.1f} GB)"
    )
