"""JSON: the experiment and the columns of all runs in one object."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, ClassVar

from gdviz import carried
from gdviz.engine.columns import columns
from gdviz.export.export_format import DataFormat
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.engine.runner import Result
    from gdviz.engine.trajectory import RunRecord


class Json(DataFormat):
    """``{"format": "gdviz-result", "version": 1, "experiment": {..}, "runs": [{label, finish, verdict, k, w, ..}]}``.

    Numbers read back exactly; null stands for what is not finite.
    """

    kind: ClassVar[str] = "json"
    suffixes: ClassVar[tuple[str, ...]] = (".json",)
    name: ClassVar[str] = "JSON"
    summary: ClassVar[str] = mark("The experiment and the numbers of all runs, for programs in any language.")
    carries: ClassVar[bool] = True
    order: ClassVar[int] = 52

    def content(self, result: Result) -> bytes:
        """See DataFormat."""
        head = f'{{"format": "{carried.RESULT}", "version": 1, "experiment": '
        runs = ",\n".join(
            json.dumps(_run(*one), allow_nan=False) for one in zip(result.labels, result.runs, strict=True)
        )
        text = f'{head}{carried.text_of(result.experiment.portable())},\n"runs": [\n{runs}\n]}}\n'
        return text.encode()


def _run(label: str, record: RunRecord) -> dict[str, Any]:
    verdict = record.verdict
    return {
        "label": label,
        "finish": record.finish,
        "verdict": verdict and {"kind": verdict.kind, "text": verdict.text},
        "parameters": list(record.problem.names),
        **{name: _finite(values.tolist()) for name, values in columns(record).items()},
    }


def _finite(value: Any) -> Any:
    """Nested lists of numbers, with null for inf and nan."""
    if isinstance(value, list):
        return [_finite(entry) for entry in value]
    return value if math.isfinite(value) else None
