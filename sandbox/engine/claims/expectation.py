"""Whether an observation is what was expected.

An expectation is a part of the observation: each key it names has to match. A list matches
as a set, a mapping's keys where a list is expected of a mapping. ``{contains: x}``,
``{lacks: x}``, ``{any_of: [...]}`` and ``{at_least: n}`` are matchers. Keys may be dotted
paths (``spec.ports.0.port``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _contains(seen: Any, wanted: Any) -> bool:
    wanted = wanted if isinstance(wanted, list) else [wanted]
    if isinstance(seen, str):
        return all(str(one) in seen for one in wanted)
    if isinstance(seen, (list, dict)):
        return all(any(matches(one, want) for one in seen) for want in wanted)
    return False


def _lacks(seen: Any, unwanted: Any) -> bool:
    unwanted = unwanted if isinstance(unwanted, list) else [unwanted]
    return not any(_contains(seen, one) for one in unwanted)


def _any_of(seen: Any, wanted: Any) -> bool:
    return any(matches(seen, one) for one in wanted)


def _at_least(seen: Any, least: Any) -> bool:
    number = len(seen) if isinstance(seen, (list, dict, str)) else seen
    return isinstance(number, (int, float)) and number >= least


MATCHERS: dict[str, Callable[[Any, Any], bool]] = {
    "contains": _contains,
    "lacks": _lacks,
    "any_of": _any_of,
    "at_least": _at_least,
}


def _at(seen: Any, path: str) -> Any:
    """The value under a key, or at the end of a dotted path."""
    if isinstance(seen, dict) and path in seen:
        return seen[path]
    head, _, rest = path.partition(".")
    if isinstance(seen, dict):
        # A label's own name may have dots: try the longest key that is there.
        for key in sorted((k for k in seen if path.startswith(f"{k}.")), key=len, reverse=True):
            return _at(seen[key], path[len(key) + 1 :])
        return None
    if isinstance(seen, list) and head.isdigit() and int(head) < len(seen):
        return _at(seen[int(head)], rest) if rest else seen[int(head)]
    return None


def matches(seen: Any, wanted: Any) -> bool:
    """Whether what was seen is what was wanted."""
    if isinstance(wanted, dict):
        if wanted and set(wanted) <= set(MATCHERS):
            return all(MATCHERS[name](seen, value) for name, value in wanted.items())
        return isinstance(seen, (dict, list)) and all(
            matches(_at(seen, str(key)), value) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        if isinstance(seen, dict):
            return set(map(str, wanted)) == set(map(str, seen))
        return (
            isinstance(seen, list)
            and len(seen) == len(wanted)
            and all(any(matches(one, want) for one in seen) for want in wanted)
            and all(any(matches(one, want) for want in wanted) for one in seen)
        )
    if isinstance(seen, dict) and isinstance(wanted, str):
        return set(seen) == {wanted}
    if isinstance(seen, str) and isinstance(wanted, str):
        return seen.strip() == wanted.strip()
    return bool(seen == wanted) and isinstance(seen, bool) == isinstance(wanted, bool)
