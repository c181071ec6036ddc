"""Which dependencies a diagram need not draw, because others that it draws say the same.

A hard dependency is implied where another path of hard dependencies leads from its consumer to its provider: whatever
the provider's failure does to the consumer it does by that path too. A soft one is implied where any path leads there:
what is down or degraded at its end degrades the consumer at least. Members of alternatives are never left out and imply
nothing; nor do dependencies that changed, or that close cycles where those are marked, and what the reader asked to see
is drawn, unless it is very much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.algorithms import reduction

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.diagrams.collapse import Collapsed, Dependencies
    from graphmodel.diagrams.edges import Styles
    from graphmodel.diagrams.spec import Spec
    from graphmodel.index.index import Index


_MANY: Final = 40
"""Of more dependencies that are stressed a reader follows none: those that others of them imply are left out, too."""


def implied(
    index: Index, spec: Spec, found: Dependencies, drawn: Styles, plan: Collapsed
) -> NDArray[np.bool_]:
    """bool[m]: the dependencies of a drawing that others of it imply, both of whose ends are drawn one by one."""
    single = np.zeros(index.n, np.bool_)
    single[spec.services[plan.single]] = True
    single[list(spec.outside)] = False
    plain = np.diff(index.member_at)[found.requirement] == 1
    if spec.closing is not None:
        plain &= ~drawn.cycle
    plain &= (drawn.mark == 0) & single[found.consumer] & single[found.provider]
    result = _implied(index.n, found, plain & ~drawn.soft, drawn)
    if (soft := plain & drawn.soft).any():
        result |= _implied(index.n, found, plain, drawn) & soft
    stressed = drawn.highlight
    return result if np.count_nonzero(stressed) > _MANY else result & ~stressed


def _implied(n: int, found: Dependencies, those: NDArray[np.bool_], drawn: Styles) -> NDArray[np.bool_]:
    """bool[m]: which of those dependencies others of them imply."""
    at = np.flatnonzero(those)
    # A path of hard ones says more than a soft one beside it, so of two that say the same the hard one stays.
    wanted = (drawn.highlight | ~drawn.soft)[at]
    result = np.zeros(len(those), np.bool_)
    result[at] = reduction.implied(n, found.consumer[at], found.provider[at], wanted)
    return result
