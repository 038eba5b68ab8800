"""A failure in one view must not keep the others from showing what is true."""

from __future__ import annotations

from collections.abc import Callable


def every(*acts: Callable[[], object]) -> None:
    """Do all of `acts`, also where one fails; the first failure is raised when all are done."""
    failure: Exception | None = None
    for act in acts:
        try:
            act()
        except Exception as error:
            failure = failure or error
    if failure is not None:
        raise failure
