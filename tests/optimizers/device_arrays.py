"""Arrays that live on a device of their own: NumPy's numbers, but nothing of NumPy's may touch them.

As CuPy has it: an operation with a NumPy array, a function of NumPy's, or a silent way to the host raises
TypeError. What a rule computes on these it computes on a GPU.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

OPERATORS = ("add", "sub", "mul", "truediv", "pow", "matmul", "and", "or", "rshift", "lshift")
COMPARISONS = ("lt", "le", "gt", "ge", "eq", "ne")


class DeviceArray:
    __array_ufunc__ = None  # NumPy's own operators step back, and ours refuse

    def __init__(self, host: Any) -> None:
        self.host = np.asarray(host)

    def __array__(self, *_: Any, **__: Any) -> np.ndarray:
        raise TypeError("implicit conversion to a NumPy array")

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.host, name)
        if not callable(value):
            return wrapped(value)
        return lambda *parts, **options: wrapped(value(*map(unwrapped, parts), **options))

    def __getitem__(self, index: Any) -> DeviceArray:
        return DeviceArray(self.host[index.host if isinstance(index, DeviceArray) else index])

    def take(self, index: Any, axis: int) -> DeviceArray:
        """As with [], CuPy brings the host's index arrays over by itself."""
        return DeviceArray(self.host.take(index.host if isinstance(index, DeviceArray) else index, axis))

    def __setitem__(self, index: Any, value: Any) -> None:
        self.host[index] = unwrapped(value)

    def __len__(self) -> int:
        return len(self.host)

    def __bool__(self) -> bool:
        return bool(self.host)

    def __float__(self) -> float:
        return float(self.host)

    def __neg__(self) -> DeviceArray:
        return DeviceArray(-self.host)

    def __abs__(self) -> DeviceArray:
        return DeviceArray(abs(self.host))

    __hash__ = None  # type: ignore[assignment]


def _binary(name: str) -> None:
    function = getattr(operator, {"and": "and_", "or": "or_"}.get(name, name))
    setattr(DeviceArray, f"__{name}__", lambda a, b: wrapped(function(a.host, unwrapped(b))))
    if name not in COMPARISONS:
        setattr(DeviceArray, f"__r{name}__", lambda a, b: wrapped(function(unwrapped(b), a.host)))


for _name in (*OPERATORS, *COMPARISONS):
    _binary(_name)


def wrapped(value: Any) -> Any:
    """Arrays and NumPy's scalars on the device; anything else as it is."""
    if isinstance(value, tuple):
        return tuple(map(wrapped, value))
    return DeviceArray(value) if isinstance(value, np.ndarray | np.generic) else value


def unwrapped(value: Any) -> Any:
    """The host's array of a DeviceArray, and Python's own values; TypeError for arrays of NumPy."""
    if isinstance(value, DeviceArray):
        return value.host
    if isinstance(value, list | tuple):
        return type(value)(map(unwrapped, value))
    if isinstance(value, np.ndarray) and value.ndim:
        raise TypeError("an array of NumPy among the device's")
    return value


class DeviceNamespace:
    """NumPy's functions on DeviceArrays, under the name of CuPy's module."""

    def __init__(self, home: Any = np) -> None:
        self._home = home
        self.transfers = 0

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._home, name)
        if name == "linalg":
            return DeviceNamespace(value)
        if not isinstance(value, Callable) or isinstance(value, type):  # type: ignore[arg-type]
            return value
        return lambda *parts, **options: wrapped(value(*map(unwrapped, parts), **options))

    def asarray(self, value: Any, *more: Any, **options: Any) -> DeviceArray:
        """The way to the device."""
        return value if isinstance(value, DeviceArray) else DeviceArray(np.array(value, *more, **options))

    def asnumpy(self, value: DeviceArray) -> np.ndarray:
        """The way to the host."""
        self.transfers += 1
        return value.host.copy()
