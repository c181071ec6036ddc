"""The interactive page in a browser without a window: how long until it is there, and how smoothly it moves.

Prints a page of Markdown. Frames are counted while the view is dragged, and zoomed, for two seconds each; the browser
draws at most 60 a second.
"""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks import estate
from benchmarks.process import GRAPHMODEL, run
from benchmarks.run import DATA, table
from tests.browser import browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

_UNIVERSITY: Final = Path(__file__).parents[1] / "examples" / "university"
_SIZES: Final = (1_000, 5_000)
_ALL: Final = estate.PRODUCTS + estate.SERVICES
_TEXT: Final = 12
"""Pixels of a name at scale 1."""
_FRAMES: Final = """async (kind) => {
    const stage = document.getElementById("stage"), frame = stage.getBoundingClientRect();
    const [x, y] = [frame.left + frame.width / 2, frame.top + frame.height / 2];
    const send = (type, dx, dy) => stage.dispatchEvent(
        new PointerEvent(type, { pointerId: 1, button: 0, clientX: x + dx, clientY: y + dy, bubbles: true }));
    stage.setPointerCapture = () => {};
    const begun = performance.now();
    let frames = 0;
    if (kind === "pan") send("pointerdown", 0, 0);
    while (performance.now() < begun + 2000) {
        frames += 1;
        if (kind === "pan") send("pointermove", 150 * Math.sin(frames / 12), 80 * Math.cos(frames / 9));
        else stage.dispatchEvent(new WheelEvent("wheel", {
            deltaY: Math.floor(frames / 30) % 2 ? 30 : -30, clientX: x, clientY: y, bubbles: true, cancelable: true }));
        await new Promise(requestAnimationFrame);
    }
    if (kind === "pan") send("pointerup", 0, 0);
    return frames * 1000 / (performance.now() - begun);
}"""
_UNFOLD: Final = """async () => {
    document.getElementById("view").open = true;
    await new Promise((done) => setTimeout(done, 100));
    const all = [...document.querySelectorAll("#view button")].find((b) => b.textContent === "Unfold all");
    const begun = performance.now();
    all.click();
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return (performance.now() - begun) / 1000;
}"""


_HEAD: Final = """# How the interactive page performs

One run of `make -s bench-pages > docs/performance-pages.md`: `diagram --format html` of the university and of the
synthetic estate, opened in Chromium without a window at 1280 × 800. Frames a second, at most 60, are those while the
view is dragged / zoomed; where a full drawing takes longer than a frame, the last one is moved in its place until the
movement rests. Text is the height of names at opening, in pixels. The targets are 9 pixels, 3 s to write 1,000
services, and 30 frames of them.
"""


def main() -> None:
    print(_HEAD)
    load = f"Other work on the machine at the start (load average of a minute): {os.getloadavg()[0]:.1f}."
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}. {load}\n")
    heads = (
        "written in s",
        "MB",
        "opened in s",
        "text",
        "frames at opening",
        "all unfolded in s",
        "frames then",
    )
    table(("catalogue", *heads), list(_rows()))


def _rows() -> Iterator[tuple[str, ...]]:
    yield _row("university, 84 services", _UNIVERSITY)
    for size in _SIZES:
        folder = estate.write(DATA / f"estate-{size}", size / _ALL)
        yield _row(f"estate, {size:,} services", folder)


def _row(name: str, catalogue: Path) -> tuple[str, ...]:
    file = DATA / "page.html"
    file.parent.mkdir(exist_ok=True)
    written = run(*GRAPHMODEL, "-c", catalogue, "diagram", "-o", file, "--force", "--quiet", repeat=3)
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(file.as_uri())
        page.wait_for_timeout(500)
        opened = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd / 1000")
        text = _TEXT * float(page.get_attribute("#stage", "data-scale") or 0)
        first = _moved(page)
        unfolded = page.evaluate(_UNFOLD)
        then = _moved(page)
    megabytes = file.stat().st_size / 1e6
    file.unlink()
    return (
        *(name, f"{written.seconds:.2f}", f"{megabytes:.2f}", f"{opened:.2f}", f"{text:.1f}"),
        *(first, f"{unfolded:.2f}", then),
    )


def _moved(page: Page) -> str:
    """Frames per second while the view is dragged and zoomed."""
    found: list[Any] = [page.evaluate(_FRAMES, kind) for kind in ("pan", "zoom")]
    return " / ".join(f"{frames:.0f}" for frames in found)


if __name__ == "__main__":
    main()
