"""``key=value`` and ``key-`` words, and the patch that carries them into a map of an object.

Shared by label, annotate and taint (``k8s.io/kubectl/pkg/cmd/util.ParsePairs`` and label.go, v1.37).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sandbox.engine.terminal.kubectl.failures import Failure


def divide(words: Iterable[str], what: str) -> tuple[list[str], list[str]]:
    """The resource words in front, and the changes from the first that is one.

    Raises Failure where a resource word stands behind a change.
    """
    resources: list[str] = []
    changes: list[str] = []
    for word in words:
        is_change = "=" in word or word.endswith("-")
        if is_change:
            changes.append(word)
        elif changes:
            raise Failure(f"all resources must be specified before {what} changes: {word}")
        else:
            resources.append(word)
    return resources, changes


def pairs(words: Iterable[str], what: str) -> tuple[dict[str, str], list[str]]:
    """What is set and what is taken away. Raises Failure for a word that is neither."""
    given: dict[str, str] = {}
    taken: list[str] = []
    wrong: list[str] = []
    for word in words:
        key, has_value, value = word.partition("=")
        if has_value and key:
            given[key] = value
        elif word.endswith("-") and len(word) > 1 and not has_value:
            taken.append(word[:-1])
        else:
            wrong.append(word)
    if wrong:
        raise Failure(f"invalid {what} format: {', '.join(wrong)}")
    both = [key for key in taken if key in given]
    if both:
        raise Failure(f"can not both modify and remove the following {what}(s) in the same command: {', '.join(both)}")
    return given, taken


def already(held: Mapping[str, str], given: Mapping[str, str]) -> list[str]:
    """What to say of each key that has another value, where nothing may be overwritten."""
    return [
        f"'{key}' already has a value ({held[key]}), and --overwrite is false"
        for key in given
        if held.get(key) and held[key] != given[key]
    ]
