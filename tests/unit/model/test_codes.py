"""Every code that is used is explained, and every explanation is of a code that is used."""

from __future__ import annotations

import re

from graphmodel.model.codes import CODES
from tests.conftest import ROOT


def test_codes_and_their_uses_agree() -> None:
    used = set()
    for path in (ROOT / "graphmodel").rglob("*.py"):
        if path.parent.name != "codes":
            used |= set(
                re.findall(r'"([EW][1-5]\d\d)"', re.sub(r">>>.*", "", path.read_text(encoding="utf-8")))
            )
    assert used == set(CODES)


def test_every_code_is_explained() -> None:
    for code, told in CODES.items():
        assert told.code == code
        assert told.severity == ("error" if code.startswith("E") else "warning")
        assert told.title
        assert not told.title.endswith(".")
        assert told.why.endswith(".")
        assert told.fix.endswith((".", ";", '"".')) or code in {"E206", "E207"}
    assert list(CODES) == sorted(CODES)
