"""GM007: a product lacks an underpinning type that its category expects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.condensed import whole
from graphmodel.algorithms.underpinning_categories import underpinning_categories
from graphmodel.model.words import label
from graphmodel.rules.rows import ASIDE, expectations, named, retired, service
from graphmodel.rules.rows import products as judged_products
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Products and the types that nothing below them, near or far, belongs to, by product, then type.

    What a category expects is stated by itself or else by the nearest category above it. The product itself does not
    count, and a product without any underpinning lacks every type: a finding that GM006 does not replace, or else
    fixing that one would bring up new ones.
    """
    expected = expectations(index)
    products = np.flatnonzero(judged_products(index)).tolist()
    types = sorted({t for p in products for t in expected.get(index.category[p], ())})
    if not types:
        return
    numbers = [index.category_id.find(t) for t in types]
    out = retired(index)
    reached = underpinning_categories(index, numbers, ~out if out.any() else None)
    once = underpinning_categories(index, numbers) if out.any() else reached
    bit = {t: 1 << i for i, t in enumerate(types)}
    rows = index.records("service")
    for p in products:
        for missing in expected.get(index.category[p], ()):
            if not reached[p] & bit[missing]:
                kinds = index.category_id.find(missing), int(index.category[p])
                type_, category = (label(index.category_id[c], index.category_name[c]) for c in kinds)
                message = (
                    f"nothing of type {type_} underpins product {named(index, p)}, as {category} expects"
                )
                message += ASIDE * bool(once[p] & bit[missing])
                yield replace(
                    service(index, p, message, rows.origin(p), missing),
                    others=tuple(index.category_id[c] for c in kinds),
                    other_names=tuple(index.category_name[c] for c in kinds),
                )


RULE = Rule(
    code="GM007",
    title="Missing underpinning type",
    severity="warning",
    why="A type of service expects other types below it: an application without a platform, a network or somebody who "
    "answers the phone is not complete, or its catalogue is not. " + LEFT_OUT,
    hint="add the dependency on a service of that type, or change what the category expects",
    bad={
        "categories.csv": "id,name,expects\napplication,Application,platform;network\nplatform,Platform,\n"
        "network,Network,\n",
        "products.csv": "id,name,category\nshop,Shop,application\n",
        "services.csv": "id,name,category\nhosting,Hosting,platform\nlan,Office network,network\n",
        "dependencies.csv": "service,depends_on\nshop,hosting\n",
    },
    good={
        "categories.csv": "id,name,expects\napplication,Application,platform;network\nplatform,Platform,\n"
        "network,Network,\n",
        "products.csv": "id,name,category\nshop,Shop,application\n",
        "services.csv": "id,name,category\nhosting,Hosting,platform\nlan,Office network,network\n",
        "dependencies.csv": "service,depends_on\nshop,hosting\nhosting,lan\n",
    },
    find=find,
    over=judged_products,
    needs=(
        expectations,
        judged_products,
        retired,
        whole,
    ),
)
