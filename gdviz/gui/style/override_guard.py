"""Keep an exception in a Python override of a method of Qt from crashing Python 3.11.

Before Python 3.12 an exception raised in C (``1 / 0``, ``[][0]``) becomes an object only when it is handled. PySide
(6.10 to 6.12) expects an object when an exception leaves an override, such as a paintEvent, and crashes with a
segmentation fault. With this guard the exception reaches `sys.excepthook`. `gdviz.gui` installs it on Python 3.11 only.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from inspect import CO_VARARGS, CO_VARKEYWORDS
from types import FunctionType, ModuleType
from typing import Any

_QT = "PySide6.QtCore"


def guard_with_qt() -> None:
    """Call `guard` as soon as Qt is imported. It does not import Qt: listing the formats of pictures needs none."""
    if _QT in sys.modules:
        guard()
    else:
        sys.meta_path.insert(0, _BeforeQt())


class _BeforeQt:
    """A finder of `sys.meta_path` that finds nothing; it notices when Qt is about to be imported."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """See importlib.abc.MetaPathFinder, which is slow to import and is not inherited from for that reason."""
        if fullname == _QT:
            sys.meta_path.remove(self)
            guard()


def guard() -> None:
    """Wrap the overrides in all subclasses of Qt's classes that are made from now on; see the module."""
    from shiboken6 import Shiboken

    Shiboken.Object.__init_subclass__ = classmethod(_guard_overrides)  # type: ignore[method-assign, assignment]


def _guard_overrides(cls: type) -> None:
    names = _names(next(base for base in cls.__mro__ if base.__module__.startswith(("PySide6", "Shiboken"))))
    for name, given in list(vars(cls).items()):
        if name in names and type(given) is FunctionType:
            setattr(cls, name, _guarded(given))


@functools.cache
def _names(qt: type) -> frozenset[str]:
    """The names of the methods of a class of Qt, without those that Python itself calls."""
    return frozenset(name for base in qt.__mro__ for name in vars(base) if not name.startswith("_"))


def _guarded(override: Callable[..., Any]) -> Callable[..., Any]:
    code = override.__code__
    if code.co_argcount == 1 and not code.co_kwonlyargcount and not code.co_flags & (CO_VARARGS | CO_VARKEYWORDS):
        # Keep the signature: Qt passes arguments to a slot that can take them.

        @functools.wraps(override)
        def alone(self: Any) -> Any:
            try:
                return override(self)
            except BaseException:
                raise

        return alone

    @functools.wraps(override)
    def call(*args: Any, **named: Any) -> Any:
        try:
            return override(*args, **named)
        except BaseException:  # handling it makes it an object
            raise

    return call
