"""`gdviz map`: which minimum each start arrives in, or the loss over rate and step; as numbers and as a picture."""

from __future__ import annotations

import io
import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np

from gdviz.commandline.options import Command, Option, Parsed, lang_option, one_of, read_integer
from gdviz.commandline.terminal import Failure, Progress
from gdviz.engine.maps import DIVERGED, NOWHERE, VALLEY, BasinMap, RateMap, basins, rates
from gdviz.experiment import load
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import show, unknown
from gdviz.paths import write_whole
from gdviz.texts import Language

SUFFIXES = (".png", ".npz")
LEAST, MOST = 2, 2000
COLORS = np.array([
    (0, 114, 178), (230, 159, 0), (0, 158, 115), (204, 121, 167), (86, 180, 233), (213, 94, 0), (240, 228, 66),
], dtype=np.uint8)  # fmt: skip
"""Told apart by the colour-blind: Okabe and Ito 2008, Color Universal Design."""
NONE_COLOR, DIVERGED_COLOR, VALLEY_COLOR = (150, 150, 150), (20, 20, 20), (235, 235, 235)
LEVELS = np.array([(11, 19, 28), (38, 84, 137), (108, 142, 200), (190, 196, 207), (254, 254, 254)], dtype=float)
"""Of the loss, the lowest first."""
BAD = (196, 43, 43)


def options() -> list[Option]:
    """What is drawn, how finely, and where to."""
    return [
        Option("--kind", "kind", "basin|lr", mark("The minimum that each start arrives in, or the loss over the rate."),
               one_of("basin", "lr")),
        Option("--resolution", "resolution", "N", mark("Starts a side, or rates; else 200."), _read_resolution),
        Option("--export", "export", "FILE", mark("Writes the map, .png or .npz; may be repeated."), _read_file,
               many=True),
        Option("--json", "json", help=mark("Prints one JSON object instead of the summary.")),
        lang_option(),
    ]  # fmt: skip


def main(parsed: Parsed, language: Language) -> int:
    """Compute the map of the first run, tell it, write it. Raises ExperimentError and Failure."""
    if not parsed.rest:
        raise ExperimentError("", message("say which experiment to draw: a file"))
    experiment = load(parsed.rest[0])
    kind, resolution = parsed.values.get("kind", "basin"), parsed.values.get("resolution", 200)
    work: Generator[float, None, Any] = (basins if kind == "basin" else rates)(experiment, 0, resolution)
    with Progress(language.translate(mark("steps"))) as progress:
        while True:
            try:
                progress(round(next(work) * 1000), 1000)
            except StopIteration as last:
                made: BasinMap | RateMap = last.value
                break
    for path in parsed.values.get("export", []):
        _write(path, made)
    told = _basin_facts(made) if isinstance(made, BasinMap) else _rate_facts(made)
    if parsed.values.get("json"):
        print(json.dumps({"kind": kind, **told}, allow_nan=False))
    else:
        print("\n".join(_lines(told, language)))
    return 0


def picture(made: BasinMap | RateMap) -> np.ndarray:
    """The map as RGB, a pixel a start (or a rate and a step), y and the rate upwards: shape (rows, columns, 3)."""
    if isinstance(made, BasinMap):
        pixels = COLORS[np.maximum(made.basin, 0) % len(COLORS)]
        pixels[made.basin == NOWHERE], pixels[made.basin == DIVERGED] = NONE_COLOR, DIVERGED_COLOR
        pixels[made.basin == VALLEY] = VALLEY_COLOR
    else:
        finite = np.isfinite(made.loss)
        ranked = np.sort(made.loss[finite])
        share = np.searchsorted(ranked, np.where(finite, made.loss, np.inf)) / max(len(ranked) - 1, 1)
        places = np.linspace(0, 1, len(LEVELS))
        channels = [np.interp(share, places, LEVELS[:, channel]) for channel in range(3)]
        pixels = np.round(np.stack(channels, axis=-1)).astype(np.uint8)
        pixels[~finite] = BAD
    return np.ascontiguousarray(pixels[::-1])


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


def _lines(told: dict[str, Any], language: Language) -> list[str]:
    lines = []
    for minimum in told.get("minima", []):
        where = ", ".join(f"{value:.4g}" for value in minimum["w"])
        text = message("{share:.1f} % arrive at ({w}), loss {loss:.4g}", share=100 * minimum["share"], w=where,
                       loss=minimum["loss"])  # fmt: skip
        lines.append(language.text(text))
    if told.get("valley"):
        text = message("{share:.1f} % arrive in a valley of no single minimum", share=100 * told["valley"])
        lines.append(language.text(text))
    if "elsewhere" in told:
        lines.append(language.text(message("{share:.1f} % end elsewhere", share=100 * told["elsewhere"])))
    if told.get("best"):
        text = message("the best of the rates {low:.3g} .. {high:.3g} is {lr:.4g}, loss {loss:.4g}",
                       low=told["rates"][0], high=told["rates"][1], **told["best"])  # fmt: skip
        lines.append(language.text(text))
    lines.append(language.text(message("{share:.1f} % diverge", share=100 * told["diverged"])))
    return lines


def _write(path: Path, made: BasinMap | RateMap) -> None:
    content = io.BytesIO()
    if path.suffix.lower() == ".png":
        from PIL import Image

        Image.fromarray(picture(made)).save(content, "PNG")
    else:
        np.savez_compressed(content, **vars(made))
    try:
        write_whole(path, content.getvalue())
    except OSError as error:
        what = message("{file}: cannot be written: {why}", file=path, why=error.strerror or str(error))
        raise Failure(what) from None


def _read_resolution(text: str, flag: str) -> int:
    count = read_integer(text, flag)
    if not LEAST <= count <= MOST:
        raise ExperimentError(
            flag, message("must be in {range}, got {got}", range=f"[{LEAST}, {MOST}]", got=show(count))
        )
    return count


def _read_file(text: str, flag: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in SUFFIXES:
        raise ExperimentError(flag, unknown(path.suffix, SUFFIXES))
    return path


COMMAND = Command(
    "gdviz map EXPERIMENT.json [--kind basin|lr] [--resolution N] [--export FILE]...",
    mark("Draws which minimum each start arrives in, or the loss over learning rate and step, for the first run."),
    options,
    main,
)
