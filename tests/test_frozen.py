"""Frozen dataclasses that are made quickly behave like those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field

import pytest

from gdviz.frozen import frozen


@frozen
class Point:
    x: float
    y: float = 2.0
    name: str = field(default="", compare=False)
    secret: str = field(default="s", repr=False)
    seen: list[int] = field(default_factory=list, hash=False)


@frozen
class Labelled(Point):
    label: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", self.label.upper())


@frozen(kw_only=True)
class Named:
    first: int = 1
    second: int


@frozen(eq=False)
class Same:
    value: int


@dataclass(frozen=True)
class Standard:
    x: float
    y: float = 2.0
    name: str = field(default="", compare=False)
    secret: str = field(default="s", repr=False)
    seen: list[int] = field(default_factory=list, hash=False)


def test_that_two_are_equal_where_what_is_compared_is() -> None:
    assert Point(1, name="a") == Point(1, name="b")
    assert Point(1) != Point(1, seen=[3])
    assert Point(1) != Labelled(1), "another class"
    assert Point(1) != (1, 2.0, "", "s", [])


def test_that_equal_ones_are_one_key_and_what_has_no_hash_is_left_out() -> None:
    assert {Point(1, seen=[1]): "found"}[Point(1, name="b", seen=[1])] == "found"
    assert hash(Point(1)) != hash(Point(2))


def test_that_one_is_shown_as_the_standard_library_shows_it() -> None:
    assert repr(Point(1)) == repr(Standard(1)).replace("Standard", "Point")


@pytest.mark.parametrize(
    "change",
    [
        lambda point: setattr(point, "x", 3),
        lambda point: setattr(point, "other", 3),
        lambda point: delattr(point, "x"),
    ],
)
def test_that_nothing_can_be_changed(change: Callable[[Point], None]) -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError):
        change(point)
    assert vars(point) == vars(Standard(1))


def test_that_the_functions_of_the_standard_library_work() -> None:
    assert dataclasses.replace(Point(1), y=5) == Point(1, 5)
    assert dataclasses.asdict(Point(1)) == dataclasses.asdict(Standard(1))
    assert [field.name for field in dataclasses.fields(Labelled)][-1] == "label"


@pytest.mark.parametrize("made", [Point(1, seen=[2]), Labelled(1, label="a")])
def test_that_one_can_be_copied_and_pickled(made: Point) -> None:
    for again in copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made)):
        assert again == made
        with pytest.raises(FrozenInstanceError):
            again.x = 3  # type: ignore[misc]


def test_that_a_class_adds_to_its_base() -> None:
    assert Labelled(1, label="up").label == "UP"
    with pytest.raises(FrozenInstanceError):
        Labelled(1).x = 2  # type: ignore[misc]


def test_that_fields_can_have_to_be_named() -> None:
    assert Named(second=4) == Named(first=1, second=4)
    with pytest.raises(TypeError, match="positional"):
        Named(1, 2)  # type: ignore[misc]


def test_that_one_can_equal_only_itself() -> None:
    one = Same(1)
    assert one == one
    assert one != Same(1)
    assert len({one, Same(1)}) == 2


def test_that_a_method_of_the_class_is_kept() -> None:
    @frozen
    class Own:
        value: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own)

        def __repr__(self) -> str:
            return "mine"

    assert Own(1) == Own(2)
    assert repr(Own(1)) == "mine"
