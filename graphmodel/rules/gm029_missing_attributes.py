"""GM029: attributes that are expected of a type are missing."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.levels import NAMES
from graphmodel.model.metamodel import SERVICE
from graphmodel.model.words import label
from graphmodel.rules.gaps import Gaps
from graphmodel.rules.rows import judged
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterable[Gap]:
    """Services that lack what their category expects, by id; the nearest category that says so is followed."""
    profile, code = _profiles(index)
    asked = sorted({name for names in profile for name in names})
    if not asked:
        return ()
    wanted = np.array([[name in names for name in asked] for names in profile])
    stated = np.stack([_stated(index, name) for name in asked], axis=1)
    lacking = wanted[code] & ~stated & judged(index)[:, None]
    found = np.flatnonzero(lacking.any(axis=1))
    profiled, category = [len(wanting) for wanting in profile], index.category[found]

    def messages(at: NDArray[np.intp]) -> Iterator[str]:
        known = index.names.called
        for v, lacks, c in zip(
            found[at].tolist(), lacking[found[at]].tolist(), category[at].tolist(), strict=True
        ):
            missing = list(compress(asked, lacks))
            of = label(index.category_id[c], index.category_name[c])
            yield (
                f"{known[v]} lacks {', '.join(missing)}: {len(missing)} of {profiled[code[v]]} "
                f"attributes that {of} expects"
            )

    return Gaps(index, found, messages)


def _profiles(index: Index) -> tuple[list[frozenset[str]], NDArray[np.intp]]:
    """What the categories expect, and intp[n]: which of these holds for each service."""
    expected = index.records("category").column("expected_attributes")
    nearest = np.append(index.category_tree.nearest(expected.where(bool)), np.int32(-1))[index.category]
    profile = [
        frozenset(SERVICE.current(name) for name in text.split(";") if name) for text in (*expected, "")
    ]
    return profile, np.where(nearest < 0, len(profile) - 1, nearest)


def _stated(index: Index, name: str) -> NDArray[np.bool_]:
    """bool[n]: the services with that attribute; a service level also where a category states it."""
    if name in NAMES:
        return np.array([bool(text) for text in index.levels[name].texts], np.bool_)
    return index.records("service").column(name).where(bool)


RULE = Rule(
    code="GM029",
    title="Missing attributes",
    severity="info",
    why="Each type of service has attributes without which its entry is of little use: they are listed in the "
    "column expected_attributes of its category, or of the nearest category above that has the column filled. "
    "The shipped types have a list to start with. Service levels count wherever they come from. " + LEFT_OUT,
    hint="fill them in, or change expected_attributes of the category",
    bad={
        "categories.csv": "id,name,expected_attributes\nplatform,Platform,criticality;site\n",
        "services.csv": "id,name,category,criticality,site\ndatabase,Database,platform,1,\n",
    },
    good={
        "categories.csv": "id,name,expected_attributes\nplatform,Platform,criticality;site\n",
        "services.csv": "id,name,category,criticality,site\ndatabase,Database,platform,1,Bonn\n",
    },
    find=find,
    needs=(judged,),
)
