"""What changed between two catalogues."""

from __future__ import annotations

from graphmodel.planning.difference import difference
from tests.conftest import catalogue


def test_every_change_in_order() -> None:
    before = catalogue(
        {
            "services.csv": "id,name,team\na,A,x\nold,O,\n",
            "dependencies.csv": "service,depends_on,group,needs\na,old,,\na,b,g,1\n",
            "responsibilities.csv": "role,service,responsibility\ndba,a,A\n",
            "categories.csv": "id,name\nnetwork,Net\n",
        }
    )
    after = catalogue(
        {
            "products.csv": "id,name,team\na,A,y\n",
            "services.csv": "id,name,aliases\nnew,O,old\nb,B,\n",
            "dependencies.csv": "service,depends_on,group,needs\na,new,,\na,b,g,2\n",
        }
    )
    assert [tuple(row) for row in difference(before, after)] == [
        ("changed", "service", "a", "kind", "service", "product", "A"),
        ("changed", "service", "a", "team", "x", "y", "A"),
        ("added", "service", "b", "", "", "", "B"),
        ("changed", "service", "new", "id", "old", "new", "O"),
        ("changed", "service", "new", "aliases", "", "old", "O"),
        ("removed", "category", "network", "", "", "", "Net"),
        ("changed", "dependency", "a -> b (g)", "needs", "1", "2", "A -> B"),
        ("removed", "responsibility", "dba -> a (A)", "", "", "", "dba -> A"),
    ]


def test_a_catalogue_does_not_differ_from_itself() -> None:
    one = catalogue({"dependencies.csv": "service,depends_on\na,b\n"})
    assert list(difference(one, one)) == []


def test_of_what_is_only_named_nothing_is_said() -> None:
    before = catalogue({"services.csv": "id,category\na,x\n"})
    after = catalogue({"services.csv": "id,category\na,y\n", "dependencies.csv": "service,depends_on\na,b\n"})
    assert [row[:4] for row in difference(before, after)] == [
        ("changed", "service", "a", "category"),
        ("added", "dependency", "a -> b", ""),
    ]
