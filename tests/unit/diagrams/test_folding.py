"""What is collapsed where nothing says what belongs together, and frames within frames."""

from __future__ import annotations

import numpy as np

from graphmodel.algorithms import cycles
from graphmodel.analyses.details import specs
from graphmodel.diagrams.building import diagram
from graphmodel.diagrams.spec import Diagram
from tests.conftest import index


def made(
    services: str, dependencies: list[tuple[str, str]], *, products: str = "", **options: object
) -> Diagram:
    files = {
        "services.csv": services,
        "products.csv": products or "id\n",
        "dependencies.csv": "service,depends_on\n" + "".join(f"{a},{b}\n" for a, b in dependencies),
    }
    if "categories" in options:
        files["categories.csv"] = str(options.pop("categories"))
    found = index(files)
    return diagram(found, specs.services(range(found.n)), **options)  # type: ignore[arg-type]


def folded(drawn: Diagram) -> dict[str, int]:
    return {node.label: node.count for node in drawn.nodes if node.kind == "cluster"}


def ids(*names: str) -> str:
    return "id\n" + "".join(f"{name}\n" for name in names)


def test_what_needs_the_same_is_one_node() -> None:
    many = [f"s{i}" for i in range(10)]
    drawn = made(ids("hub", *many), [(name, "hub") for name in many], max_nodes=5)
    assert folded(drawn) == {"what needs hub": 10}
    assert drawn.clusters == ()
    assert [(edge.consumer, edge.weight) for edge in drawn.edges] == [(drawn.nodes[1].key, 10)]


def test_what_is_needed_by_the_same_is_one_node() -> None:
    many = [f"s{i}" for i in range(10)]
    drawn = made(ids("a", "b", *many), [(top, name) for name in many for top in "ab"], max_nodes=5)
    assert folded(drawn) == {"what a, b need": 10}


def test_a_cycle_is_one_node() -> None:
    ring = [f"s{i}" for i in range(6)]
    pairs = [(ring[i], ring[(i + 1) % 6]) for i in range(6)]
    drawn = made(ids("top", "end", *ring), [("top", "s0"), *pairs, ("s3", "end")], max_nodes=4)
    assert folded(drawn) == {"cycle of s0": 6}
    assert drawn.inside == 6


def test_one_category_for_all_says_nothing_either() -> None:
    services = "id,category\n" + "".join(f"s{i},it\n" for i in range(9))
    pairs = [(f"s{i}", f"s{j}") for i in range(3) for j in range(3 + i, 9)]
    drawn = made(services, pairs, categories="id\nit\n", max_nodes=5)
    assert sum(folded(drawn).values()) + sum(node.kind == "service" for node in drawn.nodes) == 9
    assert len(drawn.nodes) <= 5
    assert "it" not in folded(drawn)


def test_products_are_collapsed_last() -> None:
    services = "id,category\n" + "".join(f"s{i},it\n" for i in range(9)) + "x,net\n"
    products = "id,category\np0,it\np1,it\n"
    pairs = [("p0", "s0"), ("p1", "s1"), *((f"s{i}", "x") for i in range(9))]
    drawn = made(services, pairs, products=products, categories="id\nit\nnet\n", max_nodes=6)
    assert folded(drawn) == {"it": 9}
    assert {node.id for node in drawn.nodes if node.kind == "product"} == {"p0", "p1"}
    assert any("diagram category:it" in sentence for sentence in drawn.collapsed)


def test_frames_within_frames() -> None:
    categories = (
        "id,name,parent\nnet,Network,\nlan,LAN,net\nwan,WAN,net\nroot,Root,\nmid,Middle,root\nleaf,Leaf,mid\n"
    )
    services = "id,category\na,lan\nb,wan\nc,leaf\n"
    drawn = made(services, [("a", "b"), ("b", "c")], categories=categories, cluster="category")
    parents = {cluster.label: cluster.parent for cluster in drawn.clusters}
    (network,) = drawn.outer
    # Root and Middle would hold nothing but Leaf.
    assert (network.label, network.members, network.parent) == ("Network", (), "")
    assert parents == {"LAN": network.key, "WAN": network.key, "Leaf": ""}


def test_a_category_with_services_of_its_own_is_around_those_below_it() -> None:
    categories = "id,name,parent\nnet,Network,\nlan,LAN,net\n"
    drawn = made("id,category\na,net\nb,lan\n", [("a", "b")], categories=categories, cluster="category")
    network, lan = sorted(drawn.clusters, key=lambda cluster: cluster.parent)
    assert (network.label, lan.label, lan.parent, drawn.outer) == ("Network", "LAN", network.key, ())


def test_every_service_is_in_one_cluster_by_structure() -> None:
    chance = np.random.default_rng(0)
    pairs = sorted(
        {(f"s{a:02d}", f"s{b:02d}") for a, b in chance.integers(0, 60, (150, 2)).tolist() if a != b}
    )
    for most in (1, 5, 20, 40):
        drawn = made(ids(*(f"s{i:02d}" for i in range(60))), pairs, max_nodes=most, cluster="none")
        assert len(drawn.nodes) <= most
        assert sum(node.count for node in drawn.nodes) == 60
        assert sum(edge.weight for edge in drawn.edges) + drawn.inside == len(pairs)


def test_of_a_fan_as_many_are_drawn_as_there_is_room_for() -> None:
    many = [f"s{i}" for i in range(200)]
    services = "id,category\nhub,core\n" + "".join(f"{name},app\n" for name in many)
    drawn = made(services, [(name, "hub") for name in many], categories="id\napp\ncore\n", max_nodes=100)
    assert len(drawn.nodes) == 100
    assert folded(drawn) == {"others of app": 102}
    assert sum(edge.weight for edge in drawn.edges) + drawn.inside == 200
    (frame,) = (cluster for cluster in drawn.clusters if cluster.label == "app")
    assert len(frame.members) == 99
    assert len({*(cluster.key for cluster in drawn.clusters), *(node.key for node in drawn.nodes)}) == 102


def test_of_a_large_cycle_what_closes_it_is_drawn_and_all_else_is_counted() -> None:
    ring = [f"s{i}" for i in range(60)]
    pairs = [(ring[i], ring[(i + 1) % 60]) for i in range(60)]
    pairs += [(ring[i], ring[(i + step) % 60]) for i in range(0, 60, 2) for step in (7, 13)]
    found = index(
        {
            "services.csv": ids(*ring),
            "products.csv": "id\n",
            "dependencies.csv": "service,depends_on\n" + "".join(f"{a},{b}\n" for a, b in pairs),
        }
    )
    spec = specs.cycles(found, cycles.cycles(found))
    drawn = diagram(found, spec)
    assert spec.closing
    closing = {(edge.consumer, edge.provider) for edge in drawn.drawn if edge.cycle}
    assert closing == {(f"s{a}", f"s{b}") for a, b in spec.closing}
    assert len(drawn.edges) == len(pairs)
    assert len(drawn.drawn) < len(pairs) / 1.5
    assert sum("imply" in sentence for sentence in drawn.collapsed) == 1


def test_a_small_category_of_products_is_not_among_the_others() -> None:
    services = "id,category\n" + "".join(f"s{c}{i},c{c}\n" for c in range(8) for i in range(5))
    products = "id,category\n" + "".join(f"p{i},retail\n" for i in range(4))
    categories = "id,name\nretail,Retail\n" + "".join(f"c{c},C{c}\n" for c in range(8))
    pairs = [(f"p{i}", f"s{i}0") for i in range(4)]
    drawn = made(services, pairs, products=products, categories=categories, max_nodes=4)
    assert folded(drawn) == {"Retail": 4, "C0": 5, "C1": 5, "6 others": 30}


def test_each_cycle_has_a_frame_of_its_own_where_there_are_several() -> None:
    def drawn(pairs: list[tuple[str, str]]) -> list[tuple[str, set[str]]]:
        found = index(
            {
                "services.csv": ids(*sorted({end for pair in pairs for end in pair})),
                "dependencies.csv": "service,depends_on\n" + "".join(f"{a},{b}\n" for a, b in pairs),
            }
        )
        made = diagram(found, specs.cycles(found, cycles.cycles(found)))
        name = {node.key: node.id for node in made.nodes}
        return [(frame.label, {name[key] for key in frame.members}) for frame in made.clusters]

    ring = [("b", "d"), ("d", "f"), ("f", "b")]
    assert drawn([*ring, ("c", "e"), ("e", "c")]) == [
        ("Cycle of b", {"b", "d", "f"}),
        ("Cycle of c", {"c", "e"}),
    ]
    assert drawn(ring) == []


def test_products_are_collapsed_last_and_of_many_a_part_is_drawn() -> None:
    kinds = {"shop": 60, "app": 12, "net": 9}
    names = [f"{kind}{i}" for kind, several in kinds.items() for i in range(several)]
    drawn = made(
        "id,category\n" + "".join(f"{name},{name.rstrip('0123456789')}\n" for name in names[60:]),
        [(f"shop{i}", f"app{i % 12}") for i in range(60)] + [(f"app{i}", f"net{i % 9}") for i in range(12)],
        products="id,category\n" + "".join(f"{name},shop\n" for name in names[:60]),
        categories="id\nshop\napp\nnet\n",
        max_nodes=40,
    )
    products = sum(node.kind == "product" for node in drawn.nodes)
    assert folded(drawn) == {"others of shop": 60 - products, "app": 12, "net": 9}
    assert 30 < products == len(drawn.nodes) - 3 <= 37
