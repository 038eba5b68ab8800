"""How the pictures are drawn: colours, levels, axes. A frozen value of the window; no part of the undo history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True)
class Look:
    """The choices of a person who looks.

    `equal_scales` of x and y is None where the shape of the domain decides. `loss_axis` is "auto", "linear",
    "log", or "best" for the loss above the best known one.
    """

    CHOICES: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "colours": ("oslo", "cividis", "batlow"),
        "levels": ("log", "linear", "rank"),
        "loss_axis": ("auto", "linear", "log", "best"),
        "contour_labels": (False, True),
        "legend": (False, True),
        "surface_grid": (False, True),
        "plot_grid": (False, True),
        "equal_scales": (None, False, True),
    }

    colours: str = "oslo"
    levels: str = "log"
    contour_labels: bool = False
    legend: bool = True
    surface_grid: bool = False
    equal_scales: bool | None = None
    loss_axis: str = "auto"
    plot_grid: bool = True

    @classmethod
    def of(cls, given: Any) -> Look:
        """What `given`, an object of JSON, says as far as it makes sense."""
        data = given if isinstance(given, dict) else {}
        known = {name: data[name] for name, choices in cls.CHOICES.items() if name in data}
        fit = {name: value for name, value in known.items() if any(value is c or value == c for c in cls.CHOICES[name])}
        return cls(**{name: value for name, value in fit.items() if type(value) in (str, bool, type(None))})

    def to_json(self) -> dict[str, Any]:
        """What differs from the default."""
        default = Look()
        return {f.name: asdict(self)[f.name] for f in fields(self) if getattr(self, f.name) != getattr(default, f.name)}
