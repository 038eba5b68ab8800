"""The command line, `gdviz COMMAND`. Heavy packages are imported by the command that needs them."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO, cast

from gdviz import __version__
from gdviz.commandline import COMMANDS
from gdviz.commandline.options import Command, help_text, parse
from gdviz.commandline.terminal import Failure, Interrupted, Output, OutputLost, make_streams_safe
from gdviz.messages import ExperimentError, Message, mark, message
from gdviz.params import nearest
from gdviz.paths import sweep
from gdviz.quoting import one_line, show
from gdviz.texts import Language, language, preferred

SUMMARY = mark("gdviz shows gradient descent, step by step, run beside run.")
DONE, FAILED, WRONG, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: the process's); returns the exit code.

    0 done; 1 it failed, or a picture or film lacks a recorded run that cannot be read; 2 the command line or the
    experiment is wrong; 130 interrupted. What goes wrong is one line on stderr.
    """
    make_streams_safe()
    with contextlib.redirect_stdout(cast(TextIO, Output(sys.stdout))):
        return _main(argv)


def _main(argv: Sequence[str] | None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    spoken = language("en")
    sweep()
    try:
        spoken = language(preferred(arguments))
        code = _dispatch(arguments, spoken)
        sys.stdout.flush()  # raises OutputLost here, where it is handled
        return code
    except ExperimentError as error:
        return _say(spoken.text(error), WRONG)
    except OutputLost as lost:
        _discard(sys.stdout)
        return DONE if lost.reader_left else _say(spoken.text(lost.reason), FAILED)
    except Interrupted as stopped:
        return _say(spoken.text(stopped.reason), INTERRUPTED)
    except Failure as failure:
        return _say(spoken.text(failure.reason), FAILED)
    except KeyboardInterrupt:
        return _say(spoken.text(mark("interrupted")), INTERRUPTED)
    except Exception:
        return _say(spoken.text(_unforeseen()), FAILED)


def _dispatch(arguments: list[str], spoken: Language) -> int:
    first = arguments[0] if arguments else ""
    if first in ("-h", "--help"):
        print(_overview(spoken))
        return DONE
    if first in ("-V", "--version"):
        print(f"gdviz {__version__}")
        return DONE
    if first in COMMANDS:
        name, rest = first, arguments[1:]
    elif not first or first.startswith("-") or first.lower().endswith(".json") or Path(first).is_file():
        name, rest = "gui", arguments
    else:
        raise ExperimentError("", _unknown_command(first))
    command = _command(name)
    parsed = parse(rest, command.options(), command.most_arguments)
    if "help" in parsed.values:
        print(help_text(command, spoken))
        return DONE
    return command.main(parsed, spoken)


def _unknown_command(name: str) -> Message:
    near = nearest(name, COMMANDS)
    if near:
        return message("unknown command {name}; did you mean {near}?", name=show(name), near=", ".join(near))
    return message("unknown command {name}; known: {known}", name=show(name), known=", ".join(COMMANDS))


def _command(name: str) -> Command:
    command: Command = importlib.import_module(COMMANDS[name]).COMMAND
    return command


def _overview(spoken: Language) -> str:
    lines = [spoken.text(SUMMARY), ""]
    for name in COMMANDS:
        command = _command(name)
        lines += [f"  {command.usage}", f"      {spoken.text(command.summary)}"]
    codes = mark(
        "Exit codes: 0 done; 1 it failed, or a picture or film lacks a recorded run that cannot be read; 2 the command"
        " line or the experiment is wrong; 130 interrupted."
    )
    more = mark("gdviz COMMAND --help lists a command's options.")
    return "\n".join([*lines, "", spoken.text(codes), spoken.text(more)])


def _say(text: str, code: int) -> int:
    try:
        print(f"gdviz: {' '.join(one_line(text).split())}", file=sys.stderr, flush=True)
    except OSError:
        _discard(sys.stderr)
    return code


def _discard(stream: TextIO) -> None:
    """Discard what a stream still holds: otherwise the interpreter's last flush fails, and prints an error."""
    with contextlib.suppress(AttributeError):  # it is closed
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _unforeseen() -> Message:
    """Write the trace of an error in gdviz itself to the user's folder, and return a sentence that says where."""
    from gdviz.paths import user_folder, write_whole

    kind, error, _ = sys.exc_info()
    what = f"{kind.__name__ if kind else ''}: {error}"
    try:
        file = user_folder("log") / "command-line-error.txt"
        write_whole(file, traceback.format_exc().encode("utf-8", "replace"))
    except OSError:
        return message("an error in gdviz: {what}", what=what)
    return message("an error in gdviz: {what}; the details are in {file}", what=what, file=file)


if __name__ == "__main__":
    sys.exit(main())
