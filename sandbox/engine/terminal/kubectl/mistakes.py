"""The API server's refusals at the places of what the learner wrote."""

from __future__ import annotations

import re

from sandbox.engine.apiserver.status import Status
from sandbox.engine.places import Origin, Path, Place
from sandbox.engine.problems import Problem

_UNKNOWN = re.compile(r'(unknown|duplicate) field "([^"]+)"')
_WRONG_TYPE = re.compile(r"cannot unmarshal (.+?) into Go struct field \w+\.(\S+) of type (\S+)")
_PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def problems(status: Status, origin: Origin | None, about: str = "") -> list[Problem]:
    """One problem for each mistake that the refusal names, at its line in the submitted text.

    ``about`` is the object's title (``Service default/web``).
    """
    if status.errors and not status.message.startswith(' "" is invalid: patch:'):
        return [
            Problem(
                f"{error.field}: {error.body}",
                error.field,
                origin.at(error.path) if origin is not None else None,
                about,
            )
            for error in status.errors
        ]
    said = status.message
    found = [
        Problem(
            f"{word} field {field}: compare its spelling and its indentation", field, _at(origin, path_of(field)), about
        )
        for word, field in _UNKNOWN.findall(said)
    ]
    wrong = _WRONG_TYPE.search(said)
    if wrong is not None:
        value, field, wanted = wrong.groups()
        path = tuple(field.split("."))
        found.append(
            Problem(
                f"{field} is {_article(value)} where {_kind(wanted)} belongs", field, _deep(origin, path, value), about
            )
        )
    return found or [Problem(said, "", _at(origin, ()), about)]


def path_of(text: str) -> Path:
    """``spec.ports[0].port`` as a path."""
    return tuple(int(index) if index else name for name, index in _PART.findall(text))


def _at(origin: Origin | None, path: Path) -> Place | None:
    return origin.at(path) if origin is not None else None


def _deep(origin: Origin | None, names: tuple[str, ...], value: str) -> Place | None:
    """The first place whose path has these names, list positions and map keys left out.

    Go names the struct's field and neither the item of a list nor the key of a map.
    """
    if origin is None:
        return None
    depth = len(origin.prefix)
    for path, place in origin.places.values.items():
        if path[:depth] == origin.prefix and tuple(p for p in path[depth:] if isinstance(p, str)) == names:
            return origin.places.keys.get(path) or place
    return origin.at(names)


def _article(value: str) -> str:
    word = value.split(" ", 1)[0]
    return {
        "string": "text",
        "number": "a number",
        "bool": "true or false",
        "object": "a mapping",
        "array": "a list",
        "null": "null",
    }.get(word, word)


def _kind(wanted: str) -> str:
    if wanted.startswith("[]"):
        return "a list"
    if wanted.startswith("map"):
        return "a mapping"
    return {"string": "text (in quotes)", "int32": "a number", "int64": "a number", "bool": "true or false"}.get(
        wanted, "a mapping" if wanted.startswith("v1.") and wanted.endswith(("Spec", "Status", "Meta")) else "text"
    )
