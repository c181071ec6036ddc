"""Types of arrays that are not of one width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Integers: TypeAlias = "NDArray[np.integer[Any]]"
"""Numbers of services, of rows, …: of any width."""
Array: TypeAlias = "NDArray[Any]"
"""An array of the index, of the type that ``shapes`` says of its name."""
