"""``docs/licences.md``: what an installation of graphmodel holds, and under which licence (SPDX).

``tests/docs/test_licences.py`` compares these tables with what is installed, wheel by wheel and library by library.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

PACKAGES: Final = {
    "click": "BSD-3-Clause",
    "contourpy": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "fonttools": "MIT",
    "graphmodel": "Apache-2.0",
    "kiwisolver": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "matplotlib": "PSF-2.0",
    "mdurl": "MIT",
    "neo4j": "Apache-2.0 AND Python-2.0",
    "networkx": "BSD-3-Clause",
    "numpy": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
    "oxidd": "MIT OR Apache-2.0",
    "packaging": "Apache-2.0 OR BSD-2-Clause",
    "pillow": "MIT-CMU",
    "pygments": "BSD-2-Clause",
    "pyparsing": "MIT",
    "python-calamine": "MIT",
    "python-dateutil": "BSD-3-Clause",
    "pytz": "MIT",
    "pyyaml": "MIT",
    "rapidfuzz": "MIT",
    "rich": "MIT",
    "scipy": "BSD-3-Clause",
    "typing-extensions": "PSF-2.0",
    "xlsxwriter": "BSD-2-Clause",
}
"""All that ``pip install graphmodel`` installs: name → licence."""

DRAWING: Final = {"pygraphviz": "BSD-3-Clause", "pypdf": "BSD-3-Clause"}
"""What ``pip install 'graphmodel[drawing]'`` adds."""

ELSEWHERE: Final = {
    "colorama": "BSD-3-Clause",
    "six": "MIT",
    "tzdata": "Apache-2.0",
    "commonmark": "BSD-3-Clause",
}
"""What only other systems, or older versions of the packages above, need."""

_GCC: Final = "GPL-3.0-or-later WITH GCC-exception-3.1"

LIBRARIES: Final = {
    "libgfortran": ("GCC's Fortran runtime", _GCC),
    "libquadmath": ("GCC's quadruple precision", "LGPL-2.1-or-later"),
    "libopenblasp": ("OpenBLAS", "BSD-3-Clause"),
    "libscipy_openblas": ("OpenBLAS", "BSD-3-Clause"),
    "libscipy_openblas64_": ("OpenBLAS", "BSD-3-Clause"),
    "libXau": ("X.Org", "MIT-open-group"),
    "libXpm": ("X.Org", "X11"),
    "libavif": ("libavif, with libaom and dav1d", "BSD-2-Clause"),
    "libbrotlicommon": ("Brotli", "MIT"),
    "libbrotlidec": ("Brotli", "MIT"),
    "libbz2": ("bzip2", "bzip2-1.0.6"),
    "libcairo": ("Cairo", "LGPL-2.1-only OR MPL-1.1"),
    "libcdt": ("Graphviz", "EPL-1.0"),
    "libcgraph": ("Graphviz", "EPL-1.0"),
    "libdatrie": ("libdatrie", "LGPL-2.1-or-later"),
    "libfontconfig": ("fontconfig", "HPND-sell-variant"),
    "libfreetype": ("FreeType", "FTL OR GPL-2.0-or-later"),
    "libfribidi": ("FriBidi", "LGPL-2.1-or-later"),
    "libgd": ("GD", "GD"),
    "libgraphite2": ("Graphite", "LGPL-2.1-or-later OR MPL-2.0 OR GPL-2.0-or-later"),
    "libgvc": ("Graphviz", "EPL-1.0"),
    "libgvplugin_core": ("Graphviz", "EPL-1.0"),
    "libgvplugin_dot_layout": ("Graphviz", "EPL-1.0"),
    "libgvplugin_gd": ("Graphviz", "EPL-1.0"),
    "libgvplugin_neato_layout": ("Graphviz", "EPL-1.0"),
    "libgvplugin_pango": ("Graphviz", "EPL-1.0"),
    "libgvpr": ("Graphviz", "EPL-1.0"),
    "libharfbuzz": ("HarfBuzz", "MIT-Modern-Variant"),
    "libjbig": ("JBIG-KIT", "GPL-2.0-or-later"),
    "libjpeg": ("libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib"),
    "liblcms2": ("Little CMS", "MIT"),
    "libltdl": ("Libtool", "LGPL-2.0-or-later WITH Libtool-exception"),
    "liblzma": ("XZ Utils", "0BSD"),
    "libopenjp2": ("OpenJPEG", "BSD-2-Clause"),
    "libpango-1": ("Pango", "LGPL-2.0-or-later"),
    "libpangocairo-1": ("Pango", "LGPL-2.0-or-later"),
    "libpangoft2-1": ("Pango", "LGPL-2.0-or-later"),
    "libpathplan": ("Graphviz", "EPL-1.0"),
    "libpixman-1": ("Pixman", "MIT"),
    "libpng16": ("libpng", "libpng-2.0"),
    "libsharpyuv": ("WebP", "BSD-3-Clause"),
    "libthai": ("LibThai", "LGPL-2.1-or-later"),
    "libtiff": ("LibTIFF", "libtiff"),
    "libuuid": ("libuuid of util-linux", "BSD-3-Clause"),
    "libwebp": ("WebP", "BSD-3-Clause"),
    "libwebpdemux": ("WebP", "BSD-3-Clause"),
    "libwebpmux": ("WebP", "BSD-3-Clause"),
    "libxcb": ("X.Org", "X11"),
    "libxcb-render": ("X.Org", "X11"),
    "libxcb-shm": ("X.Org", "X11"),
    "libxdot": ("Graphviz", "EPL-1.0"),
    "libzstd": ("Zstandard", "BSD-3-Clause"),
}
"""Libraries that the wheels for Linux bring: name → project, licence."""

OF_WHEELS: Final = {
    "numpy": ("libgfortran", "libquadmath", "libscipy_openblas64_"),
    "scipy": ("libgfortran", "libopenblasp", "libquadmath", "libscipy_openblas"),
    "pillow": (
        *("libXau", "libavif", "libbrotlicommon", "libbrotlidec", "libfreetype", "libharfbuzz", "libjpeg"),
        *(
            "liblcms2",
            "liblzma",
            "libopenjp2",
            "libpng16",
            "libsharpyuv",
            "libtiff",
            "libwebp",
            "libwebpdemux",
        ),
        *("libwebpmux", "libxcb", "libzstd"),
    ),
    "pygraphviz": (
        *("libXau", "libXpm", "libbz2", "libcairo", "libcdt", "libcgraph", "libdatrie", "libfontconfig"),
        *("libfreetype", "libfribidi", "libgd", "libgraphite2", "libgvc", "libgvplugin_core"),
        *(
            "libgvplugin_dot_layout",
            "libgvplugin_gd",
            "libgvplugin_neato_layout",
            "libgvplugin_pango",
            "libgvpr",
        ),
        *("libharfbuzz", "libjbig", "libjpeg", "libltdl", "libpango-1", "libpangocairo-1", "libpangoft2-1"),
        *("libpathplan", "libpixman-1", "libpng16", "libthai", "libtiff", "libuuid", "libwebp", "libxcb"),
        *("libxcb-render", "libxcb-shm", "libxdot"),
    ),
}
"""Package → the libraries that its wheel for Linux brings."""

_TEXT: Final = """\
<!-- Made by docs/generate.py from docs/licences.py; change that. -->

# Licences

graphmodel is under the Apache License 2.0, and holds no code of others. This is what is installed with it.
A test compares these tables with what is installed.

## What `pip install graphmodel` installs

Nothing here is under the GPL. GCC's runtime library is under the GPL with the exception that lets every program use it.

{packages}

On other systems, or with older versions of these: {elsewhere}.

## What `pip install 'graphmodel[drawing]'` adds

**One library here is under the GPL.** The wheel of pygraphviz brings Graphviz, and with it JBIG-KIT (`libjbig`,
GPL-2.0-or-later), which its GD plugin needs. graphmodel draws by Cairo and never asks for GD, but pygraphviz loads
the library with the rest. It runs in a process of its own, and no part of it is in what graphmodel writes.

Who wants no GPL on a machine installs `graphmodel` without `[drawing]`. It then draws with the program `dot` where
Graphviz is installed on the system (on Debian, `apt-get install graphviz` also brings JBIG-KIT, from Debian). Tables,
charts, DOT, Mermaid, PlantUML and D2 need neither.

{drawing}

## Libraries within the wheels

As in the wheels for Linux. matplotlib also holds FreeType (FTL), Qhull (Qhull), Agg (BSD-3-Clause) and the fonts DejaVu
(Bitstream-Vera) and STIX (OFL-1.1).

{libraries}
"""


def page() -> str:
    """The page as Markdown."""
    rows = [
        [
            name,
            project,
            licence,
            ", ".join(sorted(wheel for wheel, held in OF_WHEELS.items() if name in held)),
        ]
        for name, (project, licence) in sorted(LIBRARIES.items())
    ]
    return _TEXT.format(
        packages=_table(["package", "licence"], map(list, sorted(PACKAGES.items()))),
        elsewhere=", ".join(f"{name} ({licence})" for name, licence in sorted(ELSEWHERE.items())),
        drawing=_table(["package", "licence"], map(list, DRAWING.items())),
        libraries=_table(["library", "of", "licence", "in the wheel of"], rows),
    )


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
