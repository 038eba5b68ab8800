"""The records and verdicts of lessons, each computed once."""

from __future__ import annotations

from functools import cache
from typing import Any

import gdviz
from gdviz.engine.trajectory import RunRecord, Verdict
from gdviz.lessons import lesson
from gdviz.texts import language


def gd(lr: float, **more: Any) -> dict[str, Any]:
    return {"kind": "sgd", "lr": lr, **more}


@cache
def records(name: str) -> list[RunRecord]:
    return gdviz.run(lesson(name).open(language("en").choose), "cpu").runs


def verdict_of(record: RunRecord) -> Verdict:
    assert record.verdict is not None
    return record.verdict
