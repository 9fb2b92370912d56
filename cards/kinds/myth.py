"""A myth: the statement as it is often taught, a prediction, and the run that refutes it.

    statement: A Service without ready pods makes its clients wait
    run: 1
    options:
    - {says: The client waits until its timeout, expect: timeout, taught: true}
    - {says: The client is refused at once, expect: refused}

The option that is `taught` is what the statement would have happen; the engine has to say that it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cards.kinds import options
from cards.kinds.kind import Asked, CardKind, Outcome, Plain
from sandbox.content import ContentProblem, Field, Front, is_list_of, is_text

_LEGEND = "What will the run show?"


def _problems(front: Front) -> list[ContentProblem]:
    found = options.problems(front)
    if sum(option.get("taught") is True for option in front.tree["options"]) != 1:
        line = front.line("options")
        found.append(ContentProblem(front.path, line, "one of the options is what is taught: {…, taught: true}"))
    return found


def _ask(front: Front) -> Plain:
    taught = [option.get("taught") is True for option in front.tree["options"]].index(True)
    return options.ask(front) | {"statement": front.tree["statement"].strip(), "taught": taught}


def _judge(asked: Asked, said: Sequence[str], proof: Plain) -> Outcome:
    outcome = options.judge(asked, said, proof)
    if options.chosen_of(asked, said) == asked.ask["taught"] and not outcome.is_right:
        return replace(outcome, sentence=f"So it is taught, and so it is not. {outcome.sentence}")
    return outcome


KIND = CardKind(
    "myth",
    "myth",
    fields={
        "statement": Field(is_text, "the statement in the words in which it is taught"),
        "run": options.RUN,
        "options": Field(
            is_list_of(lambda option: options.is_option(option, frozenset({"taught"}))), "a list of {says, expect}"
        ),
    },
    problems=_problems,
    ask=_ask,
    run=options.run,
    question=options.asking(_LEGEND),
    judge=_judge,
    template=options.TEMPLATE,
)
