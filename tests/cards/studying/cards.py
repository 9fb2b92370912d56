"""Cards to study, as many as a test wants."""

from cards.models import Card


def make(count: int, topic: str = "selectors") -> list[Card]:
    """Cards 0, 1, 2 … in the order in which they come up."""
    return Card.objects.bulk_create(
        [
            Card(
                id=f"card-{topic}-{number:03}",
                slug=f"{topic}-{number:03}",
                topic=topic,
                question=f"Question {number} with `code`?",
                answer=f"Answer {number}, **all** of it.",
                difficulty=1,
                manifests="kind: Service\n",
                claims="- claim: It is refused\n  connect: {from: pod/client, to: web, port: 80}\n  expect: refused\n",
                content_hash="x",
            )
            for number in range(count)
        ]
    )
