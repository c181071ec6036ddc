"""Completion in real sessions of bash, zsh and fish: what a key press writes, and what it offers."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import needs
from tests.conftest import folder, run_cli

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOGUE = {
    "products.csv": "id,name,category\nshop,Shop,web\n",
    "services.csv": "id,name,category,lifecycle\nvideo-wall,Video wall,web,live\nvault,Vault,keys,retired\n"
    "my service,With a space,keys,live\nteam:db,With a colon,keys,live\n$(touch hacked),Bad,keys,live\n",
    "categories.csv": "id,name,parent\nweb,Web,\nkeys,Keys,\nkeyboards,Keyboards,\n",
    "dependencies.csv": "service,depends_on\nshop,vault\n",
    "roles.csv": "id,name\nkeeper,Keeper\n",
}
PATIENCE = 60
"""Seconds after which a session has failed."""
COMMANDS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
}
START = {
    "bash": 'PS1="READY> "; bind "set show-all-if-ambiguous on" "set bell-style none"; '
    'bind "set enable-bracketed-paste off"; eval "$(graphmodel completion bash)"; echo START""ED\n',
    "zsh": 'PS1="READY> "; unsetopt ZLE_BEEP; unset zle_bracketed_paste; eval "$(graphmodel completion zsh)"; '
    'echo START""ED\n',
}


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in {"LANG", "LC_ALL", "COVERAGE_PROCESS_START"}}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return kept | {"PATH": path, "HOME": str(home), "TERM": "dumb", "COLUMNS": "200", "LANG": "C.UTF-8"}


class Session:
    """A shell in a terminal of its own."""

    def __init__(self, shell: str, here: Path) -> None:
        self.seen = ""
        ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            COMMANDS[shell],
            cwd=here,
            env=environment(here),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.terminal = ours
        self.type(START[shell])
        self.until(r"STARTED\r?\n(.|\n)*READY> ")

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def until(self, pattern: str) -> str:
        """What came since the last call, when that is among it."""
        while not re.search(pattern, self.seen):
            ready, _, _ = select.select([self.terminal], [], [], PATIENCE)
            assert ready, f"nothing like {pattern!r} in {self.seen!r}"
            self.seen += os.read(self.terminal, 65536).decode(errors="replace")
        seen, self.seen = self.seen, ""
        return seen

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.terminal)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder(tmp_path / "estate", CATALOGUE)
    return tmp_path


@pytest.fixture(params=list(COMMANDS))
def session(request: pytest.FixtureRequest, here: Path) -> Iterator[Session]:
    shell = str(request.param)
    if not shutil.which(shell):
        needs.lacking(f"no {shell}: completion in it is not tested (apt-get install {shell})")
    made = Session(shell, here)
    yield made
    made.close()


WRITTEN = {
    "graphmodel unde": "graphmodel underpinning ",
    "graphmodel impact --not": "--notify ",
    "graphmodel -c estate impact vid": "video-wall ",
    "graphmodel impact -c estate video-wall vau": "vault ",
    "graphmodel -c estate list services category:we": "category:web ",
    "graphmodel -c estate list services lifecycle:re": "lifecycle:retired ",
    "graphmodel -c estate list prod": "products ",
    "graphmodel -c estate gaps --rule GM00": "GM009",
    "graphmodel -c estate impact my": "my\\ service ",
    "graphmodel -c estate impact team:d": "team:db ",
    "graphmodel -c estate show role:k": "role:keeper ",
    "graphmodel explain GM01": "GM012",
    "graphmodel mapping show serv": "servicenow ",
    "graphmodel import --preset serv": "servicenow ",
    "graphmodel gaps --format js": "jsonl",
    "graphmodel -c est": "estate/",
    "graphmodel -c estate underpinning +sho": "+shop ",
}
"""What is typed before a tab → what the shell then writes; without a space at its end, what it offers."""


@pytest.mark.slow
def test_a_tab_writes_what_is_meant(session: Session, here: Path) -> None:
    for typed, written in WRITTEN.items():
        session.type(f"{typed}\t" if written.endswith((" ", "/")) else f"{typed}\t\t")
        session.until(re.escape(written))
        session.type('\x15echo DO""NE\r')  # the line is taken back
        session.until(r"DONE\r?\n(.|\n)*READY> ")
    assert not (here / "hacked").exists()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("graphmodel unde", ["underpinning"]),
        ("graphmodel impact --not", ["--notify"]),
        ("graphmodel -c estate impact v", ["vault", "video-wall"]),
        ("graphmodel -c estate list services category:k", ["category:keyboards", "category:keys"]),
        ("graphmodel gaps --format js", ["json", "jsonl"]),
        ("graphmodel explain GM00", [f"GM00{n}" for n in range(1, 10)]),
        ("graphmodel mapping show serv", ["servicenow"]),
        ("graphmodel -c estate remove role k", ["keeper"]),
        ("graphmodel -c estate remove category key", ["keyboards", "keys"]),
        ("graphmodel -c estate remove dependency shop v", ["vault", "video-wall"]),
        ("graphmodel -c estate add responsibility k", ["keeper"]),
        ("graphmodel -c estate add responsibility keeper v", ["vault", "video-wall"]),
        ("graphmodel -c estate add responsibility keeper vault ", ["A", "C", "I", "R"]),
        ("graphmodel -c estate add service v", ["vault", "video-wall"]),
        ("graphmodel -c estate add category key", ["keyboards", "keys"]),
        ("graphmodel -c estate add service new --category key", ["keyboards", "keys"]),
        ("graphmodel -c estate add category new --expected-roles k", ["keeper"]),
        ("graphmodel -c estate link v", ["vault", "video-wall"]),
        ("graphmodel -c estate link shop va", ["vault"]),
        ("graphmodel -c estate link --type responsibility k", ["keeper"]),
        ("graphmodel -c estate link keeper --type responsibility va", ["vault"]),
        ("graphmodel plan --preset SERV", ["servicenow"]),
        ("graphmodel -c estate impact 'my", ["my service"]),
        ("graphmodel -c est", ["estate/"]),
        ("graphmodel nonsense x", []),
        ("graphmodel -c nowhere impact x", []),
    ],
)
def test_fish_offers_what_is_meant(here: Path, line: str, offered: list[str]) -> None:
    if not shutil.which("fish"):
        needs.lacking("no fish: completion in it is not tested (apt-get install fish)")
    place = here / ".config" / "fish" / "completions"
    place.mkdir(parents=True)
    (place / "graphmodel.fish").write_text(run_cli("completion", "fish").out)
    done = subprocess.run(
        ["fish", "--command", 'complete --do-complete "$LINE"'],
        cwd=here,
        env=environment(here) | {"LINE": line},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.stderr == ""
    assert sorted(found.split("\t")[0].strip("'\"") for found in done.stdout.splitlines()) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    "line", ["graphmodel ", "graphmodel im", "graphmodel -c", 'graphmodel show "', "graphmodel \\"]
)
def test_nothing_goes_wrong_and_nothing_is_said(shell: str, line: str) -> None:
    done = run_cli(env={"_GRAPHMODEL_COMPLETE": f"{shell}_complete", "_GRAPHMODEL_LINE": line})
    assert (done.code, done.err) == (0, "")


def test_clicks_own_variables_are_no_defect() -> None:
    done = run_cli(
        env={"_GRAPHMODEL_COMPLETE": "bash_complete", "COMP_WORDS": "graphmodel im", "COMP_CWORD": "1"}
    )
    assert (done.code, done.err) == (0, "")
    assert [line.split("\t")[1] for line in done.out.splitlines()] == ["impact", "improve", "import"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed(shell: str) -> None:
    done = run_cli("completion", shell)
    assert done.code == 0
    assert f"{shell}_complete" in done.out


def test_ids_that_cannot_be_seen_are_not_offered(here: Path) -> None:
    done = run_cli(
        env={
            "_GRAPHMODEL_COMPLETE": "bash_complete",
            "_GRAPHMODEL_LINE": f"graphmodel -c {here}/estate impact $",
        }
    )
    assert done.out.splitlines() == ["plain\t$(touch hacked)\tBad"]
