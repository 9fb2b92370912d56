"""A cell: one piece of work in a process of its own, with a budget of CPU time, memory and time on the clock.

The work runs in a fork of the calling process, so what is imported and built there is ready in the cell, and whatever
the work does (a crash in C code, a loop that never returns to the interpreter, memory that is never given back) ends
with the cell and leaves the caller as it was. POSIX only. The memory budget is kept on Linux only, where the kernel
tells a process its size.
"""

import ctypes
import errno
import gc
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import NoReturn


class End(Enum):
    """How the work in a cell ended."""

    RETURNED = "returned"
    OVER_CPU = "over CPU time"
    OVER_WALL = "over time on the clock"
    OVER_MEMORY = "over memory"
    OVER_OUTPUT = "over length of result"
    FAULT = "fault"


@dataclass(frozen=True)
class Budget:
    cpu_seconds: int
    wall_seconds: float
    memory_bytes: int
    output_bytes: int


@dataclass(frozen=True)
class Outcome:
    """`output` is what the work returned; `detail` says more about a fault; `cpu_ms` is user and system time."""

    end: End
    output: bytes = b""
    detail: str = ""
    cpu_ms: float = 0.0


_RETURNED, _MEMORY, _FAULT = b"R", b"M", b"F"
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def run(work: Callable[[], bytes], budget: Budget) -> Outcome:
    """Carry out `work` in a cell and say how it ended; never raises for anything that the work does."""
    parent = os.getpid()
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _be_the_cell(work, budget, write_end, parent)
    os.close(write_end)
    try:
        message, stopped = _read(read_end, budget)
    finally:
        os.close(read_end)
        # Whatever was read, nothing more is wanted from the cell; one that has ended does not notice.
        os.kill(child, signal.SIGKILL)
        _, status, usage = os.wait4(child, 0)
    cpu_ms = (usage.ru_utime + usage.ru_stime) * 1000
    if stopped is not None:
        return Outcome(stopped, cpu_ms=cpu_ms)
    kind, content = message[:1], message[1:]
    if kind == _RETURNED:
        return Outcome(End.RETURNED, content, cpu_ms=cpu_ms)
    if kind == _MEMORY:
        return Outcome(End.OVER_MEMORY, cpu_ms=cpu_ms)
    if kind == _FAULT:
        return Outcome(End.FAULT, detail=content.decode("utf-8", "replace"), cpu_ms=cpu_ms)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return Outcome(End.OVER_CPU, cpu_ms=cpu_ms)
    return Outcome(End.FAULT, detail=f"the process ended with status {status} and without a result", cpu_ms=cpu_ms)


def _read(read_end: int, budget: Budget) -> tuple[bytes, End | None]:
    """All that the cell writes until it closes its end, or why it was not awaited."""
    deadline = time.monotonic() + budget.wall_seconds
    chunks: list[bytes] = []
    size = 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return b"", End.OVER_WALL
        if not select.select([read_end], [], [], left)[0]:
            continue
        chunk = os.read(read_end, 1 << 20)
        if not chunk:
            return b"".join(chunks), None
        chunks.append(chunk)
        size += len(chunk)
        if size > budget.output_bytes + 1:
            return b"", End.OVER_OUTPUT


def _be_the_cell(work: Callable[[], bytes], budget: Budget, write_end: int, parent: int) -> NoReturn:
    """What the forked process does from its first to its last instruction: it never returns to the caller's stack."""
    try:
        gc.freeze()  # a collection in the cell would touch, and so copy, every page that it shares
        _restrict(budget, parent)
        try:
            message = _RETURNED + work()
        except MemoryError:
            message = _MEMORY
        except BaseException:  # whatever it is, it must not run on into the code of the process that was forked
            message = _FAULT + traceback.format_exc().encode("utf-8", "replace")
        _write(write_end, message)
    except BaseException:
        os._exit(70)
    finally:
        os._exit(0)


def _restrict(budget: Budget, parent: int) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGXCPU, signal.SIGALRM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the caller died before the request to die with it was made
            os._exit(71)
        _limit(resource.RLIMIT_AS, _address_space() + budget.memory_bytes)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, budget.cpu_seconds)


def _limit(which: int, value: int) -> None:
    """Lower the soft limit, as far as the hard one allows; SIGXCPU comes at the soft one."""
    _, hard = resource.getrlimit(which)
    resource.setrlimit(which, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _address_space() -> int:
    """Bytes of address space that this process has now."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def _write(write_end: int, message: bytes) -> None:
    view = memoryview(message)
    while view:
        try:
            view = view[os.write(write_end, view) :]
        except OSError as error:
            if error.errno == errno.EPIPE:
                return
            raise
