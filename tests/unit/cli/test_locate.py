from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphmodel.cli.locate import catalogue
from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "project" / "sub" / "folder"
    path.mkdir(parents=True)
    monkeypatch.chdir(path)
    return tmp_path / "project"


def test_the_default_is_a_file_here(here: Path) -> None:
    assert catalogue(None) == "catalogue.db"


def test_the_nearest_settings_name_it_relative_to_themselves(here: Path) -> None:
    (here / "graphmodel.toml").write_text('catalogue = "far.db"', encoding="utf-8")
    assert catalogue(None) == "../../far.db"
    (here / "sub" / "graphmodel.toml").write_text('catalogue = "data/near"', encoding="utf-8")
    assert catalogue(None) == "../data/near"
    assert catalogue("named.db") == "named.db"


def test_settings_may_name_a_url_an_absolute_path_or_nothing(here: Path) -> None:
    settings = here / "graphmodel.toml"
    settings.write_text('catalogue = "neo4j://host"', encoding="utf-8")
    assert catalogue(None) == "neo4j://host"
    settings.write_text(f'catalogue = "{here / "sub" / "x.db"}"', encoding="utf-8")
    assert catalogue(None) == "../x.db"
    settings.write_text("", encoding="utf-8")
    assert catalogue(None) == "catalogue.db"


@pytest.mark.parametrize("text", ["catalogue = ", "catalogue = 3", "\ufffe"])
def test_settings_that_cannot_be_read_are_named(here: Path, text: str) -> None:
    (here / "graphmodel.toml").write_text(text, encoding="utf-16" if text == "\ufffe" else "utf-8")
    with pytest.raises(UsageError, match=r"graphmodel\.toml"):
        catalogue(None)
