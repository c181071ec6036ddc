"""GM038: a supplier, holder or team that is spelt in several ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.strings import coded
from graphmodel.model.metamodel import NODES
from graphmodel.model.words import called, count, short
from graphmodel.rules.names import company, words
from graphmodel.rules.rows import judged
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.index.records import Texts
    from graphmodel.rules.settings import Settings

SERVICES = Parameter[tuple[str, ...]](
    "GM038", "services", ("supplier",), "columns of services that are compared"
)
ROLES = Parameter[tuple[str, ...]]("GM038", "roles", ("holder", "team"), "columns of roles that are compared")


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Services, then roles, that spell a value otherwise than most do, by id, then column."""
    everyone = np.ones(len(index.role_id), np.bool_)
    for kind, columns, there in (
        ("service", settings.value(SERVICES), judged(index)),
        ("role", settings.value(ROLES), everyone),
    ):
        rows = index.records(kind)
        names = dict.fromkeys(map(NODES[kind].current, columns))
        found = [
            (row, column, said, usual)
            for column in names
            for row, said, usual in _odd(rows.column(column), there)
        ]
        found.sort(key=lambda one: one[0])
        own, name = rows.column("id"), rows.column("name")
        for row, column, said, usual in found:
            message = f"{called(own[row], name[row])}: {column} is {said}"
            fix = (kind, (("id", own[row]), (column, usual)))
            yield Gap(
                own[row], name[row], message, rows.origin(row), f"{kind} {column}", about=kind, fix=(fix,)
            )


def _odd(column: Texts, there: NDArray[np.bool_]) -> Iterator[tuple[int, str, str]]:
    """The rows with an unusual spelling of a value, and what is unusual."""
    texts, code = coded(column)
    times: Counter[str] = Counter()
    for text, number in zip(texts, np.bincount(code[there], minlength=len(texts)).tolist(), strict=True):
        times[text] += number
    known = [text for text, number in times.items() if number]
    spelt: defaultdict[str, list[str]] = defaultdict(list)
    for text, said in zip(known, words(known), strict=True):
        if what := company(said):
            spelt[what].append(text)
    usual = {
        text: best
        for several in spelt.values()
        if len(several) > 1 and (best := min(several, key=lambda text: (-times[text], text)))
        for text in several
        if text != best
    }
    odd = np.array([text in usual for text in texts], np.bool_)
    for row in np.flatnonzero(there & odd[code]).tolist():
        best = usual[texts[code[row]]]
        yield row, f"{short(texts[code[row]])}, and {short(best)} in {count(times[best], 'other row')}", best


RULE = Rule(
    code="GM038",
    title="Value spelt in several ways",
    severity="info",
    why="A supplier or a team that is written as free text is one only where it is written alike: else it is "
    "counted, selected and failed as several. Case, punctuation and the legal form (Ltd, GmbH) do not tell two "
    "apart. " + LEFT_OUT,
    hint="write it as in the other rows",
    bad={
        "services.csv": "id,name,category,supplier\ndb,Database,platform,Acme Ltd\nlan,LAN,network,Acme Ltd\n"
        "wan,WAN,network,ACME\n",
    },
    good={
        "services.csv": "id,name,category,supplier\ndb,Database,platform,Acme Ltd\nlan,LAN,network,Acme Ltd\n"
        "wan,WAN,network,Acme Ltd\n",
    },
    find=find,
    needs=(judged,),
    parameters=(SERVICES, ROLES),
)
