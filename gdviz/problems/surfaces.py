"""The catalogue of test surfaces: one JSON file each in resources/surfaces/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gdviz.formula import Formula, parse
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, mark
from gdviz.params import build, join, param, unknown
from gdviz.paths import resource_json, resources
from gdviz.problems import precompiled
from gdviz.problems.closed_form import FormulaProblem, read_noise
from gdviz.problems.problem import Domain, Minimum, Problem, ProblemSpec, read_domain

GROUPS = {
    "lecture": mark("From the lecture"),
    "bowls": mark("Bowls"),
    "valleys": mark("Narrow valleys"),
    "few_minima": mark("A few minima"),
    "many_minima": mark("Many minima"),
    "saddles": mark("Saddles, plateaus and cliffs"),
    "kinks": mark("Kinks"),
}
"""The headings of the list, in its order, by the value of "group" in the files."""
STEPS = 100
"""The proposed duration where an entry names none."""


@frozen
class Surface:
    """One entry of the catalogue. `title` and `teaches` are by language ("en", "ko").

    `minima` are those in `domain`, the best first: all of them where there are few and each is a point (of a valley
    of equal minima none is named), otherwise the lowest ones, and then `minima_complete` is False. `unbounded_below`
    is about the whole space. `steps` is the proposed duration: as many updates as plain gradient descent needs from
    `start` at `proposed_lr` to arrive, or to show what the surface teaches.
    """

    name: str
    title: Mapping[str, str]
    group: str
    order: int
    expression: str
    variables: tuple[str, ...]
    symbol: str
    domain: Domain
    start: tuple[float, ...]
    proposed_lr: float
    steps: int
    minima: tuple[Minimum, ...]
    minima_complete: bool
    unbounded_below: bool
    teaches: Mapping[str, str]
    source: str

    @classmethod
    def of(cls, formula: Formula) -> Surface | None:
        """The entry with exactly this formula, if it is in `precompiled`."""
        name = precompiled.name_of(formula)
        return surface(name) if name else None

    @property
    def formula(self) -> Formula:
        """The formula in its variables: x and y, or w."""
        return parse(self.expression, self.variables)

    def problem(self, formula: Formula, domain: Domain | None, noise_std: float, *, title: str = "") -> Problem:
        """The compiled problem with all that is known of the surface."""
        return FormulaProblem(
            formula,
            title=title or self.title["en"],
            symbol=self.symbol,
            domain=domain or self.domain,
            start=self.start,
            proposed_lr=self.proposed_lr,
            minima=self.minima,
            unbounded_below=self.unbounded_below,
            noise_std=noise_std,
        )


@cache
def names() -> tuple[str, ...]:
    """The names of all surfaces, sorted; no file is opened."""
    return tuple(sorted(path.stem for path in (resources() / "surfaces").glob("*.json")))


@cache
def surface(name: str) -> Surface:
    """The entry `name`. Raises FileNotFoundError, or KeyError where the entry is not complete."""
    data = resource_json("surfaces", f"{name}.json")
    return Surface(
        name=name,
        title=data["title"],
        group=data["group"],
        order=data["order"],
        expression=data["expression"],
        variables=tuple(data.get("variables", ("x", "y"))),
        symbol=data.get("symbol", "f"),
        domain=tuple((float(lo), float(hi)) for lo, hi in data["domain"]),
        start=tuple(map(float, data["start"])),
        proposed_lr=float(data["lr"]),
        steps=int(data.get("steps", STEPS)),
        minima=tuple(
            Minimum(tuple(map(float, m["w"])), float(m["loss"]), m.get("global", True)) for m in data["minima"]
        ),
        minima_complete=data.get("minima_complete", True),
        unbounded_below=data["unbounded_below"],
        teaches=data["teaches"],
        source=data["source"],
    )


@cache
def catalogue() -> tuple[Surface, ...]:
    """All entries, group by group, in the order in which a course meets them."""
    place = list(GROUPS)
    return tuple(sorted(map(surface, names()), key=lambda entry: (place.index(entry.group), entry.order, entry.name)))


def grouped() -> list[tuple[str, list[Surface]]]:
    """The catalogue under its headings: (the heading, to be translated as a message is, its surfaces)."""
    return [(heading, [entry for entry in catalogue() if entry.group == group]) for group, heading in GROUPS.items()]


@dataclass(frozen=True)
class SurfaceSpec(ProblemSpec):
    """The declaration: a name of the catalogue, and the box drawn first where it is not the catalogue's."""

    kind = "surface"
    label = mark("Surface")
    summary = mark("A named function of the catalogue: gdviz list surfaces.")
    written = "f(x, y)"
    order = 5

    name: str = param(kind="text")
    domain: Domain | None = param(None, kind="data", optional=True)
    noise_std: float = 0.0

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> SurfaceSpec:
        """Read `problem`. Raises ExperimentError with the path of the offending key."""
        made = build(cls, data, path, ignore=("kind", "noise"))
        if made.name not in names():
            raise ExperimentError(join(path, "name"), unknown(made.name, names()))
        domain = read_domain(made.domain, join(path, "domain"), len(surface(made.name).domain))
        return cls(made.name, domain, read_noise(data.get("noise"), join(path, "noise")))

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        data: dict[str, Any] = {"kind": self.kind, "name": self.name}
        if self.domain is not None:
            data["domain"] = [list(side) for side in self.domain]
        if self.noise_std:
            data["noise"] = {"std": self.noise_std}
        return data

    @property
    def dim(self) -> int:
        """The number of parameters: 2, or 1 for the curves J(w)."""
        return len(surface(self.name).domain)

    def build(self) -> Problem:
        """Parse and compile; without sympy where scripts/precompile.py has compiled the surface."""
        entry = surface(self.name)
        return entry.problem(entry.formula, self.domain, self.noise_std)
