"""Reads the quantities and conditions of a guided lesson from JSON; ExperimentErrors have the path of what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gdviz.experiment import Experiment
from gdviz.guided.conditions import (
    FIELDS,
    HAS,
    OF,
    OF_MINIMA,
    OF_POINTS,
    OPERATORS,
    PLAYHEAD,
    SEVERAL,
    VECTORS,
    WORDS,
    All,
    Answered,
    At,
    Below,
    Compare,
    Condition,
    Constant,
    Distance,
    Mean,
    Not,
    OfExperiment,
    OfRun,
    OfState,
    Over,
    Quantity,
    Rises,
    SeedCount,
    SeedMean,
    Some,
    VerdictIn,
)
from gdviz.guided.json_values import an_object, count_of, items_of
from gdviz.guided.situation import Recordings, Situation
from gdviz.messages import ExperimentError, message
from gdviz.params import join, number, unknown, unknown_key
from gdviz.problems.problem import compiled
from gdviz.quoting import show

MOST_DEPTH, MOST_SEEDS = 4, 500


class Reader:
    """Reads quantities and conditions about an experiment; `claims` says whether they may count seeds."""

    def __init__(
        self, named: Callable[[Any, str], Experiment], here: Experiment | None, ids: list[str], claims: bool = False
    ) -> None:
        self._named, self._opened, self._ids, self._claims = named, here, ids, claims
        self.reads_playhead = False
        """Whether something that was read so far depends on the playhead."""

    def condition(self, data: Any, path: str, depth: int = 1) -> Condition:
        """One of the seven forms."""
        if depth > MOST_DEPTH:
            raise ExperimentError(path, message("nested too deeply: at most {most} conditions", most=MOST_DEPTH))
        an_object(data, path)
        if "left" in data or not data:
            return self._compare(data, path, depth)
        forms: dict[str, Callable[[Any, str, int], Condition]] = {
            "verdict": self._verdict,
            "near": self._near,
            "rises": lambda data, at, depth: Compare(self._rises(data, at), ">", Constant(0)),
            "seeds": self._share,
            "all": lambda data, at, depth: All(self._parts(data, at, depth)),
            "any": lambda data, at, depth: Some(self._parts(data, at, depth)),
            "not": lambda data, at, depth: Not(self.condition(data, at, depth + 1)),
            "answered": self._answered,
        }
        key = next(iter(data))
        if key not in forms:
            raise ExperimentError(join(path, key), unknown_key(key, ["left", *forms]))
        an_object(data, path, (key,))
        return forms[key](data[key], f"{path}.{key}", depth)

    def quantity(self, data: Any, path: str) -> Quantity:
        """A number, a word or a switch, or an object that says where it is found."""
        if isinstance(data, bool | str):
            return Constant(data)
        if isinstance(data, int | float):
            return Constant(number(data, path))
        own = dict(an_object(data, path))
        if "over" in own:
            over = own.pop("over")
            if isinstance(over, dict) and "experiment" in own:
                over = {"experiment": own["experiment"], **over}
            return Over(self.quantity(own, path), self.quantity(over, f"{path}.over"))
        if "rises" in own:
            an_object(own, path, ("rises",), ("experiment",))
            return self._in(own, path)._rises(own["rises"], f"{path}.rises", own.get("experiment", ""))
        if "seeds" in own:
            an_object(own, path, ("seeds",), ("experiment",))
            return self._in(own, path)._seeds(own["seeds"], f"{path}.seeds", own.get("experiment", ""))
        if "state" in own:
            an_object(own, path, ("state",))
            return self._state(own["state"], f"{path}.state")
        if "of" in own:
            return self._of_run(own, path)
        if "value" in own:
            return self._of_named(own, path)
        an_object(own, path, ("experiment",))
        return OfExperiment(_text(own, "experiment", path))

    def _of_named(self, data: Mapping[str, Any], path: str) -> OfExperiment:
        """A value of an experiment of the lesson. Raises ExperimentError where the experiment has no such value."""
        an_object(data, path, ("experiment", "value"))
        named = self._named(data["experiment"], f"{path}.experiment")
        quantity = OfExperiment(_text(data, "value", path), data["experiment"])
        if quantity.value(Situation(named, (), Recordings({quantity.experiment: named}))) is None:
            raise ExperimentError(f"{path}.value", message("the experiment has no such value"))
        return quantity

    def _in(self, data: Mapping[str, Any], path: str) -> Reader:
        """The reader for the experiment that an object names, or this one."""
        if "experiment" not in data:
            return self
        named = self._named(data["experiment"], f"{path}.experiment")
        return Reader(self._named, named, self._ids, self._claims)

    def _compare(self, data: Any, path: str, depth: int) -> Condition:
        an_object(data, path, ("left", "is", "right"), ("times", "relative", "absolute"))
        if data["is"] not in (*OPERATORS, HAS):
            raise ExperimentError(f"{path}.is", unknown(data["is"], (*OPERATORS, HAS)))
        left, right = self.quantity(data["left"], f"{path}.left"), self.quantity(data["right"], f"{path}.right")
        is_word = isinstance(right, Constant) and isinstance(right.given, str | bool)
        if (isinstance(left, OfState) and left.key in SEVERAL) != (data["is"] == HAS):
            what = message("several words at once, such as tools, are compared by has, and nothing else is")
            raise ExperimentError(f"{path}.is", what)
        if is_word and data["is"] not in ("=", "!=", HAS):
            raise ExperimentError(f"{path}.is", message("a word or a switch can only be equal (=) or not (!=)"))
        more = {key: number(data[key], f"{path}.{key}") for key in ("times", "relative", "absolute") if key in data}
        return Compare(left, data["is"], right, **more)

    def _verdict(self, data: Any, path: str, depth: int) -> Condition:
        an_object(data, path, ("run", "in"))
        kinds = [kind for kind, _ in items_of(data["in"], f"{path}.in")]
        if not all(isinstance(kind, str) for kind in kinds):
            raise ExperimentError(f"{path}.in", message("must be text, got {got}", got=show(kinds)))
        return VerdictIn(self._run(data["run"], f"{path}.run"), tuple(kinds))

    def _near(self, data: Any, path: str, depth: int) -> Condition:
        an_object(data, path, ("run", "minimum", "within"), ("at",))
        minimum: int | tuple[float, ...]
        if isinstance(data["minimum"], list):
            minimum = tuple(number(n, at) for n, at in items_of(data["minimum"], f"{path}.minimum"))
        else:
            minimum = count_of(data["minimum"], f"{path}.minimum")
        run, at = self._run(data["run"], f"{path}.run"), self._at(data.get("at", "end"), f"{path}.at")
        return Compare(Distance(run, minimum, at), "<=", Constant(number(data["within"], f"{path}.within")))

    def _rises(self, data: Any, path: str, experiment: str = "") -> Rises:
        an_object(data, path, ("run", "of"), ("from", "to", "axis"))
        run = self._run(data["run"], f"{path}.run")
        of, axis = self._of(data, path)
        first, last = self._at(data.get("from", "start"), f"{path}.from"), self._at(data.get("to", "end"), f"{path}.to")
        return Rises(run, of, first, last, axis, experiment)

    def _share(self, data: Any, path: str, depth: int) -> Condition:
        an_object(data, path, ("n", "holds", "share"))
        count = self._seeds({key: data[key] for key in ("n", "holds")}, path, "", depth)
        n = count_of(data["n"], f"{path}.n")
        return Compare(count, "=", Constant(number(data["share"], f"{path}.share")), times=n, absolute=0.5)

    def _seeds(self, data: Any, path: str, experiment: str, depth: int = 1) -> Quantity:
        if not self._claims:
            raise ExperimentError(path, message("seeds are counted in claims and values only: it takes too long here"))
        an_object(data, path, ("n",), ("holds", "mean"))
        n = count_of(data["n"], f"{path}.n")
        if not 1 <= n <= MOST_SEEDS:
            text = f"[1, {MOST_SEEDS}]"
            raise ExperimentError(f"{path}.n", message("must be in {range}, got {got}", range=text, got=n))
        key = "mean" if "mean" in data else "holds"
        an_object(data, path, ("n", key))
        inner = _OfSeeds(self._named, self._opened, self._ids)
        made: Condition | Quantity
        if key == "mean":
            made = inner.quantity(data["mean"], f"{path}.mean")
        else:
            made = inner.condition(data["holds"], f"{path}.holds", depth + 1)
        if len(inner.runs) != 1 or (key == "mean" and not isinstance(made, OfRun)):
            raise ExperimentError(f"{path}.{key}", message("must be about one run"))
        (run,) = inner.runs
        if isinstance(made, OfRun):
            return SeedMean(run, n, made, experiment)
        return SeedCount(run, n, made, experiment)  # type: ignore[arg-type]

    def _parts(self, data: Any, path: str, depth: int) -> tuple[Condition, ...]:
        parts = items_of(data, path)
        if not parts:
            raise ExperimentError(path, message("must be one condition or more"))
        return tuple(self.condition(part, at, depth + 1) for part, at in parts)

    def _answered(self, data: Any, path: str, depth: int) -> Condition:
        an_object(data, path, ("id",))
        if data["id"] not in self._ids:
            raise ExperimentError(f"{path}.id", unknown(data["id"], self._ids))
        return Answered(data["id"])

    def _state(self, key: Any, path: str) -> Quantity:
        if key not in (PLAYHEAD, *FIELDS):
            raise ExperimentError(path, unknown(key, [PLAYHEAD, *FIELDS]))
        self.reads_playhead |= key == PLAYHEAD
        return OfState(key)

    def _of_run(self, data: Mapping[str, Any], path: str) -> OfRun:
        which = ("along",) if "along" in data else ("axis",)
        an_object(data, path, ("run", "of", "at"), (*which, "experiment"))
        there = self._in(data, path)
        run = there._run(data["run"], f"{path}.run")
        along = there._along(data, path)
        of, axis = there._of({"axis": 0, **data} if along else data, path)
        return OfRun(run, of, there._at(data["at"], f"{path}.at"), axis, data.get("experiment", ""), along)

    def _along(self, data: Mapping[str, Any], path: str) -> tuple[float, ...]:
        """The direction along which a vector is read; none where an axis is named."""
        if "along" not in data:
            return ()
        if data["of"] not in VECTORS:
            raise ExperimentError(f"{path}.of", unknown(data["of"], VECTORS))
        along = tuple(number(n, at) for n, at in items_of(data["along"], f"{path}.along"))
        dim = self._here(path).problem.dim
        if len(along) != dim:
            what = message("must have {want} numbers, got {got}", want=dim, got=len(along))
            raise ExperimentError(f"{path}.along", what)
        return along

    def _of(self, data: Mapping[str, Any], path: str) -> tuple[str, int]:
        """What is read of a record, and along which axis."""
        if data["of"] not in OF:
            raise ExperimentError(f"{path}.of", unknown(data["of"], OF))
        here = self._here(path)
        dim = here.problem.dim
        if data["of"] in VECTORS and dim > 1 and "axis" not in data:
            raise ExperimentError(f"{path}.axis", message("is missing"))
        axis = count_of(data.get("axis", 0), f"{path}.axis")
        if axis >= (dim if data["of"] in VECTORS else 1):
            what = message("must be in {range}, got {got}", range=f"[0, {dim - 1}]", got=axis)
            raise ExperimentError(f"{path}.axis", what)
        if data["of"] in OF_MINIMA and not compiled(here.problem).minima:
            raise ExperimentError(f"{path}.of", message("no minimum of this problem is known"))
        return data["of"], axis

    def _here(self, path: str) -> Experiment:
        """The experiment that is meant. Raises ExperimentError where the value at `path` names none, and has to."""
        if self._opened is None:
            raise ExperimentError(join(path, "experiment"), message("is missing"))
        return self._opened

    def _run(self, run: Any, path: str) -> int:
        count, last = count_of(run, path), len(self._here(path.rpartition(".")[0]).runs) - 1
        if count > last:
            text = f"[0, {last}]"
            raise ExperimentError(path, message("must be in {range}, got {got}", range=text, got=count))
        return count

    def _at(self, at: Any, path: str) -> At:
        if isinstance(at, str):
            if at not in WORDS:
                raise ExperimentError(path, unknown(at, WORDS))
            self.reads_playhead |= at == PLAYHEAD
            return at
        if not isinstance(at, dict):
            return count_of(at, path)
        if "below" in at:
            an_object(at, path, ("below",))
            return Below(number(at["below"], f"{path}.below"))
        an_object(at, path, ("mean",))
        ends = items_of(at["mean"], f"{path}.mean")
        if len(ends) != 2:
            raise ExperimentError(f"{path}.mean", message("must be a first and a last step"))
        (first, one), (last, other) = ends
        return Mean(count_of(first, one), None if last == "end" else count_of(last, other))


def _text(data: Mapping[str, Any], key: str, path: str) -> str:
    """The text at a key. Raises ExperimentError for anything else."""
    found = data[key]
    if not isinstance(found, str):
        raise ExperimentError(join(path, key), message("must be text, got {got}", got=show(found)))
    return found


class _OfSeeds(Reader):
    """Reads what is judged on the paths of seeds: they have points and losses, and `runs` are those that are meant."""

    def __init__(self, named: Callable[[Any, str], Experiment], here: Experiment | None, ids: list[str]) -> None:
        super().__init__(named, here, ids)
        self.runs: set[int] = set()

    def _in(self, data: Mapping[str, Any], path: str) -> Reader:
        there = super()._in(data, path)
        if there is not self:  # the number of another experiment, the same for all seeds
            return there
        if "of" in data and data["of"] not in tuple(OF_POINTS):
            raise ExperimentError(f"{path}.of", unknown(data["of"], OF_POINTS))
        return self

    def _run(self, run: Any, path: str) -> int:
        self.runs.add(super()._run(run, path))
        return super()._run(run, path)

    def _verdict(self, data: Any, path: str, depth: int) -> Condition:
        raise ExperimentError(path, message("the paths of seeds have no verdict: compare their loss"))

    def _rises(self, data: Any, path: str, experiment: str = "") -> Rises:
        raise ExperimentError(path, message("the paths of seeds have {known} only", known=", ".join(OF_POINTS)))
