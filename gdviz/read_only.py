"""Arrays that cannot be written to: results and samples are shared, and a change would affect all who read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"
Integers: TypeAlias = "NDArray[np.int_]"
Kind = TypeVar("Kind", bound=np.generic)


def read_only(array: NDArray[Kind]) -> NDArray[Kind]:
    """A view of `array` that raises ValueError when it is written to; `array` itself stays as it is."""
    view = array.view()
    view.flags.writeable = False
    return view


class ReadOnlyArrays:
    """A dataclass whose arrays are read-only, also after it was unpickled: NumPy forgets that in a pickle."""

    def __post_init__(self) -> None:
        """Replace each array by a read-only view; the class may be frozen."""
        held = vars(self)
        held.update({name: read_only(value) for name, value in held.items() if isinstance(value, np.ndarray)})

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self.__post_init__()
