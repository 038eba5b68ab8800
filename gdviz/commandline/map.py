"""`gdviz map`: which minimum each start arrives in, or the loss over rate and step; as numbers and as a picture."""

from __future__ import annotations

import io
import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np

from gdviz import carried
from gdviz.commandline import formats, opening, report, with_qt
from gdviz.commandline.options import Command, Option, Parsed, lang_option, one_of, read_integer
from gdviz.commandline.terminal import Progress
from gdviz.engine.maps import DIVERGED, NOWHERE, VALLEY, BasinMap, RateMap, basins, rates
from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.experiment import Experiment
from gdviz.export.base import PictureFormat, format_of
from gdviz.export.base import formats as known_formats
from gdviz.export.npz import Npz
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import unknown
from gdviz.paths import write_whole
from gdviz.quoting import show
from gdviz.texts import Language, language

LEAST, MOST = 2, 2000


def options() -> list[Option]:
    """What is drawn, how finely, and where to."""
    return [
        Option("--kind", "kind", "basin|lr", mark("The minimum that each start arrives in, or the loss over the rate."),
               one_of("basin", "lr")),
        Option("--resolution", "resolution", "N", mark("Starts along each side, or rates; 200 by default."),
               _read_resolution),
        Option("--export", "export", "FILE",
               mark("Writes the map: .png, .svg or .pdf a figure, .npz its numbers; may be repeated."), _read_file,
               many=True),
        *formats.look_options(),
        Option("--json", "json", help=mark("Prints one JSON object instead of the summary.")),
        opening.option(),
        lang_option(),
    ]  # fmt: skip


def main(parsed: Parsed, language: Language) -> int:
    """Compute the map of the first run, print it, write it. Raises ExperimentError and Failure."""
    if not parsed.rest:
        raise ExperimentError("", message("say which experiment to draw: a file"))
    source = Path(parsed.rest[0])
    experiment = opening.load_allowed(source, parsed)
    targets: list[Path] = parsed.values.get("export", [])
    for target in targets:
        formats.check(target, source)
    kind, resolution = parsed.values.get("kind", "basin"), parsed.values.get("resolution", 200)
    work: Generator[float, None, Any] = (basins if kind == "basin" else rates)(experiment, 0, resolution)
    with Progress(language.translate(mark("steps"))) as progress:
        while True:
            try:
                progress(round(next(work) * 1000), 1000)
            except StopIteration as last:
                made: BasinMap | RateMap = last.value
                break
    _write(experiment, made, targets, parsed.values, language.code)
    facts = _basin_facts(made) if isinstance(made, BasinMap) else _rate_facts(made)
    if parsed.values.get("json"):
        print(json.dumps({"kind": kind, **facts}, allow_nan=False))
    else:
        print("\n".join(_lines(facts, language)))
    return 0


def _basin_facts(made: BasinMap) -> dict[str, Any]:
    minima = [
        {"w": w, "loss": loss, "share": made.share(i)}
        for i, (w, loss) in enumerate(zip(made.minima.tolist(), made.losses.tolist(), strict=True))
    ]
    others = {"valley": VALLEY, "elsewhere": NOWHERE, "diverged": DIVERGED}
    return {"minima": minima, **{name: made.share(basin) for name, basin in others.items()}}


def _rate_facts(made: RateMap) -> dict[str, Any]:
    last = made.loss[:, -1]
    good = np.isfinite(last)
    best = int(np.nanargmin(np.where(good, last, np.inf))) if good.any() else None
    return {
        "rates": [float(made.rates[0]), float(made.rates[-1])],
        "best": None if best is None else {"lr": float(made.rates[best]), "loss": float(last[best])},
        "diverged": float(np.mean(~good)),
    }


def _lines(facts: dict[str, Any], language: Language) -> list[str]:
    lines = []
    for minimum in facts.get("minima", []):
        where = ", ".join(f"{value:.4g}" for value in negligible_as_zero(minimum["w"]))
        text = message("{share:.1f} % arrive at ({w}), loss {loss:.4g}", share=100 * minimum["share"], w=where,
                       loss=minimum["loss"])  # fmt: skip
        lines.append(language.text(text))
    if facts.get("valley"):
        text = message("{share:.1f} % arrive in a valley of no single minimum", share=100 * facts["valley"])
        lines.append(language.text(text))
    if "elsewhere" in facts:
        lines.append(language.text(message("{share:.1f} % end elsewhere", share=100 * facts["elsewhere"])))
    if facts.get("best"):
        text = message("the best of the rates {low:.3g} .. {high:.3g} is {lr:.4g}, loss {loss:.4g}",
                       low=facts["rates"][0], high=facts["rates"][1], **facts["best"])  # fmt: skip
        lines.append(language.text(text))
    lines.append(language.text(message("{share:.1f} % diverge", share=100 * facts["diverged"])))
    return lines


def _write(
    experiment: Experiment, made: BasinMap | RateMap, targets: list[Path], values: dict[str, Any], lang: str
) -> None:
    """Write figures and numbers; each file carries the experiment. Raises Failure."""
    pictures = []
    for path in targets:
        if isinstance(format_of(path), PictureFormat):
            pictures.append(path)
            continue
        content = io.BytesIO()
        carrying = np.array(carried.text_of(experiment.portable()))
        np.savez_compressed(content, allow_pickle=False, experiment=carrying, **vars(made))
        try:
            write_whole(path, content.getvalue())
        except OSError as error:
            raise formats.write_failure(path, error) from error
    if not pictures:
        return
    formats.avoid_display()
    try:
        with with_qt.ends_at_once():
            from gdviz.gui.export.map_figure import write_map
    except ImportError as error:
        raise with_qt.no_qt(error) from error
    looks = {key: values[key] for key in ("size", "theme", "scale", "place", "transparent") if key in values}
    try:
        remarks = write_map(experiment, made, pictures, lang=lang, **looks)
    except OSError as error:
        raise formats.write_failure(Path(error.filename or pictures[0]), error) from error
    report.say(remarks, language(lang))


def _read_resolution(text: str, flag: str) -> int:
    count = read_integer(text, flag)
    if not LEAST <= count <= MOST:
        raise ExperimentError(
            flag, message("must be in {range}, got {got}", range=f"[{LEAST}, {MOST}]", got=show(count))
        )
    return count


def _read_file(text: str, flag: str) -> Path:
    """A file for a picture or for numbers. Raises ExperimentError with the suffixes that there are."""
    path = Path(text)
    kinds = [known for known in known_formats().values() if isinstance(known, PictureFormat | Npz)]
    if not path.name.lower().endswith(tuple(suffix for known in kinds for suffix in known.suffixes)):
        suffixes = [suffix for known in kinds for suffix in known.suffixes]
        raise ExperimentError(flag, unknown(path.suffix, suffixes))
    return path


COMMAND = Command(
    "gdviz map EXPERIMENT.json [--kind basin|lr] [--resolution N] [--export FILE]... [--theme dark|light]",
    mark("Draws which minimum each start arrives in, or the loss over learning rate and step, for the first run."),
    options,
    main,
    examples=("gdviz map worked.json --export basins.png", "gdviz map worked.json --kind lr --export rates.pdf"),
)
