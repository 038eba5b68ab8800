"""Writes what PyTorch computed with the exported programs, if an option says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import torch_records


@pytest.fixture(scope="session", autouse=True)
def written_records() -> Iterator[None]:
    yield
    if torch_records.RECORDING:
        torch_records.write()
