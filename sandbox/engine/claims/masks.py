"""What a program prints differently each time, written as the recordings write it.

Of dig's output the query time, id, date and cookie, of ping's its times, of curl's its
milliseconds (``tests/corpus/README.md``, "Terminals"). The page shows the real text.
"""

from __future__ import annotations

import re
from typing import Any

#: Of any entry: identities and times that a cluster makes up.
IDENTITIES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"), "<time>"),
    (re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"), "<time>"),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "<uid>"),
    (re.compile(r"(resourceVersion\"?: ?\")\d+(?=\")"), r"\1<version>"),
    (re.compile(r"(kube-api-access-)[a-z0-9]{5}\b"), r"\1<id>"),
    (re.compile(r"(containerd://)[0-9a-f]+"), r"\1<id>"),
)

#: Of what a program in a pod prints.
PROGRAMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bafter \d+ ms\b"), "after <n> ms"),
    (re.compile(r"\bafter \d+ milliseconds\b"), "after <n> milliseconds"),
    (re.compile(r"\btime=[\d.]+ ms\b"), "time=<n> ms"),
    (re.compile(r"\btime \d+ms\b"), "time <n>ms"),
    (re.compile(r"^rtt .*$", re.MULTILINE), "rtt <n>"),
    (re.compile(r"\bid: \d+"), "id: <n>"),
    (re.compile(r"^(;; Query time:) \d+ msec$", re.MULTILINE), r"\1 <n> msec"),
    (re.compile(r"^(;; WHEN:) .*$", re.MULTILINE), r"\1 <time>"),
    (re.compile(r"^(; COOKIE:) \w+", re.MULTILINE), r"\1 <cookie>"),
    (re.compile(r"\r\n"), "\n"),
    (re.compile(r"^(Date:) .*$", re.MULTILINE), r"\1 <time>"),
)


def masked(value: Any, *, is_program: bool = False) -> Any:
    """An entry, or a part of one, with what is chance taken out of its texts."""
    if isinstance(value, str):
        for pattern, word in IDENTITIES + PROGRAMS if is_program else IDENTITIES:
            value = pattern.sub(word, value)
        return value
    if isinstance(value, list):
        return [masked(one, is_program=is_program) for one in value]
    if isinstance(value, dict):
        return {key: masked(one, is_program=is_program) for key, one in value.items()}
    return value
