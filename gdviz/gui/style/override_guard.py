"""An exception in what Qt calls back reaches `sys.excepthook`, also before Python 3.12.

There an exception raised in C (``1 / 0``, ``[][0]``) is no object yet until somebody handles it. PySide (6.10 to 6.12)
takes it for one when it leaves a Python override of a method of Qt, such as a paintEvent: a segmentation fault.
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
    """Call `guard` as soon as Qt is imported: who only lists the formats of pictures needs no Qt."""
    if _QT in sys.modules:
        guard()
    else:
        sys.meta_path.insert(0, _BeforeQt())


class _BeforeQt:
    """A finder of `sys.meta_path` that finds nothing, but sees that Qt is looked for."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """See importlib.abc.MetaPathFinder, which is dear to import."""
        if fullname == _QT:
            sys.meta_path.remove(self)
            guard()


def guard() -> None:
    """Let the overrides of all classes of Qt that are made from now on hand an exception over as an object."""
    from shiboken6 import Shiboken

    Shiboken.Object.__init_subclass__ = classmethod(_guard_overrides)  # type: ignore[method-assign, assignment]


def _guard_overrides(cls: type) -> None:
    names = _names(next(base for base in cls.__mro__ if base.__module__.startswith(("PySide6", "Shiboken"))))
    for name, given in list(vars(cls).items()):
        if name in names and type(given) is FunctionType:
            setattr(cls, name, _handed_over(given))


@functools.cache
def _names(qt: type) -> frozenset[str]:
    """The methods of a class of Qt, less those that Python itself calls."""
    return frozenset(name for base in qt.__mro__ for name in vars(base) if not name.startswith("_"))


def _handed_over(override: Callable[..., Any]) -> Callable[..., Any]:
    code = override.__code__
    if code.co_argcount == 1 and not code.co_kwonlyargcount and not code.co_flags & (CO_VARARGS | CO_VARKEYWORDS):
        # A slot without arguments has to look like one: Qt would give it some.

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
        except BaseException:  # to handle it is what makes it an object
            raise

    return call
