"""Frozen dataclasses that are made quickly, because the launch makes about 150 of them.

The standard library compiles up to six methods for each class, 0.5 ms with Python 3.11: a tenth of the launch. Here all
classes share theirs but `__init__`, which is the standard library's, as are `fields`, `replace` and `asdict`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

Kind = TypeVar("Kind")


@overload
def frozen(cls: type[Kind], /) -> type[Kind]: ...


@overload
def frozen(*, kw_only: bool = False, eq: bool = True) -> Callable[[type[Kind]], type[Kind]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(
    cls: type[Kind] | None = None, /, *, kw_only: bool = False, eq: bool = True
) -> type[Kind] | Callable[[type[Kind]], type[Kind]]:
    """Make `cls` a dataclass like `dataclass(frozen=True, kw_only=kw_only, eq=eq)`.

    A field can be set once, which `__init__` does; FrozenInstanceError is raised after that. With `eq` false an
    instance equals only itself. All classes of a family are made with the same decorator: those from which plug-ins
    derive are the standard library's.
    """

    def make(cls: type[Kind]) -> type[Kind]:
        shared: dict[str, Any] = {"__setattr__": _set_once, "__delattr__": _refuse, "__repr__": _shown}
        if eq:
            shared |= {"__eq__": _equal, "__hash__": _hash}
        for name, method in shared.items():
            if name not in vars(cls) or vars(cls)[name] is None:  # Python sets __hash__ to None beside an __eq__
                setattr(cls, name, method)
        return dataclass(repr=False, eq=False, kw_only=kw_only)(cls)

    return make if cls is None else make(cls)


def _set_once(self: Any, name: str, value: object) -> None:
    if name in self.__dict__ or name not in self.__dataclass_fields__:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")
    self.__dict__[name] = value


def _refuse(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _shown(self: Any) -> str:
    values = (f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(values)})"


def _equal(self: Any, other: object) -> Any:
    if other is self:
        return True
    if other.__class__ is not self.__class__:
        return NotImplemented
    kind: Any = type(self)
    compared = _compared(kind)
    return compared(self) == compared(other)


def _hash(self: Any) -> int:
    kind: Any = type(self)
    return hash(_hashed(kind)(self))


@cache
def _compared(cls: Any) -> Callable[[Any], object]:
    return _values_of([field.name for field in fields(cls) if field.compare])


@cache
def _hashed(cls: Any) -> Callable[[Any], object]:
    hashed = (field for field in fields(cls) if (field.compare if field.hash is None else field.hash))
    return _values_of([field.name for field in hashed])


def _values_of(names: list[str]) -> Callable[[Any], object]:
    """A function that returns the values of these attributes at once."""
    return attrgetter(*names) if names else lambda _: None
