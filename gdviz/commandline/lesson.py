"""`gdviz lesson`: a guided lesson, or a figure of the lecture, in the window; check and sheet of a guided lesson."""

from __future__ import annotations

from pathlib import Path

from gdviz.commandline import formats, window, with_qt
from gdviz.commandline.options import Command, Option, Parsed, read_integer
from gdviz.lessons import catalogue, lesson
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import unknown
from gdviz.quoting import one_line, show
from gdviz.texts import Language

FAILING = 1


def main(parsed: Parsed, language: Language) -> int:
    """Open the lesson and return the window's exit code, check it - 0 all holds, 1 a claim fails - or write its sheet.

    Raises ExperimentError for an unknown or broken lesson, Failure without a display and for a sheet that cannot be
    written.
    """
    _require_fitting(parsed)
    checks, sheet = parsed.values.get("check"), parsed.values.get("sheet")
    alone = checks or sheet is not None
    name = parsed.rest[0] if parsed.rest else ""
    from gdviz.guided import catalogue as guided

    figures = [known.name for known in catalogue() if known.name not in guided.names()]
    if name in figures and not alone:
        return window.show(lesson(name).open(language.choose), None, parsed)
    if not name:
        known = guided.names() if alone else [*guided.names(), *figures]
        raise ExperimentError("", message("say which lesson: {known}", known=", ".join(known)))
    if name in figures:
        names = ", ".join(guided.names())
        what = message(
            "{name} is a figure, which claims nothing; guided lessons are checked: {known}", name=name, known=names
        )
        if not checks:
            what = message("{name} is a figure, which asks nothing; guided lessons do: {known}", name=name, known=names)
        raise ExperimentError("--check" if checks else "--sheet", what)
    if checks:
        return _check(name, language)
    if sheet is not None:
        return _write_sheet(name, sheet, parsed, language)
    if name in guided.names() or Path(name).is_dir():
        guided.named_or_in(name)  # raises for a broken lesson
        return window.show(None, None, parsed, guided=name)
    raise ExperimentError("lesson", unknown(name, [*guided.names(), *figures]))


def _check(place: str, language: Language) -> int:
    """Run a lesson; print which of its claims do not hold, and how many do. Raises ExperimentError for a broken one."""
    from gdviz.guided.catalogue import named_or_in
    from gdviz.guided.checking import check

    found = named_or_in(place)
    failing = check(found)
    for note in (*found.notes, *failing):
        print(language.text(note))
    claims = sum(len(step.claims) for step in found.steps)
    summary = message(
        "{name}: {holding} of {claims} claims hold", name=found.name, holding=claims - len(failing), claims=claims
    )
    print(language.text(summary))
    return FAILING if failing else 0


def _require_fitting(parsed: Parsed) -> None:
    """Refuse options that need --sheet and lack it, and --check beside --sheet. Raises ExperimentError."""
    flags = parsed.flags
    for key in ("key", "variant"):
        if key in flags and "sheet" not in flags:
            raise ExperimentError(flags[key], message("applies only to a sheet: give its file with --sheet FILE.pdf"))
    if "check" in flags and "sheet" in flags:
        raise ExperimentError("--check", message("cannot be combined with --sheet: run them one after the other"))


def _write_sheet(place: str, path: Path, parsed: Parsed, language: Language) -> int:
    """Write the exercise sheet of a lesson, and print where it is. Raises ExperimentError and Failure."""
    from gdviz.guided.catalogue import named_or_in

    lesson, variant = named_or_in(place), parsed.values.get("variant", 0)
    try:
        lesson.variant(variant)
    except ExperimentError as error:
        raise ExperimentError("--variant", error.reason) from None
    formats.check(path)
    formats.avoid_display()
    try:
        with with_qt.ends_at_once():
            from gdviz.gui.lesson.sheet_file import write_sheet
    except ImportError as error:
        raise with_qt.no_qt(error) from error
    try:
        write_sheet(lesson, path, has_answers="key" in parsed.values, variant=variant, lang=language.code)
    except OSError as error:
        raise formats.write_failure(path, error) from error
    print(one_line(str(path)))
    return 0


def _read_sheet(text: str, flag: str) -> Path:
    """The file of a sheet. Raises ExperimentError where its suffix is another than that of PDF."""
    path = Path(text)
    if path.suffix.lower() != ".pdf":
        raise ExperimentError(flag, message("must end in .pdf, got {got}", got=show(text)))
    return path


def _options() -> list[Option]:
    return [
        *window.options(),
        Option("--check", "check", help=mark("Runs a guided lesson, and says which of its claims do not hold.")),
        Option("--sheet", "sheet", "FILE.pdf",
               mark("Writes the questions of a guided lesson as a sheet to print (A4)."), _read_sheet),
        Option("--key", "key", help=mark("Writes the sheet with the answers.")),
        Option("--variant", "variant", "N",
               mark("Writes the sheet with the numbers of a variant of the lesson; 0 has its own."), read_integer),
    ]  # fmt: skip


COMMAND = Command(
    "gdviz lesson NAME|FOLDER [--lang ko|en] [--check] [--sheet FILE.pdf [--key] [--variant N]]",
    mark("Opens a lesson, or a figure of the lecture, ready to play. gdviz list lessons names them."),
    _options,
    main,
    examples=("gdviz lesson by_hand --check", "gdviz lesson by_hand --sheet key.pdf --key --variant 1 --lang ko"),
)
