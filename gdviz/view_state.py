"""What is shown, and how: one frozen value in three groups, by how long their fields live. No Qt.

========== ======================================= ==========================================================
group      when another experiment opens           where it is saved
========== ======================================= ==========================================================
person     stays                                   the settings, as soon as it is chosen
experiment what the file says, else `on_open`      the file's `view`, when it is saved; never marks it as changed
moment     `on_open`                               with changes that no file holds yet, for recovery after a crash
========== ======================================= ==========================================================

What presenting, an export or the command line wants otherwise is laid over the state (`ViewState.changed`) and never
stored in it. What an undo step takes back (colours of runs, which are hidden, the plane) is part of the experiment.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import field, fields, replace
from typing import Any, TypeVar

from gdviz.frozen import frozen
from gdviz.look import Look, is_choice

Box = tuple[tuple[float, float], tuple[float, float]]
"""The part of a plane that is seen: ((left, right), (bottom, top))."""
Camera = tuple[float, float, float]
"""From where the relief is seen: azimuth and elevation in degrees, and the zoom relative to the fitted view."""
Group = TypeVar("Group", "PersonState", "ExperimentState", "MomentState")
AnyGroup = type["PersonState"] | type["ExperimentState"] | type["MomentState"]


@frozen
class SeenBox:
    """The part of a plot that a person has zoomed or moved to; it holds only for the picture in which that was done."""

    names: tuple[str, ...]
    domain: tuple[tuple[float, float], ...]
    box: Box

    @classmethod
    def of(cls, given: Any) -> SeenBox | None:
        """One from JSON data; None where that makes no sense."""
        if not isinstance(given, dict):
            return None
        names, domain, box = (given.get(key) for key in ("names", "domain", "box"))
        if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
            return None
        sides, seen = _intervals(domain), _intervals(box)
        return None if not sides or seen is None or len(seen) != 2 else cls(tuple(names), sides, (seen[0], seen[1]))

    def to_json(self) -> dict[str, Any]:
        """JSON data for `of`."""
        return {"names": list(self.names), "domain": list(map(list, self.domain)), "box": list(map(list, self.box))}


@frozen
class PhaseChoice:
    """What a phase diagram shows: a value of the chosen run over two of its settings.

    `x` and `y` are paths of the experiment; empty: as fits the run. With `value` "steps", those to the loss `target`;
    None: the experiment's own. Each cell is computed with so many `seeds`.
    """

    x: str = ""
    y: str = ""
    value: str = "verdict"
    target: float | None = None
    seeds: int = 1

    @classmethod
    def of(cls, given: Any) -> PhaseChoice | None:
        """One from JSON data; None where that makes no sense."""
        if not isinstance(given, dict) or not given or given.keys() - {f.name for f in fields(cls)}:
            return None
        made = cls(**given)
        target, seeds = made.target, made.seeds
        sound = (
            isinstance(made.x, str)
            and isinstance(made.y, str)
            and is_choice(made.value, PHASE_VALUES)
            and (target is None or (type(target) in (int, float) and math.isfinite(target)))
            and type(seeds) is int
            and 1 <= seeds <= MOST_PHASE_SEEDS
        )
        return made if sound else None

    def to_json(self) -> dict[str, Any]:
        """JSON data for `of`: what differs from the defaults."""
        return {key: value for key, value in vars(self).items() if value != getattr(PhaseChoice, key)}


def _intervals(given: Any) -> tuple[tuple[float, float], ...] | None:
    """Pairs of finite numbers, the lower one first; None for anything else."""
    if not isinstance(given, list):
        return None
    sides = [_numbers(side, 2) for side in given]
    return tuple((side[0], side[1]) for side in sides if side) if all(s and s[0] < s[1] for s in sides) else None


def _numbers(given: Any, count: int) -> tuple[float, ...] | None:
    """`count` finite numbers; None for anything else."""
    if not isinstance(given, list) or len(given) != count:
        return None
    return tuple(map(float, given)) if all(type(n) in (int, float) and math.isfinite(n) for n in given) else None


def _camera(given: Any) -> Camera | None:
    """A camera from JSON data; None where that is invalid."""
    found = _numbers(given, 3)
    return None if found is None or not (abs(found[1]) <= 90 and found[2] > 0) else (found[0], found[1], found[2])


def count_from(given: Any) -> int | None:
    """A number of something, 0 or more; None for anything else."""
    return given if type(given) is int and given >= 0 else None


DEFAULT, KEPT = "default", "kept"
"""What `on_open` may be: another experiment begins with the default, or with what was chosen before."""
PARTS = ("panel", "plots", "right")
"""The parts of the window that can be folded away."""
DETAILS = ("simple", "full")
ARRANGEMENTS = ("descent", "data", "rates", "race", "relief", "all")
"""What the window is about: its main view is large, what helps to understand that stands beside it."""
SURFACES = ("2d", "3d", "both")
HEIGHTS = ("colours", "loss")
LAYERS = ("surface", "basins")
TIME_UNITS = ("step", "epoch", "sample")
RATES = ("plan", "line", "sweep", "range", "phase")
PHASE_VALUES = ("verdict", "loss", "steps", "sharpness")
MOST_PHASE_SEEDS = 100
ARROWS = ("gradient", "momentum", "update")
TOOLS = ("words", "compass", "slice", "arrivals")
BATCH_LAYERS = ("contours", "cloud", "ball")
DEVICES = ("auto", "cpu", "gpu")
SWITCH = (False, True)
TEXT_SCALES = (0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
DEFAULT_SPEED = 5.0
"""Steps a second."""


def shown(
    default: Any,
    key: str = "",
    choices: tuple[Any, ...] = (),
    *,
    several: bool = False,
    on_open: str = DEFAULT,
    read: Callable[[Any], Any] | None = None,
) -> Any:
    """A field of the state.

    Parameters
    ----------
    default
        Its value before a person chooses one.
    key
        Its name where its group is saved; empty where it is not.
    choices
        What it may be; empty for positive numbers, and where `read` is given.
    several
        Whether it is a set of choices, a list in the file.
    on_open
        DEFAULT or KEPT: its value when an experiment opens whose file does not give it.
    read
        Returns its value for JSON data, and None where that makes no sense.
    """
    facts = {"key": key, "choices": choices, "several": several, "on_open": on_open, "read": read}
    return field(default=default, metadata=facts)


@frozen
class PersonState:
    """What belongs to the person who looks."""

    theme: str = shown("system", "theme", ("system", "dark", "light"))
    language: str = shown("en", "language", ("en", "ko"))
    text_scale: float = shown(1.0, "text", TEXT_SCALES)
    """The size of type, as a multiple of the usual size."""
    line_scale: float = shown(1.0)
    """The width of lines, as a multiple of the usual width; only presenting makes them wider."""
    folded: frozenset[str] = shown(frozenset(), "folded", PARTS, several=True)
    """The parts of the window that are folded away."""
    speed: float = shown(DEFAULT_SPEED, "speed")
    """Steps a second while it plays."""
    look: Look = shown(Look(), "look")
    """How pictures look where an experiment does not say; without axes."""
    detail: str = shown("full", "detail", DETAILS)
    """Whether the window shows what a first-year student needs, or everything."""
    arranged: bool = shown(False)
    """Whether the window is arranged as the experiment says, else it shows all parts; choosing an arrangement, too,
    switches this on."""
    all_columns: bool = shown(False)
    """Whether the table of runs has room for all of its columns; a new window begins without."""
    motion: str = shown("system", "motion", ("system", "reduced"))
    """Whether anything moves between two steps: as the system's setting says, or never."""
    start_page: bool = shown(True, "startPage", SWITCH)
    """Whether the program begins with the page to begin with."""


@frozen
class ExperimentState:
    """What belongs to the experiment that is open."""

    arrangement: str | None = shown(None, "arrangement", ARRANGEMENTS)
    """What the window is about; None: as fits the experiment, see `gdviz.arranging.fitting`."""
    surface: str = shown("2d", "surface", SURFACES, on_open=KEPT)
    """The loss surface from above, as a relief, or both."""
    heights: str = shown("colours", "heights", HEIGHTS, on_open=KEPT)
    """What the heights of the relief follow: the scale of the colours, or the loss itself."""
    layer: str = shown("surface", "layer", LAYERS)
    """What the plot from above shows of the surface: the loss, or the basins of its minima, a map of this surface."""
    look: Look = shown(Look(), "look")
    """How its pictures look: as its file says, else as the person chose."""
    time_unit: str | None = shown(None, "time", TIME_UNITS)
    """What the plots over time count; None: epochs where they suit the runs, else steps."""
    rates: str = shown("plan", "rates", RATES, on_open=KEPT)
    """What the plot of the learning rate shows."""
    phase: PhaseChoice = shown(PhaseChoice(), "phase", read=PhaseChoice.of)
    """What its phase diagram shows."""
    arrows: frozenset[str] = shown(frozenset({"update"}), "arrows", ARROWS, several=True, on_open=KEPT)
    """The vectors that are drawn at the points of the runs."""
    tools: frozenset[str] = shown(frozenset(), "tools", TOOLS, several=True, on_open=KEPT)
    """The tools on the surface that are switched on."""
    batch_layers: frozenset[str] = shown(frozenset(), "batch_layers", BATCH_LAYERS, several=True, on_open=KEPT)
    """What the surface shows of the batches."""
    ahead_hidden: bool = shown(False, "hide_ahead", SWITCH)
    """Whether what lies ahead of the playhead is hidden."""


@frozen
class MomentState:
    """What belongs to the moment. The playhead, which does, too, is the controller's."""

    run: int = shown(0, "run", read=count_from)
    """The chosen run: the panel edits it, the card explains it."""
    stage: int = shown(0, "stage", (0, 1, 2, 3, 4))
    """The stage of the update that the samples show: 1 split, 2 predict, 3 loss, 4 update; 0 all at once."""
    box: SeenBox | None = shown(None, "box", read=SeenBox.of)
    """The part of the surface that a person has zoomed or moved to; None: fitted to the domain."""
    phase_box: SeenBox | None = shown(None, "phase_box", read=SeenBox.of)
    """The part of the phase diagram that a person has zoomed into; None: all of it."""
    camera: Camera | None = shown(None, "camera", read=_camera)
    """The camera to which a person has turned the relief; None: the first one."""
    fog: bool = shown(False, "fog", SWITCH)
    """Whether the surface lies in fog, and the person walks on it."""
    drawing: bool = shown(False, "drawing", SWITCH)
    """Whether the person is drawing the learning rate."""
    from_here: bool = shown(False, "from_here", SWITCH)
    """Whether a learning rate that is set is that from the playhead on."""
    loop: bool = shown(False, "loop", SWITCH, on_open=KEPT)
    """Whether playing starts again after the end."""
    uphill: bool = shown(False, "uphill", SWITCH, on_open=KEPT)
    """Whether the line search goes along the gradient, uphill, in place of against it."""
    keep_ratio: bool = shown(False, "keep_ratio", SWITCH, on_open=KEPT)
    """Whether another size of the batches changes the learning rate, too."""
    shuffle: bool = shown(True, "shuffle", SWITCH, on_open=KEPT)
    """Whether slow play shows how the samples of an epoch are shuffled."""
    lab_room: bool = shown(False, "lab_room", SWITCH)
    """Whether the data lab takes the room of step card and runs, and some of the surface."""
    step_unfolded: bool = shown(False, "step_unfolded", SWITCH, on_open=KEPT)
    """Whether the step card shows the lines that it folds."""
    presenting: bool = shown(False)
    """Whether it is presented to a class; only ever laid over the state."""
    asking: bool = shown(False)
    """Whether a question of a lesson waits for its answer; only ever laid over the state."""
    device: str = shown("auto", choices=DEVICES, on_open=KEPT)
    """What computes. It is not recovered, as it may be what has crashed."""


@frozen
class ViewState:
    """What is shown, and how. Groups that a change leaves alone stay the same objects."""

    person: PersonState = PersonState()
    experiment: ExperimentState = ExperimentState()
    moment: MomentState = MomentState()

    def changed(self, **values: Any) -> ViewState:
        """The state with these fields, of whatever group; itself where they are what they were.

        `look` is that of the experiment; `own_look` that of the person. Raises TypeError for an unknown field.
        """
        groups = {}
        for name, group in (("person", self.person), ("experiment", self.experiment), ("moment", self.moment)):
            known = {f.name for f in fields(group)}
            if name == "person":
                mine = {key: values.pop(key) for key in known - {"look"} if key in values}
                if "own_look" in values:
                    mine["look"] = values.pop("own_look")
            else:
                mine = {key: values.pop(key) for key in known if key in values}
            differing = {key: value for key, value in mine.items() if getattr(group, key) != value}
            if differing:
                groups[name] = replace(group, **differing)
        if values:
            raise TypeError(f"the view has no {', '.join(sorted(values))}")
        return replace(self, **groups) if groups else self  # type: ignore[arg-type]

    def opened(self, view: Mapping[str, Any]) -> ViewState:
        """The state in which an experiment with this `view` is opened; invalid values in it are ignored."""
        look = Look.of(view.get("look"), self.person.look)
        given = {**_read(ExperimentState, view), "look": look}
        return ViewState(self.person, replace(_opened(self.experiment), **given), _opened(self.moment))

    def into_view(self, view: Mapping[str, Any]) -> dict[str, Any]:
        """A `view` for the experiment's file: with what differs from the defaults.

        Keys of other programs stay, and so do values that are invalid here, unless a person has chosen another one.
        """
        made, read = dict(view), _read(ExperimentState, view)
        for f in fields(ExperimentState):
            if f.name == "look":
                continue
            if f.name in read:
                del made[f.metadata["key"]]
            value = getattr(self.experiment, f.name)
            if value != f.default:
                made[f.metadata["key"]] = _written(value)
        given = made.pop("look", None)
        others = (
            {key: value for key, value in given.items() if key not in Look.CHOICES} if isinstance(given, dict) else {}
        )
        look = others | self.experiment.look.to_json()
        return made | {"look": look} if look else made


def person_from(settings: Mapping[str, Any]) -> PersonState:
    """The person's group as the settings keep it, see `PersonState`; invalid values are ignored."""
    state = PersonState(**_read(PersonState, settings))
    look = settings.get("look")
    return replace(state, look=Look.of(look).without_axes()) if isinstance(look, dict) else state


def moment_from(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a moment that was written, see `written_moment`; invalid values are ignored."""
    return _read(MomentState, given)


def experiment_from(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that the `view` of an experiment's file has, without its look; invalid values are ignored."""
    return _read(ExperimentState, given)


def written_moment(moment: MomentState) -> dict[str, Any]:
    """The fields of a moment that differ from the defaults, as JSON data."""
    usual = MomentState()
    changed = [name for name in keys_of(MomentState) if getattr(moment, name) != getattr(usual, name)]
    return {keys_of(MomentState)[name]: _written(getattr(moment, name)) for name in changed}


def keys_of(group: AnyGroup) -> dict[str, str]:
    """The names of the fields that are saved, and their keys."""
    return {f.name: f.metadata["key"] for f in fields(group) if f.metadata["key"]}


def _opened(group: Group) -> Group:
    """A group when another experiment opens: fields that are not kept have their defaults."""
    changes: dict[str, Any] = {f.name: f.default for f in fields(group) if f.metadata["on_open"] == DEFAULT}
    return replace(group, **changes)


def _read(group: AnyGroup, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a group that `given` has a valid value for."""
    found: dict[str, Any] = {}
    for f in fields(group):
        key, choices = f.metadata["key"], f.metadata["choices"]
        if key not in given or not key or f.name == "look":
            continue
        value = given[key]
        if f.metadata["read"] is not None:
            if (found_value := f.metadata["read"](value)) is not None:
                found[f.name] = found_value
        elif f.metadata["several"]:
            if isinstance(value, list) and all(is_choice(one, choices) for one in value):
                found[f.name] = frozenset(value)
        elif choices:
            if is_choice(value, choices):
                found[f.name] = value
        elif type(value) in (int, float) and value > 0:
            found[f.name] = float(value)
    return found


def _written(value: Any) -> Any:
    if isinstance(value, SeenBox | PhaseChoice):
        return value.to_json()
    return sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value
