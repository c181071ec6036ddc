"""A sheet that charts are drawn on, in points from its upper left corner; it measures text before it places it."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from contextlib import chdir, contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.visible import visible
from graphmodel.model.words import differing, from_there
from graphmodel.render.diagrams.lines import wrap
from graphmodel.render.theme import FONT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType

    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    from graphmodel.render.theme import Look, Theme

SIZE: Final = 9.0
"""Of text, in points."""
LINE: Final = 1.3
"""Of one line to the next, in sizes."""
_Corners = list[tuple[float, float]]


class Canvas:
    """What is drawn is kept until ``figure`` is asked for, which needs to know how large it became."""

    def __init__(self, theme: Theme, fonts: tuple[str, ...]) -> None:
        self.theme = theme
        self.width = self.height = 0.0
        self._fonts = fonts
        self._widths: dict[tuple[str, float, bool], float] = {}
        """Most cells of a large grid say the same."""
        self._texts: list[tuple[float, float, str, dict[str, Any]]] = []
        self._boxes: dict[tuple[tuple[str, Any], ...], list[_Corners]] = {}
        """Boxes that look alike are drawn at once: a large grid has thousands."""

    def measure(self, text: str, size: float = SIZE, *, bold: bool = False) -> float:
        """How wide one line of text is, in points."""
        known = (text, size, bold)
        if known not in self._widths:
            from matplotlib.textpath import text_to_path

            width, _, _ = text_to_path.get_text_width_height_descent(
                text, self._font(size, bold=bold), ismath=False
            )
            self._widths[known] = float(width)
        return self._widths[known]

    def widest(self, texts: Iterable[str], size: float = SIZE, *, bold: bool = False) -> float:
        """The width of the widest of them."""
        return max((self.measure(text, size, bold=bold) for text in texts), default=0.0)

    def text(
        self, x: float, y: float, text: str, *, size: float = SIZE, bold: bool = False, **how: object
    ) -> None:
        """One line, its middle at ``y``; ``how`` is what matplotlib's text takes."""
        drawn = {"color": self.theme.ink, "va": "center_baseline", "ha": "left"} | how
        self._texts.append((x, y, text, drawn | {"fontproperties": self._font(size, bold=bold)}))

    def box(self, x: float, y: float, width: float, height: float, look: Look, **how: object) -> None:
        """A rectangle; ``how`` is what matplotlib's shapes take."""
        drawn = {"facecolor": look.fill, "edgecolor": look.line, "linewidth": look.pen} | how
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self._boxes.setdefault(tuple(drawn.items()), []).append(corners)

    def grow(self, width: float, height: float) -> None:
        """Make the sheet at least so large."""
        self.width, self.height = max(self.width, width), max(self.height, height)

    def figure(self, margin: float, end: float) -> Figure:
        """What was drawn down to ``end``, as a figure of its own, which no global state of matplotlib knows."""
        from matplotlib.collections import PolyCollection
        from matplotlib.figure import Figure

        right, bottom = self.width + margin, max(self.height, end) + margin
        size = ((right + margin) / 72, (bottom + margin) / 72)
        figure = Figure(figsize=size, dpi=72, facecolor=self.theme.paper)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(-margin, right), ylim=(bottom, -margin))
        axes.set_axis_off()
        for look, boxes in self._boxes.items():
            axes.add_artist(PolyCollection(boxes, **dict(look)))
        for x, y, text, drawn in self._texts:
            axes.text(x, y, text, parse_math=False, **drawn)
        return figure

    def _font(self, size: float, *, bold: bool) -> FontProperties:
        from matplotlib.font_manager import FontProperties

        return FontProperties(family=[*self._fonts], size=size, weight="bold" if bold else "normal")


def lines(text: str, width: int, most: int) -> list[str]:
    r"""Text as it can be seen, in at most so many lines of so many cells; what does not fit ends in ``…``.

    >>> lines("Identity and access management", 12, 2), lines("a\nb", 12, 2)
    (['Identity and', 'access…'], ['a\\nb'])
    """
    wrapped = wrap(visible(text), width)
    if len(wrapped) <= most:
        return wrapped
    return [*wrapped[: most - 1], wrap(" ".join(wrapped[most - 1 :]), width - 1)[0] + "…"]


def lines_apart(names: Sequence[str], width: int, most: int) -> list[list[str]]:
    """The same of several, but no two different names alike: those that would be show where they differ, or all.

    >>> lines_apart(["Backup of the primary site in Zurich", "Backup of the primary site in Bern"], 12, 2)
    [['Backup…n', 'Zurich'], ['Backup…n', 'Bern']]
    """
    made = {name: lines(name, width, most) for name in names}
    for name, at in differing(names, lambda name: tuple(made[name])).items():
        made[name] = lines(from_there(name, at, width * most * 3 // 4), width, most)
    for name in differing(names, lambda name: tuple(made[name])):
        made[name] = wrap(visible(name), width)
    return [made[name] for name in names]


@contextmanager
def quiet() -> Iterator[None]:
    """Matplotlib as it comes, whatever the user's own settings, and without what it says of fonts."""
    matplotlib = _matplotlib()
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with matplotlib.rc_context(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="(?s)Glyph .* missing from")
            matplotlib.rcdefaults()
            # Text stays text; the salt makes equal charts equal bytes.
            matplotlib.rcParams["svg.fonttype"] = "none"
            matplotlib.rcParams["svg.hashsalt"] = "graphmodel"
            matplotlib.rcParams["font.sans-serif"] = [FONT]
            yield
    finally:
        logger.setLevel(level)


def _matplotlib() -> ModuleType:
    """Matplotlib, which when it is first imported would obey a ``matplotlibrc`` that lies in the working directory."""
    found = find_spec("matplotlib")
    if "matplotlib" not in sys.modules and os.path.lexists("matplotlibrc") and found and found.origin:
        with chdir(Path(found.origin).parent):
            import_module("matplotlib")
    return import_module("matplotlib")


def fonts(texts: Iterable[str]) -> tuple[str, ...]:
    """The families of the font of every diagram, and of those of the system that have what it lacks.

    The first is generic, so that a browser without that font takes one like it. Call it within ``quiet``.
    """
    from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

    missing = {ord(character) for text in texts for character in visible(text)}
    missing.difference_update(get_font(findfont(FontProperties(family=FONT))).get_charmap())
    found = ["sans-serif"]
    for entry in sorted(fontManager.ttflist, key=lambda entry: (entry.name, entry.fname)):
        if not missing:
            break
        if entry.style != "normal" or entry.weight != 400 or entry.name in found:
            continue
        try:
            has = missing.intersection(get_font(entry.fname).get_charmap())
        except (OSError, RuntimeError):  # a font that matplotlib cannot read
            continue
        if has:
            found.append(entry.name)
            missing -= has
    return tuple(found)
