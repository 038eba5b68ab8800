"""`gdviz run`: an experiment to its end, without a window."""

from __future__ import annotations

import json
from pathlib import Path

from gdviz.backend import DEVICES
from gdviz.commandline import building, formats, opening, report
from gdviz.commandline.options import (
    Command,
    Option,
    Parsed,
    lang_option,
    one_of,
)
from gdviz.commandline.terminal import Failure, OutputLost, Progress
from gdviz.engine.runner import run
from gdviz.messages import mark, message
from gdviz.texts import Language


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
        *formats.options(),
        opening.option(),
        lang_option(),
        Option("--json", "json", help=mark("Prints one JSON object instead of the summary.")),
    ]


def main(parsed: Parsed, language: Language) -> int:
    """Run, report, export. Raises ExperimentError and Failure."""
    experiment = building.build(parsed)
    targets = parsed.values.get("export", [])
    for target in targets:
        formats.check(target, experiment, Path(parsed.rest[0]) if parsed.rest else None)
    with Progress(language.translate(mark("steps"))) as progress:
        result = run(experiment, parsed.values.get("device", "auto"), progress)
    as_json = parsed.values.get("json")
    summary = json.dumps(report.as_json(result), allow_nan=False) if as_json else report.summary(result, language)
    lost: OutputLost | None = None
    try:
        print(summary, flush=True)
    except OutputLost as error:  # the files are written nevertheless
        lost = error
    report.say(report.remarks(result), language)
    formats.write(result, targets, parsed.values, language.code)
    failed = [record for record in result.runs if record.finish == "failed"]
    if failed:
        raise Failure(message("{label} failed: {why}", label=failed[0].label, why=failed[0].failure))
    formats.require_recorded(experiment, targets)
    if lost is not None:
        raise lost
    return 0


COMMAND = Command(
    "gdviz run [EXPERIMENT.json] [--surface NAME | --expression E] [--start X,Y] [--optimizer KIND] [--lr LR] ...",
    mark(
        "Computes an experiment to its end without a window and prints a summary. Without a file: gradient descent, "
        "the problem's own start and rate, 100 steps. Options override what the file says, in all its runs."
    ),
    options,
    main,
    examples=(
        "gdviz run --surface rosenbrock --optimizer adam --lr 0.05 --steps 300",
        'gdviz run --expression "x^2 + 3y^2" --start -2,1 --schedule cosine --export path.png',
        "gdviz run worked.json --at 17 --size 1600x900 --theme dark --lang ko --export a.png --export a.gif",
        "gdviz run worked.json --export record.csv --export record.npz --export program.py --export program.numpy.py",
        "gdviz run worked.json --picture figure --place column --export figure.pdf --export figure.svg",
        "gdviz run path.png --json",
    ),
)
