"""The category tree: what is above and below each category, all at once. Each round looks twice as far as the last."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class CategoryTree:
    """``parent``: int32[c], the parent of each category, -1 for a root. None is its own ancestor."""

    def __init__(self, parent: NDArray[np.int32]) -> None:
        self.parent = parent

    def nearest(self, stated: NDArray[np.bool_]) -> NDArray[np.int32]:
        """int32[c]: of the categories in ``stated`` (bool[c]) the nearest at or above each; -1 where there is none."""
        last = len(self.parent)
        own = np.arange(last + 1, dtype=np.int32)
        at = np.where(np.append(stated, True), own, np.append(self._up, np.int32(last)))
        for _ in range(last.bit_length()):
            at = at[at]
        return np.where(at[:-1] == last, np.int32(-1), at[:-1])

    def within(self, categories: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """bool[c]: these categories (bool[c]) and all below them."""
        return self.nearest(categories) >= 0

    def above(self, categories: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """bool[c]: these categories (bool[c]) and all above them."""
        last = len(self.parent)
        found = np.append(categories, False)
        up = np.append(self._up, np.int32(last))
        for _ in range(last.bit_length()):
            found[up[found]] = True
            up = up[up]
        return found[:-1]

    @cached_property
    def root(self) -> NDArray[np.int32]:
        """int32[c]: the root (the type) of each category."""
        return self.nearest(self.parent < 0)

    @cached_property
    def downwards(self) -> NDArray[np.intp]:
        """intp[c]: every category, each after its parent."""
        last = len(self.parent)
        up = np.append(self._up, np.int32(last))
        depth = (up != last).astype(np.int32)
        for _ in range(last.bit_length()):
            depth, up = depth + depth[up], up[up]
        return np.argsort(depth[:-1], kind="stable")

    @property
    def _up(self) -> NDArray[np.int32]:
        """The parents; of a root one that is behind all."""
        return np.where(self.parent < 0, np.int32(len(self.parent)), self.parent)
