"""`gdviz export`: an experiment's files - pictures, films, tables, programs - without a summary."""

from __future__ import annotations

import sys
from pathlib import Path

from gdviz.commandline import formats, opening, report
from gdviz.commandline.options import Command, Option, Parsed, lang_option
from gdviz.commandline.terminal import Failure, Progress
from gdviz.engine.runner import run
from gdviz.export.export_format import formats as known_formats
from gdviz.messages import ExperimentError, mark, message, why
from gdviz.quoting import one_line
from gdviz.texts import Language


def options() -> list[Option]:
    """Where the files go, and how they look."""
    return [
        Option("--all", "all", "DIR", mark("Writes a file of every format into the folder DIR, created if necessary.")),
        *formats.options(),
        opening.option(),
        lang_option(),
    ]


def main(parsed: Parsed, language: Language) -> int:
    """Compute and write. Raises ExperimentError and Failure."""
    if not parsed.rest or (len(parsed.rest) == 1 and "all" not in parsed.values):
        raise ExperimentError("", message("say which experiment, and which files or --all DIR"))
    source = Path(parsed.rest[0])
    experiment = opening.load_allowed(source, parsed)
    targets = [formats.read_target(text, "") for text in parsed.rest[1:]]
    if "all" in parsed.values:
        targets += _all(source, Path(parsed.values["all"]), language)
    for target in targets:
        formats.check(target, experiment, source)
    with Progress(language.translate(mark("steps"))) as progress:
        result = run(experiment, progress=progress)
    report.say(result.notes, language)
    formats.write(result, targets, parsed.values, language.code)
    for target in targets:
        print(one_line(str(target)), flush=True)
    formats.require_recorded(experiment, targets)
    return 0


def _all(source: Path, folder: Path, language: Language) -> list[Path]:
    """A file of each format that can be written here; prints what each other format needs."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = message("Not a directory") if isinstance(error, FileExistsError) else why(error)
        raise Failure(message("{file}: cannot be written: {why}", file=folder, why=reason)) from error
    made = []
    for known in known_formats().values():
        absent = known.missing()
        if absent is not None:
            print(f"gdviz: {language.text(absent)}", file=sys.stderr)
            continue
        path = folder / f"{source.stem}{known.suffixes[0]}"
        same = path.exists() and path.samefile(source)
        made.append(path.with_stem(f"{source.stem}-result") if same else path)
    return made


COMMAND = Command(
    "gdviz export EXPERIMENT [FILE]... [--all DIR] [--at STEP] [--size WxH] [--theme dark|light]",
    mark("Computes an experiment and writes pictures, films, tables and programs of it, each by its suffix."),
    options,
    main,
    most_arguments=1000,
    examples=(
        "gdviz export worked.json path.png path.mp4 path.csv",
        "gdviz export worked.json --all exported --size 1280x720 --theme dark",
    ),
)
