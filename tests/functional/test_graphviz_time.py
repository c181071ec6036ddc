"""Drawing ends: soon, with its parent, and without leaving anything behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from graphmodel.diagrams.spec import LAYOUTS, Diagram, Setup
from graphmodel.model.errors import GraphmodelError
from graphmodel.render.diagrams import drawing, graphviz
from graphmodel.render.diagrams.dot import dot
from graphmodel.render.theme import THEMES
from graphmodel.workbench import Workbench

pytestmark = pytest.mark.graphviz

LIGHT = THEMES["light"]
HOURS = "digraph { nslimit=1e9; " + "".join(
    f"n{a} -> n{b};" for a in range(200) for b in random.Random(a).sample(range(200), 4)
) + "}"  # fmt: skip


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    """200 services in one long chain and 600 dependencies across it: what ``dot`` alone needs minutes for."""
    folder = tmp_path / "estate"
    folder.mkdir()
    (folder / "services.csv").write_text("id\n" + "".join(f"s{v:03d}\n" for v in range(200)))
    rng = random.Random(0)
    pairs = {(v, v + 1) for v in range(199)}
    while len(pairs) < 600:
        pairs.add(tuple(sorted(rng.sample(range(200), 2))))
    rows = "".join(f"s{a:03d},s{b:03d}\n" for a, b in sorted(pairs))
    (folder / "dependencies.csv").write_text(f"service,depends_on\n{rows}")
    return folder


def drawn(estate: Path, cluster: str) -> Diagram:
    with Workbench.open(estate) as bench:
        return bench.diagram(bench.run("diagram"), cluster=cluster, max_nodes=20_000, all_dependencies=True)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("cluster", ["none", "type"])
def test_every_node_and_edge_of_a_large_diagram_is_drawn(estate: Path, cluster: str, layout: str) -> None:
    svg = drawing.draw(replace(drawn(estate, cluster), setup=Setup(layout)), LIGHT, "svg").decode()
    assert svg.count('class="node"') == 200
    assert svg.count('class="edge"') == 600


@pytest.mark.timeout(60)
def test_the_limit_of_time() -> None:
    with pytest.raises(GraphmodelError, match="in time") as raised:
        graphviz.run(HOURS, "svg", "dot", 1)
    assert "--max-nodes" in raised.value.hint


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only the limit of time ends it")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_child_dies_with_its_parent_and_leaves_no_folder(tmp_path: Path, how: signal.Signals) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    program = f"from graphmodel.render.diagrams.graphviz import run\nrun({HOURS!r}, 'svg', 'dot', 300)"
    parent = subprocess.Popen(
        [sys.executable, "-c", program], env={**os.environ, "TMPDIR": str(temporary)}, start_new_session=True
    )
    try:
        while not (children := children_of(parent.pid)) or any(temporary.iterdir()) or not busy(children[0]):
            assert parent.poll() is None
            time.sleep(0.02)
        parent.send_signal(how)
        parent.wait()
        while alive(children[0]):
            time.sleep(0.02)
    finally:
        parent.kill()
        parent.wait()
    assert list(temporary.iterdir()) == []


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def busy(pid: int) -> bool:
    """Has it worked for a second, more than it takes to start?"""
    used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11]
    return int(used) > os.sysconf("SC_CLK_TCK")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_dot_of_a_large_diagram_needs_no_drawing(estate: Path) -> None:
    assert dot(drawn(estate, "none"), LIGHT).count(" -> ") == 600
