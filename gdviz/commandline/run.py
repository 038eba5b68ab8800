"""`gdviz run`: an experiment to its end, without a window."""

from __future__ import annotations

import json
import sys

from gdviz.backend import DEVICES
from gdviz.commandline import building, formats, report
from gdviz.commandline.options import (
    Command,
    Option,
    Parsed,
    lang_option,
    one_of,
    read_integer,
    read_size,
)
from gdviz.commandline.terminal import Failure, Progress
from gdviz.engine.runner import run
from gdviz.messages import ExperimentError, mark, message
from gdviz.texts import Language

THEMES = ("dark", "light")


def options() -> list[Option]:
    """What is computed, then where and what is written."""
    return [
        *building.options(),
        Option("--device", "device", "|".join(DEVICES), mark("What computes."), one_of(*DEVICES)),
        Option(
            "--export",
            "export",
            "FILE",
            mark("Writes a picture, film, table or program, by its suffix; may be repeated."),
            formats.read_target,
            many=True,
        ),
        Option(
            "--at",
            "at",
            "STEP",
            mark("The step that a picture shows, and with which a film ends; else the last."),
            _read_step,
        ),
        Option("--size", "size", "WxH", mark("The size of pictures and films in pixels."), read_size),
        Option("--theme", "theme", "|".join(THEMES), mark("The colours of pictures and films."), one_of(*THEMES)),
        lang_option(),
        Option("--json", "json", help=mark("Prints one JSON object instead of the summary.")),
    ]


def main(parsed: Parsed, language: Language) -> int:
    """Run, report, export. Raises ExperimentError and Failure."""
    experiment = building.build(parsed)
    targets = parsed.values.get("export", [])
    for target in targets:
        formats.check_folder(target)
        formats.check_format(target)
    with Progress(language.translate(mark("steps"))) as progress:
        result = run(experiment, parsed.values.get("device", "auto"), progress)
    if parsed.values.get("json"):
        print(json.dumps(report.as_json(result), allow_nan=False), flush=True)
    else:
        print(report.summary(result, language), flush=True)
    for remark in report.remarks(result):
        print(f"gdviz: {language.text(remark)}", file=sys.stderr)
    formats.write(result, targets, parsed.values, language.code)
    failed = [record for record in result.runs if record.finish == "failed"]
    if failed:
        raise Failure(message("{label} failed: {why}", label=failed[0].label, why=failed[0].failure))
    return 0


def _read_step(text: str, flag: str) -> int:
    step = read_integer(text, flag)
    if step < 0:
        raise ExperimentError(flag, message("must be {range}, got {got}", range=">= 0", got=step))
    return step


COMMAND = Command(
    "gdviz run [EXPERIMENT.json] [--surface NAME | --expression E] [--start X,Y] [--optimizer KIND] [--lr LR] ...",
    mark(
        "Computes an experiment to its end without a window and prints a summary. Without a file: gradient descent, "
        "the problem's own start and rate, 100 steps. Options override what the file says, in all its runs."
    ),
    options,
    main,
)
