import ctypes
import faulthandler
import os
import signal
import time

import pytest

from sandbox import cell

BUDGET = cell.Budget(cpu_seconds=1, wall_seconds=3, memory_bytes=64 * 1024 * 1024, output_bytes=1_000_000)


def spin() -> bytes:
    while True:
        pass


def wait() -> bytes:
    time.sleep(60)
    return b""


def die_of(number: int) -> bytes:
    os.kill(os.getpid(), number)
    return b""


def recurse_in_c() -> bytes:
    """A crash below the interpreter, as C code of others may have one."""

    faulthandler.disable()
    ctypes.string_at(0)
    return b""


def raise_system_exit() -> bytes:
    raise SystemExit(0)


@pytest.mark.parametrize(
    ("work", "end"),
    [
        (lambda: b"result", cell.End.RETURNED),
        (lambda: b"", cell.End.RETURNED),
        (spin, cell.End.OVER_CPU),
        (wait, cell.End.OVER_WALL),
        (lambda: bytes(100 * 1024 * 1024), cell.End.OVER_MEMORY),
        (lambda: b"".join([bytes(1024 * 1024) for _ in range(100)]), cell.End.OVER_MEMORY),
        (lambda: b"x" * 1_000_001, cell.End.OVER_OUTPUT),
        (lambda: b"x" * 1_000_000, cell.End.RETURNED),
        (lambda: 1 / 0, cell.End.FAULT),
        (lambda: die_of(signal.SIGKILL), cell.End.FAULT),
        (recurse_in_c, cell.End.FAULT),
        (raise_system_exit, cell.End.FAULT),
    ],
)
def test_work_ends_as_it_should_and_the_caller_survives(work, end) -> None:
    assert cell.run(work, BUDGET).end is end


def test_the_result_comes_back_whole() -> None:
    assert cell.run(lambda: b"0123456789" * 50_000, BUDGET).output == b"0123456789" * 50_000


def test_a_fault_says_what_happened() -> None:
    assert "ZeroDivisionError" in cell.run(lambda: 1 / 0, BUDGET).detail  # type: ignore[arg-type,return-value]


def test_cpu_time_is_told() -> None:
    assert 900 < cell.run(spin, BUDGET).cpu_ms < 1500


def test_what_the_work_changes_stays_in_the_cell() -> None:
    seen: list[int] = []
    cell.run(lambda: bytes(seen.append(1)), BUDGET)  # type: ignore[func-returns-value,call-overload]
    assert seen == []


def test_no_process_and_no_descriptor_is_left() -> None:
    cell.run(lambda: b"", BUDGET)
    before = os.listdir("/dev/fd")
    for work in (lambda: b"", spin, wait):
        cell.run(work, BUDGET)
    assert os.listdir("/dev/fd") == before
    try:
        assert os.waitpid(-1, os.WNOHANG) == (0, 0)  # other children live, and none has ended unseen
    except ChildProcessError:
        pass
