"""A catalogue small enough to draw by hand, and how to ask it.

::

    app ──► shop ──► pay ──► auth ◄── app          shop needs one of the group copies: db1, db2
            shop ┄┄► mail ┄┄► auth                 ┄┄► soft, ──► hard
            shop ──► (db1 | db2) ──► net           net ◄──► dns
                             auth ──► net          lone stands alone
"""

from __future__ import annotations

from typing import Any

import pytest

from graphmodel.analyses import ALL
from graphmodel.answers.report import Report
from graphmodel.answers.world import World
from graphmodel.index.index import Index
from tests.conftest import index

FILES = {
    "products.csv": "id,name,category,lifecycle,criticality,availability\n"
    "shop,Web shop,apps,live,1,99\napp,Phone app,apps,planned,2,\n",
    "services.csv": "id,name,category,lifecycle,aliases,tags,keeper\n"
    "pay,Payments,apps,live,psp,pci,\ndb1,Database 1,infra,live,,,ada\ndb2,Database 2,infra,live,,,\n"
    "auth,Sign-in,infra,live,,,\nnet,Network,infra/net,live,,,\ndns,Names,infra/net,live,,,\n"
    "mail,Mail,,retiring,,a;b,\nlone,Lone,,,,,\n",
    "categories.csv": "id,name,parent,availability,rto\napps,Applications,,,4h\ninfra,Infrastructure,,99.9,\n"
    "infra/net,Networks,infra,,1h\nshelf,Shelf,,,\n",
    "roles.csv": "id,name,holder,contact\ndba,Database team,Ada,ada@x.example\nowner,Product owner,,o@x.example\n",
    "responsibilities.csv": "role,service,responsibility,duty\n"
    "dba,db2,R,restores\ndba,db1,A,\nowner,shop,A,decides\ndba,shop,C,\n",
    "dependencies.csv": "service,depends_on,strength,group,needs,note,contract\n"
    "shop,pay,,,,,\nshop,db1,,copies,1,a copy,C-1\nshop,db2,,copies,1,,\nshop,mail,soft,,,,\n"
    "app,auth,,,,,\napp,shop,,,,,\npay,auth,,,,,\nmail,auth,soft,,,,\n"
    "db1,net,,,,,\ndb2,net,,,,,\nauth,net,,,,,\nnet,dns,,,,,\ndns,net,,,,,\n",
}


def ask(found: Index, name: str, **question: Any) -> Report:
    """The answer of one analysis."""
    analysis = ALL[name]
    return analysis.ask(World(found), analysis.question(**question))


def cells(report: Report, *names: str) -> list[tuple[Any, ...]]:
    """These columns of all rows."""
    at = [[c.name for c in report.columns].index(name) for name in names]
    return [tuple(row[i] for i in at) for row in report.rows]


@pytest.fixture(scope="session")
def drawn() -> Index:
    return index(FILES)
