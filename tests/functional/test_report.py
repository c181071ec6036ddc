"""The report page: what it says against the analyses and by hand, and how it looks in a real browser."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphmodel.answers.chart import Cell, Grid
from graphmodel.answers.report import Column, Report
from graphmodel.model.visible import visible
from graphmodel.model.words import short
from graphmodel.render.pages.contents import APPENDICES
from graphmodel.render.pages.page import GridPart, Section, Sentences, TablePart, html
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
    rows = page.locator(f"table:has(caption span:text-is('{caption}')) tr")
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


def test_resilience_of_a_shop(shop: Page) -> None:
    """By hand: vm alone takes both down, pay the shop; nothing fails in pairs. vm promises no time."""
    assert table(shop, "Products: what takes them down, alone or two together") == [
        ["product", "alone", "most likely", "pairs", "most likely pair"],
        ["Blog", "1", "Machines", "0", ""],
        ["Shop", "2", "Payments", "0", ""],
    ]
    assert [
        text for text in shop.locator(".sentence").all_inner_texts() if "back" in text or "own_rto" in text
    ] == [
        "If Machines fails: 5 services are down; nothing states how long until 5 are back.",
        "How long it takes to restore what fails is not known: own_rto in services.csv states it.",
    ]
    year = table(shop, "Products: time down in a year")
    assert [row[-1] for row in year[1:]] == ["0s to 365d", "0s to 365d"]


def test_recovery_where_it_is_stated(browser: Browser, tmp_path: Path) -> None:
    services = (
        "id,name,category,own_rto\npay,Payments,apps,\nvm,Machines,base,2h\ncache,Cache,base,\nfax,Fax,,\n"
    )
    place = folder(tmp_path / "shop", SHOP | {"services.csv": services})
    assert run_cli("-c", place, "report", "-o", tmp_path / "report.html").code == 0
    with browsers.opened(browser, tmp_path / "report.html") as page:
        lasting = table(page, "If Machines fails: 5 services are down, all back after 2h")
    assert [row[0] for row in lasting[1:]] == ["wave 1", "wave 2", "wave 2", "wave 2", "wave 3"]
    assert [row[1] for row in lasting[1:]] == ["Machines", "Blog", "Cache", "Payments", "Shop"]
    assert {row[-1] for row in lasting[1:]} == {"2h"}


def test_places_and_words_are_not_broken_on_paper(browser: Browser, university: Path) -> None:
    with browsers.opened(browser, university) as page:
        page.set_viewport_size({"width": round(18.2 / 2.54 * 96), "height": 1000})
        page.emulate_media(media="print")
        places = page.locator("td.place")
        assert "dependencies.csv:25" in places.all_inner_texts()
        lines = "e => { const r = document.createRange(); r.selectNodeContents(e); return r.getClientRects().length }"
        assert {place.evaluate(lines) for place in places.all()} == {1}
        # A column whose head would not have room stands upright: no word needs more than its cell.
        for head in page.locator(".grid thead th span").all():
            assert head.evaluate("e => e.scrollWidth <= e.parentElement.clientWidth")


def test_page_one_of_a_shop(shop: Page) -> None:
    assert shop.inner_text("h1") == "Our <shop>"
    assert shop.locator(".sentence").all_inner_texts()[:5] == [
        "The catalogue holds 2 products and 4 other services, with 5 dependencies between them.",
        "If Machines alone fails, both products go down.",
        "Both products go down with at least one of the 3 worst single failures; none stays up in all of them.",
        "The checks find no error and 8 warnings; the most frequent is “No accountable role” (4 times).",
        "A role is accountable for 2 of the 6 services; for 4 none is.",
    ]
    assert table(shop, "Products by the worst single failures") == [
        ["", "Machines", "Payments", "Cache"],
        ["Shop", "✗ down", "✗ down", "▼ degraded"],
        ["Blog", "✗ down", "", ""],
    ]
    assert table(shop, "What to do first") == [
        ["#", "what to do", "why", "accountable", "where"],
        [
            "1",
            "Find an alternative for Machines, or plan for its failure",
            "Alone it takes 2 products down",
            "Operations",
            "services.csv:3",
        ],
        [
            "2",
            "Find an alternative for Payments, or plan for its failure",
            "Alone it takes 1 product down",
            "nobody",
            "services.csv:2",
        ],
        [
            "3",
            "Give one role the responsibility A for it in responsibilities.csv",
            "No role is accountable for Payments (pay) (and 3 more such gaps)",
            "nobody",
            "services.csv:2",
        ],
        [
            "4",
            "Give it a category in its row",
            "Fax (fax) is in no category",
            "nobody",
            "services.csv:5",
        ],
        [
            "5",
            "Add the dependency of what it underpins, make it a product, or retire it",
            "Fax (fax) underpins nothing and is no product",
            "nobody",
            "services.csv:5",
        ],
        [
            "6",
            "Give the role its holder and contact in roles.csv",
            "Role Owner (boss) is accountable for 1 service and has no holder and no contact (and 1 more such gap)",
            "",
            "roles.csv:3",
        ],
    ]


def test_the_other_pages_of_a_shop(shop: Page) -> None:
    assert shop.locator("h2").all_inner_texts() == [
        "The worst single failures",
        "Resilience",
        "Products and what underpins them",
        "What the catalogue cannot see",
        "Gaps",
        "Roles",
        "What the words mean",
        "Diagrams",
    ]
    assert table(shop, "Products affected when this service alone fails") == [
        [
            *("#", "service", "type", "criticality", "down", "degraded", "at risk"),
            *("accountable", "where", "down, of those hit"),
        ],
        ["1", "Machines", "Platform", "", "2", "0", "0", "Operations", "services.csv:3", ""],
        ["2", "Payments", "Applications", "", "1", "0", "0", "", "services.csv:2", ""],
        ["3", "Cache", "Platform", "", "0", "1", "0", "", "services.csv:4", ""],
    ]
    assert table(shop, "Services that underpin each product") == [
        ["", "Applications", "Platform"],
        ["Blog", "0", "1"],
        ["Shop", "1", "2"],
    ]
    assert table(shop, "Services of each role") == [
        ["role", "held by", "accountable", "responsible", "consulted", "informed"],
        ["Operations", "", "1", "1", "0", "0"],
        ["Owner", "", "1", "0", "1", "0"],
    ]


def test_levels_duties_and_revisions(browser: Browser, tmp_path: Path) -> None:
    """By hand: the shop promises more than pay, which fails 1 % of the time (3d15h36m); vm has nobody at first."""
    levelled = SHOP | {
        "products.csv": "id,name,category,criticality,availability,rto\nshop,Shop,apps,1,99.9,4h\nblog,Blog,apps,,,\n",
        "services.csv": "id,name,category,availability\npay,Payments,apps,99\nvm,Machines,base,100\n"
        "cache,Cache,base,\nfax,Fax,,\n",
        "dependencies.csv": "service,depends_on,strength\nshop,pay,\nshop,cache,soft\nblog,vm,\n",
    }
    store, target = tmp_path / "shop.db", tmp_path / "report.html"
    nobody = levelled | {
        "responsibilities.csv": "role,service,responsibility\nboss,shop,A\nops,shop,R\nboss,shop,C\n"
    }
    for name, files in (("first", nobody), ("second", levelled)):
        assert run_cli("-c", store, "import", folder(tmp_path / name, files), "--source", "x").code == 0
    assert run_cli("-c", store, "report", "-o", target).code == 0
    with browsers.opened(browser, target) as page:
        promised = table(page, "Products: what each promises")
        assert promised[1:] == [["Shop", "✗ 99.9", "4h", "", ""], ["Blog", "", "", "", ""]]
        gains = table(page, "Shop, which is down longest: what it would gain")
        assert [(row[0], row[-1]) for row in gains[1:]] == [("Payments", "3d15h36m")]
        assert page.locator("figcaption", has_text="Shop: what takes it down").count() == 1
        duties = table(page, "Who has which part in what matters most")
        assert {row[0]: row[1:] for row in duties} == {
            "": ["Owner", "Operations"],
            "Shop": ["A C", "R"],
            "Blog": ["", ""],
            "Payments": ["", ""],
            "Machines": ["", "A"],
            "Cache": ["", ""],
        }
        scored = {row[0]: row[-1] for row in table(page, "How much holds, type by type")[1:]}
        trend = table(page, "What the rules found, revision by revision")[1:]
        left_out = page.locator(".sentence").last.inner_text()
    with Workbench.open(store) as bench:
        assert {*scored} == {"Applications", "Platform"}
        for row in bench.run("score", by="category"):
            if row.name in scored:
                assert scored[row.name].startswith(f"{row.score:.1f} %")
                assert f"{row.failed} of {row.checks} check" in scored[row.name]
        assert [row[0].split()[0] for row in trend] == ["2", "1"]
        assert [row[-1] for row in trend] == [
            f"{row.score:.1f} % of {row.checks} checks hold" for row in bench.run("score", trend=True)
        ]
    assert not left_out.startswith("Left out")


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    place = folder(tmp_path / "c", {"services.csv": "id,name\nmail,Mail\n"})
    said = run_cli("-c", place, "report", "-o", "-").out
    assert (
        "Left out: the worst single failures, as none reaches a product; resilience, as no service is a product; "
        "what underpins products, as there are none; levels and promises, as no product promises any; what cannot be "
        "seen, as there is no product of which that is so; roles, as there are none; what the rules found over "
        "revisions, as there is only one."
    ) in said


def test_gaps_are_counted_and_the_worst_shown(browser: Browser, university: Path) -> None:
    with Workbench.open(UNIVERSITY) as bench:
        found = bench.run("gaps").findings
    with browsers.opened(browser, university) as page:
        rows = table(page, f"10 of {len(found)} gaps, the worst first")[1:]
        first = [f for at, f in enumerate(found) if sum(g.code == f.code for g in found[:at]) < 3][:10]
        assert [(row[1], row[2], row[3]) for row in rows] == [
            (f.code, f.message, str(f.origin)) for f in first
        ]
        counts = [(row[1], int(row[3])) for row in table(page, "Gaps by rule")[1:]]
    assert dict(counts) == {code: sum(f.code == code for f in found) for code in {f.code for f in found}}


def test_every_service_is_in_the_diagram_of_everything_or_counted(browser: Browser, university: Path) -> None:
    with Workbench.open(UNIVERSITY) as bench:
        services = bench.index.n
    with browsers.opened(browser, university) as page:
        last = page.locator("figure").last
        drawn = last.locator("[data-key^=s]").count()
        folded = last.locator(".faint").first.inner_text()
        match = re.match(r"to stay readable, (\d+) services are drawn", folded)
        assert match
        assert drawn >= 20
        assert drawn + int(match[1]) == services
        assert page.locator("figure").count() == 3
        # Where a page of its own is better, what the worst failure does has one: with all products that it hits.
        struck = page.locator("figure.large").first
        assert struck.locator("figcaption").inner_text() == "If Block storage fails"
        assert struck.get_by_text("Student portal", exact=True).count()


def test_names_in_diagrams_can_be_read_on_paper(browser: Browser, university: Path) -> None:
    """Six points and more; the last one has a page of its own, turned, which only paper has."""
    with browsers.opened(browser, university) as page:
        page.set_viewport_size({"width": round(18.2 / 2.54 * 96), "height": 1000})
        page.emulate_media(media="print")
        for figure in page.locator("figure:not(.large) svg:not(.bar)").all():
            width = figure.evaluate("e => e.getBoundingClientRect().width / e.viewBox.baseVal.width")
            height = figure.evaluate("e => e.getBoundingClientRect().height / e.viewBox.baseVal.height")
            assert 11 * min(width, height) * 72 / 96 >= 5.95
            assert "--max-nodes" not in page.inner_text("body")


def many(products: int, services: int, name: str) -> dict[str, str]:
    """Products on three services each, one of them in a chain of all services; nobody is accountable.

    All promise more than what they need, there are many types, and in six rows one service is needed by another above.
    """
    rows = [
        f"p{i},s{i * step % services},{how}\n"
        for i in range(products)
        for step, how in ((1, ""), (7, "soft"), (3, ""))
    ]
    rows += [f"s{i},s{i + 1},\n" for i in range(services - 1)]
    rows += [f"s{i + 2},s{i},\n" for i in range(0, services - 6, services // 6)]
    levels = "availability,own_availability,rto,rpo,support_hours"
    types = [f"t{i}" for i in range(20)]
    return {
        "categories.csv": "id,name,expects\n"
        + "".join(f'{kind},"{name} {kind}",{types[i - 1]}\n' for i, kind in enumerate(types)),
        "products.csv": f"id,name,category,criticality,{levels}\n"
        + "".join(f'p{i},"{name} {i}",t{i % 20},{1 + i % 5},99.9,,1h,5m,24x7\n' for i in range(products)),
        "services.csv": f"id,name,category,{levels}\n"
        + "".join(
            f's{i},"{name} {i}",t{i % 20},99.5,99.{i % 7},1d,1h,Mon-Fri 08:00-18:00\n'
            for i in range(services)
        ),
        "dependencies.csv": "service,depends_on,strength\n" + "".join(dict.fromkeys(rows)),
        "roles.csv": "id,name\n" + "".join(f'r{i},"{name} {i}"\n' for i in range(40)),
        "responsibilities.csv": "role,service,responsibility\n"
        + "".join(f"r{i},s{i},C\nr{i},p{i % products},R\n" for i in range(40)),
    }


LONG = "A name of many words that goes on and on " * 6
CATALOGUES = {
    "empty": {"products.csv": "id,name\n", "services.csv": "id,name\n"},
    "one service": {"services.csv": "id,name\nmail,Mail\n"},
    "one product": {"products.csv": "id,name\nmail,Mail\n"},
    "no dependency": {"products.csv": "id\na\nb\n", "services.csv": "id\nc\n"},
    "no product": {"services.csv": "id\na\nb\n", "dependencies.csv": "service,depends_on\na,b\n"},
    "shop": SHOP,
    "long names": many(30, 45, LONG.strip()),
    "one word": many(16, 60, "Öffentlichkeitsarbeit" * 12),
    "markup": many(60, 45, "<b>&amp;</b> 🚀👩‍👩‍👧 خدمة الدعم \u202e"),
    "1,000 products": many(1000, 60, "Product"),
}


@pytest.mark.parametrize("name", CATALOGUES)
def test_page_one_is_one_page_and_all_are_ten_at_most(browser: Browser, tmp_path: Path, name: str) -> None:
    target = tmp_path / "report.html"
    done = run_cli("-c", folder(tmp_path / "c", CATALOGUES[name]), "report", "-o", target, "--quiet")
    assert (done.code, done.err) == (0, "")
    with browsers.opened(browser, target) as page:
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 10
        # A4 without its margins, at 96 dots to an inch.
        page.set_viewport_size({"width": round(18.2 / 2.54 * 96), "height": 1000})
        page.emulate_media(media="print")
        bottom = page.locator("section").first.evaluate("e => e.getBoundingClientRect().bottom + scrollY")
        assert bottom < 26.7 / 2.54 * 96
        assert page.evaluate("document.documentElement.scrollWidth") <= round(18.2 / 2.54 * 96)


def test_the_university_on_paper(browser: Browser, university: Path) -> None:
    with browsers.opened(browser, university) as page:
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 10


def test_a_directory_gets_all_rows_beside_the_page(tmp_path: Path) -> None:
    place = folder(tmp_path / "shop", SHOP)
    target = tmp_path / "out"
    done = run_cli("-c", place, "report", "-o", target)
    assert done.code == 0, done.err
    assert sorted(file.name for file in target.iterdir()) == sorted(["report.html", *APPENDICES])
    written = {name: list(csv.reader(io.StringIO((target / name).read_text()))) for name in APPENDICES}
    for name, command in (
        ("products-by-failures", ("underpinning", "--matrix", "failures")),
        ("products-by-types", ("underpinning", "--matrix", "types")),
        ("products", ("underpinning", "--counts")),
        ("services", ("underpinning", "--counts", "--by", "service")),
        ("vision", ("vision",)),
        ("gaps", ("gaps",)),
        ("roles", ("roles",)),
    ):
        asked = run_cli("-c", place, *command, "--format", "csv").out
        assert written[f"report-{name}.csv"] == list(csv.reader(io.StringIO(asked)))
    assert [row[1:3] for row in written["report-worst-failures.csv"]] == [
        ["service", "id"],
        ["Machines", "vm"],
        ["Payments", "pay"],
        ["Cache", "cache"],
    ]


def test_beside_the_page_are_availability_and_cut_sets_of_all_products(tmp_path: Path) -> None:
    assert run_cli("-c", UNIVERSITY, "report", "-o", tmp_path / "out").code == 0
    asked = run_cli("-c", UNIVERSITY, "availability", "--format", "csv").out
    assert (tmp_path / "out" / "report-availability.csv").read_text() == asked
    names = {row["name"] for row in csv.DictReader(io.StringIO(asked))}
    beside = (tmp_path / "out" / "report-cut-sets.csv").read_text()
    assert {row["product"] for row in csv.DictReader(io.StringIO(beside))} == names


def test_into_the_folder_of_the_catalogue_it_replaces_nothing_of_it(tmp_path: Path) -> None:
    place = folder(tmp_path / "shop", SHOP)
    assert run_cli("-c", place, "report", "-o", place, "--force").code == 0
    assert {name: (place / name).read_text() for name in SHOP} == SHOP


def test_rows_that_are_there_already_are_kept(tmp_path: Path) -> None:
    place, target = folder(tmp_path / "shop", SHOP), tmp_path / "out"
    target.mkdir()
    (target / "report-gaps.csv").write_text("mine")
    done = run_cli("-c", place, "report", "-o", target)
    assert (done.code, "report-gaps.csv exists" in done.err) == (2, True)
    assert [file.name for file in target.iterdir()] == ["report-gaps.csv"]
    assert run_cli("-c", place, "report", "-o", target, "--force").code == 0


def test_links_within_the_page_lead_somewhere(browser: Browser, university: Path) -> None:
    with browsers.opened(browser, university) as page:
        targets = page.eval_on_selector_all("nav a", "found => found.map((a) => a.getAttribute('href'))")
        assert len(targets) == 9
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


BROKEN = """() => [...document.querySelectorAll(".grid :is(td, th)")].flatMap((cell) => {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (walker.nextNode()) for (const { 0: word, index } of walker.currentNode.data.matchAll(/[^\\s-]+/g)) {
    const range = document.createRange();
    range.setStart(walker.currentNode, index);
    range.setEnd(walker.currentNode, index + word.length);
    if (range.getClientRects().length > 1) broken.push(word);
  }
  return broken;
})"""
"""The words of a matrix that do not stand on one line."""


def test_it_is_wide_enough_for_a_telephone(browser: Browser, university: Path) -> None:
    with browsers.opened(browser, university) as page:
        page.set_viewport_size({"width": 400, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        # What is wider is moved sideways, not broken within words.
        assert page.evaluate(BROKEN) == []


def test_hostile_names_are_shown_and_do_nothing(browser: Browser, tmp_path: Path) -> None:
    names = [*DRAWN, *ATTACKS]
    report = Report((Column("state"), Column(ATTACKS[0], ATTACKS[4])), [(n, n) for n in names], analysis="x")
    grid = Grid(
        tuple(names),
        (ATTACKS[0],),
        {(y, 0): Cell(n, "down") for y, n in enumerate(names)},
        ((Cell("", "hole"), ATTACKS[1]),),
        (ATTACKS[2],),
    )
    parts = (
        TablePart(report, ATTACKS[3], len(names)),
        GridPart(grid, ATTACKS[2], len(names)),
        Sentences(ATTACKS[:3]),
    )
    path = tmp_path / "page.html"
    path.write_text(
        html(ATTACKS[2], ATTACKS[1], [Section(ATTACKS[0], ATTACKS[5], parts, ATTACKS[6])]), "utf-8"
    )
    with browsers.opened(browser, path) as page:
        assert page.text_content("h1") == visible(ATTACKS[2])
        shown = page.locator("table:not(.grid) td:last-child").all_text_contents()
        assert shown == [visible(short(name, 200)) for name in names]
        heads = page.locator(".grid th[scope=row]").all_text_contents()
        assert heads == [visible(short(name, 80)) for name in names]
        assert page.locator("script, img, link, iframe, main a").count() == 0


def test_a_long_table_is_cut_aloud() -> None:
    report = Report((Column("n"),), [(str(n),) for n in range(12_345)], analysis="x", revision=REVISION)
    part = TablePart(report, most=20, full="graphmodel list services")
    text = html("t", "", [Section("s", "", (part,))])
    assert text.count("<tr>") == 21
    assert "The first 20 rows of 12,345; all of them: <code>graphmodel list services</code>" in text


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
    assert "The catalogue is empty: it holds no product and no service." in done.out
