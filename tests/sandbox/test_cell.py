import ctypes
import faulthandler
import os
import signal
import time
from dataclasses import replace

import pytest

from sandbox import cell

BUDGET = cell.Budget(cpu_seconds=1, wall_seconds=60, memory_bytes=64 * 1024 * 1024, output_bytes=1_000_000)
HASTY = replace(BUDGET, wall_seconds=1)


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


def test_work_that_only_waits_ends_by_the_clock() -> None:
    assert cell.run(wait, HASTY).end is cell.End.OVER_WALL


@pytest.mark.parametrize(
    ("work", "end"),
    [
        (lambda: b"result", cell.End.RETURNED),
        (lambda: b"", cell.End.RETURNED),
        (spin, cell.End.OVER_CPU),
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
        cell.run(work, HASTY)
    assert os.listdir("/dev/fd") == before
    try:
        assert os.waitpid(-1, os.WNOHANG) == (0, 0)  # other children live, and none has ended unseen
    except ChildProcessError:
        pass


class TestCellThatStays:
    @pytest.fixture
    def counting(self):
        """Adds up what it is asked, and does worse things when it is asked to."""
        total = 0

        def work(request: bytes) -> bytes:
            nonlocal total
            if request == b"spin":
                spin()
            if request == b"memory":
                return bytes(1024 * 1024 * 1024)
            if request == b"descriptors":
                return b",".join(os.readlink(f"/dev/fd/{name}").encode() for name in os.listdir("/dev/fd")[3:-1])
            total += int(request)
            return str(total).encode()

        one = cell.Cell(work, BUDGET.memory_bytes)
        yield one
        one.end()

    def test_it_keeps_what_it_has_built(self, counting) -> None:
        assert [counting.ask(b"%d" % number, BUDGET).output for number in (1, 2, 3)] == [b"1", b"3", b"6"]
        assert counting.is_alive

    def test_each_request_has_a_budget_of_its_own(self, counting) -> None:
        for _ in range(3):
            assert counting.ask(b"1", BUDGET).end is cell.End.RETURNED
        assert 900 < counting.ask(b"spin", BUDGET).cpu_ms < 2600

    @pytest.mark.parametrize(
        ("request_", "end"),
        [(b"spin", cell.End.OVER_CPU), (b"memory", cell.End.OVER_MEMORY), (b"x", cell.End.FAULT)],
    )
    def test_a_request_that_does_not_return_ends_it(self, counting, request_, end) -> None:
        assert counting.ask(request_, BUDGET).end is end
        assert not counting.is_alive
        counting.end()

    @pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="links of descriptors are Linux's")
    def test_it_holds_nothing_of_its_callers_open(self, counting, redis_server) -> None:
        redis_server.ping()
        held = set(counting.ask(b"descriptors", BUDGET).output.split(b","))
        assert not any(one.startswith(b"socket:") for one in held)
