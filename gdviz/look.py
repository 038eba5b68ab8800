"""How pictures are drawn: colours, levels, axes. A frozen value, part of the state of the view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any, ClassVar

from gdviz.frozen import frozen


@frozen
class Look:
    """The choices of how pictures are drawn.

    `equal_scales` of x and y is None where the shape of the domain decides. `loss_axis` is "auto", "linear",
    "log", or "best" for the loss above the best known one; `rate_axis` is "auto", "linear" or "log". The axes belong
    to an experiment: another one begins with its own.
    """

    CHOICES: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "colours": ("oslo", "cividis", "batlow"),
        "levels": ("log", "linear", "rank"),
        "loss_axis": ("auto", "linear", "log", "best"),
        "rate_axis": ("auto", "linear", "log"),
        "contour_labels": (False, True),
        "legend": (False, True),
        "surface_grid": (False, True),
        "plot_grid": (False, True),
        "equal_scales": (None, False, True),
    }
    AXES: ClassVar[tuple[str, ...]] = ("loss_axis", "rate_axis")
    """The choices that belong to an experiment."""

    colours: str = "oslo"
    levels: str = "log"
    contour_labels: bool = False
    legend: bool = True
    surface_grid: bool = False
    equal_scales: bool | None = None
    loss_axis: str = "auto"
    rate_axis: str = "auto"
    plot_grid: bool = True

    @classmethod
    def of(cls, given: Any, others: Look | None = None) -> Look:
        """The valid values of `given`, an object of JSON, and for the other fields those of `others`."""
        data = given if isinstance(given, dict) else {}
        choices = cls.CHOICES
        known = {name: data[name] for name in choices if name in data and is_choice(data[name], choices[name])}
        return replace(others or cls(), **known)

    def after(self, before: Look, now: Look) -> Look:
        """This look with the changes between two others."""
        changed = {f.name: getattr(now, f.name) for f in fields(now) if getattr(now, f.name) != getattr(before, f.name)}
        return replace(self, **changed)

    def without_axes(self) -> Look:
        """What of this look belongs to the person."""
        default = Look()
        return replace(self, **{name: getattr(default, name) for name in self.AXES})

    def to_json(self) -> dict[str, Any]:
        """What differs from the default."""
        default = Look()
        return {f.name: asdict(self)[f.name] for f in fields(self) if getattr(self, f.name) != getattr(default, f.name)}


def is_choice(value: Any, choices: Iterable[Any]) -> bool:
    """Whether a value of JSON is one of the choices; 1 is not True."""
    return any(type(value) is type(choice) and value == choice for choice in choices)
