"""Fill the field: values of the YAML are left blank, and whatever fills them so that the goal is reached is right.

    blanks:
    - {at: "targetPort: 80", fill: 8080}

`at` is a key with its value as it stands in the manifests, once; the value is blanked out. `fill` is one right value,
which the suite proves; learners may find others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cards.kinds.kind import Asked, CardKind, Choice, NotAnAnswer, Plain, Question
from sandbox.content import ContentProblem, Field, Front, is_list_of

BLANK = "___"
LONGEST = 200


def _is_blank(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"at", "fill"}
        and isinstance(value["at"], str)
        and bool(re.fullmatch(r"[^:\n]+: \S.*", value["at"]))
        and isinstance(value["fill"], (str, int, bool))
    )


def _places(manifests: str, at: str) -> list[re.Match[str]]:
    """Where a key stands with its value; `targetPort: 80` is not found in `targetPort: 8080`."""
    return list(re.finditer(rf"(?<![\w./-]){re.escape(at)}(?![\w./-])", manifests))


def _problems(front: Front) -> list[ContentProblem]:
    line = front.line("blanks")
    found = []
    if "goal" not in front.tree:
        found.append(ContentProblem(front.path, front.line("kind"), "a card of kind field needs a goal"))
    for blank in front.tree["blanks"]:
        count = len(_places(front.tree["manifests"], blank["at"]))
        if count != 1:
            found.append(ContentProblem(front.path, line, f"{blank['at']!r} stands in the manifests {count} times"))
    return found


def _ask(front: Front) -> Plain:
    manifests = front.tree["manifests"]
    places = sorted((_places(manifests, blank["at"])[0].span(), blank) for blank in front.tree["blanks"])
    spans, keys, before = [], [], 0
    for (start, end), blank in places:
        key = blank["at"].partition(": ")[0]
        spans.append([start + len(key) + 2, end])
        keys.append(key)
    parts = []
    for start, end in spans:
        parts.append(manifests[before:start])
        before = end
    return {"parts": [*parts, manifests[before:]], "keys": keys, "fills": [str(blank["fill"]) for _, blank in places]}


def with_blanks(asked: Asked) -> str:
    """The YAML with `___` where the learner fills in."""
    return BLANK.join(asked.ask["parts"])


def filled(asked: Asked, said: Sequence[str]) -> str:
    """The YAML with the learner's values in it."""
    keys = asked.ask["keys"]
    values = [value.strip() for value in said]
    if len(values) != len(keys) or not all(values):
        raise NotAnAnswer(f"Fill in {' and '.join(f'`{key}`' for key in keys)}.")
    if any("\n" in value or len(value) > LONGEST for value in values):
        raise NotAnAnswer(f"A value is one line of at most {LONGEST} characters.")
    parts = asked.ask["parts"]
    return "".join(part + value for part, value in zip(parts, [*values, ""], strict=True))


def values(asked: Asked, manifests: str) -> list[str]:
    """What the learner filled in, read from the YAML that was submitted; empty where they changed more than that."""
    found = re.fullmatch("([^\n]*)".join(map(re.escape, asked.ask["parts"])), manifests)
    return list(found.groups()) if found else []


def _question(asked: Asked, proof: object) -> Question:
    keys, parts = asked.ask["keys"], asked.ask["parts"]
    choices = tuple(Choice(key, part) for key, part in zip([*keys, ""], parts, strict=True))
    legend = "Fill in what is missing" if len(keys) > 1 else "Fill in the field"
    return Question(legend, choices, manifests=with_blanks(asked))


KIND = CardKind(
    "field",
    "fill in",
    fields={"blanks": Field(is_list_of(_is_blank), "a list of {at: a key with its value, fill: a right value}")},
    problems=_problems,
    ask=_ask,
    question=_question,
    template="cards/asks/_blanks.html",
    is_submitted=True,
    holds_yaml=True,
    filled=filled,
    values=values,
)
