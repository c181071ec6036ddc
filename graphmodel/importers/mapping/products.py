"""Which services are products, where no column says it: what nothing depends on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from graphmodel.importers.mapping.headers import folded_words
from graphmodel.importers.mapping.proposal import Source, SuggestedFile, SuggestedTable
from graphmodel.importers.mapping.synonyms import ours

LISTED: Final = 200
"""Up to so many products are listed one by one."""


def tell(
    file: SuggestedFile,
    table: SuggestedTable,
    depend: Collection[str],
    underpin: Collection[str],
    same: Callable[[str], str],
) -> None:
    """Say which services of a table are products.

    ``depend`` and ``underpin``: the services that depend on another, and that another depends on, by the one name
    that ``same`` gives for each.
    """
    if "kind" in table.columns:
        return
    names = [v for v in table.ids if same(v) in depend and same(v) not in underpin]
    if names and len(names) <= LISTED and file.found.whole:
        table.columns["kind"] = Source(table.columns["id"].toml, "see above")
        table.values["kind"] = {**dict.fromkeys(names, "product"), "*": "service"}
        table.comments += [
            "Products: nothing depends on those listed below. Correct the list, or name a column that tells products",
            "from services instead.",
        ]
    elif not names and _called_products(file) and not all(same(v) in underpin for v in table.ids):
        table.kind = "product"
        table.comments.append(
            'Taken for products by their names: kind = "service" if they only underpin others.'
        )
    elif not table.distinct:
        table.comments += [
            'Products: nothing says which these are. If a column does, name it (kind = "COLUMN") and give its values',
            f"below; or list them: kind = {table.columns['id'].toml}, and under [file.table.values.kind]",
            '"THIS ONE" = "product" and "*" = "service".',
        ]


def _called_products(file: SuggestedFile) -> bool:
    """Is the sheet, or its column of ids or names, called after applications or the like?"""
    words = [*folded_words(file.found.sheet_name).split()]
    words += [w for c in file.found.called("name") + file.found.called("id") for w in c.name.words]
    return any(ours("kind", w) == "product" or ours("kind", w.removesuffix("s")) == "product" for w in words)
