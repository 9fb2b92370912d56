"""What was expected beside what was observed, in as few words as it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from sandbox.pictures import stations

Plain = dict[str, Any]

_MATCHERS = {"contains": "contains", "lacks": "lacks", "at_least": "at least", "any_of": "one of"}
_MOST_IN_A_ROW = 12


@dataclass(frozen=True)
class Row:
    """One key of what was expected, beside what was observed."""

    name: str
    expected: str
    observed: str
    is_different: bool


def rows(expected: Any, observed: Plain) -> list[Row]:
    if expected is None:
        return []
    if not isinstance(expected, dict):
        name = "outcome" if "outcome" in observed else next(iter(observed), "result")
        expected = {name: expected}
    found_rows = []
    for name, wanted in expected.items():
        found, is_there = _at(observed, str(name))
        text = _brief(found) if is_there else "nothing"
        is_plain = isinstance(wanted, (str, int, bool)) and isinstance(found, (str, int, bool, type(None)))
        is_different = is_plain and "{" not in str(wanted) and _brief(wanted) != text
        found_rows.append(Row(str(name), _wanted(wanted), text, is_different))
    return found_rows


def _at(observed: Any, path: str) -> tuple[Any, bool]:
    """What stands at a dotted path of an observation (of an object: of the object in it)."""
    if isinstance(observed, dict) and path in observed:
        return observed[path], True
    for root in (observed, observed.get("object") if isinstance(observed, dict) else None):
        node, is_there = root, True
        for part in path.replace("[", ".").replace("]", "").split("."):
            if isinstance(node, dict) and part in node:
                node = node[part]
            elif isinstance(node, list) and part.isdigit() and int(part) < len(node):
                node = node[int(part)]
            else:
                is_there = False
                break
        if is_there:
            return node, True
    return None, False


def _wanted(value: Any) -> str:
    if isinstance(value, dict) and len(value) == 1:
        matcher, wanted = next(iter(value.items()))
        if matcher in _MATCHERS:
            return f"{_MATCHERS[matcher]} {_brief(wanted)}"
    return _brief(value)


def _brief(value: Any) -> str:
    """A value in as few letters as it takes to understand it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return value or '""'
        case int():
            return str(value)
        case float():
            return stations.share_words(value)
        case list():
            return _row([_brief(one) for one in value]) or "none"
        case dict() if value and all(isinstance(share, (int, float)) for share in value.values()):
            return _row([f"{key} ({_brief(share)})" if share != 1 else str(key) for key, share in value.items()])
        case dict():
            return as_yaml(value).strip() or "none"
    return str(value)


def _row(words: list[str]) -> str:
    """Words in a row; of many, the first ones and how many more there are. The whole observation has them all."""
    more = len(words) - _MOST_IN_A_ROW
    return ", ".join(words) if more <= 1 else f"{', '.join(words[:_MOST_IN_A_ROW])} and {more} more"


def as_yaml(value: Any) -> str:
    if not value:
        return ""
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=90, default_flow_style=False).strip()


def short_value(value: Any) -> str:
    """A scalar of a fact in at most 60 letters; nothing for what is longer, or is a list or a mapping."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    text = _brief(value)
    return text if len(text) <= 60 and not text.startswith(("[", "{")) else ""


def claimed(step: Plain) -> str:
    """A step of a card before it is carried out: what it claims, and what it expects."""
    expected = step.get("expect")
    short = "" if expected is None else expected if isinstance(expected, str) else _as_flow(expected)
    if step.get("claim"):
        return str(step["claim"])
    kind, value = next(((key, value) for key, value in step.items() if key not in ("claim", "expect")), ("", ""))
    said = value if isinstance(value, str) else _as_flow(value)
    return f"`{kind}: {said}`" + (f" gives `{short}`" if short else "")


def _as_flow(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=10000, default_flow_style=True).strip()
