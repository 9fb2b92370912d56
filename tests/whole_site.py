"""A whole site for tests: supervisor, server, worker and web processes, as `make run` starts them."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

from config import state

STATIC = state.folder() / "collected"  # once for all sites of this test process
PRODUCTION = ("TEST_DATABASE_URL", "TEST_REDIS_URL")


class WholeSite:
    """`with WholeSite(folder) as site:` runs one until the end of the block. Its own processes only are ever ended."""

    def __init__(self, folder: Path, *, is_production: bool = False, **environment: str) -> None:
        self.folder = folder
        self.is_production = is_production
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "STATE_DIR": str(folder),
            "STATIC_ROOT": str(STATIC),
            "PORT": str(self.port),
        }
        self.environment |= environment
        self._database = ""
        if is_production:
            self._database = f"kubedrill_test_{secrets.token_hex(6)}"
            server = os.environ["TEST_DATABASE_URL"]
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {self._database}")
            self.environment["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{self._database}"))
            number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
            self.environment["REDIS_URL"] = urlunsplit(
                urlsplit(os.environ["TEST_REDIS_URL"])._replace(path=f"/{number}")
            )
            redis.from_url(self.environment["REDIS_URL"]).flushdb()
        self.supervisor: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        for command in (["migrate", "--verbosity=0"], ["load_content", "--verbosity=0"]):
            self.manage(*command)
        if not STATIC.exists():
            self.manage("collectstatic", "--noinput", "--verbosity=0")
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        if self._database:
            with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {self._database} WITH (FORCE)")

    def manage(self, *words: str) -> str:
        """A command of manage.py; what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=state.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        self.supervisor = subprocess.Popen(
            [sys.executable, "-m", "config.supervise"], cwd=state.ROOT, env=self.environment
        )
        self.wait(lambda: self.get("/healthz")[0] == 200, "the site to be healthy")

    def stop(self, number: int = signal.SIGINT) -> float:
        """Ends the site; how many seconds that took."""
        assert self.supervisor is not None
        begin = time.monotonic()
        if self.supervisor.poll() is None:
            self.supervisor.send_signal(number)
        self.supervisor.wait(60)
        return time.monotonic() - begin

    def wait(self, until: Callable[[], bool], what: str, seconds: float = 45) -> None:
        deadline = time.monotonic() + seconds
        while not until():
            assert self.supervisor is not None
            assert self.supervisor.poll() is None, f"the site ended while waiting for {what}"
            assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
            time.sleep(0.05)

    # --- As a program without cookies -----------------------------------------------------------------------------

    def get(self, path: str) -> tuple[int, Any]:
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._ask(urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"} | headers))

    def submit(self, **body: Any) -> str:
        """Posts a submission; its id."""
        status, accepted = self.post("/api/v1/submissions/", body)
        assert status == 202, accepted
        return str(accepted["id"])

    def result(self, submission_id: str, seconds: float = 45) -> dict[str, Any]:
        """The submission once it has come to an end."""
        found: dict[str, Any] = {}

        def is_finished() -> bool:
            found.update(self.get(f"/api/v1/submissions/{submission_id}/")[1])
            return found["state"] not in {"queued", "running"}

        self.wait(is_finished, f"submission {submission_id}", seconds)
        return found

    def _ask(self, request: urllib.request.Request) -> tuple[int, Any]:
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, json.loads(response.read() or b"null")
        except urllib.error.HTTPError as error:
            content = error.read()
            return error.code, json.loads(content) if content[:1] in b"{[" else content.decode()
        except OSError:
            return 0, None

    # --- Its processes --------------------------------------------------------------------------------------------

    def processes(self, words: str = "") -> list[int]:
        """Ids of all processes under the supervisor (as /proc tells) whose command line contains `words`."""
        assert self.supervisor is not None
        children: dict[int, list[int]] = {}
        lines: dict[int, str] = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                lines[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
        found: list[int] = []
        below = [self.supervisor.pid]
        while below:
            for child in children.get(below.pop(), []):
                below.append(child)
                found.append(child)
        return [process for process in sorted(found) if words in lines[process]]

    def leader(self, words: str) -> int:
        """The process that started the others whose command line contains `words`. Numbers of processes may wrap
        round, so that it is not always the lowest."""
        return next(process for process in self.processes(words) if os.getpgid(process) == process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
