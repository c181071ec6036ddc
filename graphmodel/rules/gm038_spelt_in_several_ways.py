"""GM038: a supplier, holder or team that is spelt in several ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.index.strings import coded
from graphmodel.model.metamodel import NODES
from graphmodel.model.words import called, count, short
from graphmodel.rules.names import company, words
from graphmodel.rules.rows import judged
from graphmodel.rules.rule import LEFT_OUT, Gap, Repair, Rule, identity
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.index.records import Texts
    from graphmodel.rules.rule import Finding
    from graphmodel.rules.settings import Settings

SERVICES = Parameter[tuple[str, ...]](
    "GM038", "services", ("supplier",), "columns of services that are compared"
)
ROLES = Parameter[tuple[str, ...]]("GM038", "roles", ("holder", "team"), "columns of roles that are compared")


class _Spelt(NamedTuple):
    """A value that is spelt otherwise than in most rows."""

    kind: str
    column: str
    row: int
    said: str
    usual: str

    @property
    def detail(self) -> str:
        """What tells it apart from others of the row."""
        return f"{self.kind} {self.column}"


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Services, then roles, that spell a value otherwise than most do, by id, then column."""
    for one in _all(index, settings):
        rows = index.records(one.kind)
        own, name = (rows.column(field)[one.row] for field in ("id", "name"))
        message = f"{called(own, name)}: {one.column} is {one.said}"
        yield Gap(own, name, message, rows.origin(one.row), one.detail, about=one.kind)


def repair(index: Index, settings: Settings, findings: Sequence[Finding]) -> Iterator[Repair]:
    """The usual spelling in place of each."""
    known = {finding.identity: finding for finding in findings}
    for one in _all(index, settings):
        own = index.records(one.kind).column("id")[one.row]
        if finding := known.get(identity("GM038", own, one.detail)):
            cells = (("id", own), (one.column, one.usual))
            yield Repair((finding,), finding.origin.source, (one.kind, cells))


def _all(index: Index, settings: Settings) -> Iterator[_Spelt]:
    everyone = np.ones(len(index.role_id), np.bool_)
    for kind, columns, there in (
        ("service", settings.value(SERVICES), judged(index)),
        ("role", settings.value(ROLES), everyone),
    ):
        rows = index.records(kind)
        names = dict.fromkeys(map(NODES[kind].current, columns))
        odd = (_Spelt(kind, column, *found) for column in names for found in _odd(rows.column(column), there))
        yield from sorted(odd, key=lambda one: one.row)


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
    repair=repair,
)
