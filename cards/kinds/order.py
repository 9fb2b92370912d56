"""Order the steps of a packet: they are those of a trace, shown shuffled.

    walk: 3        # the number of the claim whose packet it is

The right order is the trace's own: the question to DNS that settles the address (where a name was called), then the
steps of the first branch of the packet's walk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from cards.kinds.kind import Asked, CardKind, Choice, NotAnAnswer, Outcome, Plain, Question
from sandbox.content import ContentProblem, Field, Front

FEWEST_STEPS = 4


def _problems(front: Front) -> list[ContentProblem]:
    claims = front.tree["claims"]
    if front.tree["walk"] > len(claims):
        return [ContentProblem(front.path, front.line("walk"), f"there are {len(claims)} claims")]
    return []


def _ask(front: Front) -> Plain:
    return {"walk": front.tree["walk"]}


def _at(step: Plain) -> str:
    """A step with the place where it happens, unless its text names that itself."""
    station, text = str(step["station"]), str(step["text"])
    room, _, name = station.partition(" ")
    if name and name in text:
        return text
    text = f"{text[:1].lower()}{text[1:]}"
    if step["verb"] != "send":
        return f"On {name}, {text}" if room == "node" else f"{station[:1].upper()}{station[1:]}: {text}"
    caller = {"outside": "The host outside", "node": f"A program on {name}"}.get(room, f"Pod {name}")
    return f"{caller} {text}"


def steps_of(asked: Asked, proof: Plain) -> list[str]:
    """The packet's steps in words, in the order in which they happen; no two of them are the same."""
    trace = proof["claims"][asked.ask["walk"] - 1]["trace"] or {}
    resolution = trace.get("resolution") or {}
    texts = []
    if questions := resolution.get("questions"):
        settling = questions[resolution.get("deciding") or 0]
        answers = ", ".join(answer.split()[-1] for answer in settling["answers"]) or settling["rcode"]
        caller = resolution["caller"]
        texts.append(f"{caller[:1].upper()}{caller[1:]} asks DNS for `{settling['name']}` and hears {answers}.")
    for walk in trace.get("walks", [])[:1]:
        texts += [_at(step) for step in walk["branches"][0]["steps"]]
    return list(dict.fromkeys(texts))


def shuffled(asked: Asked, proof: Plain) -> list[str]:
    """The steps as they are shown: in an order that is the card's own, and never the right one."""
    right = steps_of(asked, proof)
    mixed = sorted(right, key=lambda text: hashlib.sha256(f"{asked.id} {text}".encode()).digest())
    return mixed if mixed != right else [*mixed[1:], mixed[0]]


def _question(asked: Asked, proof: Callable[[], Plain | None]) -> Question | None:
    found = proof()
    if not found:
        return None
    steps = shuffled(asked, found)
    choices = tuple(Choice(str(number), text) for number, text in enumerate(steps))
    return Question("In which order does it happen?", choices, is_order=True)


def _judge(asked: Asked, said: Sequence[str], proof: Plain) -> Outcome:
    """`said` are the numbers of the steps as shown, in order; or step:place for each, where they were numbered."""
    shown, right = shuffled(asked, proof), steps_of(asked, proof)
    places = dict(one.split(":", 1) for one in said if ":" in one)
    if places:
        if len(set(places.values())) < len(shown):
            raise NotAnAnswer("Give each step a place of its own.")
        said = sorted(places, key=lambda step: int(places[step]) if places[step].isdecimal() else 0)
    if sorted(said) != sorted(str(number) for number in range(len(shown))):
        raise NotAnAnswer("Put all of the steps in order.")
    order = [shown[int(number)] for number in said]
    claim = proof["claims"][asked.ask["walk"] - 1]
    is_right = order == right
    fits = next((n for n, (mine, its) in enumerate(zip(order, right, strict=True)) if mine != its), len(right))
    sentence = "" if is_right else f"Step {fits + 1} is another one: {right[fits]} "
    return Outcome(
        is_right,
        f"{sentence}{claim['summary']}".strip(),
        tuple(str(shown.index(text)) for text in right),
        claim["because"],
        proof | {"claims": [claim | {"holds": None}], "holds": None},
        tuple(said),
    )


KIND = CardKind(
    "order",
    "put in order",
    fields={
        "walk": Field(
            lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
            "the number of the claim whose packet is followed",
        )
    },
    problems=_problems,
    ask=_ask,
    question=_question,
    judge=_judge,
    template="cards/asks/_order.html",
)
