"""What Tab offers: the words that may stand where the cursor is, out of the commands, the kinds and the state.

The rules of a kubectl line are in ``kubectl/completing.py``, those of a program in a pod in
``programs/completing.py``. Nothing here changes the cluster.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from sandbox.engine.terminal import commandline
from sandbox.engine.terminal.kubectl import completing
from sandbox.engine.terminal.suggestion import Suggestion

if TYPE_CHECKING:
    from sandbox.engine.running import RunningCluster

#: More than this many are not shown.
MOST = 100
_QUOTES = "'\"\\"


class Completion(NamedTuple):
    """``suggestions`` replace the line from character ``start`` on; ``left_out`` are those beyond :data:`MOST`."""

    start: int
    suggestions: tuple[Suggestion, ...] = ()
    left_out: int = 0


def completions(cluster: RunningCluster, line: str) -> Completion:
    """What may stand at the end of ``line`` (the text in front of the cursor). Never raises for what somebody typed.

    Quoted words and here-documents are left alone.
    """
    flat = line.replace("\\\n", "  ")
    start = max(flat.rfind(" "), flat.rfind("\t")) + 1
    word = flat[start:]
    if "\n" in flat or any(quote in word for quote in _QUOTES):
        return Completion(start)
    try:
        before = commandline.parse(flat[:start]).words
    except commandline.Unparsable:
        return Completion(start)
    if not before:
        found: Iterable[Suggestion] = (Suggestion("kubectl", "the command line of Kubernetes; k for short"),)
    elif before[0] in ("kubectl", "k"):
        found = completing.suggestions(cluster, before[1:], word)
    else:
        found = ()
    return _fitting(start, word, found)


def _fitting(start: int, word: str, found: Iterable[Suggestion]) -> Completion:
    """Those that begin with the word, each once."""
    shown = list({one.text: one for one in found if one.text.startswith(word)}.values())
    return Completion(start, tuple(shown[:MOST]), max(len(shown) - MOST, 0))
