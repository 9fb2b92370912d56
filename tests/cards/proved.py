"""Cards of the site's own content with their proofs, as many as a test wants."""

import json
from functools import cache

from cards import actions, content, kinds
from cards.models import Card
from sandbox.engine import judge
from sandbox.engine.render import plain
from sandbox.judgements import content_hash
from sandbox.models import Proof

FILES = {card.slug: card for card in content.read()[0]}


@cache
def verdict_json(manifests: str, claims: str) -> str:
    """The verdict of the engine, made once."""
    return json.dumps(plain.verdict(judge(manifests, claims)))


def load(*slugs: str) -> list[Card]:
    """These cards as `load_content` leaves them: in the database, and carried out."""
    files = [FILES[slug] for slug in slugs]
    actions.load(files)
    for file in files:
        texts = kinds.BY_NAME[file.kind].run(file.asked)
        Proof.objects.create(
            content_hash=content_hash(*texts), engine="of this test", verdict_json=verdict_json(*texts)
        )
    return [Card.objects.get(slug=slug) for slug in slugs]
