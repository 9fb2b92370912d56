"""Everything that is ever written about cards, a verb each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cards.content import CardFile
from cards.models import Card, Tag
from sandbox.exercises import Exercise


@dataclass(frozen=True)
class Loaded:
    """How many rows a loading made, changed, left alone and retired."""

    created: int
    updated: int
    unchanged: int
    retired: int


@transaction.atomic
def load(files: Iterable[CardFile]) -> Loaded:
    """Make the rows agree with all of the content files, by stable id. Doing it again changes nothing."""
    by_id = {file.id: file for file in files}
    loaded = dict(Card.objects.filter(deck=None, is_retired=False).values_list("id", "content_hash"))
    changed = [file for file in by_id.values() if loaded.get(file.id) != file.content_hash]
    gone = loaded.keys() - by_id.keys()
    # Files may have taken over each other's slugs: all that change let go of theirs before any takes a new one.
    for card in Card.objects.filter(pk__in=[*gone, *(file.id for file in changed)]):
        Card.objects.filter(pk=card.pk).update(slug=f"retired-{card.pk}", is_retired=True)
    now = timezone.now()
    for file in changed:
        card, _ = Card.objects.update_or_create(
            id=file.id, defaults=file.columns() | {"is_retired": False, "changed": now}
        )
        card.tags.set([Tag.objects.get_or_create(name=tag)[0] for tag in file.tags])
    Tag.objects.exclude(cards__is_retired=False).delete()
    created = sum(file.id not in loaded for file in changed)
    return Loaded(created, len(changed) - created, len(by_id) - len(changed), len(gone))


def exercise(slug: str) -> Exercise | None:
    """The card of that slug as something to submit for: one of the site's, or of a deck that is shared."""
    card = (
        Card.objects.filter(Q(deck=None) | Q(deck__is_shared=True), slug=slug, is_retired=False)
        .only("id", "claims")
        .first()
    )
    return Exercise(card.id, card.claims) if card else None
