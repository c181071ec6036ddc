"""The report page: what it says against the analyses and by hand, and how it looks in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphmodel.answers.report import Column, Report
from graphmodel.model.visible import visible
from graphmodel.render.pages.page import Number, Section, TablePart, html
from graphmodel.render.theme import DARK, LIGHT
from graphmodel.workbench import Workbench
from tests import browser as browsers
from tests.conftest import REVISION, ROOT, folder, run_cli
from tests.functional.test_html import ATTACKS
from tests.hostile import DRAWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.graphviz

UNIVERSITY = ROOT / "examples" / "university"
SHOP = {
    "products.csv": "id,name,category\nshop,Shop,apps\nblog,Blog,apps\n",
    "services.csv": "id,name,category\npay,Payments,apps\nvm,Machines,base\ncache,Cache,base\nfax,Fax,\n",
    "categories.csv": "id,name\napps,Applications\nbase,Platform\nnet,Network\n",
    "dependencies.csv": "service,depends_on,strength\nshop,pay,\nshop,cache,soft\npay,vm,\ncache,vm,\nblog,vm,\n",
    "roles.csv": "id,name\nops,Operations\nboss,Owner\n",
    "responsibilities.csv": "role,service,responsibility\nops,vm,A\nboss,shop,A\nops,shop,R\nboss,shop,C\n",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


@pytest.fixture(scope="module")
def university(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "university.html"
    assert run_cli("-c", UNIVERSITY, "report", "-o", path).code == 0
    return path


@pytest.fixture
def shop(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    target = tmp_path / "report.html"
    done = run_cli("-c", folder(tmp_path / "shop", SHOP), "report", "-o", target, "--title", "Our <shop>")
    assert done.code == 0, done.err
    with browsers.opened(browser, target) as page:
        yield page


def table(page: Page, caption: str) -> list[list[str]]:
    rows = page.locator(f"table:has(caption:text-is('{caption}')) tr")
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


def test_what_it_says_of_a_shop(shop: Page) -> None:
    assert shop.inner_text("h1") == "Our <shop>"
    assert shop.locator("h2").all_inner_texts() == [
        "1. Summary",
        "2. Products and what underpins them",
        "3. What underpins most",
        "4. Gaps",
        "5. Roles",
        "6. Diagrams",
    ]
    numbers = shop.locator(".numbers li").all_inner_texts()
    assert [n.split() for n in numbers[:3]] == [
        ["2", "products"],
        ["4", "other", "services"],
        ["5", "dependencies"],
    ]
    assert table(shop, "Services that underpin each product") == [
        ["product", "Applications", "Platform", "Network", "services without a category"],
        ["Blog", "0", "1", "0", ""],
        ["Shop", "1", "2", "0", ""],
    ]
    assert shop.locator("td.hole").count() == 3
    assert table(shop, "Products affected when this service fails") == [
        ["service", "id", "products", "down", "degraded", "at risk"],
        ["Machines", "vm", "2", "2", "0", "0"],
        ["Payments", "pay", "1", "1", "0", "0"],
        ["Cache", "cache", "1", "0", "1", "0"],
    ]
    assert table(shop, "If Cache fails: products") == [
        ["product", "state", "steps", "because of"],
        ["Shop", "▼ degraded", "1", "Cache"],
    ]
    assert table(shop, "Who holds what") == [
        ["service", "accountable", "responsible", "consulted", "informed"],
        ["Shop", "Owner", "Operations", "Owner", ""],
        ["Machines", "Operations", "", "", ""],
    ]


def test_every_gap_is_there_with_its_place(browser: Browser, university: Path) -> None:
    with Workbench.open(UNIVERSITY) as bench:
        found = bench.run("gaps").findings
    with browsers.opened(browser, university) as page:
        rows = table(page, "All gaps, the worst first")[1:]
        assert [(row[1], row[2], row[4]) for row in rows] == [
            (f.code, f.message, f"{f.origin.file}:{f.origin.line} (source university)") for f in found
        ]
        counts = [(row[1], int(row[3])) for row in table(page, "Gaps by rule")[1:]]
    assert dict(counts) == {code: sum(f.code == code for f in found) for code in {f.code for f in found}}


def test_every_service_is_in_the_diagram_of_everything(browser: Browser, university: Path) -> None:
    with Workbench.open(UNIVERSITY) as bench:
        services = bench.index.n
    with browsers.opened(browser, university) as page:
        last = page.locator("figure").last
        assert last.locator("[data-key^=s]").count() == services
        assert page.locator("figure").count() == 5 + 3


def test_links_within_the_page_lead_somewhere(browser: Browser, university: Path) -> None:
    with browsers.opened(browser, university) as page:
        targets = page.eval_on_selector_all("nav a", "found => found.map((a) => a.getAttribute('href'))")
        assert len(targets) == 6
        assert all(page.locator(target).count() == 1 for target in targets)
        assert page.locator("script").count() == 0


@pytest.mark.parametrize(("scheme", "paper"), [("light", LIGHT.paper), ("dark", DARK.paper)])
def test_light_dark_and_paper(browser: Browser, university: Path, scheme: str, paper: str) -> None:
    def background() -> str:
        shown = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return "#" + "".join(f"{int(n):02x}" for n in re.findall(r"\d+", shown)[:3])

    with browsers.opened(browser, university, scheme=scheme) as page:
        assert background() == paper
        page.emulate_media(media="print")
        assert background() == LIGHT.paper
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_it_is_wide_enough_for_a_telephone(browser: Browser, university: Path) -> None:
    with browsers.opened(browser, university) as page:
        page.set_viewport_size({"width": 400, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_hostile_names_are_shown_and_do_nothing(browser: Browser, tmp_path: Path) -> None:
    names = [*DRAWN, *ATTACKS]
    report = Report((Column("state"), Column(ATTACKS[0], ATTACKS[4])), [(n, n) for n in names], analysis="x")
    numbers = Report((Column("a"), Column("b")), [(n, 1) for n in names], analysis="x")
    parts = (
        (Number(1, ATTACKS[1], "error"),),
        TablePart(report, ATTACKS[3]),
        TablePart(numbers, ATTACKS[2], flowing=True),
    )
    path = tmp_path / "page.html"
    path.write_text(
        html(ATTACKS[2], ATTACKS[1], [Section(ATTACKS[0], ATTACKS[5], parts, ATTACKS[6])]), "utf-8"
    )
    with browsers.opened(browser, path) as page:
        assert page.text_content("h1") == visible(ATTACKS[2])
        assert page.locator("td:last-child").all_text_contents() == [visible(name) for name in names]
        assert page.locator("dt").all_text_contents() == [visible(name) for name in names]
        assert page.locator("script, img, link, iframe, main a").count() == 0


def test_a_long_table_is_cut_aloud() -> None:
    report = Report((Column("n"),), [(str(n),) for n in range(12_345)], analysis="x", revision=REVISION)
    text = html("t", "", [Section("s", "", (TablePart(report),), "graphmodel list services")])
    assert text.count("<tr>") == 501
    assert "The first 500 rows of 12,345; all of them: <code>graphmodel list services</code>" in text


def test_where_it_is_written(tmp_path: Path) -> None:
    gym = folder(tmp_path / "gym", {"products.csv": "id,name\nbike,Bike\n", "services.csv": "id,name\n"})
    made = run_cli("-c", gym, "report", "-o", tmp_path / "out")
    assert made.code == 0, made.err
    first = (tmp_path / "out" / "report.html").read_bytes()
    again = run_cli("-c", gym, "report", "-o", tmp_path / "out")
    assert (again.code, "--force replaces it" in again.err) == (2, True)
    refused = run_cli("-c", tmp_path / "none.db", "report", "-o", tmp_path / "fresh")
    assert refused.code == 5
    assert not (tmp_path / "fresh").exists(), "a directory is left of a page that is not made"
    on_stdout = run_cli("-c", gym, "report", "-o", "-")
    assert on_stdout.out.encode() == first  # whenever and wherever it is made
    assert str(tmp_path) not in on_stdout.out


def test_an_empty_catalogue(tmp_path: Path) -> None:
    empty = folder(tmp_path / "empty", {"products.csv": "id,name\n", "services.csv": "id,name\n"})
    done = run_cli("-c", empty, "report", "-o", "-")
    assert done.code == 0, done.err
    assert "Who holds what: none." in done.out
