"""Whether a text that somebody wrote is a list of claims, found out without trusting it.

The text is kept as it is and read again by pages, so that nothing gets in that is dangerous or slow to read: no
aliases (a few lines of them are gigabytes), no depth, and a bound on length.
"""

from __future__ import annotations

from typing import Any

import yaml

LONGEST = 64 * 1024
DEEPEST = 20
MOST = 50

_OPENING = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
_CLOSING = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


def problem(text: str) -> str:
    """What is wrong with claims, as a sentence; empty where they are a list of steps that expect something."""
    if len(text) > LONGEST:
        return f"Claims are at most {LONGEST // 1024} KiB long."
    try:
        if unsafe := _unsafe(text):
            return unsafe
        steps = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return f"This is no YAML: line {line}, {error.problem}."
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError) as error:
        return f"This is no YAML: {str(error).splitlines()[0] if str(error) else 'it cannot be read'}."
    return _wrong(steps)


def _unsafe(text: str) -> str:
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return "Claims have no anchors and aliases: write it out."
        if isinstance(event, _OPENING):
            depth += 1
        elif isinstance(event, _CLOSING):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if depth > DEEPEST:
            return f"Claims are nested at most {DEEPEST} deep."
        if documents > 1:
            return "Claims are one list: there is a second document, after a line of dashes."
    return ""


def _wrong(steps: Any) -> str:
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        return "Claims are a YAML list of steps: each begins with a dash, and has what it expects."
    if len(steps) > MOST:
        return f"A card has at most {MOST} steps."
    if not all(isinstance(key, str) for step in steps for key in step):
        return "The fields of a step have names, not numbers."
    if not any("expect" in step for step in steps):
        return "No step says what it expects, so that nothing is claimed. Add expect."
    return ""
