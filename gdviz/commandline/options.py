"""Options and their parser.

Not argparse: it takes the value of ``--start -1,2`` for an option, and its messages are not translated and do not
suggest the nearest option.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gdviz.commandline.terminal import width
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message, mark, message
from gdviz.params import decimal, integer, nearest, number, unknown
from gdviz.quoting import show
from gdviz.texts import LANGUAGES, Language

Reader = Callable[[str, str], Any]
"""(text, flag) -> value. Raises ExperimentError with the flag as its path."""


@frozen
class Option:
    """One option: `key` is where its value goes, `metavar` is empty for a switch, which gives `constant`.

    `help` is a template of gdviz.messages, `more` are others: what it means elsewhere. With `many` it may be
    repeated, and its value is a list.
    """

    flag: str
    key: str
    metavar: str = ""
    help: str = ""
    read: Reader = field(default=lambda text, flag: text)
    constant: Any = True
    many: bool = False
    more: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that there are, where they are named."""
        return self.read.choices if isinstance(self.read, OneOf) else ()


@dataclass
class Parsed:
    """The values of the options given, by key; their flags, by key; what was no option."""

    values: dict[str, Any] = field(default_factory=dict)
    flags: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


@frozen
class Command:
    """A command of gdviz: what it is called with, what it may be given, what it does."""

    usage: str
    summary: str
    options: Callable[[], list[Option]]
    main: Callable[[Parsed, Language], int]
    most_arguments: int = 1
    examples: tuple[str, ...] = ()


LANG = mark("The language of what is written.")
HELP = Option("--help", "help", help=mark("Shows this."))


def parse(tokens: Sequence[str], options: Iterable[Option], most_arguments: int) -> Parsed:
    """Sort the words of a command line into options and the rest.

    Raises ExperimentError: an unknown option (the nearest are named), a value missing, unwanted or unreadable,
    too many words.
    """
    known = {option.flag: option for option in (*options, HELP)}
    parsed, queue = Parsed(), list(tokens)
    while queue:
        token = queue.pop(0)
        if token == "--":
            parsed.rest += queue
            break
        if not token.startswith("-") or token == "-":
            parsed.rest.append(token)
            continue
        flag, equals, value = token.partition("=")
        option = HELP if flag == "-h" else known.get(flag)
        if option is None:
            raise ExperimentError("", _unknown_option(flag, known))
        if not option.metavar:
            if equals:
                raise ExperimentError(flag, message("takes no value"))
            parsed.values[option.key] = option.constant
        else:
            if not equals:
                if not queue or queue[0].startswith("--"):
                    raise ExperimentError(flag, _lacks_value(option, queue, known))
                value = queue.pop(0)
            made = option.read(value, flag)
            if option.many:
                parsed.values.setdefault(option.key, []).append(made)
            else:
                parsed.values[option.key] = made
        parsed.flags[option.key] = flag
    if len(parsed.rest) > most_arguments:
        raise ExperimentError("", message("one word too many: {word}", word=show(parsed.rest[most_arguments])))
    return parsed


def _lacks_value(option: Option, following: list[str], known: Iterable[str]) -> Message:
    """The message for a missing value; a following word that is no option may be meant as the value."""
    if following and following[0] != "--" and following[0].partition("=")[0] not in known:
        return message(
            "needs a value; one that begins with -- is joined by an equals sign: {flag}={value}",
            flag=option.flag, value=show(following[0]),
        )  # fmt: skip
    return message("needs a value: {flag} {value}", flag=option.flag, value=option.metavar)


def _unknown_option(flag: str, known: Iterable[str]) -> Message:
    near = [f"--{name}" for name in nearest(flag.lstrip("-"), [name[2:] for name in known])]
    if near:
        return message("unknown option {flag}; did you mean {near}?", flag=flag, near=", ".join(near))
    return message("unknown option {flag}; --help lists those there are", flag=flag)


def read_number(text: str, flag: str) -> float:
    """A finite number, written as in Python or JSON, in ASCII."""
    return number(_float(text, flag), flag)


def read_integer(text: str, flag: str) -> int:
    """A whole number; 1e6 is one."""
    if text.isascii() and text.strip().lstrip("+-").isdigit():
        return int(text) if len(text) <= 30 else integer(text, flag)
    value = _float(text, flag)
    return integer(value if value.is_integer() else text, flag)


def read_step(text: str, flag: str) -> int:
    """A step: a whole number from 0."""
    step = read_integer(text, flag)
    if step < 0:
        raise ExperimentError(flag, message("must be {range}, got {got}", range=">= 0", got=step))
    return step


def read_numbers(text: str, flag: str) -> list[float]:
    """Numbers between commas; brackets around them may be there."""
    return [read_number(part, flag) for part in text.strip().removeprefix("[").removesuffix("]").split(",")]


def read_size(text: str, flag: str) -> tuple[int, int]:
    """A picture's size in pixels, WIDTHxHEIGHT, each from 16 to 16384."""
    sides = text.lower().replace("×", "x").split("x")
    if len(sides) != 2 or not all(side.isascii() and side.isdigit() and 16 <= int(side[:9]) <= 16384 for side in sides):
        raise ExperimentError(
            flag, message("must be WIDTHxHEIGHT in pixels, each in [16, 16384], got {got}", got=show(text))
        )
    return int(sides[0]), int(sides[1])


class OneOf:
    """A reader that takes `choices` only."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        self.choices = choices

    def __call__(self, text: str, flag: str) -> str:
        """The text itself. Raises ExperimentError with the nearest choices."""
        if text not in self.choices:
            raise ExperimentError(flag, unknown(text, self.choices))
        return text


def one_of(*choices: str) -> Reader:
    """A reader that takes `choices` only."""
    return OneOf(choices)


def lang_option() -> Option:
    """``--lang``, which every command has."""
    return Option("--lang", "lang", "|".join(LANGUAGES), LANG, one_of(*LANGUAGES))


def help_text(command: Command, language: Language) -> str:
    """The usage, the summary, every option with its help, and examples."""
    summary = textwrap.wrap(language.text(command.summary), _columns())
    examples = ["", f"{language.translate(mark('examples'))}:", *(f"  {line}" for line in command.examples)]
    usage = f"{language.translate(mark('usage'))}: {command.usage}"
    return "\n".join([usage, "", *summary, "", *_options(command, language), *(examples if command.examples else [])])


def _options(command: Command, language: Language) -> Iterable[str]:
    columns = _columns()
    shown = [
        (f"{o.flag} {o.metavar}".strip(), " · ".join(map(language.text, (o.help, *o.more))))
        for o in (*command.options(), HELP)
    ]
    left = min(max(width(name) for name, _ in shown), 34)
    for name, text in shown:
        lines = textwrap.wrap(text, max(columns - left - 4, 30)) or [""]
        if width(name) > left:
            yield f"  {name}"
            name = ""
        for line in lines:
            yield f"  {name:<{left}}  {line}".rstrip()
            name = ""


def _columns() -> int:
    return min(shutil.get_terminal_size().columns, 110)


def _float(text: str, flag: str) -> float:
    try:
        if text.isascii() and "_" not in text:
            return decimal(text)
    except ExperimentError as error:
        raise ExperimentError(flag, error.reason) from None
    except ValueError:
        pass
    raise ExperimentError(flag, message("must be a number, got {got}", got=show(text)))
