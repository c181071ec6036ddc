"""Charts as figures: what stands where is read back from the figure, not from its pixels."""

from __future__ import annotations

import itertools
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import rc_context, rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg

from graphmodel.answers.chart import SHADES, Bars, Cell, Chart, Grid, Panels, Spans
from graphmodel.answers.report import Column, Report
from graphmodel.model.errors import UsageError
from graphmodel.model.revision import Revision
from graphmodel.model.visible import visible
from graphmodel.render.charts.canvas import Canvas, fonts, lines_apart, quiet
from graphmodel.render.charts.charting import figure
from graphmodel.render.charts.formats import CHARTS, charted
from graphmodel.render.charts.tones import contrast, ink, tone
from graphmodel.render.theme import LIGHT, THEMES, Theme
from tests.hostile import NASTY

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMES = (
    *NASTY,
    "$x$ and $\\frac{",
    "\\$5",
    "a_b^c",
    "خدمة الدعم",
    "保守" * 40,
    "W" * 300,
    "A name of many words that goes on and on " * 5,
    "]]>&lt;<!--",
)
SMALL = Grid(
    ("Shop", "App"),
    ("Network", "Support"),
    {
        (0, 0): Cell("12", "shade-4"),
        (0, 1): Cell("0", "hole"),
        (1, 0): Cell("3", "shade-1"),
        (1, 1): Cell("2", "error"),
    },
    ((Cell("0", "hole"), "a hole"), (Cell("9", "error"), "an error")),
    ("of 9 products, the 2 best are shown",),
)
GROUPED = Grid(
    ("Shop",),
    ("a", "b", "c"),
    {(0, 1): Cell("down", "down")},
    groups=("Network", "Network", "Data and integration"),
)
SUMMARY = Panels((("How many", SMALL), ("Alike", GROUPED)), "9 products", ("one type is empty",))
HOSTILE = (
    Grid(NAMES, NAMES[:5], {(y, 0): Cell("7", "shade-2") for y in range(len(NAMES))}),
    Grid(NAMES[:5], NAMES, {(0, x): Cell("1,000,000", "hole") for x in range(len(NAMES))}),
    Bars(NAMES, tuple(range(len(NAMES), 0, -1)), "things", (), (1000,) * len(NAMES), "of these"),
    Grid(NAMES[:3], NAMES, {}, groups=NAMES),
    Spans(
        NAMES,
        tuple((at, 2.0 * at) for at in range(len(NAMES))),
        ("1h, too late: 30m promised",) * len(NAMES),
        ("shade-2",) * len(NAMES),
        "time",
        ((0, "0"), (len(NAMES), "1h"), (2 * len(NAMES), "2h")),
        tuple(range(len(NAMES))),
        tuple(f"wave {at}" for at in range(len(NAMES))),
    ),
)
LASTING = Spans(
    ("Backup", "Network"),
    ((10, 100), (100, 100)),
    ("late", "in time"),
    ("shade-4", "error"),
    "minutes",
    ((1, "1"), (10, "10"), (100, "100")),
    (1000, 10),
    ("wave 1", "wave 2"),
    ((Cell("", "error"), "an error"),),
    logarithmic=True,
)


@pytest.fixture(autouse=True)
def own_settings() -> Iterator[None]:
    with quiet():
        yield


def made(chart: Chart, title: str = "Title", theme: Theme = LIGHT) -> Figure:
    return figure(chart, title, "revision 3", theme)


def told(drawn: Figure, kind: str) -> dict[tuple[int, ...], str]:
    """The texts of a kind (``cell``), by their position; the lines of one thing as one."""
    found: dict[tuple[int, ...], str] = {}
    size = 2 if kind == "cell" else 1
    for text in drawn.axes[0].texts:
        if match := re.fullmatch(rf"{kind}((?:-\d+)+)", str(text.get_gid())):
            place = tuple(map(int, match[1].split("-")[1:]))[:size]
            found[place] = f"{found[place]} {text.get_text()}" if place in found else text.get_text()
    return found


def test_a_grid_says_what_it_shows() -> None:
    drawn = made(SMALL)
    assert told(drawn, "title") == {(0,): "Title"}
    assert told(drawn, "row") == {(0,): "Shop", (1,): "App"}
    assert told(drawn, "column") == {(0,): "Network", (1,): "Support"}
    assert told(drawn, "cell") == {(0, 0): "12", (0, 1): "0", (1, 0): "3", (1, 1): "✗ 2"}
    assert told(drawn, "sample") == {(0,): "0", (1,): "✗ 9"}
    assert told(drawn, "meaning") == {(0,): "a hole", (1,): "an error"}
    assert told(drawn, "left-out") == {(0,): "of 9 products, the 2 best are shown"}
    assert "revision 3" in [text.get_text() for text in drawn.axes[0].texts]


@pytest.mark.parametrize(
    "chart", [Grid((), (), {}, ((Cell("9", "hole"), "a hole"),)), Bars((), (), "services")]
)
def test_a_chart_of_nothing_says_so_and_has_no_legend(chart: Chart) -> None:
    drawn = made(chart)
    assert told(drawn, "left-out") == {(0,): "nothing to show: the answer has no such rows"}
    assert {text.get_text() for text in drawn.axes[0].texts} == {
        "Title",
        "revision 3",
        "nothing to show: the answer has no such rows",
    }


def test_cells_stand_in_rows_and_columns() -> None:
    at = {text.get_gid(): text.get_position() for text in made(SMALL).axes[0].texts}
    assert at["cell-0-0"][0] == at["cell-1-0"][0] == at["column-0-0"][0] < at["cell-0-1"][0]
    assert at["cell-0-0"][1] == at["cell-0-1"][1] == at["row-0-0"][1] < at["cell-1-0"][1]
    assert at["title-0"][1] < at["subtitle"][1] < at["column-0-0"][1] < at["cell-0-0"][1]
    assert at["row-1-0"][1] < at["sample-0"][1] < at["left-out-0"][1]


def test_a_hole_is_hatched_and_nothing_else_is() -> None:
    hatched = [boxes.get_paths() for boxes in made(SMALL).axes[0].collections if boxes.get_hatch()]
    assert [len(paths) for paths in hatched] == [2]  # the cell, and its sample in the legend


def test_bars_are_as_long_as_their_values() -> None:
    drawn = made(Bars(("Backup", "Network", "Chat"), (1200, 600, 0), "products"))
    assert told(drawn, "label") == {(0,): "Backup", (1,): "Network", (2,): "Chat"}
    assert told(drawn, "value") == {(0,): "1,200", (1,): "600", (2,): "0"}
    assert "products" in [text.get_text() for text in drawn.axes[0].texts]
    boxes = {boxes.get_gid(): boxes.get_paths() for boxes in drawn.axes[0].collections}
    lengths = {name: path.get_extents().width for name, (path,) in boxes.items()}
    assert lengths == {"bar-0": lengths["bar-0"], "bar-1": lengths["bar-0"] / 2}


def test_spans_stand_along_their_axis() -> None:
    """The axis is logarithmic, so 10 is half way; a due time beyond its end is not marked."""
    drawn = made(LASTING)
    assert told(drawn, "label") == {(0,): "Backup", (1,): "Network"}
    assert told(drawn, "value") == {(0,): "late", (1,): "in time"}
    assert told(drawn, "head") == {(0,): "wave 1", (1,): "wave 2"}
    assert told(drawn, "meaning") == {(0,): "an error"}
    ticks = [text for text in drawn.axes[0].texts if str(text.get_gid()).startswith("tick")]
    at = {text.get_text(): text.get_position()[0] for text in ticks}
    assert at["10"] - at["1"] == pytest.approx(at["100"] - at["10"])
    boxes = {
        str(boxes.get_gid()): boxes.get_paths()[0].get_extents()
        for boxes in drawn.axes[0].collections
        if boxes.get_gid()
    }
    assert (boxes["span-0"].x0, boxes["span-0"].x1) == pytest.approx((at["10"], at["100"]))
    assert boxes["span-1"].x0 == pytest.approx(at["100"])
    assert boxes["span-1"].width > 0
    assert (boxes["due-1"].x0 + boxes["due-1"].x1) / 2 == pytest.approx(at["10"])
    assert "due-0" not in boxes


def test_spans_with_names_that_begin_alike_are_told_apart() -> None:
    names = [f"{'Backup of the primary site ' * 5}in {town}" for town in ("Zurich", "Bern")]
    drawn = made(replace(LASTING, labels=(*names,)))
    assert len({*told(drawn, "label").values()}) == len(names)


def test_a_part_of_a_whole_is_drawn_over_it() -> None:
    drawn = made(Bars(("Backup", "Network"), (30, 0), "required by", (), (60, 20), "used by"))
    assert told(drawn, "value") == {(0,): "30 of 60", (1,): "0 of 20"}
    boxes = {boxes.get_gid(): boxes.get_paths() for boxes in drawn.axes[0].collections}
    lengths = {name: path.get_extents().width for name, (path,) in boxes.items() if "sample" not in name}
    whole = lengths["whole-0"]
    assert lengths == {"whole-0": whole, "bar-0": whole / 2, "whole-1": pytest.approx(whole / 3)}


def test_columns_of_one_group_stand_under_its_name() -> None:
    drawn = made(GROUPED)
    assert told(drawn, "group") == {(0,): "Network", (1,): "Data and integration"}
    at = {text.get_gid(): text.get_position() for text in drawn.axes[0].texts}
    assert (
        at["column-0-0"][0] < at["group-0"][0] < at["column-1-0"][0] < at["group-1"][0] == at["column-2-0"][0]
    )
    assert at["group-0"][1] < at["column-0-0"][1]


def test_panels_stand_below_each_other_under_their_headings() -> None:
    drawn = made(SUMMARY)
    assert told(drawn, "heading") == {(0,): "How many", (1,): "Alike"}
    assert told(drawn, "left-out") == {(0,): "one type is empty"}
    at = {text.get_gid(): text.get_position()[1] for text in drawn.axes[0].texts}
    order = ["heading-0", "0-row-0-0", "0-sample-0", "heading-1", "1-column-0-0", "1-cell-0-1", "left-out-0"]
    assert [at[name] for name in order] == sorted(at[name] for name in order)


@pytest.mark.parametrize("chart", HOSTILE)
def test_names_are_shown_as_they_can_be_seen(chart: Chart) -> None:
    drawn = made(chart, title="$x$\nand \x1b[31m")
    assert told(drawn, "title")[0,] == "$x$\\nand \\x1b[31m"
    kind, names = ("row", chart.down) if isinstance(chart, Grid) else ("label", chart.labels)
    for (at, *_), text in told(drawn, kind).items():
        seen, shown = ("".join(t.split()) for t in (visible(names[at]), text))
        assert shown == seen or seen.startswith(shown.removesuffix("…"))


@pytest.mark.parametrize(
    "chart",
    [
        SMALL,
        GROUPED,
        SUMMARY,
        LASTING,
        *HOSTILE,
        Grid((), (), {}),
        Bars((), (), "nothing"),
        Spans((), (), (), (), "nothing", ((0, "0"), (1, "1s"))),
    ],
)
def test_no_text_overlaps_another_or_the_edge(chart: Chart) -> None:
    drawn = made(chart)
    renderer = FigureCanvasAgg(drawn).get_renderer()
    width, height = drawn.bbox.width, drawn.bbox.height
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in drawn.axes[0].texts]
    for text, box in boxes:
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= width, text
        assert box.y1 <= height, text
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 1 or down <= 1, (one, other)


@given(
    st.lists(
        st.text("ab -", min_size=1, max_size=60).filter(str.strip), unique_by=lambda t: " ".join(t.split())
    )
)
def test_two_different_names_are_never_cut_to_the_same_text(names: list[str]) -> None:
    made = lines_apart(names, 12, 2)
    assert len({tuple(lines) for lines in made}) == len(names)


def test_long_names_show_where_they_differ() -> None:
    names = [
        f"Backup of the archive in the data centre of Zurich, {which} site" for which in ("first", "second")
    ]
    one, other = lines_apart(names, 20, 2)
    assert "first" in " ".join(one)
    assert "second" in " ".join(other)
    assert max(map(len, (*one, *other))) <= 20


def test_arabic_letters_are_joined() -> None:
    sheet = Canvas(LIGHT, fonts(()))
    assert sheet.measure("لا") < 0.8 * (sheet.measure("ل") + sheet.measure("ا"))


@pytest.mark.parametrize("format", CHARTS)
@pytest.mark.parametrize("chart", HOSTILE)
def test_hostile_names_are_drawn_without_a_word(
    chart: Chart, format: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = CHARTS[format].write(chart, "$", "", LIGHT)
    assert data.startswith({"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[format])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("chart", HOSTILE)
def test_svg_is_well_formed_inert_and_its_text_is_text(chart: Chart) -> None:
    root = ElementTree.fromstring(CHARTS["svg"].write(chart, "</title><script>", "", LIGHT))
    elements = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not elements & {"script", "a", "image", "foreignObject"}
    texts = ["".join(e.itertext()).strip() for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "<script>alert(1)</script>" in texts
    assert [e.text for e in root.iter("{http://www.w3.org/2000/svg}title")] == ["</title><script>"]
    assert not any(
        name.startswith("on") or name.endswith("href")
        for e in root.iter()
        for name in e.attrib
        if e.tag.rpartition("}")[2] != "use"
    )


@pytest.mark.parametrize("format", CHARTS)
def test_equal_charts_are_equal_bytes_and_hold_no_date(format: str) -> None:
    first, second = (CHARTS[format].write(SMALL, "Title", "revision 3", LIGHT) for _ in range(2))
    assert first == second
    assert b"CreationDate" not in first
    assert b"dc:date" not in first


def test_settings_of_the_user_change_nothing_and_are_kept() -> None:
    before = CHARTS["svg"].write(SMALL, "Title", "", LIGHT)
    with rc_context({"svg.fonttype": "path", "axes.facecolor": "red", "font.size": 40.0}):
        assert CHARTS["svg"].write(SMALL, "Title", "", LIGHT) == before
        assert rcParams["font.size"] == 40.0


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_text_can_be_read_on_every_tone(theme: Theme) -> None:
    tones = [f"shade-{n + 1}" for n in range(SHADES)] + ["hole", "plain", "empty", *theme.states]
    for name in tones:
        fill = tone(name, theme).fill
        assert contrast(ink(fill, theme), fill) >= 4.5, name
    assert contrast(theme.faint, theme.paper) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_shades_grow_stronger(theme: Theme) -> None:
    away = [contrast(tone(f"shade-{n + 1}", theme).fill, theme.paper) for n in range(SHADES)]
    assert away == sorted(set(away))


@pytest.mark.parametrize(
    ("file", "expected"), [("a.svg", "svg"), ("a.b/c.PNG", "png"), ("x.pdf", "pdf"), (".x.svg", "svg")]
)
def test_the_suffix_tells_the_format(file: str, expected: str) -> None:
    assert CHARTS.by_suffix(file) == expected


@pytest.mark.parametrize("file", ["a.bmp", "svg", "", "a.svg.gz"])
def test_other_suffixes_are_refused(file: str) -> None:
    with pytest.raises(UsageError) as error:
        CHARTS.by_suffix(file)
    assert ".svg, .png, .pdf" in error.value.hint


def asked(**fields: Any) -> Report:
    rows = iter([("a", "service", 2, "Backup")])
    return Report(
        (Column("id"),), rows, analysis="x", revision=Revision(3, "u", "2024-05-01T00:00:00Z", "s"), **fields
    )


def test_the_chart_of_a_report() -> None:
    report = asked(title="Most", chart=lambda rows: Bars((rows[0][3],), (rows[0][2],), "products"))
    done = charted(report, "svg", "dark")
    assert done.chart == Bars(("Backup",), (2,), "products")
    assert all(
        text.encode() in done.data for text in ("Most", "revision 3 of 2024-05-01", "Backup", "#14181d")
    )


@pytest.mark.parametrize(
    ("fields", "format", "theme", "error", "hint"),
    [
        ({}, "svg", "light", "this answer of x has no chart", "underpinning --matrix types, "),
        ({"chart": lambda _: None}, "bmp", "light", "no format 'bmp' of charts", "svg, png, pdf"),
        ({"chart": lambda _: None}, "svg", "pink", "no theme 'pink' of charts", "light, dark"),
    ],
)
def test_what_cannot_be_charted(
    fields: dict[str, Any], format: str, theme: str, error: str, hint: str
) -> None:
    with pytest.raises(UsageError, match=error) as raised:
        charted(asked(**fields), format, theme)
    assert hint in raised.value.hint
