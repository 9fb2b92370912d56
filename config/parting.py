"""How processes end together: on Linux a process can ask to be sent a signal when the one that started it is gone."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
# Looked up here, because it is also called between fork and exec, where nothing may be loaded any more.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent(number: int = signal.SIGKILL, parent: int | None = None) -> None:
    """Ask for signal `number` when the parent process ends; does nothing on systems other than Linux.

    `parent` is the process that is expected to be the parent: if it is gone already, this process ends at once.
    """
    if _libc is None:
        return
    _libc.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os._exit(71)
