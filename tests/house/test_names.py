"""What files are called, how long they may grow, and what may not stand in them."""

import re
import subprocess
from pathlib import Path

import pytest

from config import state

VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "core", "manager", "managers", "misc", "stuff"}
MOST_LINES = 400
# A registry's host, or a home folder or work tree of somebody's machine, ties a clone to where it was made.
HOSTS = re.compile(
    r"registry\.npm"
    r"js\.org|registry\.yarn"
    r"pkg|(?:files\.)?python"
    r"hosted\.org|py"
    r"pi\.org/simple|static\.crates\.io"
)
MACHINE = re.compile(r"(?:^|[\s\"'=(:])/(?:ro" r"ot|ho" r"me/[a-z]+|wo" r"rk)/")
TEXT = {".py", ".md", ".txt", ".in", ".toml", ".json", ".yaml", ".yml", ".js", ".css", ".html", ".svg", ""}


def files() -> list[Path]:
    """All files of the repository: those that git keeps, and those that it would."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=state.ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.splitlines() if (path := state.ROOT / name).is_file()]


FILES = files()
MODULES = [path for path in FILES if path.suffix == ".py" and "migrations" not in path.parts]


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 50


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(state.ROOT)))
def test_a_module_is_named_after_what_is_in_it(path: Path) -> None:
    names = {part.removesuffix(".py") for part in path.relative_to(state.ROOT).parts}
    assert not names & VAGUE


def test_no_module_has_become_a_centre() -> None:
    own = [path for path in MODULES if "tests" not in path.relative_to(state.ROOT).parts]
    long = {path.name: lines for path in own if (lines := len(path.read_text().splitlines())) > MOST_LINES}
    assert not long


@pytest.mark.parametrize("pattern", [HOSTS, MACHINE], ids=["registry", "machine"])
def test_no_file_names_a_registry_or_a_machine(pattern: re.Pattern[str]) -> None:
    texts = (path for path in FILES if path.suffix in TEXT and "corpus" not in path.parts)
    assert not [path.relative_to(state.ROOT) for path in texts if pattern.search(path.read_text("utf-8"))]


def test_all_that_is_installed_is_pinned_with_hashes() -> None:
    for name in ("run", "dev", "node"):
        text = (state.ROOT / "requirements" / f"{name}.txt").read_text()
        packages = re.findall(r"^([A-Za-z0-9_.-]+(?:\[[a-z,-]+\])?)(==)?", text, re.MULTILINE)
        assert packages
        assert all(is_pinned for _, is_pinned in packages)
        assert text.count("--hash=sha256:") >= len(packages)
