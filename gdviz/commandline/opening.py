"""Reads the experiment file of a command line, and decides which other files it may name."""

from __future__ import annotations

from pathlib import Path

from gdviz import consent
from gdviz.commandline.options import Option, Parsed
from gdviz.experiment import Experiment, ExperimentFile, outside_refused, read_file
from gdviz.messages import mark

FLAG = "--allow-data"


def option() -> Option:
    """``--allow-data``, which every command that opens a file has."""
    return Option(FLAG, "allow_data", help=mark(
        "Lets the experiment read data and recorded runs outside the folder of its file: for files whose origin you "
        "know."
    ))  # fmt: skip


def may_read(file: ExperimentFile, parsed: Parsed) -> bool:
    """Whether the files that it names may be read: they lie in its folder, or a person allows it now or did before."""
    return not file.outside or "allow_data" in parsed.values or consent.is_given(file.content, file.outside)


def load_allowed(path: str | Path, parsed: Parsed) -> Experiment:
    """Read an experiment file. Raises ExperimentError, also if it names a file that it may not read."""
    file = read_file(path)
    if not may_read(file, parsed):
        raise outside_refused(Path(path), file.outside, FLAG)
    return file.experiment()
