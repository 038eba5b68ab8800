"""CSV: one table, a row a step and run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, ClassVar

from gdviz.engine.columns import flat
from gdviz.export.export_format import DataFormat
from gdviz.messages import mark
from gdviz.quoting import as_cell

if TYPE_CHECKING:
    from gdviz.engine.runner import Result


class Csv(DataFormat):
    """Rows k = 0 .. n of each run: w[k], its loss, and what update k did; the last row has no update.

    Numbers are written as Python's repr, which reads back exactly; a file with a label beyond ASCII begins with
    the mark by which spreadsheets know UTF-8. A label that a spreadsheet would compute, such as ``=1+1``, has an
    apostrophe before it.
    """

    kind: ClassVar[str] = "csv"
    suffixes: ClassVar[tuple[str, ...]] = (".csv",)
    name: ClassVar[str] = "CSV"
    summary: ClassVar[str] = mark("A table for spreadsheets and pandas: a row a step, all runs below each other.")
    order: ClassVar[int] = 50

    def content(self, result: Result) -> bytes:
        """See DataFormat."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        names = dict.fromkeys(name for record in result.runs for name, _ in flat(record))
        writer.writerow(["run", *names])
        for label, record in zip(result.labels, result.runs, strict=True):
            own = {name: values.tolist() for name, values in flat(record)}
            rows = len(own["k"])
            padded = [own.get(name, []) + [""] * (rows - len(own.get(name, []))) for name in names]
            writer.writerows(zip([as_cell(label)] * rows, *padded, strict=True))
        written = text.getvalue()
        return written.encode("utf-8" if written.isascii() else "utf-8-sig")
