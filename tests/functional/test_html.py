"""The interactive diagram in a real browser: what a reader does with mouse and keyboard, and what must not happen."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphmodel.diagrams.spec import Cluster, Diagram, Edge, LegendEntry, Node
from graphmodel.model.visible import visible
from graphmodel.render.diagrams import html
from graphmodel.render.theme import DARK, LIGHT
from tests import browser as browsers
from tests.hostile import DRAWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.graphviz

NODES = (
    Node("s0", "Learning", "product", id="lms", cluster="c0", state="down", link="https://lms.example/"),
    Node(
        "s1", "Portal", "product", id="portal", cluster="c0", details=(("supplier", "Us"), ("A", "Registrar"))
    ),
    Node("s2", "Single sign-on", "service", id="sso", state="down", mark="failed", level="99.9 %, 24x7"),
    Node("s3", "Directory", "service", id="ldap"),
    Node("s4", "Node A", "service", id="a"),
    Node("s5", "Node B", "service", id="b"),
    Node("s6", "Fax", "service", id="fax"),
    Node("r0", "1 of 2", "requirement", id="nodes", count=0),
)
EDGES = (
    Edge("r0", "s4"),
    Edge("r0", "s5"),
    Edge("s0", "s2"),
    Edge("s1", "s2", soft=True),
    Edge("s2", "s3", cycle=True),
    Edge("s3", "r0", weight=0),
    Edge("s3", "s2", cycle=True),
)
DIAGRAM = Diagram(
    "What stands on what",
    "All of it stands on one directory",
    NODES,
    EDGES,
    (Cluster("c0", "Teaching", ("s0", "s1")),),
    (
        LegendEntry("node", "product", "product"),
        LegendEntry("state", "down", "down"),
        LegendEntry("edge", "soft", "soft"),
    ),
    ("to stay readable, 3 services are drawn as 1",),
    revision="revision 3 of 2024-01-01T00:00:00Z",
)
ATTACKS = (
    "<img src=x onerror=owned=1>",
    "</script><script>owned=1</script>",
    "</title></style><script>owned=1</script>",
    "' onmouseover='owned=1' x='",
    '" onfocus="owned=1" autofocus="',
    "<!--<script>",
    "]]><svg onload=owned=1>",
    "&lt;b&gt; &amp; &#60;",
    "javascript:owned=1",
    "\\u003cscript\\u003eowned=1",
    "<a href='https://example.com/'>x</a>",
    "<link rel=stylesheet href=https://example.com/x.css>",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("html"), DIAGRAM)


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    with browsers.opened(browser, file) as found:
        yield found


def written(folder: Path, diagram: Diagram) -> Path:
    out = io.BytesIO()
    html.write(diagram, out, LIGHT)
    path = folder / "diagram.html"
    path.write_bytes(out.getvalue())
    return path


def keys(page: Page, selector: str) -> set[str]:
    return set(page.eval_on_selector_all(selector, "found => found.map((e) => e.dataset.key)"))


def ends(page: Page, selector: str) -> set[str]:
    return set(page.eval_on_selector_all(selector, "found => found.map((e) => e.dataset.ends)"))


def view(page: Page) -> list[float]:
    return [float(n) for n in (page.get_attribute("#stage svg", "viewBox") or "").split()]


def click(page: Page, key: str) -> None:
    page.click(f'[data-key="{key}"] text >> nth=0')


def test_every_node_and_every_edge_is_there(page: Page) -> None:
    assert keys(page, ".node") == {node.key for node in NODES}
    assert ends(page, ".edge") == {f"{edge.consumer} {edge.provider}" for edge in EDGES}
    assert page.inner_text("h1") == "What stands on what"
    assert page.inner_text(".takeaway") == "All of it stands on one directory"
    assert page.inner_text(".revision") == "revision 3 of 2024-01-01T00:00:00Z"
    assert "3 services are drawn as 1" in page.inner_text("footer")
    legend = page.locator(".legend li").all_text_contents()
    assert legend == ["■ product", "✗ down", "⇢ soft"]


def test_a_click_shows_both_directions_and_not_by_colour_alone(page: Page) -> None:
    click(page, "s2")
    assert keys(page, ".node.chosen") == {"s2"}
    assert keys(page, ".node.below") == {"s3", "r0", "s4", "s5"}
    assert keys(page, ".node.above") == {"s0", "s1", "s3"}
    assert ends(page, ".edge.below") == {"s2 s3", "s3 r0", "r0 s4", "r0 s5"}
    assert ends(page, ".edge.above") == {"s0 s2", "s1 s2", "s3 s2"}
    signs = {key: page.text_content(f'[data-key="{key}"] .badge text') for key in ("s0", "s3", "s4", "s6")}
    assert signs == {"s0": "↑", "s3": "↑↓", "s4": "↓", "s6": ""}
    dashes = [
        page.eval_on_selector(f'[data-key="{key}"] .ring', "e => getComputedStyle(e).strokeDasharray")
        for key in ("s0", "s4")
    ]
    assert dashes[0] != "none"
    assert dashes[1] == "none"
    faded = page.eval_on_selector('[data-key="s6"]', "e => getComputedStyle(e).opacity")
    assert float(faded) < 0.5
    click(page, "s2")
    assert keys(page, ".node:is(.chosen, .above, .below)") == set()


def test_the_panel_says_what_is_known(page: Page) -> None:
    click(page, "s2")
    said = page.inner_text("#panel")
    for text in ("Single sign-on", "sso", "service", "down", "failed", "99.9 %, 24x7"):
        assert text in said
    assert "4 in this diagram" not in said  # a requirement is no service
    assert "↓ underpins it: 3 in this diagram" in said
    assert "↑ is underpinned by it: 3 in this diagram" in said
    assert page.locator("#panel li").all_inner_texts() == [
        "Directory",
        "Directory",
        "Learning",
        "Portal (soft)",
    ]
    page.click("#panel button:has-text('Directory') >> nth=0")
    assert keys(page, ".node.chosen") == {"s3"}
    assert page.locator("#panel section:has-text('Depends on') li").all_inner_texts() == [
        "Node A (1 of 2 nodes)",
        "Node B (1 of 2 nodes)",
        "Single sign-on",
    ]
    click(page, "s1")
    assert page.locator("#panel dt").all_inner_texts() == ["id", "kind", "is in", "supplier", "A"]
    assert page.locator("#panel dd").all_inner_texts() == ["portal", "product", "Teaching", "Us", "Registrar"]


def test_links_are_followed_from_the_panel_only(page: Page) -> None:
    assert page.locator("#stage a").count() == 0
    click(page, "s0")
    link = page.locator("#panel a")
    assert link.get_attribute("href") == "https://lms.example/"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_search_finds_as_you_type(page: Page) -> None:
    page.type("#search", "no")
    assert keys(page, ".hit") == {"s4", "s5", "r0"}  # the group is called nodes
    assert page.inner_text("#found") == "3 of 8 found"
    page.type("#search", "de b")
    assert keys(page, ".hit") == {"s5"}
    page.press("#search", "Enter")
    assert keys(page, ".chosen") == {"s5"}
    assert page.inner_text("#found") == "1 of 1: Node B"
    page.fill("#search", "LDAP")
    assert keys(page, ".hit") == {"s3"}
    page.fill("#search", "nothing of this name")
    assert page.inner_text("#found") == "0 of 8 found"
    page.press("#search", "Escape")
    assert page.input_value("#search") == ""
    assert keys(page, ":is(.hit, .chosen)") == set()


def test_all_of_it_by_keyboard(page: Page) -> None:
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.dataset.key || document.activeElement.id"))
        if seen[-1] == "s2":
            break
    assert seen[:6] == ["search", "farther", "closer", "all", "clear", "stage"]
    ring = page.eval_on_selector('[data-key="s2"] .ring', "e => getComputedStyle(e).strokeWidth")
    assert ring == "5px"  # the focus is to be seen
    page.keyboard.press("Enter")
    assert keys(page, ".chosen") == {"s2"}
    assert page.get_attribute('[data-key="s2"]', "aria-pressed") == "true"
    page.keyboard.press("Escape")
    assert keys(page, ".chosen") == set()
    page.keyboard.press(" ")
    assert keys(page, ".chosen") == {"s2"}
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_zoom_and_move_by_keys_and_buttons(page: Page) -> None:
    whole = view(page)
    page.keyboard.press("+")
    assert view(page)[2:] == pytest.approx([whole[2] / 1.25, whole[3] / 1.25])
    page.keyboard.press("-")
    assert view(page) == pytest.approx(whole)
    page.click("#closer")
    page.keyboard.press("ArrowRight")
    assert view(page)[0] > whole[0] + whole[2] * 0.1
    page.keyboard.press("0")
    assert view(page) == whole
    page.click("#farther")
    assert view(page)[2] > whole[2]
    page.click("#all")
    assert view(page) == whole


def test_the_wheel_zooms_where_the_mouse_is(page: Page) -> None:
    box = page.locator('[data-key="s6"]').bounding_box()
    assert box
    before = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    whole = view(page)
    page.mouse.move(*before)
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"document.querySelector('#stage svg').viewBox.baseVal.width < {whole[2] - 1}")
    box = page.locator('[data-key="s6"]').bounding_box()
    assert box
    assert (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) == pytest.approx(before, abs=2)


def test_dragging_moves_and_chooses_nothing(page: Page) -> None:
    box = page.locator('[data-key="s2"]').bounding_box()
    assert box
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + 60, at[1] + 40, steps=4)
    page.mouse.up()
    moved = page.locator('[data-key="s2"]').bounding_box()
    assert moved
    assert (moved["x"] - box["x"], moved["y"] - box["y"]) == pytest.approx((60, 40), abs=2)
    assert keys(page, ".chosen") == set()


def test_those_who_hear_it(page: Page) -> None:
    assert page.get_attribute('[data-key="s2"]', "role") == "button"
    assert (
        page.get_attribute('[data-key="s2"]', "aria-label")
        == "Single sign-on (service, ✗ down · failed, 99.9 %, 24x7)"
    )
    assert page.get_attribute("#panel", "aria-live") == "polite"
    unnamed = page.eval_on_selector_all(
        "button, input, [role=button], [role=group]",
        "found => found.filter((e) => !(e.ariaLabel || e.textContent.trim())).length",
    )
    assert unnamed == 0


@pytest.mark.parametrize(("scheme", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_it_is_light_or_dark_as_the_reader_is(
    browser: Browser, file: Path, scheme: str, theme: object
) -> None:
    def color(selector: str, name: str) -> str:
        shown = page.eval_on_selector(selector, f"e => getComputedStyle(e).{name}")
        return "#" + "".join(f"{int(n):02x}" for n in re.findall(r"\d+", shown)[:3])

    with browsers.opened(browser, file, scheme=scheme) as page:
        assert color("body", "backgroundColor") == theme.paper
        assert color('[data-key="s1"] polygon', "fill") == theme.kinds["product"].fill
        assert color('[data-key="s0"] polygon', "fill") == theme.states["down"].fill
        page.emulate_media(media="print")
        assert color("body", "backgroundColor") == LIGHT.paper
        assert page.is_hidden(".tools")
        assert page.is_hidden("#panel")


def test_the_page_itself_forbids_loading_and_running(browser: Browser, file: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(file.as_uri())
    answered: list[str] = []
    page.on("response", lambda response: answered.append(response.url))
    broken = page.evaluate(
        """async () => {
            const found = [];
            addEventListener("securitypolicyviolation", (e) => found.push(e.effectiveDirective));
            document.body.append(Object.assign(new Image(), { src: "https://example.invalid/x.png" }));
            document.body.insertAdjacentHTML("beforeend", "<b onclick='owned=1' style='color:red'>x</b>");
            document.body.append(Object.assign(document.createElement("script"), { textContent: "owned=1" }));
            document.body.querySelector(":scope > b").click();
            await fetch("https://example.invalid/").catch(() => 0);
            for (let turn = 0; new Set(found).size < 5 && turn < 300; turn++)  // told when the browser has time for it
                await new Promise((done) => setTimeout(done, 100));
            return [...new Set(found)].sort().concat(typeof owned);
        }"""
    )
    assert broken == [
        "connect-src",
        "img-src",
        "script-src-attr",
        "script-src-elem",
        "style-src-attr",
        "undefined",
    ]
    assert answered == []
    context.close()


def test_hostile_names_are_shown_and_do_nothing(browser: Browser, tmp_path: Path) -> None:
    names = (*DRAWN, *ATTACKS)
    nodes = tuple(
        Node(f"s{i}", name, "service", id=name, mark=name, level=name, link=name, details=((name, name),))
        for i, name in enumerate(names)
    )
    edges = tuple(Edge(f"s{i}", f"s{i + 1}", mark=name) for i, name in enumerate(names[:-1]))
    cluster = Cluster("c0", ATTACKS[0], ("s0",))
    legend = (LegendEntry("mark", ATTACKS[3], ATTACKS[0]), LegendEntry("edge", ATTACKS[4], ATTACKS[1]))
    diagram = Diagram(ATTACKS[2], ATTACKS[1], nodes, edges, (cluster,), legend, (ATTACKS[0],))
    with browsers.opened(browser, written(tmp_path, diagram)) as page:
        assert page.title() == visible(ATTACKS[2])
        assert page.inner_text("h1") == visible(ATTACKS[2])
        assert page.locator("img, link, iframe, object, a").count() == 0
        assert page.locator("script").count() == 2
        for i, name in enumerate(names):
            shape = page.locator(f'[data-key="s{i}"]')
            assert (shape.get_attribute("aria-label") or "").startswith(f"{visible(name)} (service, ")
            drawn = "".join(shape.locator(":scope > text, :scope > g:not(.badge) text").all_text_contents())
            assert shown(visible(name)) in shown(drawn)
            shape.focus()
            page.keyboard.press("Enter")
            assert page.text_content("#panel h2") == visible(name)
            page.keyboard.press("Escape")


def shown(text: str) -> str:
    """Where lines are broken does not count."""
    return re.sub(r"\s", "", text)


def test_an_empty_diagram(browser: Browser, tmp_path: Path) -> None:
    path = written(tmp_path, Diagram("nothing", "", (), (), ()))
    with browsers.opened(browser, path) as page:
        page.keyboard.press("+")
        page.type("#search", "x")
        assert page.inner_text("#found") == "0 of 0 found"


def test_the_same_diagram_gives_the_same_page(file: Path, tmp_path: Path) -> None:
    assert written(tmp_path, DIAGRAM).read_bytes() == file.read_bytes()
