"""On which line of a lesson's files something is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from gdviz.messages import ExperimentError, Message, message
from gdviz.params import join
from gdviz.quoting import show


class LessonError(ExperimentError):
    """Something in a guided lesson is wrong: the file, the line and the path of the key, and one sentence."""

    @classmethod
    def at(cls, file: str, line: int, path: str, reason: Message) -> LessonError:
        """The error at a line of a file, as compilers write it: ``lesson.json:12: steps[0].ask``."""
        return cls(f"{file}:{line}" + (f": {path}" if path else ""), reason)


def line_of(path: str, lines: Mapping[str, int]) -> int:
    """The line of a value, or of the one around it where it is missing."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path, 1)


def parsed(text: str, file: str) -> tuple[Any, dict[str, int]]:
    """The JSON value in a text, and the line of each value in it by its path. Raises LessonError."""
    try:
        value = json.loads(text)
        return value, _lines(text, file)
    except json.JSONDecodeError as error:
        reason = message("is not JSON here (column {column})", column=error.colno)
        raise LessonError.at(file, error.lineno, "", reason) from None
    except RecursionError:
        raise LessonError.at(file, 1, "", message("nested too deeply")) from None
    except LessonError:
        raise
    except ValueError:
        raise LessonError.at(file, 1, "", message("holds a number that is too long")) from None


def _lines(text: str, file: str) -> dict[str, int]:
    """The line of each value of a valid JSON text. Raises LessonError for a key that is given twice."""
    decoder, lines = json.JSONDecoder(), dict[str, int]()
    between = re.compile(r"[\s,:]*")
    line, counted = 1, 0

    def after(place: int) -> int:
        found = between.match(text, place)
        assert found is not None
        return found.end()

    def walk(place: int, path: str) -> int:
        nonlocal line, counted
        line, counted = line + text.count("\n", counted, place), place
        if path in lines:
            raise LessonError.at(file, line, path, message("{key} is given twice", key=show(path.rpartition(".")[2])))
        lines[path] = line
        if text[place] not in "{[":
            return after(decoder.raw_decode(text, place)[1])
        end, number = "]}"[text[place] == "{"], 0
        inner = after(place + 1)
        while text[inner] != end:
            if end == "}":
                key, inner = decoder.raw_decode(text, inner)
                inner = walk(after(inner), join(path, key))
            else:
                inner = walk(inner, f"{path}[{number}]")
                number += 1
        return after(inner + 1)

    walk(after(0), "")
    return lines
