"""The interactive diagram of whole catalogues in a real browser: folding, what if, paths, addresses, saving."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from graphmodel.algorithms import states
from tests import browser as browsers
from tests import consumers
from tests.conftest import folder, run_cli

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

UNIVERSITY = Path(__file__).parents[2] / "examples" / "university"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


@pytest.fixture(scope="module")
def university(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn(UNIVERSITY, tmp_path_factory.mktemp("html"))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """600 services in three layers; each needs two of the layer below."""
    place = tmp_path_factory.mktemp("large")
    layers = ("business-application", "platform", "network")
    names = [[f"{layer[0]}{i}" for i in range(200)] for layer in layers]
    services = [
        f"{own},Service {own},{layer}" for layer, row in zip(layers, names, strict=True) for own in row
    ]
    rows = [
        f"{own},{below[(3 * i + step) % 200]}"
        for above, below in pairwise(names)
        for i, own in enumerate(above)
        for step in (0, 7)
    ]
    files = {
        "services.csv": "\n".join(["id,name,category", *services[5:]]),
        "products.csv": "\n".join(["id,name,category", *services[:5]]),
        "dependencies.csv": "\n".join(["service,depends_on", *rows]),
    }
    return drawn(folder(place / "files", files), place)


def drawn(catalogue: Path, place: Path, *more: str) -> Path:
    path = place / "diagram.html"
    done = run_cli("-c", catalogue, "diagram", *more, "-o", path, "--force")
    assert done.code == 0, done.err
    return path


@pytest.fixture
def page(browser: Browser, university: Path) -> Iterator[Page]:
    with browsers.opened(browser, university) as found:
        yield found


def shown(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all("#nodes > div", "all => all.map((e) => e.ariaLabel)")
    return found


def names(page: Page) -> set[str]:
    return {text.rsplit(" (", 1)[0] for text in shown(page)}


def asked(page: Page, fragment: str) -> None:
    page.evaluate("(text) => { location.hash = text; }", fragment)
    page.wait_for_timeout(50)


def at(page: Page, name: str) -> int:
    """The place of a service, or of a folded cluster, among what is drawn."""
    return shown(page).index(next(text for text in shown(page) if text.startswith(f"{name} (")))


def click(page: Page, name: str) -> None:
    box = page.locator("#nodes > div").nth(at(page, name)).bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def menu(page: Page, name: str, entry: str) -> None:
    page.click(f"#{name} summary")
    page.click(f"#{name} :is(button, label):has-text('{entry}') >> nth=0")
    page.keyboard.press("Escape")


@pytest.mark.parametrize("name", ["university", "large"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_names_can_be_read_when_it_opens(
    browser: Browser, name: str, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.goto(request.getfixturevalue(name).as_uri())
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert 12 * float(page.get_attribute("#stage", "data-scale") or 0) >= 9
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    frame = page.locator("#stage").bounding_box()
    assert frame
    for box in page.locator("#nodes > div").all()[:60]:
        there = box.bounding_box()
        assert there
        assert frame["x"] <= there["x"]
        assert there["x"] + there["width"] <= frame["x"] + frame["width"]
    for control in page.locator("#search, .tools button, .tools summary").all():
        there = control.bounding_box()
        assert there
        assert there["x"] >= 0
        assert there["x"] + there["width"] <= size[0]
    context.close()


def test_what_if_says_what_impact_says(page: Page) -> None:
    from graphmodel import Workbench

    with Workbench.open(str(UNIVERSITY)) as bench:
        index = bench.session().index
    for fragment, failed, level in (
        ("#impact=sso", ["sso"], states.DOWN),
        ("#degraded=dns", ["dns"], states.DEGRADED),
        (
            "#impact=vm-cluster-north,vm-cluster-south",
            ["vm-cluster-north", "vm-cluster-south"],
            states.DOWN,
        ),
    ):
        outcome = states.fail(index, [index.find(own) for own in failed], level)
        asked(page, fragment)
        menu(page, "view", "Unfold all")
        told = {text.rsplit(" (", 1)[0]: text for text in shown(page)}
        for v in range(index.n):
            name = index.service_name[v] or index.service_id[v]
            state = states.NAMES[int(outcome.state[v])].replace("-", " ")
            assert f" {state}" in told[name], name


def test_the_takeaway_is_in_words_and_may_be_ended(page: Page) -> None:
    asked(page, "#impact=sso")
    assert (
        page.inner_text("#panel h2") == "If Single sign-on fails: 14 of 15 products go down or are degraded"
    )
    page.click("#panel button:has-text('Chat') >> nth=0")
    assert "because" in page.inner_text("#panel")
    assert page.evaluate("location.hash") == "#impact=sso&service=chat"
    page.click("#panel button:has-text('End what if')")
    assert "If " not in page.inner_text("#panel h2 >> nth=0")
    assert page.evaluate("location.hash") == "#chat"


def test_what_is_folded_is_found_and_unfolded(browser: Browser, large: Path) -> None:
    with browsers.opened(browser, large) as page:
        assert "Service n77" not in names(page)
        assert "Network" in names(page)
        page.fill("#search", "service n77")
        assert "folded" in page.inner_text("#matches")
        page.keyboard.press("Enter")
        assert "Service n77" in names(page)
        assert page.inner_text("#panel h2") == "Service n77"
        before = len(shown(page))
        page.click("#panel button:has-text('Unfold neighbours')")
        assert len(shown(page)) > before
        page.click("#panel button:text-is('Fold neighbours')")
        assert len(shown(page)) == before
        click(page, "Network")
        page.click("#panel button:has-text('Unfold')")
        assert {f"Service n{i}" for i in range(200)} <= names(page)
        menu(page, "view", "Fold all")
        assert names(page) == {"Business application", "Platform", "Network"}


def test_a_service_with_what_is_near_it_and_without_what_is_hidden(page: Page) -> None:
    asked(page, "#sso")
    page.select_option("#panel select", "1")
    near = names(page)
    assert {"Single sign-on", "Directory", "Chat", "Admissions"} <= near
    assert "Core router A" not in near
    page.select_option("#panel select", "2")
    assert names(page) > near
    page.select_option("#panel select", "all")
    menu(page, "view", "Unfold all")
    everything = names(page)
    page.click("#panel button:has-text('Hide')")
    assert names(page) == everything - {"Single sign-on"}
    page.click("#chips button")
    assert names(page) == everything


def test_what_is_looked_for_stands_in_a_window_that_is_full(page: Page) -> None:
    stage = page.locator("#stage").bounding_box()
    assert stage
    for fragment in ("#database-node-1", "#path=student-portal,core-router-a", "#impact=uplink-south"):
        asked(page, fragment)
        page.wait_for_timeout(100)
        boxes = [box for at in page.locator("#nodes > div").all() if (box := at.bounding_box())]
        lowest = max(box["y"] + box["height"] for box in boxes)
        assert lowest > stage["y"] + stage["height"] - 60, fragment
    asked(page, "#path=student-portal,core-router-a")
    for name in ("Student portal", "Core router A"):
        box = page.locator("#nodes > div").nth(at(page, name)).bounding_box()
        assert box
        assert stage["y"] <= box["y"]
        assert box["y"] + box["height"] <= stage["y"] + stage["height"]


def test_where_there_is_room_small_clusters_are_not_folded(browser: Browser, tmp_path: Path) -> None:
    files = {
        "services.csv": "\n".join(
            [
                "id,name,category",
                *(f"n{i},Net {i},network" for i in range(3)),
                *(f"v{i},Vault {i},security" for i in range(300)),
            ]
        ),
        "products.csv": "\n".join(["id,name,category", *(f"p{i},Product {i},workplace" for i in range(150))]),
        "dependencies.csv": "\n".join(
            ["service,depends_on", *(f"p{i},v{i}\np{i},n{i % 3}" for i in range(150))]
        ),
    }
    path = drawn(folder(tmp_path / "files", files), tmp_path)
    with browsers.opened(browser, path) as page:
        assert names(page) == {"Workplace", "Security", "Net 0", "Net 1", "Net 2"}
        heights = {
            name: page.locator("#nodes > div").nth(at(page, name)).bounding_box() for name in names(page)
        }
        highest = min((box["y"], name) for name, box in heights.items() if box)
        assert highest[1] == "Workplace"
        assert "Workplace (150 products, folded" in next(text for text in shown(page) if "Workplace" in text)


def test_filters(page: Page) -> None:
    menu(page, "view", "Unfold all")
    everything = names(page)
    menu(page, "filter", "product")
    assert not [text for text in shown(page) if "(product" in text]
    assert len(names(page)) == len(everything) - 15
    page.click("#chips button")
    menu(page, "filter", "Network")
    assert "Core router A" not in names(page)
    page.click("#chips button")
    menu(page, "filter", "retired")
    assert len(everything) - len(names(page)) == 1
    page.click("#chips button")
    asked(page, "#impact=sso")
    menu(page, "filter", "up")
    assert all("✗ down" in text or "▼ degraded" in text or "△ at risk" in text for text in shown(page))


def test_a_path(page: Page) -> None:
    asked(page, "#student-portal")
    page.click("#panel button:has-text('Path to')")
    page.fill("#search", "core router a")
    page.keyboard.press("Enter")
    steps = page.locator("#panel ol li").all_inner_texts()
    assert steps[0] == "Student portal"
    assert steps[-1] == "Core router A"
    assert page.evaluate("location.hash") == "#path=student-portal,core-router-a"
    page.click("#panel button:has-text('Only this path')")
    assert names(page) == set(steps)
    asked(page, "#path=core-router-a,student-portal")
    assert "The other way round there is none." in page.inner_text("#panel")
    page.click("#panel button:has-text('End path')")
    assert len(names(page)) > len(steps)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, university: Path, scheme: str) -> None:
    source = (consumers.installed("axe-core") / "axe.min.js").read_text("utf-8")
    with browsers.opened(browser, university, scheme=scheme) as page:
        page.evaluate(f"() => {{ {source} }}")

        def serious() -> list[object]:
            found: list[object] = page.evaluate(
                """async () => (await axe.run({ preload: false })).violations
                    .filter((v) => ["serious", "critical"].includes(v.impact))
                    .map((v) => [v.id, v.nodes.map((n) => [n.html, n.failureSummary])])"""
            )
            return found

        assert serious() == []
        page.fill("#search", "netw")
        assert serious() == []
        page.keyboard.press("Enter")
        assert serious() == []
        page.click("#filter summary")
        assert serious() == []
        page.click("#view summary")
        assert serious() == []
        page.keyboard.press("Escape")
        asked(page, "#impact=sso&service=chat")
        assert serious() == []
        asked(page, "#path=student-portal,core-router-a")
        assert serious() == []


def test_what_is_implied_is_counted_in_what_is_shown(browser: Browser, tmp_path: Path) -> None:
    files = {
        "services.csv": "id,category\nshop,apps\npay,platform\ndb1,data\ndb2,data",
        "dependencies.csv": "service,depends_on\nshop,pay\nshop,db1\nshop,db2\npay,db1\npay,db2",
    }
    with browsers.opened(browser, drawn(folder(tmp_path / "files", files), tmp_path)) as page:
        said = page.locator("#panel p:has-text('others imply')")
        assert said.all_inner_texts() == ["2 dependencies that others imply are not drawn."]
        menu(page, "view", "Fold all")
        assert said.all_inner_texts() == []
        menu(page, "view", "Unfold all")
        assert said.count() == 1
        menu(page, "view", "All dependencies, also implied ones")
        assert said.all_inner_texts() == []
        menu(page, "view", "All dependencies, also implied ones")
        asked(page, "#db2")
        page.click("#panel button:text-is('Hide')")
        assert said.all_inner_texts() == ["1 dependency that others imply is not drawn."]


def test_an_address_that_names_nothing_is_said(page: Page) -> None:
    asked(page, "#impact=nothing-of-this-name")
    assert page.inner_text("#said") == "there is no service nothing-of-this-name"


def test_what_is_seen_is_saved(page: Page, tmp_path: Path) -> None:
    asked(page, "#impact=sso")
    for entry, name in (("Save as SVG", "saved.svg"), ("Save as PNG", "saved.png")):
        page.click("#view summary")
        with page.expect_download() as download:
            page.click(f"#view button:has-text('{entry}')")
        download.value.save_as(tmp_path / name)
        page.keyboard.press("Escape")
    root = ElementTree.fromstring((tmp_path / "saved.svg").read_bytes())
    texts = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert "If Single sign-on fails: 14 of 15 products go down or are degraded" in texts
    assert {"Single sign-on", "✗ fails", "✗ down"} <= texts
    assert (tmp_path / "saved.png").read_bytes().startswith(b"\x89PNG")


def test_what_the_window_shows_is_saved_alone(page: Page, tmp_path: Path) -> None:
    asked(page, "#sso")
    for _ in range(4):
        page.click("#closer")
    sizes = {}
    for entry in ("Save as SVG", "Save this view as SVG"):
        page.click("#view summary")
        with page.expect_download() as download:
            page.click(f"#view button:has-text('{entry}')")
        download.value.save_as(tmp_path / "saved.svg")
        page.keyboard.press("Escape")
        root = ElementTree.fromstring((tmp_path / "saved.svg").read_bytes())
        sizes[entry] = float(root.attrib["width"]) * float(root.attrib["height"])
    assert sizes["Save this view as SVG"] < sizes["Save as SVG"] / 2


def test_the_title_of_what_is_saved_is_as_wide_as_the_diagram(page: Page, tmp_path: Path) -> None:
    asked(page, "#impact=sso")
    for _ in range(7):
        page.click("#closer")
    page.click("#view summary")
    with page.expect_download() as download:
        page.click("#view button:has-text('Save this view as SVG')")
    download.value.save_as(tmp_path / "saved.svg")
    page.set_content((tmp_path / "saved.svg").read_text("utf-8"))
    wider, texts = page.evaluate(
        """() => {
          const width = document.querySelector("svg").viewBox.baseVal.width;
          const lines = [...document.querySelectorAll("svg > text")].filter((text) => text.getAttribute("x") === "20");
          return [lines.filter((text) => text.getBBox().x + text.getBBox().width > width).length,
            lines.map((text) => text.textContent).join(" ")];
        }"""
    )
    assert wider == 0
    assert texts.startswith("If Single sign-on fails: 14 of 15 products go down or are degraded Services and")


def test_the_page_is_small(university: Path) -> None:
    assert university.stat().st_size < 300_000
