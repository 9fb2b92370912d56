"""What a program prints differently each time, written as the recordings write it.

Of dig's output the query time, id, date and cookie, of ping's its times, of curl's its
milliseconds (``tests/corpus/README.md``, "Terminals"). The page shows the real text.
"""

from __future__ import annotations

import re
from typing import Any

MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bafter \d+ ms\b"), "after <n> ms"),
    (re.compile(r"\bafter \d+ milliseconds\b"), "after <n> milliseconds"),
    (re.compile(r"\btime=[\d.]+ ms\b"), "time=<n> ms"),
    (re.compile(r"\btime \d+ms\b"), "time <n>ms"),
    (re.compile(r"^rtt .*$", re.MULTILINE), "rtt <n>"),
    (re.compile(r"\bid: \d+"), "id: <n>"),
    (re.compile(r"^(;; Query time:) \d+ msec$", re.MULTILINE), r"\1 <n> msec"),
    (re.compile(r"^(;; WHEN:) .*$", re.MULTILINE), r"\1 <time>"),
    (re.compile(r"^(; COOKIE:) \w+", re.MULTILINE), r"\1 <cookie>"),
)


def masked(entry: dict[str, Any]) -> dict[str, Any]:
    """A terminal's entry with what is chance in a program's output taken out."""
    found = dict(entry)
    for stream in ("stdout", "stderr"):
        for pattern, word in MASKS:
            found[stream] = pattern.sub(word, found[stream])
    return found
