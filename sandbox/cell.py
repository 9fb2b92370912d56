"""A cell: work in a process of its own, with a budget of CPU time, memory and time on the clock.

`run` carries out one piece of work; a `Cell` answers one request after the other and keeps what it has built.

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
import struct
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
_REQUEST = struct.Struct("!IQ")  # seconds of CPU time, length
_ANSWER = struct.Struct("!cdQ")  # how the work ended, milliseconds of CPU time, length
_STANDARD_STREAMS = {0, 1, 2}
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def run(work: Callable[[], bytes], budget: Budget) -> Outcome:
    """Carry out `work` in a cell and say how it ended; never raises for anything that the work does."""
    cell = Cell(lambda _: work(), budget.memory_bytes)
    try:
        return cell.ask(b"", budget)
    finally:
        cell.end()


class Cell:
    """A process that carries out `work` for each request. It lives until `end`, or until a request that does not
    return; `is_alive` says which. `memory_bytes` are for all that it ever keeps."""

    def __init__(self, work: Callable[[bytes], bytes], memory_bytes: int) -> None:
        parent = os.getpid()
        requests, self._requests = os.pipe()
        self._answers, answers = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            _be_the_cell(work, memory_bytes, requests, answers, parent)
        os.close(requests)
        os.close(answers)
        self._is_over = False
        self._told_ms = self._used_ms = 0.0
        self._status = 0

    def ask(self, request: bytes, budget: Budget) -> Outcome:
        """What the work returns for `request`, or why it did not return. The memory budget is the cell's own."""
        if not self.is_alive:
            return self._ended()
        deadline = time.monotonic() + budget.wall_seconds
        _write(self._requests, _REQUEST.pack(budget.cpu_seconds, len(request)), request)
        head = self._receive(_ANSWER.size, deadline)
        if head is None:
            return self._stopped(End.OVER_WALL)
        if len(head) < _ANSWER.size:
            return self._ended()
        kind, cpu_ms, length = _ANSWER.unpack(head)
        if length > budget.output_bytes:
            return self._stopped(End.OVER_OUTPUT)
        content = self._receive(length, deadline)
        if content is None:
            return self._stopped(End.OVER_WALL)
        if len(content) < length:
            return self._ended()
        if kind == _RETURNED:
            self._told_ms += cpu_ms
            return Outcome(End.RETURNED, content, cpu_ms=cpu_ms)
        if kind == _MEMORY:
            return self._stopped(End.OVER_MEMORY)
        return self._stopped(End.FAULT, content.decode("utf-8", "replace"))

    @property
    def is_alive(self) -> bool:
        """It can be asked; also one that nobody has ended may have been killed."""
        return not self._is_over and not self._is_gone(os.WNOHANG)

    def end(self) -> None:
        """Whatever the cell is doing, nothing more is wanted from it."""
        if self._is_over:
            return
        if not self._is_gone(os.WNOHANG):
            os.kill(self._process, signal.SIGKILL)
            self._is_gone(0)

    def _is_gone(self, options: int) -> bool:
        """Whether its process has ended; what is left of it is cleared away then."""
        process, status, usage = os.wait4(self._process, options)
        if process == 0:
            return False
        self._is_over = True
        self._status = status
        self._used_ms = (usage.ru_utime + usage.ru_stime) * 1000
        os.close(self._requests)
        os.close(self._answers)
        return True

    def _stopped(self, end: End, detail: str = "") -> Outcome:
        self.end()
        return Outcome(end, detail=detail, cpu_ms=self._used_ms - self._told_ms)

    def _ended(self) -> Outcome:
        """It has ended by itself, without an answer."""
        self.end()
        if os.WIFSIGNALED(self._status) and os.WTERMSIG(self._status) == signal.SIGXCPU:
            return self._stopped(End.OVER_CPU)
        return self._stopped(End.FAULT, f"the process ended with status {self._status} and without a result")

    def _receive(self, size: int, deadline: float) -> bytes | None:
        """So many bytes of what the cell writes, fewer where it has closed its end, None where time is up."""
        chunks: list[bytes] = []
        while size:
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            if not select.select([self._answers], [], [], left)[0]:
                continue
            chunk = os.read(self._answers, min(size, 1 << 20))
            if not chunk:
                break
            chunks.append(chunk)
            size -= len(chunk)
        return b"".join(chunks)


def _be_the_cell(
    work: Callable[[bytes], bytes], memory_bytes: int, requests: int, answers: int, parent: int
) -> NoReturn:
    """What the forked process does from its first to its last instruction: it never returns to the caller's stack."""
    try:
        gc.freeze()  # a collection in the cell would touch, and so copy, every page that it shares
        _let_go_of_all_but({requests, answers} | _STANDARD_STREAMS)
        _restrict(memory_bytes, parent)
        told_ms = 0.0
        kind = _RETURNED
        while kind == _RETURNED and (head := _read(requests, _REQUEST.size)):
            cpu_seconds, length = _REQUEST.unpack(head)
            # The kernel counts whole seconds since the process began: one more where some of it are used.
            _limit(resource.RLIMIT_CPU, cpu_seconds if not told_ms else int(_cpu_seconds()) + 1 + cpu_seconds)
            kind, content = _carry_out(work, _read(requests, length))
            used_ms = _cpu_seconds() * 1000
            _write(answers, _ANSWER.pack(kind, used_ms - told_ms, len(content)), content)
            told_ms = used_ms
    except BaseException:
        os._exit(70)
    finally:
        os._exit(0)


def _carry_out(work: Callable[[bytes], bytes], request: bytes) -> tuple[bytes, bytes]:
    try:
        return _RETURNED, work(request)
    except MemoryError:
        return _MEMORY, b""
    except BaseException:  # whatever it is, it must not run on into the code of the process that was forked
        return _FAULT, traceback.format_exc().encode("utf-8", "replace")


def _restrict(memory_bytes: int, parent: int) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGXCPU, signal.SIGALRM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the caller died before the request to die with it was made
            os._exit(71)
        _limit(resource.RLIMIT_AS, _address_space() + memory_bytes)
    _limit(resource.RLIMIT_CORE, 0)


def _let_go_of_all_but(kept: set[int]) -> None:
    """A cell that stays holds nobody's connection or pipe open. The numbers stay taken: an object of the caller's that
    closes its descriptor here closes nothing of the cell's."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for name in os.listdir("/dev/fd"):
        if int(name) not in kept and int(name) != nothing:
            try:
                os.fstat(int(name))
            except OSError:
                continue  # the listing's own
            os.dup2(nothing, int(name))


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _limit(which: int, value: int) -> None:
    """Lower the soft limit, as far as the hard one allows; SIGXCPU comes at the soft one."""
    _, hard = resource.getrlimit(which)
    resource.setrlimit(which, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _address_space() -> int:
    """Bytes of address space that this process has now."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def _read(end: int, size: int) -> bytes:
    """So many bytes, none where the other side has closed its end."""
    chunks: list[bytes] = []
    while size:
        chunk = os.read(end, min(size, 1 << 20))
        if not chunk:
            return b""
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)


def _write(end: int, *messages: bytes) -> None:
    for message in messages:
        view = memoryview(message)
        while view:
            try:
                view = view[os.write(end, view) :]
            except OSError as error:
                if error.errno == errno.EPIPE:
                    return
                raise
