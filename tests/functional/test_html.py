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

    from graphmodel.render.theme import Theme

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
    Node("r0", "1 of 2", "requirement", id="nodes", count=0, quorum=(1, 2)),
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


def shown(page: Page) -> dict[str, str]:
    """What is drawn: key → what is heard of it."""
    return dict(
        page.eval_on_selector_all("#nodes > div", "all => all.map((e) => [e.dataset.key, e.ariaLabel])")
    )


def middle(page: Page, key: str) -> tuple[float, float]:
    box = page.locator(f'#nodes [data-key="{key}"]').bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def click(page: Page, key: str) -> None:
    page.mouse.click(*middle(page, key))


def chosen(page: Page) -> str:
    """The name in the panel."""
    return page.inner_text("#panel h2 >> nth=-1")


def scale(page: Page) -> float:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return float(page.get_attribute("#stage", "data-scale") or 0)


def test_every_service_is_there_and_heard(page: Page) -> None:
    heard = shown(page)
    assert list(heard) != sorted(heard)  # as they stand, not as they are numbered
    assert set(heard) == {"s0", "s1", "s2", "s3", "s4", "s5", "s6"}
    assert heard["s2"] == "Single sign-on (service, ✗ down, failed; 1 provider, 3 consumers)"
    assert heard["s3"] == "Directory (service; 3 providers, 1 consumer)"
    assert page.inner_text("h1") == "What stands on what"
    assert page.inner_text(".takeaway") == "All of it stands on one directory"
    assert page.inner_text(".takeaway") == "All of it stands on one directory"
    assert page.inner_text(".revision") == "revision 3 of 2024-01-01T00:00:00Z"
    assert "3 services are drawn as 1" in page.inner_text("#panel")
    assert page.locator(".legend li").all_text_contents() == ["■ product", "✗ down", "⇢ soft"]


def test_a_click_says_what_is_known_and_both_directions(page: Page) -> None:
    click(page, "s2")
    said = page.inner_text("#panel")
    for text in ("Single sign-on", "sso", "service", "down", "failed", "99.9 %, 24x7"):
        assert text in said
    assert "↓ underpins it: 3 services" in said
    assert "↑ it underpins 3 services" in said
    assert page.locator("#panel li").all_inner_texts() == [
        "Directory",
        "Learning",
        "Portal soft",
        "Directory",
    ]
    page.click("#panel button:has-text('Directory') >> nth=0")
    assert chosen(page) == "Directory"
    below = page.locator("#panel section:has-text('Depends on') li").all_inner_texts()
    assert below == ["Single sign-on", "Node A 1 of 2 nodes", "Node B 1 of 2 nodes"]
    click(page, "s1")
    assert page.locator("#panel dt").all_inner_texts() == ["is in", "supplier", "A"]
    assert page.locator("#panel dd").all_inner_texts() == ["Teaching", "Us", "Registrar"]
    click(page, "s1")
    assert page.inner_text("#panel h2") == "Choose a service"


def test_links_are_followed_from_the_panel_only(page: Page) -> None:
    assert page.locator("a").count() == 0
    click(page, "s0")
    link = page.locator("#panel a")
    assert link.get_attribute("href") == "https://lms.example/"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_search_suggests_as_you_type(page: Page) -> None:
    page.type("#search", "no")
    assert page.locator("#matches [role=option]").all_inner_texts() == ["Node A\na", "Node B\nb"]
    assert page.get_attribute("#search", "aria-expanded") == "true"
    page.type("#search", "de b")
    page.press("#search", "Enter")
    assert chosen(page) == "Node B"
    page.fill("#search", "LDAP")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search", "aria-activedescendant") == "match-0"
    page.keyboard.press("Enter")
    assert chosen(page) == "Directory"
    page.fill("#search", "directroy")
    assert page.locator("#matches li").all_inner_texts()[0] == "Nothing is called so. Did you mean:"
    assert "Directory" in page.inner_text("#matches [role=option]")
    page.fill("#search", "nothing of this name")
    assert page.inner_text("#matches") == "Nothing matches."
    page.press("#search", "Escape")
    assert page.input_value("#search") == ""
    assert page.is_hidden("#matches")


def test_all_of_it_by_keyboard(page: Page) -> None:
    seen = []
    for _ in range(8):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
        if seen[-1] == "nodes":
            break
    assert seen == ["search", "Filter", "View", "farther", "closer", "all", "nodes"]

    def current() -> str:
        key: str = page.evaluate(
            "document.getElementById(document.getElementById('nodes').getAttribute('aria-activedescendant')).dataset.key"
        )
        return key

    page.keyboard.press("Home")
    assert current() in {"s0", "s1"}
    page.keyboard.press("ArrowDown")
    assert current() == "s2"
    page.keyboard.press("ArrowDown")
    assert current() == "s3"
    assert "Directory" in page.inner_text("#said")
    page.keyboard.press("ArrowDown")
    below = []
    for _ in range(3):
        below.append(current())
        page.keyboard.press("ArrowRight")
    assert sorted(below) == ["s2", "s4", "s5"]  # one after the other, then the first again
    assert current() == below[0]
    assert ", 1 of 3" in page.inner_text("#said")
    while current() != "s2":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert chosen(page) == "Single sign-on"
    page.keyboard.press("f")
    assert "If Single sign-on fails: 2 of 2 products" in page.inner_text("#panel h2 >> nth=0")
    page.keyboard.press("Escape")
    assert page.inner_text("#panel h2") == "Choose a service"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_zoom_and_move_by_keys_and_buttons(page: Page) -> None:
    whole = scale(page)
    page.keyboard.press("+")
    assert scale(page) == pytest.approx(whole * 1.25, rel=0.01)
    page.click("#farther")
    assert scale(page) == pytest.approx(whole, rel=0.01)
    page.focus("#nodes")
    before = middle(page, "s2")
    page.keyboard.press("Shift+ArrowRight")
    scale(page)
    assert middle(page, "s2") == pytest.approx((before[0] - 60, before[1]), abs=1)
    page.click("#all")
    scale(page)
    assert middle(page, "s2") == pytest.approx(before, abs=1)


def test_the_wheel_zooms_where_the_mouse_is(page: Page) -> None:
    before, whole = middle(page, "s6"), scale(page)
    page.mouse.move(*before)
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"document.getElementById('stage').dataset.scale > {whole + 0.1}")
    scale(page)
    assert middle(page, "s6") == pytest.approx(before, abs=3)


def test_dragging_moves_and_chooses_nothing(page: Page) -> None:
    at = middle(page, "s2")
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + 60, at[1] + 40, steps=4)
    page.mouse.up()
    scale(page)
    assert middle(page, "s2") == pytest.approx((at[0] + 60, at[1] + 40), abs=2)
    assert page.inner_text("#panel h2") == "Choose a service"


@pytest.mark.parametrize(("scheme", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_it_is_light_or_dark_as_the_reader_is(
    browser: Browser, file: Path, scheme: str, theme: Theme
) -> None:
    with browsers.opened(browser, file, scheme=scheme) as page:
        scale(page)
        found = page.evaluate(
            """(keys) => {
                const canvas = document.querySelector("#stage canvas"), at = canvas.getBoundingClientRect();
                const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                return keys.map((key) => {
                    const box = document.querySelector(`#nodes [data-key="${key}"]`).getBoundingClientRect();
                    const x = Math.round(box.left - at.left + 8), y = Math.round(box.bottom - at.top - 8);
                    const part = (i) => all.data[(y * all.width + x) * 4 + i].toString(16).padStart(2, "0");
                    return "#" + part(0) + part(1) + part(2);
                });
            }""",
            ["s1", "s0"],
        )
        assert found == [theme.kinds["product"].fill, theme.states["down"].fill]
        assert color(page) == theme.paper
        page.emulate_media(media="print")
        assert color(page) == LIGHT.paper
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert "Single sign-on" in page.locator("#print text").all_text_contents()
        assert page.is_hidden(".tools")
        assert page.is_hidden("#panel")


def color(page: Page) -> str:
    found = page.eval_on_selector("body", "e => getComputedStyle(e).backgroundColor")
    return "#" + "".join(f"{int(n):02x}" for n in re.findall(r"\d+", found)[:3])


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
        Node(
            f"s{i}",
            name,
            "service",
            id=name,
            mark=name,
            level=name,
            link=name,
            details=((name, name),),
            facets=((name, name),),
        )
        for i, name in enumerate(names)
    )
    edges = tuple(Edge(f"s{i}", f"s{i + 1}", mark=name) for i, name in enumerate(names[:-1]))
    cluster = Cluster("c0", ATTACKS[0], ("s0",))
    legend = (LegendEntry("mark", ATTACKS[3], ATTACKS[0]), LegendEntry("edge", ATTACKS[4], ATTACKS[1]))
    diagram = Diagram(ATTACKS[2], ATTACKS[1], nodes, edges, (cluster,), legend, (ATTACKS[0],))
    with browsers.opened(browser, written(tmp_path, diagram)) as page:
        assert page.title() == visible(ATTACKS[2])
        assert page.inner_text("h1") == visible(ATTACKS[2])
        assert page.locator("script").count() == 2
        heard = shown(page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        drawn = bare("".join(page.locator("#print text").all_text_contents()))
        for i, name in enumerate(names):
            assert heard[f"s{i}"].startswith(f"{visible(name)} (service, ")
            assert bare(visible(name))[:25] in drawn  # the end of one of hundreds of letters is cut
        for i in range(0, len(names), 9):
            page.evaluate("(id) => { location.hash = '#' + encodeURIComponent(id); }", visible(names[i]))
            page.wait_for_function(
                "(name) => document.querySelector('#panel h2').textContent === name", arg=visible(names[i])
            )
        page.click("#filter summary")
        assert page.locator("img, link, iframe, object").count() == 0
        assert {link.get_attribute("rel") for link in page.locator("a").all()} <= {"noopener noreferrer"}


def bare(text: str) -> str:
    """Where lines are broken does not count."""
    return re.sub(r"\s", "", text)


def test_an_empty_diagram(browser: Browser, tmp_path: Path) -> None:
    path = written(tmp_path, Diagram("nothing", "", (), (), ()))
    with browsers.opened(browser, path) as page:
        page.keyboard.press("+")
        page.focus("#nodes")
        page.keyboard.press("ArrowDown")
        page.type("#search", "x")
        assert page.inner_text("#matches") == "Nothing matches."


def test_the_same_diagram_gives_the_same_page(file: Path, tmp_path: Path) -> None:
    assert written(tmp_path, DIAGRAM).read_bytes() == file.read_bytes()
