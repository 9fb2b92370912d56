"""Several sentences of which one is true: each is tied to an expectation, and the engine says which one holds.

    run: 2                       # the card's claims up to the second, or a list of steps without expect
    options:
    - {says: It is answered, expect: answered}
    - {says: It is refused at once, expect: refused}

The last step of `run` is the one that is asked about. It is carried out once for each option, after the steps before
it; so it has to be one that changes nothing, or one that says the same when it is said again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import yaml

from cards.kinds.kind import Asked, CardKind, Choice, NotAnAnswer, Outcome, Plain, Question
from sandbox.content import ContentProblem, Field, Front, is_list_of, is_steps, is_text

TEMPLATE = "cards/asks/_options.html"
MOST_OPTIONS = 6


def is_option(value: Any, others: frozenset[str] = frozenset()) -> bool:
    """{says, expect}, and perhaps others."""
    return (
        isinstance(value, dict)
        and {"says", "expect"} <= value.keys() <= {"says", "expect", *others}
        and is_text(value["says"])
        and isinstance(value["expect"], (str, dict))
    )


RUN = Field(
    lambda value: is_steps(value) or (isinstance(value, int) and not isinstance(value, bool) and value > 0),
    "the number of the claim that is asked about, or a list of steps of which the last one is",
)
OPTIONS = Field(is_list_of(is_option), "a list of {says, expect}")


def problems(front: Front) -> list[ContentProblem]:
    """A number that no claim has, too few options, the same one twice."""
    found = []
    run, options, claims = front.tree["run"], front.tree["options"], front.tree["claims"]
    if isinstance(run, int) and run > len(claims):
        found.append(ContentProblem(front.path, front.line("run"), f"there are {len(claims)} claims, and no {run}."))
    if isinstance(run, list) and any("expect" in step for step in run):
        found.append(ContentProblem(front.path, front.line("run"), "what is expected stands in the options"))
    if not 2 <= len(options) <= MOST_OPTIONS:
        found.append(ContentProblem(front.path, front.line("options"), f"offer 2 to {MOST_OPTIONS} options"))
    twice = [name for name in ("says", "expect") if len({repr(option[name]) for option in options}) < len(options)]
    return [
        *found,
        *(ContentProblem(front.path, front.line("options"), f"two options have the same {name}") for name in twice),
    ]


def ask(front: Front) -> Plain:
    """What is offered, and the claims text: the steps before, then the step asked about once for each option."""
    run = front.tree["run"]
    steps = front.tree["claims"][:run] if isinstance(run, int) else run
    bare = [{name: value for name, value in step.items() if name not in ("expect", "claim")} for step in steps]
    options = front.tree["options"]
    asked = [{"claim": option["says"]} | bare[-1] | {"expect": option["expect"]} for option in options]
    return {"options": [option["says"] for option in options], "claims": as_claims([*bare[:-1], *asked])}


def as_claims(steps: Sequence[Plain]) -> str:
    """Steps as the text of a list of claims."""
    return yaml.safe_dump(list(steps), sort_keys=False, allow_unicode=True, width=100)


def run(asked: Asked) -> tuple[str, str]:
    """The run that knows which option is right."""
    return (asked.manifests, asked.ask["claims"])


def choices(asked: Asked) -> tuple[Choice, ...]:
    """The options, numbered from 1."""
    return tuple(Choice(str(number), says) for number, says in enumerate(asked.ask["options"], start=1))


def asking(legend: str) -> Callable[[Asked, Callable[[], Plain | None]], Question]:
    """A question with these options."""
    return lambda asked, proof: Question(legend, choices(asked), statement=asked.ask.get("statement", ""))


def claims_of_options(asked: Asked, proof: Plain) -> list[Plain]:
    """The claim of each option, in their order."""
    claims: list[Plain] = proof["claims"]
    return claims[-len(asked.ask["options"]) :]


def chosen_of(asked: Asked, said: Sequence[str]) -> int:
    """The option that was picked, from 0."""
    if len(said) != 1 or said[0] not in {choice.value for choice in choices(asked)}:
        raise NotAnAnswer("Pick one of the answers.")
    return int(said[0]) - 1


def in_the_words_of_the_run(says: Sequence[str], chosen: int, true: int, claim: Plain) -> str:
    """What happened and why, as the engine sums it up. What was printed, or listed, follows the sentence of the option.

    What was printed is left to the page, which shows it as it was.
    """
    true_one, summary = f"{says[true].rstrip('.')}.", claim["summary"].strip()
    if (claim["trace"] or {}).get("kind") == "terminal":
        return true_one
    if not summary.endswith("."):
        return f"{true_one} {summary}."
    return summary if chosen == true else f"{true_one} {summary}"


def judge(
    asked: Asked,
    said: Sequence[str],
    proof: Plain,
    sentence: Callable[[Sequence[str], int, int, Plain], str] = in_the_words_of_the_run,
) -> Outcome:
    """Right is what holds in the run. `sentence` takes the options, the chosen, the true one, and its claim."""
    chosen = chosen_of(asked, said)
    judged = claims_of_options(asked, proof)
    right = [number for number, claim in enumerate(judged) if claim["holds"]]
    is_right = chosen in right
    true = chosen if is_right or not right else right[0]
    shown = judged[true]
    return Outcome(
        is_right,
        sentence(asked.ask["options"], chosen, true, shown),
        tuple(str(number + 1) for number in right),
        shown["because"],
        proof | {"claims": [shown | {"holds": None}], "holds": None},  # the learner claimed nothing
    )


def kind_of_options(name: str, word: str, legend: str) -> CardKind:
    """A kind whose whole question is its options."""
    return CardKind(
        name,
        word,
        fields={"run": RUN, "options": OPTIONS},
        problems=problems,
        ask=ask,
        run=run,
        question=asking(legend),
        judge=judge,
        template=TEMPLATE,
    )
