"""Which workers live: each sets a key in Redis every second, and the key goes by itself soon after its worker."""

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterable

from django.core.cache import cache
from redis.exceptions import RedisError

BEAT_SECONDS = 1.0
GONE_AFTER_SECONDS = 5
SWEEP_SECONDS = 5.0

# Made anew at each start and handed down to the pool's processes by fork: a worker that comes back is another worker.
THIS_WORKER = f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid.uuid4().hex[:12]}"


def beat() -> None:
    """Say that this worker lives."""
    cache.set(_key(THIS_WORKER), 1, GONE_AFTER_SECONDS)


def living(workers: Iterable[str]) -> set[str]:
    """Those of `workers` that have said within the last seconds that they live."""
    by_key = {_key(worker): worker for worker in workers}
    return {by_key[key] for key in cache.get_many(by_key)} if by_key else set()


def _key(worker: str) -> str:
    return f"worker:{worker}"


class Pulse(threading.Thread):
    """Beats, and asks for a sweep at start and every few seconds, for as long as the worker's main process lives.

    It asks by message and sweeps nothing itself: the main process forks, and holds no database connection.
    """

    def __init__(self, ask_for_sweep: Callable[[bool], None]) -> None:
        super().__init__(name="pulse", daemon=True)
        self._ask_for_sweep = ask_for_sweep

    def run(self) -> None:
        is_start = True
        since_sweep = SWEEP_SECONDS
        while True:
            try:
                beat()
                if since_sweep >= SWEEP_SECONDS:
                    self._ask_for_sweep(is_start)
                    is_start, since_sweep = False, 0.0
            except (RedisError, OSError):
                pass  # Redis is away; the next beat tries again, and healthz says so meanwhile
            time.sleep(BEAT_SECONDS)
            since_sweep += BEAT_SECONDS
