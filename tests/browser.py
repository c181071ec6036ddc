"""A real browser for the tests of pages: nothing is loaded, nothing complains and nothing foreign runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.needs import lacking, left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@cache
def _driven() -> bool:
    """Does the program that playwright drives browsers with run here?"""
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, without a window; without it the test is skipped, or fails where CI is set."""
    left_out("pages in a browser")
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None or not _driven():
        lacking("no Chromium: pages are not tested (apt-get install chromium libatomic1)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=[*_QUIET])
        try:
            yield found
        finally:
            found.close()


@contextmanager
def opened(browser: Browser, path: Path, *, scheme: str = "light") -> Iterator[Page]:
    """The page of a file; at the end nothing else was asked for, nothing complained and no dialog came up."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1200, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.add_init_script(
        "window.violations = [];"
        "addEventListener('securitypolicyviolation', (e) => window.violations.push(e.violatedDirective))"
    )
    try:
        page.goto(path.as_uri())
        yield page
        assert page.evaluate("window.violations") == []
        assert page.evaluate("typeof window.owned") == "undefined"
        assert asked == [path.as_uri()]
        assert said == []
    finally:
        context.close()
