"""Questions and quizzes for tests, as many as one wants, made by hand."""

from __future__ import annotations

import json

from quizzes.models import Place, Question, Quiz

VERDICT = {
    "holds": None,
    "refused": False,
    "kubernetes": "v1.37.2",
    "mode": "nftables",
    "output": {"exit": 0, "stdout": "", "stderr": ""},
    "problems": [],
    "claims": [
        {
            "claim": {"connect": {"from": "pod/client", "to": "web", "port": 80}},
            "kind": "connect",
            "title": "pod/client connects to web:80",
            "holds": None,
            "expected": None,
            "observed": {"outcome": "refused"},
            "summary": "The connection is refused, because no pod matches `app: wbe`.",
            "because": [{"object": "Service default/web", "field": "spec.selector.app", "value": "wbe", "text": "It selects nobody.", "line": 1, "column": 1, "end_line": 1, "end_column": 4, "source": "manifests"}],
            "trace": None,
        }
    ],
}  # fmt: skip


def question(number: int, *, difficulty: int = 1, topic: str = "endpoints", is_pooled: bool = True) -> Question:
    """Of its options 0 is right; every third question has several."""
    is_several = number % 3 == 0
    options = [
        {"text": "`web-0`", "is_right": True, "note": "it may answer", "form": "sentence"},
        {"text": "`web-1`", "is_right": is_several, "note": "", "form": "sentence"},
        {"text": "No pod <answers>", "is_right": False, "note": "", "form": "sentence"},
    ]
    return Question.objects.create(
        id=f"{topic}-{difficulty}-{number:04}",
        kind=("which-pods", "outcome", "line-at-fault")[number % 3],
        topic=topic,
        difficulty=difficulty,
        prompt=f"The pod `client` opens a connection, number {number}. Which pods may answer?",
        manifests="kind: Service\nmetadata: {name: web}\n",
        claims="- connect: {from: pod/client, to: web, port: 80}\n",
        options=options,
        is_several=is_several,
        recipe={"scenario": f"scenario-{number % 4}", "mutations": [], "seed": number},
        seed=number,
        note="An author's *note*.",
        verdict_json=json.dumps(VERDICT),
        maker="test",
        is_pooled=is_pooled,
    )


def pool(count: int, **words: object) -> list[Question]:
    """Questions to draw."""
    return [question(number, **words) for number in range(count)]  # type: ignore[arg-type]


def quiz(count: int, slug: str = "selectors") -> Quiz:
    """A fixed quiz with so many questions."""
    made = Quiz.objects.create(
        id=f"quiz-{slug}", slug=slug, title=f"About {slug}", summary="Of `labels`.", topic="endpoints", difficulty=1, content_hash="x"
    )  # fmt: skip
    for number in range(1, count + 1):
        Place.objects.create(quiz=made, question=question(number, topic=slug, is_pooled=False), number=number)
    return made


def right(one: Question) -> list[int]:
    """What answers it."""
    return one.right


def wrong(one: Question) -> list[int]:
    """What does not."""
    return [2]
