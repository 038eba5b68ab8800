"""What is shown, and how: one frozen value in three groups, by how long their fields live. No Qt.

========== ======================================= ==========================================================
group      when another experiment opens           where it is saved
========== ======================================= ==========================================================
person     stays                                   the settings, as soon as it is chosen
experiment what the file says, else `on_open`      the file's `view`, when it is saved; never marks it as changed
moment     `on_open`                               nowhere
========== ======================================= ==========================================================

What presenting, an export or the command line wants otherwise is laid over the state (`ViewState.changed`) and never
stored in it. What an undo step takes back (colours of runs, which are hidden, the plane) is part of the experiment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from gdviz.look import Look

Box = tuple[tuple[float, float], tuple[float, float]]
"""The part of a plane that is seen: ((left, right), (bottom, top))."""
Group = TypeVar("Group", "PersonState", "ExperimentState", "MomentState")


@dataclass(frozen=True)
class SeenBox:
    """The part of a plot that a hand has moved to; it holds for the picture that it was moved in."""

    names: tuple[str, ...]
    domain: tuple[tuple[float, float], ...]
    box: Box


DEFAULT, KEPT = "default", "kept"
"""What `on_open` may be: another experiment begins with the default, or with what was chosen before."""
PARTS = ("panel", "plots", "right")
"""The parts of the window that can be folded away."""
SURFACES = ("2d", "3d", "both")
LAYERS = ("surface", "basins")
TIME_UNITS = ("step", "epoch", "sample")
RATES = ("plan", "line", "sweep", "range")
ARROWS = ("gradient", "momentum", "update")
TOOLS = ("words", "compass", "slice", "arrivals")
BATCH_LAYERS = ("contours", "cloud", "ball")
DEVICES = ("auto", "cpu", "gpu")
TEXT_SCALES = (0.85, 1.0, 1.15, 1.3, 1.5, 1.75)
DEFAULT_SPEED = 5.0
"""Steps a second."""


def shown(
    default: Any, key: str = "", choices: tuple[Any, ...] = (), *, several: bool = False, on_open: str = DEFAULT
) -> Any:
    """A field of the state.

    Parameters
    ----------
    default
        Its value before anybody has chosen.
    key
        Its name in the settings or in an experiment's `view`; empty where it is not saved.
    choices
        What it may be; empty where the field reads its values itself.
    several
        Whether it is a set of choices, a list in the file.
    on_open
        DEFAULT or KEPT: what it is when another experiment opens that says nothing of it.
    """
    return field(default=default, metadata={"key": key, "choices": choices, "several": several, "on_open": on_open})


@dataclass(frozen=True)
class PersonState:
    """What belongs to the person who looks."""

    theme: str = shown("system", "theme", ("system", "dark", "light"))
    language: str = shown("en", "language", ("en", "ko"))
    text_scale: float = shown(1.0, "text", TEXT_SCALES)
    """Type is drawn at so many times its usual size."""
    line_scale: float = shown(1.0)
    """Lines are drawn at so many times their usual width; only presenting makes them wider."""
    folded: frozenset[str] = shown(frozenset(), "folded", PARTS, several=True)
    """The parts of the window that are folded away."""
    speed: float = shown(DEFAULT_SPEED, "speed")
    """Steps a second while it plays."""
    look: Look = shown(Look(), "look")
    """How pictures look where an experiment does not say; without axes."""
    all_columns: bool = shown(False)
    """Whether the table of runs has room for all of its columns; a new window begins without."""


@dataclass(frozen=True)
class ExperimentState:
    """What belongs to the experiment that is open."""

    surface: str = shown("2d", "surface", SURFACES, on_open=KEPT)
    """The loss surface from above, as a relief, or both."""
    layer: str = shown("surface", "layer", LAYERS, on_open=KEPT)
    """What the plot from above shows of the surface: the loss, or the basins of its minima."""
    look: Look = shown(Look(), "look")
    """How its pictures look: as its file says, else as the person chose."""
    time_unit: str | None = shown(None, "time", TIME_UNITS)
    """What the plots over time count; None: epochs where they suit the runs, else steps."""
    rates: str = shown("plan", "rates", RATES, on_open=KEPT)
    """What the plot of the learning rate shows."""
    arrows: frozenset[str] = shown(frozenset({"update"}), "arrows", ARROWS, several=True, on_open=KEPT)
    """The vectors that are drawn at the points of the runs."""
    tools: frozenset[str] = shown(frozenset(), "tools", TOOLS, several=True, on_open=KEPT)
    """The tools on the surface that are switched on."""
    batch_layers: frozenset[str] = shown(frozenset(), "batch_layers", BATCH_LAYERS, several=True, on_open=KEPT)
    """What the surface shows of the batches."""
    ahead_hidden: bool = shown(False, "hide_ahead", (False, True))
    """Whether what lies ahead of the playhead is hidden."""


@dataclass(frozen=True)
class MomentState:
    """What belongs to the moment."""

    run: int = shown(0)
    """The chosen run: the panel edits it, the card explains it."""
    stage: int = shown(0)
    """The stage of the update that the samples show: 1 split, 2 predict, 3 loss, 4 update; 0 all at once."""
    box: SeenBox | None = shown(None)
    """The part of the surface that a hand has moved to; None: fitted to the domain."""
    camera: Any = shown(None)
    """From where a hand looks at the relief; None: as at first."""
    fog: bool = shown(False)
    """Whether the surface lies in fog, and a hand walks on it."""
    drawing: bool = shown(False)
    """Whether a hand draws the learning rate."""
    from_here: bool = shown(False)
    """Whether a learning rate that is set is that from the playhead on."""
    loop: bool = shown(False, on_open=KEPT)
    """Whether playing begins anew after the end."""
    uphill: bool = shown(False, on_open=KEPT)
    """Whether the line search goes along the gradient, uphill, in place of against it."""
    keep_ratio: bool = shown(False, on_open=KEPT)
    """Whether another size of the batches changes the learning rate, too."""
    shuffle: bool = shown(True, on_open=KEPT)
    """Whether slow play shows how the samples of an epoch are shuffled."""
    lab_room: bool = shown(False)
    """Whether the data lab takes the room of step card and runs, and some of the surface."""
    presenting: bool = shown(False)
    """Whether it is presented to a class; only ever laid over the state."""
    device: str = shown("auto", choices=DEVICES, on_open=KEPT)
    """What computes."""


@dataclass(frozen=True)
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
        """The state in which an experiment with this `view` is opened; what makes no sense in it is passed over."""
        look = Look.of(view.get("look"), self.person.look)
        told = {**_read(ExperimentState, view), "look": look}
        return ViewState(self.person, replace(_opened(self.experiment), **told), _opened(self.moment))

    def into_view(self, view: Mapping[str, Any]) -> dict[str, Any]:
        """A `view` for the experiment's file: with what differs from the defaults.

        Keys of others stay, and so do values that make no sense here, unless a person has chosen another one.
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
    """The person's group as the settings keep it, see `PersonState`; what makes no sense is passed over."""
    state = PersonState(**_read(PersonState, settings))
    look = settings.get("look")
    return replace(state, look=Look.of(look).without_axes()) if isinstance(look, dict) else state


def keys_of(group: type[PersonState] | type[ExperimentState]) -> dict[str, str]:
    """The names of the fields that are saved, and their keys."""
    return {f.name: f.metadata["key"] for f in fields(group) if f.metadata["key"]}


def _opened(group: Group) -> Group:
    """A group when another experiment opens: fields that are not kept have their defaults."""
    changes: dict[str, Any] = {f.name: f.default for f in fields(group) if f.metadata["on_open"] == DEFAULT}
    return replace(group, **changes)


def _read(group: type[PersonState] | type[ExperimentState], given: Mapping[str, Any]) -> dict[str, Any]:
    """What `given` says of the fields of a group, as far as it makes sense."""
    found: dict[str, Any] = {}
    for f in fields(group):
        key, choices = f.metadata["key"], f.metadata["choices"]
        if key not in given or not key or f.name == "look":
            continue
        value = given[key]
        if f.metadata["several"]:
            if isinstance(value, list) and all(_is_choice(one, choices) for one in value):
                found[f.name] = frozenset(value)
        elif choices:
            if _is_choice(value, choices):
                found[f.name] = value
        elif type(value) in (int, float) and value > 0:
            found[f.name] = float(value)
    return found


def _is_choice(value: Any, choices: Iterable[Any]) -> bool:
    return any(type(value) is type(choice) and value == choice for choice in choices)


def _written(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value
