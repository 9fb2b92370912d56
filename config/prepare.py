"""Everything that has to be there before the site or its tests can start: `python -m config.prepare run|test`.

Standard library only, for any Python from 3.11: this is what makes the virtual environment. Each step is skipped when
nothing that it depends on has changed; its stamp (a hash over the contents of its inputs) lies inside of what it made,
so that whoever deletes the result deletes the stamp with it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from config import state

ROOT = state.ROOT
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LEAST_PYTHON = (3, 11)
LEAST_NODE = 18


class CannotPrepare(Exception):
    """Something of the machine is missing; the message says what, and what to do."""


@dataclass(frozen=True)
class Step:
    """`made` is what the step makes; the stamp is kept in it (or beside it, where it is a file)."""

    says: str
    inputs: Callable[[], Iterable[Path]]
    made: Path
    act: Callable[[], None]
    also: Callable[[], str] = lambda: ""

    @property
    def stamp(self) -> Path:
        name = "-".join(self.says.lower().split())
        return self.made / f".made-{name}" if self.made.suffix == "" else self.made.with_suffix(f".made-{name}")

    def take(self) -> None:
        wanted = self.fingerprint()
        if self.made.exists() and self.stamp.exists() and self.stamp.read_text() == wanted:
            return
        print(f"{self.says} …", flush=True)
        self.act()
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(wanted)

    def fingerprint(self) -> str:
        digest = hashlib.sha256(self.also().encode())
        for path in sorted(set(self.inputs())):
            digest.update(f"\n{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
        return digest.hexdigest()


def files(*patterns: str) -> Callable[[], list[Path]]:
    return lambda: [path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()]


# --- What the steps do --------------------------------------------------------------------------------------------


def run(*command: str | Path) -> None:
    environment = os.environ | {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run([str(word) for word in command], cwd=ROOT, env=environment)
    if done.returncode:
        raise CannotPrepare(f"this failed: {' '.join(map(str, command))}")


def manage(*words: str) -> None:
    run(PYTHON, "manage.py", *words)


def make_environment() -> None:
    if PYTHON.exists():
        works = subprocess.run(
            [PYTHON, "-c", f"import sys, pip; sys.exit(sys.version_info < {LEAST_PYTHON})"], capture_output=True
        )
        if works.returncode == 0:
            return
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode:
        raise CannotPrepare(
            f"no virtual environment could be made with {sys.executable}:\n{made.stdout}{made.stderr}"
            "On Debian and Ubuntu install python3-venv, then try again."
        )


def install(name: str) -> Callable[[], None]:
    return lambda: run(
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--requirement",
        f"requirements/{name}.txt",
    )


def has_node() -> bool:
    """This machine has a Node of its own that is new enough, and npm."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    said = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip().lstrip("v")
    return said.partition(".")[0].isdecimal() and int(said.partition(".")[0]) >= LEAST_NODE


def install_scripts() -> None:
    if not has_node():
        NODE.take()
    run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")


def migrate() -> None:
    manage("migrate", "--verbosity=0")


def install_browser() -> None:
    """Tests drive a real browser: Chromium, installed from the distribution where that can be done without asking."""
    if browser():
        return
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        raise CannotPrepare("the tests drive Chromium: install chromium (on Debian: apt-get install chromium)")
    run("apt-get", "update", "-q")
    run("apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium")
    if not browser():
        raise CannotPrepare("chromium was installed, but cannot be found on the PATH")


def browser() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


# --- The steps ----------------------------------------------------------------------------------------------------

APPS = ("config", "config/accounts", "cards", "quizzes", "sandbox")
PACKAGES = "requirements/run.txt"
SCRIPTS = ("package.json", "package-lock.json", ".npmrc")
BUILT = ROOT / "sandbox" / "static" / "sandbox" / "built"

RUN_PACKAGES = Step("Installing packages", files(PACKAGES), VENV, install("run"))
TEST_PACKAGES = Step("Installing packages for tests", files("requirements/dev.txt"), VENV, install("dev"))
NODE = Step("Installing Node", files("requirements/node.txt"), VENV, install("node"))
FRONT_PACKAGES = Step("Installing front-end packages", files(*SCRIPTS), ROOT / "node_modules", install_scripts)
FRONT_END = Step(
    "Building the front end",
    files(*SCRIPTS, "sandbox/editor/**/*"),
    BUILT,
    lambda: run("npm", "run", "--silent", "build"),
)


def steps_with_state(folder: Path) -> list[Step]:
    """The steps whose results lie in the installation's own folder."""
    # What another database holds cannot be seen from here: then both steps are taken at every start.
    database = folder / "kubedrill.sqlite3"
    is_ours = "DATABASE_URL" not in os.environ
    always = "" if is_ours else os.urandom(8).hex()
    return [
        Step(
            "Preparing the database",
            files(*(f"{app}/migrations/*.py" for app in APPS), PACKAGES),
            database if is_ours else folder,
            migrate,
            lambda: always,
        ),
        Step(
            "Loading the content",
            # What is in the files, who loads it, and the engine that carries it out.
            files(*(f"{app}/**/content/**/*" for app in APPS), *(f"{app}/**/*.py" for app in APPS)),
            database if is_ours else folder,
            lambda: manage("load_content"),
            lambda: always,
        ),
        Step(
            "Collecting static files",
            files(*(f"{app}/static/**/*" for app in APPS), PACKAGES),
            folder / "static",
            lambda: manage("collectstatic", "--noinput", "--clear", "--verbosity=0"),
        ),
    ]


def prepare(what: str) -> None:
    if sys.version_info < LEAST_PYTHON:
        raise CannotPrepare(f"Python {'.'.join(map(str, LEAST_PYTHON))} or newer is needed; this is {sys.version}")
    make_environment()
    RUN_PACKAGES.take()
    if what == "test":
        TEST_PACKAGES.take()
        install_browser()
    if (ROOT / "package.json").exists():
        FRONT_PACKAGES.take()
        FRONT_END.take()
    if what == "run":
        for step in steps_with_state(state.folder()):
            step.take()


if __name__ == "__main__":
    try:
        prepare(sys.argv[1])
    except CannotPrepare as problem:
        sys.exit(f"kubedrill: {problem}")
